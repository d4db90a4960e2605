"""In what a sentence differs from the passages it rests on, in numbers."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from assistant.alignment import likeness
from assistant.binding import bindings
from assistant.comparison import Comparison, holds
from assistant.coverage import coverage
from assistant.lexicon import DUTIES, lexicon
from assistant.negation import negations
from assistant.quantity import Quantity
from assistant.wording import Word, Wording
from index.embedding import Matrix
from index.terms import folded

Embed = Callable[[Sequence[str]], Matrix]
"""Vectors of unit length, one a text."""

_NEAR = 4
"""Content words on each side that are the neighbourhood of a number."""
_FEWEST = 3
"""Words of a clause that has a vector of its own."""


def differences(compared: Comparison, embed: Embed) -> dict[str, float]:
    """Every measure by name. Most are differences from 0; some are sizes that others go with."""
    return {
        **_words(compared),
        **_numbers(compared),
        **_names(compared),
        **_order(compared),
        **_marks(compared),
        **negations(compared),
        **coverage(compared),
        **bindings(compared),
        **_meaning(compared, embed),
    }


def _words(compared: Comparison) -> dict[str, float]:
    """Words that nothing cited covers: how many, how many in a row, how many at the end."""
    weights = compared.weights
    missing = compared.covered == 0
    run = longest = 0.0
    for weight, absent in zip(weights.tolist(), missing.tolist(), strict=True):
        run = run + weight if absent else 0.0
        longest = max(longest, run)
    return {
        "new": float((missing & (weights == 1)).sum()),
        "new_light": float((missing & (weights < 1)).sum()),
        "run": longest,
        "tail": run,
        "head": float((missing & (weights == 1))[:3].sum()),
        "double": _double(compared),
    }


def _double(compared: Comparison) -> float:
    """Words that have to share their partner in the evidence with a different word."""
    taken: dict[tuple[int, int], str] = {}
    shared = 0.0
    for number in np.argsort(-compared.covered, kind="stable"):
        if compared.weights[number] < 1 or compared.covered[number] == 0:
            continue
        term = compared.words[number].term
        partners = [
            (unit, place)
            for unit in range(len(compared.units))
            for place, other in enumerate(compared.units[unit].content)
            if likeness(term, other.term, compared.sentence.language)
        ]
        free = [partner for partner in partners if taken.get(partner, term) == term]
        if free:
            for partner in free[:1]:
                taken[partner] = term
        else:
            shared += 1
    return shared


def _numbers(compared: Comparison) -> dict[str, float]:
    """Numbers that are not cited, not where the sentence rests, or beside other words there."""
    wanted = [number for number in compared.sentence.quantities if number.sure]
    held = [number for number in wanted if holds(compared.units, number)]
    return {
        "number": float(len(wanted) - len(held)),
        "number_elsewhere": float(sum(not holds(compared.supporting, one) for one in held)),
        "number_near": max((1 - _nearby(compared, number) for number in held), default=0.0),
    }


def _gap(compared: Comparison, words: list[int], units: list[int]) -> float:
    """How much better some sentence covers the words than the best of those given does."""
    if not words or not compared.evidence:
        return 0.0
    sums = (compared.weights[words, None] * compared.likest[words]).sum(axis=0)
    best = sums[: len(compared.evidence)].max()
    return float(max(0.0, best - max((sums[unit] for unit in units), default=0.0)))


def _nearby(compared: Comparison, number: Quantity) -> float:
    """The share of the number's neighbours that it has for neighbours in the evidence, too."""
    language = compared.sentence.language
    ours = _around(compared.sentence, number, 2)
    if not ours:
        return 1.0
    best = 0.0
    for unit in compared.units:
        for other in unit.quantities:
            if not set(other.forms) & set(number.forms):
                continue
            theirs = _around(unit, other, _NEAR)
            alike = [
                max((likeness(one.term, word.term, language) for word in theirs), default=0.0)
                for one in ours
            ]
            best = max(best, sum(alike) / len(alike))
    return best


def _around(text: Wording, number: Quantity, count: int) -> list[Word]:
    before = [word for word in text.content if word.start < number.start][-count:]
    return before + [word for word in text.content if word.start >= number.end][:count]


def _names(compared: Comparison) -> dict[str, float]:
    """Names that are not cited, or stand with other words there."""
    written = {word.term for unit in compared.units for word in unit.words if word.proper}
    missing = gap = 0.0
    for place, word in enumerate(compared.words):
        if not word.capital:
            continue
        if compared.covered[place] == 0:
            missing += word.proper or folded(word.bare.lower()) in compared.known
        elif word.proper or word.term in written:
            clause = [i for i, other in enumerate(compared.words) if other.clause == word.clause]
            having = np.flatnonzero(compared.likest[place] > 0).tolist()
            gap = max(gap, _gap(compared, clause, having) if having else 0.0)
    return {"name": missing, "name_gap": gap}


def _scatter(compared: Comparison) -> float:
    """What the clauses of the sentence hold that no one sentence of the evidence does."""
    sentence = compared.sentence
    if not compared.evidence:
        return 0.0
    rows = compared.weights[:, None] * compared.likest[:, : len(compared.evidence)]
    numbers = np.array(
        [[float(holds([unit], n)) for unit in compared.evidence] for n in sentence.quantities]
    ).reshape(len(sentence.quantities), len(compared.evidence))
    clauses = np.array(
        [word.clause for word in compared.words]
        + [sentence.clause_at(number.start) for number in sentence.quantities]
    )
    rows = np.concatenate([rows, numbers])
    parts = [rows[clauses == clause] for clause in np.unique(clauses)]
    return sum(float(part.max(axis=1).sum() - part.sum(axis=0).max()) for part in parts)


def _order(compared: Comparison) -> dict[str, float]:
    """Whether the words stand in another order, or come from many places."""
    turned = pairs = 0
    for unit in compared.support[:2]:
        alike, places = compared.aligned[unit]
        line = places[(alike > 0) & (compared.weights == 1)].tolist()
        pairs += len(line) * (len(line) - 1) // 2
        turned += sum(one > other for i, one in enumerate(line) for other in line[i + 1 :])
    return {"turned": turned / pairs if pairs else 0.0, "scatter": _scatter(compared)}


def _marks(compared: Comparison) -> dict[str, float]:
    """Duties, limits and conditions that come or go, and words turned into their opposite."""
    sentence, supporting = compared.sentence, compared.supporting
    found: dict[str, float] = {}
    for name in (*DUTIES, "only", "all", "condition"):
        ours = bool(sentence.marks[name])
        theirs = any(unit.marks[name] for unit in supporting)
        found[f"{name}_new"] = float(ours and not theirs)
        found[f"{name}_lost"] = float(theirs and not ours)
    terms = {word.term for word in sentence.words}
    near = {word.term for unit in supporting for word in unit.words}
    anywhere = {word.term for unit in compared.units for word in unit.words}
    opposed = lexicon(sentence.language).antonyms
    opposite = {term for term in terms - near if opposed.get(term, frozenset()) & near}
    found["antonym"] = float(len(opposite))
    found["antonym_new"] = float(len(opposite - anywhere))
    return found


def _meaning(compared: Comparison, embed: Embed) -> dict[str, float]:
    """Quotes that are not exact, and the distances (1 - cosine) of the sentence and its clauses."""
    quotes = [
        quote
        for quote in compared.sentence.quotes()
        if not any(quote.lower() in unit.text.lower() for unit in compared.units)
    ]
    near = whole = likest = least = mean = last = 0.0
    if compared.supporting:
        joined = " ".join(compared.evidence[place].text for place in sorted(compared.support))
        parts = _parts(compared.sentence)
        cited = [unit.text for unit in compared.evidence]
        vectors = embed([compared.sentence.text, joined, *cited, *parts])
        one, all_of_them = vectors[:2]
        each = vectors[2 : 2 + len(cited)]
        near = max(float(one @ each[place]) for place in compared.support)
        whole = float(one @ all_of_them)
        likest = float((each @ one).max())
        against = np.vstack([each, all_of_them])
        found = (vectors[2 + len(cited) :] @ against.T).max(axis=1)
        least, mean, last = float(found.min()), float(found.mean()), float(found[-1])
    return {
        "quote": float(len(quotes)),
        "distance": min(1.0, 1 - near),
        "distance_whole": min(1.0, 1 - whole),
        "distance_any": min(1.0, 1 - likest),
        "clause_distance": min(1.0, 1 - least),
        "clause_distance_mean": min(1.0, 1 - mean),
        "clause_distance_last": min(1.0, 1 - last),
    }


def _parts(sentence: Wording) -> list[str]:
    """The clauses of three words or more; the whole where there is none."""
    starts: dict[int, int] = {}
    for word in sentence.words:
        starts.setdefault(word.clause, word.start)
    edges = [*starts.values(), len(sentence.text)]
    parts = [sentence.text[start:end].strip(" ,;:.") for start, end in pairwise(edges)]
    return [part for part in parts if len(part.split()) >= _FEWEST] or [sentence.text]
