"""Negations of a sentence against those of what it cites."""

from collections.abc import Sequence

from assistant.alignment import likeness, likest
from assistant.comparison import Comparison
from assistant.wording import Word, Wording

_SCOPE = 3
"""Content words that a negation governs."""
_ROOM = 12
"""Characters before those words in which a negation still belongs to them."""
_NEAR = 4
"""Content words before a word in which a negation may govern it."""


def negations(compared: Comparison) -> dict[str, float]:
    """Negations that come or go, as a whole and word by word."""
    sentence, supporting = compared.sentence, compared.supporting
    ours = len(sentence.marks["negation"])
    theirs = sum(
        _rendered(compared, text, start) for text in supporting for start in text.marks["negation"]
    )
    anywhere = any(unit.marks["negation"] for unit in compared.evidence)
    return {
        "negation_new": float(max(0, ours - theirs)),
        "negation_lost": float(max(0, theirs - ours)),
        "negation_alone": float(ours > 0 and not anywhere),
        "negation_loose": _unmatched(sentence, compared.evidence),
        "negation_dropped": sum(_unmatched(unit, [sentence]) for unit in supporting),
        "polarity": _polarity(compared),
    }


def _unmatched(one: Wording, others: Sequence[Wording]) -> float:
    """Negations of one text whose words meet others without a negation near them.

    What a negation governs is roughly the three content words after it (or, at the end of a clause,
    those before). A negation whose words do not occur in the other texts says nothing of them.
    """
    count = 0.0
    for start in one.marks["negation"]:
        scope = [word for word in one.content if word.start >= start][:_SCOPE]
        scope += [word for word in one.content if word.start < start][
            -max(1, _SCOPE - len(scope)) :
        ]
        met = matched = 0
        for word in scope:
            partners = [
                (unit, other)
                for unit in others
                for other in unit.content
                if likeness(word.term, other.term, one.language)
            ]
            met += bool(partners)
            matched += any(_negated(unit, other) for unit, other in partners)
        count += met > 0 and matched == 0
    return count


def _negated(unit: Wording, word: Word) -> bool:
    """Whether a negation stands a few words before the word, or just after it."""
    place = unit.content.index(word)
    first = unit.content[max(place - _NEAR, 0)].start
    after = unit.content[min(place + 2, len(unit.content) - 1)].start
    return any(first - _ROOM <= start <= after for start in unit.marks["negation"])


def _rendered(compared: Comparison, text: Wording, start: int) -> bool:
    """Whether the sentence renders the clause of the supporting text at that place."""
    clause = text.clause_at(start)
    inside = [word for word in text.content if word.clause == clause]
    alike = [likest(word, compared.words, text.language) for word in inside]
    return not inside or sum(alike) >= 0.5 * len(alike)


def _polarity(compared: Comparison) -> float:
    """The share of aligned words whose clause is negated on one side alone."""
    mine = _clauses(compared.sentence)
    apart = total = 0.0
    for place, word in enumerate(compared.words):
        best = max(compared.support, key=lambda unit: compared.likest[place, unit], default=None)
        if best is None or compared.likest[place, best] == 0:
            continue
        unit = compared.evidence[best]
        other = unit.content[int(compared.aligned[best][1][place])]
        weight = float(compared.weights[place])
        total += weight
        odd = mine.count(word.clause) % 2 != _clauses(unit).count(other.clause) % 2
        apart += weight * odd
    return apart / total if total else 0.0


def _clauses(text: Wording) -> list[int]:
    return [text.clause_at(start) for start in text.marks["negation"]]
