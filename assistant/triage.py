"""Triage: what is settled by rules before any search or model (``triage.toml``)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.turn import Outcome

_TRAILING = re.compile(r"[\s?!.,:;)]+$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a question ends without a search, and the message that says so."""

    outcome: Outcome
    message: str


@dataclass(frozen=True, slots=True)
class _Rule:
    verdict: Verdict
    pattern: re.Pattern[str]
    whole: bool

    def matches(self, question: str) -> bool:
        found = self.pattern.fullmatch(question) if self.whole else self.pattern.search(question)
        return found is not None


def triage(question: str) -> Verdict | None:
    """The verdict of the first rule that matches, or ``None``: go on and search."""
    plain = _TRAILING.sub("", question.lower().replace("’", "'"))
    return next((rule.verdict for rule in _rules() if rule.matches(plain)), None)


@cache
def _rules() -> tuple[_Rule, ...]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["rule"]
    return tuple(
        _Rule(
            Verdict(Outcome(table["outcome"]), table["message"]),
            re.compile(rf"\b(?:{'|'.join(table['patterns'])})(?!\w)"),
            table.get("whole", False),
        )
        for table in tables
    )
