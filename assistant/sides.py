"""Questions that set two things beside each other (``sides.toml``)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_ARTICLE = re.compile(r"^(?:the|a|an|en|ett|den|det|de)\s+", re.IGNORECASE)
_END = re.compile(
    r"[\s?!.,:;]+$|\s*(?:[,(–]|:(?!\w)).*$|\s+(?:in|for|när det gäller|i fråga om)\s.*$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b(?:in|at|i|på)\s", re.IGNORECASE)
_MOST_WORDS = 12
"""A side is a name or a short phrase."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared, and the question that is asked of it."""

    name: str
    question: str


def sides(question: str, language: str) -> tuple[Side, Side] | None:
    """The two sides of a comparison, in the question's order; ``None`` where there is none."""
    text = question.strip().rstrip("?!. ")
    for comparison in _comparisons():
        for pattern in comparison.patterns:
            if match := pattern.search(text):
                one, other = _trimmed(match["a"]), _trimmed(match["b"])
                if _PLACE.match(other) and (place := _PLACE.search(match["a"])):
                    # "the ombudsperson in Montreal and in Gwangju"
                    one = match["a"].strip() if one else ""
                    other = f"{match['a'][: place.start()]}{other}"
                if one and other and one.lower() != other.lower():
                    asked = comparison.sv if language == "sv" else comparison.en
                    return Side(one, asked.format(side=one)), Side(other, asked.format(side=other))
    return None


def _trimmed(side: str) -> str:
    short = _END.sub("", side.strip())
    return short if len(_ARTICLE.sub("", short).split()) <= _MOST_WORDS else ""


@dataclass(frozen=True, slots=True)
class _Comparison:
    patterns: tuple[re.Pattern[str], ...]
    en: str
    sv: str


@cache
def _comparisons() -> tuple[_Comparison, ...]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["comparison"]
    return tuple(
        _Comparison(
            tuple(re.compile(rule, re.IGNORECASE) for rule in table["patterns"]),
            table["en"],
            table["sv"],
        )
        for table in tables
    )
