"""What kind of thing a question asks for: a date, a number, a reason (``wants.toml``)."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.standalone import last_asked
from index.works import plain

_WORD = re.compile(r"\w{3,}")
_STEM = 5
"""Letters by which a noun is known again in another form."""
_BESIDE = 4
"""Words after a number among which the noun stands that it counts."""
_SMALL = 3
"""Letters of a word that says nothing by itself."""
_ALONE = 0.4
"""What a number is worth that stands beside something else."""


@dataclass(frozen=True, slots=True)
class Want:
    """A kind of answer.

    ``most`` is the number of sentences it takes at most; ``must`` says that an answer whose
    sentences do not show it is none, and ``plain`` that one tells it by its form alone.
    ``counted`` finds in a question what it wants the number of, and ``subject`` what a sentence
    must speak of to be about it. ``whole`` tells that all of a list is wanted.
    """

    name: str
    most: int
    must: bool
    plain: bool
    question: tuple[re.Pattern[str], ...]
    sentence: tuple[re.Pattern[str], ...]
    counted: tuple[re.Pattern[str], ...] = ()
    subject: tuple[re.Pattern[str], ...] = ()
    whole: tuple[re.Pattern[str], ...] = ()

    @property
    def shows(self) -> bool:
        """Whether one can see in a sentence that it holds this kind of thing."""
        return bool(self.sentence)

    def met(self, sentence: str, question: str) -> float:
        """How far a sentence shows what a question wants, from 0 to 1.

        Only what the question does not say itself counts: "Who founded PDHRE?" is not answered by
        "PDHRE". A number counts in full only beside what is to be counted. Where there is a
        subject the sentence must name it, and may then say the rest as the question does.
        """
        if not self.shows:
            return 1.0
        subject = _first(self.subject, question)
        if subject is not None:
            named = _speaks_of(sentence, subject)
            return float(named and any(rule.search(sentence) for rule in self.sentence))
        said = frozenset(re.findall(r"\w+", question.lower()))
        told = re.sub(
            r"\w+",
            # Small words ("in the") tell what a name stands for, whoever says them.
            lambda word: (
                "…" * len(word[0])
                if word[0].lower() in said and not (word[0].islower() and len(word[0]) <= _SMALL)
                else word[0]
            ),
            sentence,
        )
        if not any(pattern.search(told) for pattern in self.sentence):
            return 0.0
        counted = _first(self.counted, question)
        if counted is None:
            return 1.0
        nouns = [noun[:_STEM] for noun in re.findall(r"\w{4,}", counted)]
        after = [sentence[match.end() :].lower() for match in self._shown(told)]
        beside = [" ".join(rest.split()[:_BESIDE]) for rest in after]
        return 1.0 if any(noun in words for noun in nouns for words in beside) else _ALONE

    def some_of(self, question: str) -> bool:
        """Whether a question for a list may want a part of it only."""
        return bool(self.whole) and not any(rule.search(question) for rule in self.whole)

    def _shown(self, told: str) -> Iterator[re.Match[str]]:
        for pattern in self.sentence:
            yield from pattern.finditer(told)


def _first(rules: Iterable[re.Pattern[str]], question: str) -> str | None:
    """What the first rule that matches finds."""
    asked = question.lower()
    return next((match[1] for rule in rules if (match := rule.search(asked))), None)


def _speaks_of(sentence: str, subject: str) -> bool:
    """Whether a sentence holds each word of a subject, in any form: "Lunds" is of Lund."""
    words = _WORD.findall(plain(sentence))
    return all(
        any(word.startswith(named[:_STEM]) for word in words)
        for named in _WORD.findall(plain(subject))
    )


ANYTHING = Want("anything", 3, False, False, (), ())
"""What a question wants that matches no rule."""


def want(question: str) -> Want:
    """The first kind of answer whose rule matches the question.

    Of a question that was joined to what went before, what was asked last counts first.
    """
    return _kind(last_asked(question)) or _kind(question) or ANYTHING


def _kind(question: str) -> Want | None:
    plain = question.lower()
    return next(
        (kind for kind in _kinds() if any(rule.search(plain) for rule in kind.question)), None
    )


@cache
def _kinds() -> tuple[Want, ...]:
    tables = tomllib.loads(Path(__file__).with_name("wants.toml").read_text("utf-8"))["want"]
    return tuple(
        Want(
            table["name"],
            table["most"],
            table.get("must", False),
            table.get("plain", False),
            tuple(re.compile(rule) for rule in table["question"]),
            tuple(re.compile(rule) for rule in table["sentence"]),
            tuple(re.compile(rule) for rule in table.get("counted", ())),
            tuple(re.compile(rule) for rule in table.get("subject", ())),
            tuple(re.compile(rule) for rule in table.get("whole", ())),
        )
        for table in tables
    )
