"""The page a citizen meets: a question in, a cited answer out, in one language."""

import queue
import secrets
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Protocol

import gradio as gr

from assistant.question import MOST_CHARACTERS, clean
from assistant.turn import Outcome, Turn
from assistant.web import view
from assistant.web.desk import Desk
from assistant.web.recent import RecentAnswer
from assistant.web.texts import Texts, load_texts
from assistant.writer import OnDraft

AT_ONCE = 4
"""Questions answered at the same time; the others wait their turn."""
WAITING = 64
"""Questions that may wait; one more is told that the assistant is busy."""
FORGOTTEN_AFTER = 3600
"""Seconds after which an idle session's turns are dropped from memory."""

SHOWN = ("history", "draft", "announcement", "introduction", "box", "button", "conversation")
"""What an event may change, in the order of the page's outputs."""


class Answerer(Protocol):
    """What answers: the assistant itself, or a stand-in for it."""

    def answer(self, turns: Sequence[str], language: str, on_draft: OnDraft | None = None) -> Turn:
        """Answer the last of ``turns`` (a person's messages, oldest first).

        ``language`` is the page's; the question may be in another. ``on_draft`` may be told, from
        the thread that answers, what of a long answer is there already.
        """
        ...


@dataclass(slots=True)
class Conversation:
    """What one browser tab has asked so far.

    ``pending`` is the question without an answer yet, ``answering`` while one is being made;
    ``over`` once a new conversation began. ``answers`` are the ids under which the answers are
    held for feedback, one for each turn, and ``session`` is what those have in common.
    """

    turns: list[Turn] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    session: str = ""
    pending: str = ""
    answering: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class Events:
    """What happens on the page; each event returns the changes to what ``SHOWN`` names."""

    answerer: Answerer
    texts: Texts
    desk: Desk | None = None

    def ask(self, question: str, conversation: Conversation) -> Iterator[tuple[Any, ...]]:
        """Show the question at once, then its answer, unless a new conversation has begun."""
        texts, turns = self.texts, conversation.turns
        asked = question.strip()
        # What comes from elsewhere than the box may be longer, and hold what nobody sees.
        shown = clean(asked[:MOST_CHARACTERS])
        if not shown:
            yield _shown(announcement=view.announcement(texts["question.empty"], texts))
            return
        conversation.pending = shown
        yield _shown(
            history=self._history(conversation, pending=shown),
            announcement=view.announcement(texts["searching"], texts),
            introduction=gr.HTML(visible=False),
            box="",
            button=gr.Button(interactive=False),
        )
        conversation.answering = True
        try:
            turn = yield from self._answered([*(one.question for one in turns), asked])
        finally:
            conversation.answering = False
        if conversation.over:
            return
        conversation.pending = ""
        turns.append(turn)
        conversation.answers.append(self._held(conversation))
        yield _shown(
            history=self._history(conversation),
            draft="",
            announcement=view.announcement(view.spoken(turn, texts), texts, turn.language),
            button=gr.Button(interactive=True),
            conversation=conversation,
        )

    def _answered(self, asked: Sequence[str]) -> Generator[tuple[Any, ...], None, Turn]:
        """The answer to the last of ``asked``, its drafts shown on the way."""
        drafts: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        beside = ThreadPoolExecutor(1, thread_name_prefix="answering")
        answer = beside.submit(self.answerer.answer, asked, self.texts.language, drafts.put)
        answer.add_done_callback(lambda _: drafts.put(None))
        try:
            while (draft := drafts.get()) is not None:
                yield _shown(draft=view.draft(draft, self.texts))
        finally:
            beside.shutdown(wait=False)
        return answer.result()

    def fail(self, conversation: Conversation) -> tuple[Any, ...]:
        """Say that answering broke off, and put the question back to be asked again.

        A conversation that was left counts as broken off too; the new one then has nothing to say.
        """
        texts = self.texts
        if conversation.over or conversation.answering or not conversation.pending:
            return _shown()
        broken = Turn(
            question=conversation.pending,
            standalone_question=conversation.pending,
            language=texts.language,
            outcome=Outcome.SERVICE_ERROR,
            text=texts["failed"],
            message=texts["failed"],
        )
        return _shown(
            history=self._history(conversation, broken=broken),
            draft="",
            announcement=view.announcement(view.spoken(broken, texts), texts),
            box=conversation.pending,
            button=gr.Button(interactive=True),
        )

    def renew(self, conversation: Conversation) -> tuple[Any, ...]:
        """Forget everything and start again; an answer still on its way is not shown."""
        conversation.over = True
        self.forget(conversation)
        return _shown(
            history="",
            draft="",
            announcement=view.announcement(self.texts["emptied"], self.texts),
            introduction=gr.HTML(visible=True),
            box="",
            button=gr.Button(interactive=True),
            conversation=Conversation(),
        )

    def forget(self, conversation: Conversation) -> None:
        """Drop the answers of a conversation: nothing can be said of them any more."""
        if self.desk is not None:
            self.desk.recent.forget(conversation.session)

    def _held(self, conversation: Conversation) -> str:
        """The id under which the last answer is held; empty where nobody is asked about it."""
        turn = conversation.turns[-1]
        if self.desk is None or turn.outcome not in view.ASKED_ABOUT:
            return ""
        conversation.session = conversation.session or secrets.token_urlsafe(16)
        questions = tuple(one.question for one in conversation.turns)
        return self.desk.recent.hold(
            RecentAnswer(questions, turn, self.texts.language, conversation.session)
        )

    def _history(
        self, conversation: Conversation, pending: str = "", broken: Turn | None = None
    ) -> str:
        turns = [*conversation.turns, *([broken] if broken else ())]
        if self.desk is None:
            return view.conversation(turns, self.texts, pending)
        held = [id_ if self.desk.recent.find(id_) else "" for id_ in conversation.answers]
        return view.conversation(turns, self.texts, pending, held, self.desk.terms)


def build_page(
    answerer: Answerer,
    language: str,
    examples: Sequence[str],
    model: str = "",
    desk: Desk | None = None,
) -> gr.Blocks:
    """The page in ``language``, with ``examples`` as questions to start with.

    ``model`` is the chat model that gets the questions, if there is one. ``desk`` takes what
    people say of answers; without one they are not asked.
    """
    texts = load_texts(language)
    events = Events(answerer, texts, desk)
    with gr.Blocks(title=texts["title"], analytics_enabled=False) as page:
        conversation = gr.State(
            Conversation(), time_to_live=FORGOTTEN_AFTER, delete_callback=events.forget
        )
        _html(view.header(texts), "header")
        history = _html("", "conversation")
        draft = _html("", "draft")
        announcement = _html(view.announcement("", texts), "announcement")
        with gr.Column(elem_id="composer"):
            box = gr.Textbox(
                label=texts["question.label"],
                info=texts.filled("question.hint", most=MOST_CHARACTERS),
                max_length=MOST_CHARACTERS,
                lines=1,
                max_lines=6,
                elem_id="question",
            )
            with gr.Row(elem_id="actions"):
                button = gr.Button(texts["question.ask"], variant="primary", elem_id="ask")
                renew = gr.Button(texts["question.renew"], elem_id="renew")
            _html(view.small_print(texts, model, desk.terms if desk else None), "small-print")
        introduction = _html(view.introduction(texts, examples), "introduction")

        shown = [history, draft, announcement, introduction, box, button, conversation]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        asked = gr.on(
            [button.click, box.submit],
            events.ask,
            [box, conversation],
            shown,
            concurrency_limit=AT_ONCE,
            trigger_mode="once",
            **quiet,
        )
        asked.failure(events.fail, conversation, shown, **quiet)
        renew.click(events.renew, conversation, shown, cancels=[asked], **quiet)
    page.queue(max_size=WAITING, api_open=False)
    return page


def _html(value: str, elem_id: str) -> gr.HTML:
    """Our own markup, without Gradio's styles and scripts for it."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None)


def _shown(**changes: Any) -> tuple[Any, ...]:
    """One value for each output of the page; what is not named stays as it is."""
    return tuple(changes.get(name, gr.skip()) for name in SHOWN)
