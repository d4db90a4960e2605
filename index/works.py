"""Which works a question names: "the European Charter", "ECCAR", "MR-plattformen"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.source import Kind, Source
from index.terms import folded

_TITLED = frozenset(Kind) - {Kind.OVERVIEW, Kind.WEB_PAGE, Kind.CITY_PROFILE, Kind.DOCUMENT}
"""Kinds of source whose title is a name; others are titled by what they are about."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a question, ``start`` to ``end``, that names the works ``sources`` (ids)."""

    sources: frozenset[str]
    start: int
    end: int


class Works:
    """The names of the sources of an index."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources: dict[str, set[str]] = {}
        for source in sources:
            names = set(source.known_as)
            if source.kind in _TITLED:
                names.update(source.titles.values())
            for name in names:
                self._sources.setdefault(plain(name), set()).add(source.id)
        # The longest name first: "EU Charter of Fundamental Rights" is not just "EU Charter".
        longest = sorted(self._sources, key=len, reverse=True)
        names_ = "|".join(re.escape(name) for name in longest)
        self._pattern = re.compile(rf"(?<!\w)({names_})(?:['’:]?s)?(?!\w)") if longest else None

    def mentioned(self, question: str) -> list[Mention]:
        """The works that a question names, in its order."""
        if self._pattern is None:
            return []
        return [
            Mention(frozenset(self._sources[match[1]]), match.start(1), match.end(1))
            for match in self._pattern.finditer(plain(question))
        ]


def plain(text: str) -> str:
    """Lower case without diacritics, letter for letter: places stay where they are."""
    return "".join(folded(letter).lower()[:1] or letter for letter in text)
