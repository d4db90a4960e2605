"""Which words of a sentence say the same as which words of its evidence."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.lexicon import lexicon
from assistant.wording import Word, Wording

Likeness = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

SAME, KIN, SYNONYM = 1.0, 0.9, 0.8
"""How alike two words are that share a stem, most of their letters, or a group of synonyms."""
_FEWEST_LETTERS = 4


def align(words: Sequence[Word], unit: Wording) -> tuple[Likeness, Places]:
    """For each word its likeness to the likest content word of ``unit``, and that one's place.

    The place is -1 where there is none. Of equally like ones the nearest after the partner of
    the word before is taken, so that a phrase meets a phrase.
    """
    alike = np.zeros(len(words))
    places = np.full(len(words), -1, dtype=np.int64)
    last = -1
    for number, word in enumerate(words):
        best, best_key = -1, (0.0, 0)
        for place, other in enumerate(unit.content):
            value = likeness(word.term, other.term, unit.language)
            if value and word.proper and value == SYNONYM and not _alias(word, other, unit):
                value = 0.0
            key = (value, -abs(place - last - 1))
            if value and (best < 0 or key > best_key):
                best, best_key = place, key
        if best >= 0:
            alike[number], places[number] = best_key[0], best
            last = best
    return alike, places


def _alias(word: Word, other: Word, unit: Wording) -> bool:
    names = lexicon(unit.language).names
    return bool(names.get(word.term, frozenset()) & names.get(other.term, frozenset()))


# Pairs of single stems, one of them of what a model wrote from the texts; never of a question.
@lru_cache(maxsize=50_000)
def likeness(one: str, other: str, language: str) -> float:
    """How alike two terms are: the same, kin by their letters, or synonyms; else 0.

    Kin: a common beginning of most of both words, or a word inside a compound.
    """
    if one == other:
        return SAME
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _FEWEST_LETTERS:
        common = next(
            (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
            len(shorter),
        )
        inside = len(shorter) > _FEWEST_LETTERS and shorter in longer
        if inside or common >= max(_FEWEST_LETTERS, 0.7 * len(shorter), 0.5 * len(longer)):
            return KIN
    words = lexicon(language)
    for groups in (words.synonyms, words.names):
        if groups.get(one, frozenset()) & groups.get(other, frozenset()):
            return SYNONYM
    return 0.0


def initials(units: Iterable[Wording]) -> frozenset[str]:
    """What the words of the texts may be shortened to: "WHRCF" for a forum's full name."""
    found: set[str] = set()
    for unit in units:
        letters = [
            (word.text[0].upper(), len(word.text) > 3 or word.capital) for word in unit.words
        ]
        for start in range(len(letters)):
            short = ""
            for letter, counts in letters[start : start + 9]:
                short += letter if counts else ""
                if len(short) > 1:
                    found.add(short)
    return frozenset(found)


def likest(word: Word, others: Iterable[Word], language: str) -> float:
    """The likeness of the likest of some words; 0 without any."""
    return max((likeness(word.term, other.term, language) for other in others), default=0.0)
