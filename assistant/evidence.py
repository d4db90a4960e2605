"""Whether the chosen sentences hold the answer: several signals, one probability."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

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

    ``similarity``, ``ask``, ``keywords`` and ``likeness`` are the best of the kept hits, and
    ``rest``, ``rest_ask`` and ``rest_likeness`` the same with the question's names taken out
    (:class:`index.hit.Hit`). ``coverage`` is the share of the question's words, weighted by
    rarity, that the passages of the chosen sentences hold, ``told`` the share that the sentences
    themselves hold with their heading and asks, and ``covered`` whether even the rarest is held.
    ``names`` is the share of its names and numbers; ``want`` whether the sentences show the
    kind of thing that is asked for; ``margin`` how far the best hit is ahead of the second.
    """

    similarity: float
    ask: float
    keywords: float
    likeness: float
    rest: float
    rest_ask: float
    rest_likeness: float
    coverage: float
    told: float
    covered: float
    unit: float
    unit_rest: float
    names: float
    want: float
    margin: float


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
    weight = {term: rarity(term, language) for term in terms(question, language)}
    held = _terms_of(passages)
    missing = [value for term, value in weight.items() if term not in held]
    return Signals(
        similarity=max(hit.similarity for hit in hits),
        ask=max(hit.ask for hit in hits),
        keywords=max(hit.keywords for hit in hits),
        likeness=max(hit.likeness for hit in hits),
        rest=max(hit.rest for hit in hits),
        rest_ask=max(hit.rest_ask for hit in hits),
        rest_likeness=max(hit.rest_likeness for hit in hits),
        coverage=_share(weight, held),
        told=_share(weight, _terms_told(chosen)),
        covered=1 - max(missing, default=0.0) / max(*weight.values(), 1.0) if weight else 0.0,
        unit=_unit(weight, chosen),
        unit_rest=_unit(_unnamed(weight, question, language, known), chosen),
        names=_named(question, language, passages, known),
        want=_shown(question, language, chosen, wanted, known),
        margin=hits[0].score - hits[1].score if len(hits) > 1 else hits[0].score,
    )


def probability(found: Signals, weights: EvidenceWeights) -> float:
    """How likely the sentences answer the question, from 0 to 1 (logistic regression)."""
    total = weights.bias + sum(
        value * float(getattr(weights, name)) for name, value in asdict(found).items()
    )
    return 1 / (1 + math.exp(-total))


def _share(weight: dict[str, float], held: Collection[str]) -> float:
    most = sum(weight.values())
    return sum(value for term, value in weight.items() if term in held) / most if most else 0.0


def _shown(
    question: str,
    language: str,
    chosen: Sequence[Chosen],
    wanted: Want,
    known: frozenset[str],
) -> float:
    """How far what is wanted is shown; where it must be, of all that the question names."""
    names = named(question, language, known) if wanted.must else []
    return max(
        (
            wanted.met(one.text, question)
            for one in chosen
            if all(holds(one.hit.passage, name) for name in names)
        ),
        default=0.0,
    )


def _unnamed(
    weight: dict[str, float], question: str, language: str, known: frozenset[str]
) -> dict[str, float]:
    names_ = {term for name in named(question, language, known) for term in terms(name, language)}
    return {term: value for term, value in weight.items() if term not in names_}


def _unit(weight: dict[str, float], chosen: Iterable[Chosen]) -> float:
    """The largest share that a single ask, or a chosen sentence under its heading, holds."""
    if not weight:
        return 1.0
    best = 0.0
    for one in chosen:
        passage = one.hit.passage
        heading = terms(passage.heading, passage.language)
        best = max(best, _share(weight, {*terms(one.text, passage.language), *heading}))
        for language, asks in passage.asks.items():
            for ask in asks:
                best = max(best, _share(weight, terms(ask, language)))
    return best


def _terms_of(passages: Iterable[Passage]) -> set[str]:
    """The terms of whole passages, with what they stand under and their asks."""
    held: set[str] = set()
    for passage in passages:
        held.update(terms(_written(passage), passage.language))
        held.update(_terms_asked(passage))
    return held


def _terms_told(chosen: Iterable[Chosen]) -> set[str]:
    """The terms of the chosen sentences, with their headings and asks."""
    held: set[str] = set()
    for one in chosen:
        passage = one.hit.passage
        held.update(terms(one.text, passage.language))
        held.update(terms(passage.heading, passage.language))
        held.update(_terms_asked(passage))
    return held


def _terms_asked(passage: Passage) -> Iterator[str]:
    for language, asks in passage.asks.items():
        for ask in asks:
            yield from terms(ask, language)


def _named(
    question: str, language: str, passages: Sequence[Passage], known: frozenset[str]
) -> float:
    wanted = named(question, language, known)
    if not wanted:
        return 1.0
    return sum(any(holds(passage, name) for passage in passages) for name in wanted) / len(wanted)


def holds(passage: Passage, name: str) -> bool:
    """Whether a passage, or what it stands under, holds a name of :func:`index.names.named`."""
    written = _folded(passage)
    return all(part in written for part in re.split(r"[/'’:-]", name))


@lru_cache(maxsize=4096)
def _folded_text(written: str) -> str:
    return folded(written.lower())


def _folded(passage: Passage) -> str:
    return _folded_text(_written(passage))


def _written(passage: Passage) -> str:
    return f"{passage.context} {passage.locator} {passage.text}"
