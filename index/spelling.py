"""Typing mistakes, corrected against the words of the passages themselves."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import simplemma
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from corpus.passage import Passage
from index.terms import stop_words

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DICTIONARIES = frozenset({"da", "de", "en", "es", "fi", "fr", "it", "nb", "nl", "pt", "sv"})
"""Languages whose words simplemma lists."""
_SHORTEST = 5
"""Shorter words have too many neighbours to guess among."""
_LONG = 8
"""From this many letters on, two mistakes are allowed for."""


class Spelling:
    """The vocabulary of an index, and the nearest word in it for one that it does not hold.

    Distance is that of Damerau and Levenshtein (letters missing, added, wrong or swapped).
    """

    def __init__(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self._by_length: dict[int, list[str]] = {}
        for word in counts:
            self._by_length.setdefault(len(word), []).append(word)
        self._nearest = lru_cache(maxsize=4096)(self._near)

    @classmethod
    def of(cls, passages: Iterable[Passage]) -> "Spelling":
        """The words of passages, their headings and asks."""
        counts: Counter[str] = Counter()
        for passage in passages:
            counts.update(_words(f"{passage.context} {passage.locator} {passage.text}"))
            for asks in passage.asks.values():
                for ask in asks:
                    counts.update(_words(ask))
        return cls(dict(counts))

    def corrected(self, question: str, languages: Iterable[str]) -> str:
        """The question with each word that is none replaced by the nearest one of the passages.

        A word of any of the ``languages`` (ISO 639-1) stays, whether or not the passages hold it;
        so does one without a near neighbour.
        """
        codes = tuple(sorted(languages))

        def mended(match: re.Match[str]) -> str:
            word = match[0]
            near = self._nearest(word.lower(), codes, word[0].isupper() and match.start() > 0)
            if near is None:
                return word
            return near.capitalize() if word[0].isupper() else near

        return _WORD.sub(mended, question)

    def _near(self, word: str, languages: tuple[str, ...], name: bool) -> str | None:
        if len(word) < _SHORTEST or word in self._counts or _is_word(word, languages):
            return None
        # A name that the passages do not hold is rather another name than a mistake.
        most = 2 if len(word) >= _LONG and not name else 1
        choices: Sequence[str] = [
            known
            for length in range(len(word) - most, len(word) + most + 1)
            for known in self._by_length.get(length, ())
        ]
        found = process.extract(
            word, choices, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=8
        )
        if not found:
            return None
        least = min(distance for _, distance, _ in found)
        # Mistakes rarely hit the first letter; another ending may be just another form.
        nearest = [
            known
            for known, distance, _ in found
            if distance == least and known[0] == word[0] and not _same_stem(known, word)
        ]
        return max(nearest, key=lambda known: self._counts[known], default=None)


def _is_word(word: str, languages: Iterable[str]) -> bool:
    return any(
        word in stop_words(language) or simplemma.is_known(word, lang=language)
        for language in languages
        if language in _DICTIONARIES
    )


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _same_stem(known: str, word: str) -> bool:
    """Whether two words differ in their endings only ("marched", "marches")."""
    shared = next(
        (
            place
            for place, (one, other) in enumerate(zip(known, word, strict=False))
            if one != other
        ),
        min(len(known), len(word)),
    )
    return max(len(known), len(word)) - shared <= 2 and shared >= _SHORTEST - 1
