"""From a question to a Turn, in one straight line."""

import time
from collections.abc import Sequence
from dataclasses import replace

from assistant.check import supported
from assistant.compose import Chosen, compose, runs
from assistant.evidence import Signals, probability, signals
from assistant.follow_up import FollowUps
from assistant.messages import message, spoken
from assistant.privacy import masked, unmasked
from assistant.question import MOST_CHARACTERS, clean
from assistant.rewording import Rewording
from assistant.standalone import standalone
from assistant.triage import triage
from assistant.turn import Citation, Outcome, Statement, Support, Turn
from assistant.want import Want, want
from assistant.weights import Weights
from assistant.writer import OnDraft
from corpus.language import detect
from corpus.passage import Passage
from corpus.text import Sort
from index.hit import Hits
from index.names import named, names
from index.search import Index

_TOPICS = 3


class Assistant:
    """Answers questions from one index, in the words of its passages.

    ``contact`` is where a person can be reached. A chat model words the answers with
    ``rewording`` and makes follow-ups whole with ``follow_ups``, where they are given. Safe to
    share between threads.
    """

    def __init__(
        self,
        index: Index,
        weights: Weights,
        contact: str,
        rewording: Rewording | None = None,
        follow_ups: FollowUps | None = None,
    ) -> None:
        self._index = index
        self._weights = weights
        self._contact = contact
        self._rewording = rewording
        self._follow_ups = follow_ups
        self._names = names(index.passages)
        # A folder of any documents has a subject of its own, and no asks to be found by.
        self._ours = any(passage.sort is Sort.DIGEST for passage in index.passages)

    def answer(
        self,
        turns: Sequence[str],
        language: str = "en",
        *,
        forced: bool = False,
        with_model: bool = True,
        on_draft: OnDraft | None = None,
    ) -> Turn:
        """Answer the last of ``turns``: what the person wrote, oldest first.

        ``language`` is that of the page; a question that is clearly in another language is
        answered in its own, unless ``forced``. Without ``with_model`` no chat model is asked;
        ``on_draft`` is told what one has written so far, as far as it stands. Never raises for
        anything a person can type.
        """
        started = time.perf_counter()
        turn = self._answer(turns, language, forced, with_model)
        if self._rewording is not None and with_model:
            turn = self._rewording.reworded(turn, self._citation, on_draft)
        return replace(turn, seconds=time.perf_counter() - started)

    def _answer(self, turns: Sequence[str], language: str, forced: bool, with_model: bool) -> Turn:
        raw = turns[-1] if turns else ""
        question = clean(raw[: 2 * MOST_CHARACTERS])
        if not question:
            return self._message(Outcome.CLARIFY, "empty", language)
        if len(raw) > MOST_CHARACTERS:
            return self._message(Outcome.REFUSED, "too_long", language, most=str(MOST_CHARACTERS))
        question = masked(question)
        if not forced:
            language = self._language(question, language)
        verdict = triage(question)
        if verdict and (self._ours or verdict.outcome is not Outcome.OUT_OF_SCOPE):
            return self._message(verdict.outcome, verdict.message, language, question)
        asked = self._standalone(turns, question, language, with_model)
        hits = self._index.search(asked, language, self._weights.fusion)
        if not hits.kept:
            return self._unanswered(question, asked, language, hits, in_scope=False)
        wanted = want(asked)
        native = self._index.knows(language)
        chosen = compose(
            asked,
            language,
            hits.kept,
            wanted,
            self._index.keywords.rarity,
            self._weights.sentence,
            native,
        )
        found = self.signals(asked, language, hits, chosen, wanted)
        likely = probability(found, self._weights.evidence[self._kind(native)])
        if likely < self._weights.decision.answer or (wanted.must and found.want == 0):
            named_here = self._names.intersection(named(asked, language, self._names))
            in_scope = likely >= self._weights.decision.scope or bool(named_here)
            return self._unanswered(question, asked, language, hits, in_scope)
        return self._answered(question, asked, language, hits, chosen)

    def search(
        self, turns: Sequence[str], language: str, count: int, *, forced: bool = False
    ) -> tuple[str, Hits]:
        """The standalone question made of ``turns``, and its ``count`` best hits."""
        question = masked(clean(turns[-1][:MOST_CHARACTERS]))
        if not forced:
            language = self._language(question, language)
        asked = self._standalone(turns, question, language)
        return asked, self._index.search(asked, language, self._weights.fusion, count)

    def _standalone(
        self, turns: Sequence[str], question: str, language: str, with_model: bool = True
    ) -> str:
        before = [masked(clean(turn[:MOST_CHARACTERS])) for turn in turns[:-1]]
        earlier = [turn for turn in before if turn]
        asked = standalone([*earlier, question], language, self._names)
        if earlier and self._follow_ups is not None and with_model:
            asked = self._follow_ups.whole(earlier, question, asked, language, self._names)
        return unmasked(asked) or asked

    def signals(
        self, asked: str, language: str, hits: Hits, chosen: Sequence[Chosen], wanted: Want
    ) -> Signals:
        """What speaks for an answer; the evaluation fits its weights on the same numbers."""
        rarity = self._index.keywords.rarity
        return signals(asked, language, hits.kept, chosen, wanted, rarity, self._names)

    def _kind(self, native: bool) -> str:
        """Which of the evidence models fits the question's language and the index."""
        return ("native" if native else "foreign") + ("" if self._ours else "-documents")

    def _language(self, question: str, otherwise: str) -> str:
        among = self._index.languages | {"en", "sv"}
        # One or two words, or names, say little about a language.
        margin = 0.35 if len(question.split()) < 3 else 0.1
        return detect(question, among, otherwise, margin)

    def _answered(
        self, question: str, asked: str, language: str, hits: Hits, chosen: Sequence[Chosen]
    ) -> Turn:
        statements: list[Statement] = []
        citations: list[Citation] = []
        for number, (passage, sentences) in enumerate(runs(chosen), start=1):
            citations.append(self._citation(number, passage, sentences, language))
            statements += [
                Statement(passage.sentence(sentence), Support.VERBATIM, (number,))
                for sentence in sentences
            ]
        standing = supported(statements, citations)
        return Turn(
            question=question,
            standalone_question=asked,
            language=language,
            outcome=Outcome.ANSWERED,
            text=_laid_out(standing, chosen),
            hits=hits,
            statements=standing,
            citations=tuple(citations),
        )

    def _citation(
        self, number: int, passage: Passage, sentences: Sequence[int], language: str
    ) -> Citation:
        source = self._index.sources[passage.source_id]
        start, end = passage.sentences[sentences[0]][0], passage.sentences[sentences[-1]][1]
        url = passage.address or next(iter(source.official), "")
        if url and passage.page is not None:
            url = f"{url.partition('#')[0]}#page={passage.page}"
        return Citation(
            number=number,
            source_id=source.id,
            title=source.title(language),
            publisher=source.publisher,
            year=source.year,
            force=source.force.value,
            kind=source.kind.value,
            locator=passage.locator,
            page=passage.page,
            url=url,
            quote=passage.text[start:end],
            passage_id=passage.id,
            passage=passage.text,
            sort=passage.sort.value,
            language=passage.language,
            checked=passage.checked,
        )

    def _unanswered(
        self, question: str, asked: str, language: str, hits: Hits, in_scope: bool
    ) -> Turn:
        """Say so, with the nearest topics as questions that can be answered."""
        rejected = Hits((), hits.all)
        if self._ours and not in_scope:
            said = self._message(Outcome.OUT_OF_SCOPE, "out_of_scope", language, question)
            return replace(said, standalone_question=asked, hits=rejected)
        speaks = spoken(language)
        headings = dict.fromkeys(
            hit.passage.heading
            for hit in hits.all
            if hit.passage.heading.endswith("?")
            and hit.passage.language == speaks
            and hit.score >= self._weights.decision.topic
        )
        topics = list(headings)[:_TOPICS]
        nearest = message("nearest", language) if topics else ""
        said = self._message(
            Outcome.NO_EVIDENCE, "no_evidence", language, question, nearest=nearest
        )
        return replace(said, standalone_question=asked, hits=rejected, suggestions=tuple(topics))

    def _message(
        self, outcome: Outcome, name: str, language: str, question: str = "", **places: str
    ) -> Turn:
        said = message(name, language, contact=self._contact, **places)
        return Turn(
            question=question,
            standalone_question=question,
            language=language,
            outcome=outcome,
            text=said,
            message=said,
        )


def _laid_out(statements: Sequence[Statement], chosen: Sequence[Chosen]) -> str:
    """The statements with their markers; a list as the passage has it, a line for each item."""
    shown = {statement.text: statement for statement in statements}
    text = ""
    before: Chosen | None = None
    for one in chosen:
        statement = shown.get(one.text)
        if statement is None:
            continue
        item = one.number in one.hit.passage.items()
        if before is not None:
            text += "\n" if item or before.number in before.hit.passage.items() else " "
        markers = "".join(f"[{number}]" for number in statement.citations)
        text += f"{'- ' if item else ''}{statement.text} {markers}"
        before = one
    return text
