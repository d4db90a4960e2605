"""Other words for the same: abbreviations and names that stand for one another."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import islice
from pathlib import Path

from corpus.passage import Passage
from index.works import plain

_MOST = 3
"""A question is searched in at most this many other wordings."""
_SHORT = 2
"""Abbreviations of up to so many letters are other words when written small."""
_INTRODUCED = re.compile(r"\(([A-Z][A-Za-z0-9-]{1,9})\)")
"""An abbreviation as a text introduces it: behind the long form, in brackets."""


class Synonyms:
    """Groups of terms that mean the same: those of ``synonyms.toml``, and the abbreviations that
    passages introduce ("Sustainable Development Goals (SDG)").

    A term that stands in two groups joins neither to the other.
    """

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        self._groups: dict[str, list[str]] = {}
        self._short: set[str] = set()
        for group in groups:
            terms = list(group)
            for term in terms:
                if term.isupper() and len(term) <= _SHORT:
                    self._short.add(plain(term))
                others = self._groups.setdefault(plain(term), [])
                others += [other for other in terms if other != term and other not in others]
        longest = sorted(self._groups, key=len, reverse=True)
        terms_ = "|".join(re.escape(term) for term in longest)
        self._pattern = re.compile(rf"(?<!\w)(?:{terms_})(?!\w)") if longest else None

    @classmethod
    def of(cls, passages: Iterable[Passage]) -> "Synonyms":
        """Those of the data file and of the passages."""
        return cls([*_written(), *_introduced(passages)])

    def variants(self, question: str) -> list[str]:
        """The question in other words, at most three wordings; empty when no term is known."""
        if self._pattern is None:
            return []
        wordings = (
            f"{question[: match.start()]}{other}{question[match.end() :]}"
            for match in self._pattern.finditer(plain(question))
            if _meant(question[match.start() : match.end()], match[0] in self._short)
            for other in self._groups[match[0]]
        )
        return list(islice(wordings, _MOST))


def _meant(written: str, short: bool) -> bool:
    """Whether a term is one where it stands: "do" is not "DO"."""
    return written.isupper() or not short


@cache
def _written() -> list[list[str]]:
    groups: list[list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))[
        "groups"
    ]
    return groups


def _introduced(passages: Iterable[Passage]) -> list[tuple[str, str]]:
    """Abbreviations with their long forms, by the letters that the long form's words begin with
    (the exact case of Schwartz and Hearst 2003, "A simple algorithm for identifying abbreviation
    definitions in biomedical text")."""
    found: Counter[tuple[str, str]] = Counter()
    for passage in passages:
        for match in _INTRODUCED.finditer(passage.text):
            short = match[1]
            letters = [letter.lower() for letter in short if letter.isupper()]
            before = re.findall(r"[\w’'-]+", passage.text[: match.start()])
            for count in range(len(letters), len(letters) + 4):
                words = before[-count:]
                starts = [word[0].lower() for word in words if word[0].isupper()]
                if len(words) == count and starts == letters and words[0][0].isupper():
                    found[short, " ".join(words)] += 1
                    break
    forms: dict[str, tuple[str, str]] = {}
    for (short, long), _ in found.most_common():
        forms.setdefault(short, (short, long))
    return list(forms.values())
