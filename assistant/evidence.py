"""Whether the chosen sentences hold the answer: several signals, one probability."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from assistant.compose import Chosen, Rarity
from assistant.want import Want
from assistant.weights import EvidenceWeights
from corpus.passage import Passage
from index.hit import Hit
from index.names import named
from index.terms import folded, terms


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for an answer, each from 0 to 1.

    ``similarity``, ``ask`` and ``keywords`` are those of the best hit. ``coverage`` is the share
    of the question's words, weighted by rarity, that the passages of the chosen sentences hold;
    ``names`` is the share of its names and numbers; ``want`` whether the sentences show the
    kind of thing that is asked for.
    """

    similarity: float
    ask: float
    keywords: float
    coverage: float
    names: float
    want: float


def signals(
    question: str,
    language: str,
    hits: Sequence[Hit],
    chosen: Sequence[Chosen],
    wanted: Want,
    rarity: Rarity,
    known: frozenset[str],
) -> Signals:
    """Measure the signals. ``known`` are the names that the passages hold."""
    passages = list({one.hit.passage.id: one.hit.passage for one in chosen}.values())
    return Signals(
        similarity=max(hit.similarity for hit in hits),
        ask=max(hit.ask for hit in hits),
        keywords=max(hit.keywords for hit in hits),
        coverage=_coverage(question, language, passages, rarity),
        names=_named(question, language, passages, known),
        want=float(not wanted.shows or any(wanted.met_by(one.text) for one in chosen)),
    )


def probability(found: Signals, weights: EvidenceWeights) -> float:
    """How likely the sentences answer the question, from 0 to 1 (logistic regression)."""
    total = weights.bias + sum(
        value * float(getattr(weights, name)) for name, value in asdict(found).items()
    )
    return 1 / (1 + math.exp(-total))


def _coverage(question: str, language: str, passages: Sequence[Passage], rarity: Rarity) -> float:
    held: set[str] = set()
    for passage in passages:
        held.update(terms(_written(passage), passage.language))
        held.update(
            term for code, asks in passage.asks.items() for ask in asks for term in terms(ask, code)
        )
    weight = {term: rarity(term, language) for term in terms(question, language)}
    most = sum(weight.values())
    return sum(value for term, value in weight.items() if term in held) / most if most else 0.0


def _named(
    question: str, language: str, passages: Sequence[Passage], known: frozenset[str]
) -> float:
    wanted = named(question, language, known)
    if not wanted:
        return 1.0
    written = folded(" ".join(_written(passage) for passage in passages).lower())
    return sum(name in written for name in wanted) / len(wanted)


def _written(passage: Passage) -> str:
    return f"{passage.context} {passage.locator} {passage.text}"
