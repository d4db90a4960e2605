"""A sentence beside what it cites, and the sentences there that it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from assistant.alignment import Likeness, Places, align, initials
from assistant.lexicon import lexicon
from assistant.quantity import Quantity
from assistant.wording import Word, Wording

_MOST_SUPPORT = 3
"""A sentence rests on at most this many sentences of its evidence."""
_LEAST_GAIN = 0.9
"""And on a further one only when that adds about a word."""
_LIGHT = 0.2
"""What a word that says little alone weighs beside one that says something."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """A sentence beside its evidence, of the same language.

    ``evidence`` are the sentences of the passages, ``above`` what those stand under: titles,
    headings, locators. ``known`` are names as :func:`index.names.names` gives them;
    ``asked`` are the terms in which the passages are asked for.
    """

    sentence: Wording
    evidence: tuple[Wording, ...]
    above: tuple[Wording, ...]
    known: frozenset[str]
    asked: frozenset[str] = frozenset()

    @cached_property
    def units(self) -> tuple[Wording, ...]:
        return (*self.evidence, *self.above)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return self.sentence.content

    @cached_property
    def weights(self) -> Likeness:
        """How much each content word says."""
        light = lexicon(self.sentence.language).light
        return np.array(
            [_LIGHT if word.term in light and not word.proper else 1.0 for word in self.words]
        )

    @cached_property
    def aligned(self) -> tuple[tuple[Likeness, Places], ...]:
        return tuple(align(self.words, unit) for unit in self.units)

    @cached_property
    def likest(self) -> Likeness:
        """Content words by units: the likeness of the best partner."""
        rows = [alike for alike, _ in self.aligned]
        return np.array(rows).reshape(len(self.units), len(self.words)).T

    @cached_property
    def short(self) -> npt.NDArray[np.bool_]:
        """Which words are initials of words of the evidence."""
        letters = initials(self.units)
        return np.array(
            [word.bare in letters or word.bare.removesuffix("s") in letters for word in self.words],
            dtype=bool,
        )

    @cached_property
    def covered(self) -> Likeness:
        """How well anything that is cited covers each content word."""
        return np.where(self.short, 1.0, _best(self.likest))

    @cached_property
    def support(self) -> tuple[int, ...]:
        """The sentences of the evidence that the sentence rests on, the best first.

        Taken greedily, each for the weight of words and numbers that it adds.
        """
        gains = [
            np.concatenate(
                [
                    self.weights * self.likest[:, place],
                    [float(holds([unit], number)) for number in self.sentence.quantities],
                ]
            )
            for place, unit in enumerate(self.evidence)
        ]
        chosen: list[int] = []
        held = np.zeros(len(self.words) + len(self.sentence.quantities))
        while len(chosen) < min(_MOST_SUPPORT, len(gains)):
            adds = [float(np.maximum(held, gain).sum()) for gain in gains]
            best = int(np.argmax(adds))
            if chosen and adds[best] - held.sum() < _LEAST_GAIN:
                break
            chosen.append(best)
            held = np.maximum(held, gains[best])
        return tuple(chosen)

    @cached_property
    def supporting(self) -> tuple[Wording, ...]:
        return tuple(self.evidence[place] for place in self.support)

    @cached_property
    def new(self) -> npt.NDArray[np.int64]:
        """The content words that nothing covers."""
        return np.flatnonzero(self.covered == 0)


def holds(wordings: Iterable[Wording], quantity: Quantity) -> bool:
    """Whether one of the texts has the number."""
    forms = {form for wording in wordings for other in wording.quantities for form in other.forms}
    parts = quantity.forms[1:]
    return quantity.value in forms or (bool(parts) and forms.issuperset(parts))


def _best(matrix: Likeness) -> Likeness:
    """The greatest of each row; 0 for a row of nothing."""
    best: Likeness = matrix.max(axis=1, initial=0.0)
    return best
