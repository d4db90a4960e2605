"""What the sources hold on one question: hits, chosen sentences, and how likely they answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.compose import Chosen, compose
from assistant.evidence import Signals, probability, signals
from assistant.want import Want, want
from assistant.weights import Weights
from corpus.text import Sort
from index.hit import Hit, Hits
from index.search import Index

_SHOWN = 0.5
"""From here on a sentence shows what a question wants."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``likely`` is the probability, from 0 to 1, that ``chosen`` answers ``question``, and
    ``enough`` the one from which they are shown.
    """

    question: str
    hits: Hits
    chosen: tuple[Chosen, ...]
    wanted: Want
    signals: Signals | None
    likely: float
    enough: float

    @property
    def missed(self) -> bool:
        """Whether the sentences lack what the question must have: a sum, a number, an address."""
        return self.wanted.must and (self.signals is None or self.signals.want < _SHOWN)


class Finder:
    """Searches one index and chooses the sentences that answer. Safe to share between threads."""

    def __init__(self, index: Index, weights: Weights) -> None:
        self.index = index
        self._weights = weights
        # A folder of any documents has a subject of its own, and no asks to be found by.
        self.ours = any(passage.sort is Sort.DIGEST for passage in index.passages)

    def find(
        self,
        question: str,
        language: str,
        but_not: frozenset[str] = frozenset(),
    ) -> Finding:
        """What there is on a question that stands alone.

        ``but_not`` are ids of passages or sources to leave out.
        """
        hits = self.index.search(question, language, self._weights.fusion, but_not=but_not)
        wanted = want(question)
        evidence = self._weights.evidence[self.kind(language)]
        if not hits.kept:
            return Finding(question, hits, (), wanted, None, 0.0, evidence.answer)
        native = self.index.knows(language)
        rarity = self.index.keywords.rarity
        chosen = compose(
            question, language, hits.kept, wanted, rarity, self._weights.sentence, native
        )
        found = signals(question, language, hits.kept, chosen, wanted, rarity, self.index.names)
        likely = probability(found, evidence)
        return Finding(question, hits, chosen, wanted, found, likely, evidence.answer)

    def holds(self, finding: Finding) -> bool:
        """Whether a finding is likely enough to be shown."""
        return finding.likely >= finding.enough and not finding.missed

    def settled(self, question: str, language: str) -> bool:
        """Whether a question is so near to an ask that it needs nothing said before it."""
        hits = self.index.search(question, language, self._weights.fusion, 3)
        return self.nearest_ask(hits.all, language) >= self._weights.decision.settled

    def nearest_ask(self, hits: Sequence[Hit], language: str) -> float:
        """How near the nearest ask is: by letters, where the model does not know the language."""
        native = self.index.knows(language)
        return max((hit.ask if native else hit.likeness for hit in hits), default=0.0)

    def kind(self, language: str) -> str:
        """Which of the evidence models fits the question's language and the index."""
        native = self.index.knows(language)
        return ("native" if native else "foreign") + ("" if self.ours else "-documents")
