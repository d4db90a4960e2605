"""What kind of thing a question asks for: a date, a number, a reason (``wants.toml``)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Want:
    """A kind of answer.

    ``most`` is the number of sentences it takes at most; ``must`` says that an answer whose
    sentences do not show it is none.
    """

    name: str
    most: int
    must: bool
    question: tuple[re.Pattern[str], ...]
    sentence: tuple[re.Pattern[str], ...]

    @property
    def shows(self) -> bool:
        """Whether one can see in a sentence that it holds this kind of thing."""
        return bool(self.sentence)

    def met_by(self, sentence: str) -> bool:
        """Whether a sentence holds this kind of thing."""
        return any(pattern.search(sentence) for pattern in self.sentence)


ANYTHING = Want("anything", 3, False, (), ())
"""What a question wants that matches no rule."""


def want(question: str) -> Want:
    """The first kind of answer whose rule matches the question."""
    plain = question.lower()
    return next(
        (kind for kind in _kinds() if any(rule.search(plain) for rule in kind.question)), ANYTHING
    )


@cache
def _kinds() -> tuple[Want, ...]:
    tables = tomllib.loads(Path(__file__).with_name("wants.toml").read_text("utf-8"))["want"]
    return tuple(
        Want(
            table["name"],
            table["most"],
            table.get("must", False),
            tuple(re.compile(rule) for rule in table["question"]),
            tuple(re.compile(rule) for rule in table["sentence"]),
        )
        for table in tables
    )
