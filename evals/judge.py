"""A chat model as a judge of answers; what it is asked stands in ``judge.toml``.

It sees a question, an answer and the quotes, never an address or an id. Each question is put three
times, with the parts in another order and in other words, since a judge's verdict depends on both
(Zheng et al. 2023, "Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena", section 3.3); the
reason comes before the verdict, and the majority counts.
"""

import hashlib
import re
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from assistant.chat_model import ChatModel, Prompt
from assistant.prose import visible
from assistant.trouble import NoProse, Trouble
from assistant.writer import harmless
from evals.record import Record

TIMES = 3
"""How often each question is put."""

_TEXTS = Path(__file__).with_suffix(".toml")
_LANGUAGES = ("en", "sv")
_PAUSES = (2.0, 20.0)
"""Seconds to wait before asking once more."""
_PASSING = frozenset(
    {
        Trouble.TIMED_OUT,
        Trouble.UNREACHABLE,
        Trouble.RATE_LIMITED,
        Trouble.FAILED,
        Trouble.CUT_OFF,
    }
)
"""What may be over in a moment."""
_AROUND = " \t*_`#>.!"
"""What models put around a verdict."""


class Silent(Exception):
    """The judge does not answer any more. The message says what to do."""


class Asking(Record):
    """One time that a question was put: the reason, then the verdict.

    ``verdict`` is ``None`` where it could not be read; ``trouble`` says why nothing came.
    """

    reason: str
    verdict: str | None
    trouble: str = ""


class Opinion(Record):
    """What a judge thinks: the verdict of most askings, ``None`` where most do not agree."""

    verdict: str | None
    askings: tuple[Asking, ...]


class Judge:
    """Asks a chat model for opinions. ``wait`` passes the time before a question is repeated."""

    def __init__(self, model: ChatModel, wait: Callable[[float], object] = time.sleep) -> None:
        self._model = model
        self._wait = wait

    @property
    def name(self) -> str:
        """The model, as ``provider:name``."""
        return self._model.name

    def answer(
        self,
        turns: Sequence[str],
        answer: str,
        quotes: Mapping[int, str],
        language: str,
    ) -> Opinion:
        """Whether an answer to the last of ``turns`` is ``right``, ``partly`` or ``wrong``.

        ``quotes`` stand by their numbers. Raises :class:`Silent`.
        """
        values = {
            "earlier": "\n".join(_data(turn, language) for turn in turns[:-1]),
            "question": _data(turns[-1], language),
            "answer": _data(answer, language),
            "quotes": _numbered(quotes, language),
        }
        return self._opinion("answer", tuple(values), values, language)

    def supports(self, sentence: str, quotes: Mapping[int, str], language: str) -> Opinion:
        """Whether quotes support a sentence: ``yes`` or ``no``. Raises :class:`Silent`."""
        values = {"answer": _data(sentence, language), "quotes": _numbered(quotes, language)}
        return self._opinion("support", tuple(values), values, language)

    def _opinion(
        self, kind: str, parts: Sequence[str], values: Mapping[str, str], language: str
    ) -> Opinion:
        askings = tuple(
            self._asked(_prompt(kind, parts, number, language), values, kind, language)
            for number in range(TIMES)
        )
        return Opinion(verdict=majority([one.verdict for one in askings]), askings=askings)

    def _asked(self, prompt: Prompt, values: Mapping[str, str], kind: str, language: str) -> Asking:
        for pause in (*_PAUSES, None):
            try:
                written = self._model.words(prompt, values, self._model.seconds)
            except NoProse as none:
                trouble = none.trouble
            else:
                return read(visible(written), kind, language)
            if trouble is Trouble.RESTING:
                raise Silent(
                    f"{self.name} does not answer any more. What it judged is kept: "
                    "run the command again later, and it goes on from there."
                )
            if trouble not in _PASSING or pause is None:
                break
            self._wait(pause)
        return Asking(reason="", verdict=None, trouble=trouble.value)


def majority(verdicts: Sequence[str | None]) -> str | None:
    """The verdict that more than half of the askings came to."""
    ((verdict, count),) = Counter(verdicts).most_common(1)
    return verdict if count > len(verdicts) / 2 else None


def read(written: str, kind: str, language: str) -> Asking:
    """The verdict on the last line and the reason before it; without either there is none."""
    texts = _texts()[_known(language)]
    *before, last = [line.strip() for line in written.splitlines() if line.strip()] or [""]
    reason = "\n".join(before)
    verdicts: dict[str, str] = texts[kind]["verdicts"]
    said = "|".join(map(re.escape, verdicts.values()))
    found = re.fullmatch(
        rf"{texts['label']}[{_AROUND}]*:[{_AROUND}]*({said})", last.strip(_AROUND), re.IGNORECASE
    )
    if found is None or not reason:
        return Asking(reason=written.strip(), verdict=None)
    named = {word: verdict for verdict, word in verdicts.items()}
    return Asking(reason=reason, verdict=named[found[1].lower()])


def prompts_digest() -> str:
    """SHA-256 of everything that a judge is told, so that two judgements can be told apart."""
    return hashlib.sha256(_TEXTS.read_bytes()).hexdigest()


def _data(text: str, language: str) -> str:
    """A text that a model may see: between tags it stays, and it leads nowhere."""
    texts = _texts()
    return harmless(re.sub(texts["addresses"], texts[_known(language)]["address"], text))


def _numbered(quotes: Mapping[int, str], language: str) -> str:
    return "\n".join(f"{number}. {_data(quote, language)}" for number, quote in quotes.items())


def _prompt(kind: str, parts: Sequence[str], number: int, language: str) -> Prompt:
    """The question for the time ``number``, from 0: rules, then the parts in one of the orders."""
    texts = _texts()[_known(language)]
    ordered = [part for part in _texts()["orders"][number] if part in parts]
    human = [*(texts["parts"][part] for part in ordered), texts[kind]["closings"][number]]
    return (("system", texts[kind]["rules"].strip()), ("human", "\n\n".join(human)))


def _known(language: str) -> str:
    return language if language in _LANGUAGES else "en"


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(_TEXTS.read_text("utf-8"))
