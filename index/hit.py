"""What a search finds."""

from dataclasses import dataclass

from corpus.passage import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage and why it ranks there.

    ``score`` fuses ``similarity`` (the best cosine among the passage's keys) and ``keywords``
    (the share of the question's words, weighted by rarity); all lie between 0 and 1.
    ``nearness`` is the cosine of each sentence of the passage to the question, and
    ``ask`` that of its nearest ask (0 without asks); ``nearness_rest`` is that of the sentences,
    and ``rest`` and ``rest_ask`` the best of each, with the question's names taken out (see
    :class:`index.nearness.Directions`). ``likeness`` is how alike its nearest ask is written, and
    ``rest_likeness`` the same without the names. ``introduces`` says that the passage introduces
    a work that the question asks for as a whole.
    """

    passage: Passage
    score: float
    similarity: float
    keywords: float
    ask: float
    nearness: tuple[float, ...] = ()
    nearness_rest: tuple[float, ...] = ()
    rest: float = 0.0
    rest_ask: float = 0.0
    likeness: float = 0.0
    rest_likeness: float = 0.0
    introduces: bool = False


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of one search, best first. The rejected ones stay visible to staff."""

    kept: tuple[Hit, ...]
    rejected: tuple[Hit, ...] = ()

    @property
    def all(self) -> tuple[Hit, ...]:
        """Kept and rejected, best first."""
        return self.kept + self.rejected
