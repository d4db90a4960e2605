"""What a chat model is asked for: an answer over numbered passages, or a question made whole.

The prompts are in ``writer.toml``. The model sees the texts and titles of passages, the question
and the person's earlier messages, personal data masked; never an address or an id.
"""

import itertools
import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from assistant.chat_model import ChatModel, Prompt
from assistant.prose import visible
from assistant.trouble import NoProse, Trouble
from corpus.passage import Passage

MOST_WORDS = 120
"""Words that an answer is asked to have at most."""
MOST_CHARACTERS = 2_500
"""An answer longer than this is not read on."""
MOST_WORDS_OF_A_QUESTION = 40

_FOLLOW_UP_SHARE = 0.25
"""The share of the model's time that goes to making a follow-up whole; the answer has the rest."""
_TAG = str.maketrans("<>", "‹›")
_MARKER = re.compile(r"\[(\s*[\d,; ]+)\]")

OnDraft = Callable[[str], None]
"""Is told an answer that is still being written, each time from its beginning."""


class Writer:
    """Asks a chat model for prose, within the time that it has for one question."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The model, as ``provider:name``."""
        return self._model.name

    def write(
        self,
        question: str,
        passages: Sequence[Passage],
        language: str,
        on_draft: OnDraft | None = None,
    ) -> str:
        """An answer in ``language`` with markers: ``[2]`` is the second of ``passages``.

        It is what the model wrote, unchecked; ``on_draft`` is told it as it grows. Raises
        :class:`~assistant.trouble.NoProse`.
        """

        def told(so_far: str) -> None:
            shown = visible(so_far)
            if len(shown) > MOST_CHARACTERS:
                raise NoProse(Trouble.OVER_LONG)
            if on_draft is not None:
                on_draft(shown)

        values = {
            "language": _language(language),
            "most": str(MOST_WORDS),
            "question": harmless(question),
            "passages": "\n\n".join(map(_numbered, itertools.count(1), passages)),
        }
        seconds = self._model.seconds * (1 - _FOLLOW_UP_SHARE)
        written = visible(self._model.words(_prompt("answer"), values, seconds, told)).strip()
        if not written:
            raise NoProse(Trouble.EMPTY)
        if any(pattern.search(written) for pattern in _refusals()):
            raise NoProse(Trouble.REFUSED)
        return written

    def whole(self, earlier: Sequence[str], question: str, language: str) -> str:
        """A follow-up as a question of its own, unchecked.

        ``earlier`` are the person's messages before it, oldest first. Raises
        :class:`~assistant.trouble.NoProse`.
        """
        values = {
            "language": _language(language),
            "most": str(MOST_WORDS_OF_A_QUESTION),
            "question": harmless(question),
            "earlier": "\n".join(f"<earlier>{harmless(turn)}</earlier>" for turn in earlier),
        }
        seconds = self._model.seconds * _FOLLOW_UP_SHARE
        return visible(self._model.words(_prompt("follow_up"), values, seconds)).strip()


def harmless(text: str) -> str:
    """A text that can stand between tags: it closes none, opens none and holds no marker."""
    return _MARKER.sub(r"(\1)", text.translate(_TAG))


def _numbered(number: int, passage: Passage) -> str:
    return (
        f"[{number}] {harmless(passage.title)}\n"
        f'<passage number="{number}">\n{harmless(passage.text)}\n</passage>'
    )


def _prompt(name: str) -> Prompt:
    return tuple((role, text.strip()) for role, text in _texts()[name].items())


def _language(code: str) -> str:
    return str(_texts()["languages"].get(code, code))


@cache
def _refusals() -> tuple[re.Pattern[str], ...]:
    patterns: list[str] = _texts()["refusal"]["patterns"]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


@cache
def _texts() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
