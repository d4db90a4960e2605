"""Typing mistakes, corrected against the words of the passages themselves."""

import re
from collections import Counter
from collections.abc import Iterable

import simplemma
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from corpus.passage import Passage
from index.terms import stop_words

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DICTIONARIES = frozenset({"da", "de", "en", "es", "fi", "fr", "it", "nb", "nl", "pt", "sv"})
"""Languages whose words simplemma lists."""
_SHORTEST = 4
"""Shorter words have too many neighbours to guess among."""
_LONG = 8
"""From this many letters on, two mistakes are allowed for."""


class Spelling:
    """The vocabulary of an index, and the nearest word in it for one that it does not hold.

    Distance is that of Damerau and Levenshtein (letters missing, added, wrong or swapped).
    """

    def __init__(self, counts: dict[str, Counter[str]]) -> None:
        self._counts = counts
        self._known = frozenset().union(*counts.values())

    @classmethod
    def of(cls, passages: Iterable[Passage]) -> "Spelling":
        """The words of passages, their headings and asks, by language."""
        counts: dict[str, Counter[str]] = {}
        for passage in passages:
            counts.setdefault(passage.language, Counter()).update(_words(passage.written))
            for language, asks in passage.asks.items():
                words = counts.setdefault(language, Counter())
                for ask in asks:
                    words.update(_words(ask))
        for language, words in counts.items():
            words.update(word for word in stop_words(language) if len(word) >= _SHORTEST)
        return cls(counts)

    def corrected(self, question: str, language: str) -> str:
        """The question with each word that is none replaced by the nearest one of the passages.

        A word of its ``language`` (ISO 639-1) stays, whether or not the passages hold it; so does
        one of any passage, and one without a near neighbour in that language.
        """

        def mended(match: re.Match[str]) -> str:
            word = match[0]
            name = word[0].isupper() and match.start() > 0
            near = self._near(word.lower(), language, name)
            if near is None:
                return word
            return near.capitalize() if word[0].isupper() else near

        return _WORD.sub(mended, question)

    def _near(self, word: str, language: str, name: bool) -> str | None:
        if len(word) < _SHORTEST or word in self._known or _is_word(word, language):
            return None
        counts = self._counts.get(language, Counter())
        # A name that the passages do not hold is rather another name than a mistake.
        most = 2 if len(word) >= _LONG and not name else 1
        choices = [known for known in counts if abs(len(known) - len(word)) <= most]
        found = process.extract(
            word, choices, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=8
        )
        if not found:
            return None
        least = min(distance for _, distance, _ in found)
        # Mistakes rarely hit the first letter.
        nearest = [
            known for known, distance, _ in found if distance == least and known[0] == word[0]
        ]
        return max(nearest, key=lambda known: counts[known], default=None)


def _is_word(word: str, language: str) -> bool:
    # Without a dictionary nobody can tell a mistake from a word that is new to the passages.
    if language not in _DICTIONARIES:
        return True
    return word in stop_words(language) or simplemma.is_known(word, lang=language)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
