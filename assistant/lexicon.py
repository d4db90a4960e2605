"""Words that decide what a sentence says (``lexicon.toml``, ``synonyms.toml``)."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from index.terms import folded, terms


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word data of one language.

    ``marks`` are rules by the name of what they mark: ``negation``, ``must``, ``only`` and so on.
    ``synonyms`` and ``names`` give each term the groups it is in, ``antonyms`` the
    terms that oppose it.
    ``light`` are terms that say little alone ("take", "whereas", "come").
    """

    marks: dict[str, re.Pattern[str]]
    light: frozenset[str]
    synonyms: dict[str, frozenset[int]]
    names: dict[str, frozenset[int]]
    antonyms: dict[str, frozenset[str]]


DUTIES = ("must", "should", "may", "will")
"""Marks of what one has to do, is asked to, is free to, and has promised to."""
MARKS = ("negation", "only", "all", "some", "condition", "splits", "passive", "copula", *DUTIES)


@cache
def lexicon(language: str) -> Lexicon:
    """The word data of a language; an unknown one has none, and marks nothing."""
    written = _read("lexicon.toml").get(language, {})
    rules = {**written, **written.get("duty", {})}
    words = _read("synonyms.toml").get(language, {})
    opposed: dict[str, set[str]] = {}
    for one, other in words.get("antonyms", []):
        for left, right in ((one, other), (other, one)):
            for term in _kept(left, language):
                opposed.setdefault(term, set()).update(_kept(right, language))
    return Lexicon(
        {name: _rule(rules.get(name, [])) for name in MARKS},
        frozenset(_terms(written.get("light", ""), language)),
        _grouped(words.get("synonyms", []), language),
        _grouped(words.get("names", []), language),
        {term: frozenset(others) for term, others in opposed.items()},
    )


def _grouped(groups: Sequence[str], language: str) -> dict[str, frozenset[int]]:
    """The groups that each term is in."""
    found: dict[str, set[int]] = {}
    for number, group in enumerate(groups):
        for term in _terms(group, language):
            found.setdefault(term, set()).add(number)
    return {term: frozenset(numbers) for term, numbers in found.items()}


def _rule(patterns: Sequence[str]) -> re.Pattern[str]:
    # The longest first: "only if" is a condition before "if" is.
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(sorted(patterns, key=len, reverse=True))})(?!\w)"
        if patterns
        else r"(?!)"
    )


def _terms(words: str, language: str) -> set[str]:
    return {term for word in words.split() for term in terms(word, language)}


def _kept(words: str, language: str) -> set[str]:
    """The terms of words as :class:`assistant.wording.Word` has them, stop words too."""
    return {(terms(word, language) or (folded(word),))[0] for word in words.split()}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))
