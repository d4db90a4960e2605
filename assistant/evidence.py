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
from index.terms import corpus_terms, folded, terms


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for an answer, each from 0 to 1.

    ``similarity``, ``ask``, ``keywords`` and ``likeness`` are the best of the kept hits, and
    ``rest``, ``rest_ask`` and ``rest_likeness`` the same with the question's names taken out
    (:class:`index.hit.Hit`). ``coverage`` is the share of the question's words, weighted by
    rarity, that the passages of the chosen sentences hold, ``told`` the share that the sentences
    themselves hold with their heading and asks, and ``covered`` whether even the rarest is held.
    ``unit`` is the largest share that one ask, or one sentence with its heading, holds by itself,
    and ``unit_rest`` the same of the words that are in no name.
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
    names = named(question, language, known)
    in_names = {term for name in names for term in terms(name, language)}
    unnamed = {term: value for term, value in weight.items() if term not in in_names}
    asks = [frozenset(corpus_terms(ask, code)) for one in passages for code, ask in _asks(one)]
    asked = frozenset().union(*asks)
    told = [_told(one) for one in chosen]
    held = asked.union(*(corpus_terms(one.written, one.language) for one in passages))
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
        told=_share(weight, asked.union(*told)),
        covered=1 - max(missing, default=0.0) / max(*weight.values(), 1.0) if weight else 0.0,
        unit=_unit(weight, [*told, *asks]),
        unit_rest=_unit(unnamed, [*told, *asks]),
        names=_named(names, passages),
        want=_shown(question, chosen, wanted, names if wanted.must else ()),
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


def _shown(question: str, chosen: Sequence[Chosen], wanted: Want, names: Sequence[str]) -> float:
    """How far what is wanted is shown; where it must be, of all that the question names."""
    return max(
        (wanted.met(one.text, question) for one in chosen if holds_all(one.hit.passage, names)),
        default=0.0,
    )


def _unit(weight: dict[str, float], units: Iterable[Collection[str]]) -> float:
    """The largest share that the terms of one unit hold: of an ask, or a sentence."""
    if not weight:
        return 1.0
    return max((_share(weight, unit) for unit in units), default=0.0)


def _asks(passage: Passage) -> Iterator[tuple[str, str]]:
    """The asks of a passage, each behind its language."""
    for language, asks in passage.asks.items():
        for ask in asks:
            yield language, ask


def _told(one: Chosen) -> frozenset[str]:
    """The terms of a chosen sentence and its heading."""
    passage = one.hit.passage
    heading = corpus_terms(passage.heading, passage.language)
    return frozenset((*corpus_terms(one.text, passage.language), *heading))


def _named(names: Sequence[str], passages: Sequence[Passage]) -> float:
    if not names:
        return 1.0
    return sum(any(holds(passage, name) for passage in passages) for name in names) / len(names)


def holds_all(passage: Passage, names: Iterable[str]) -> bool:
    """Whether a passage holds every one of some names."""
    return all(holds(passage, name) for name in names)


def holds(passage: Passage, name: str) -> bool:
    """Whether a passage, or what it stands under, holds a name of :func:`index.names.named`."""
    written = _folded(passage.written)
    return all(part in written for part in re.split(r"[/'’:-]", name))


@lru_cache(maxsize=4096)
def _folded(written: str) -> str:
    return folded(written.lower())
