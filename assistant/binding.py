"""What a sentence puts together, beside what its evidence puts together."""

from dataclasses import dataclass

from assistant.alignment import likeness
from assistant.comparison import Comparison
from assistant.lexicon import lexicon
from assistant.quantity import Quantity
from assistant.wording import Word, Wording

_REACH = 3
"""Words on each side of a word that tell what it is about."""
_CLOSE = 30
"""Characters between a word and a number that go together."""
_FAR = 40
"""Characters by which two words may be further apart in the evidence."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a word or number of the sentence is in the evidence: sentence, clause, character."""

    unit: int
    clause: int
    start: int


@dataclass(frozen=True, slots=True)
class _Item:
    """A word or number of the sentence; an anchor is a number or a name."""

    start: int
    anchor: bool
    places: tuple[_Place, ...]


def bindings(compared: Comparison) -> dict[str, float]:
    """Pairs, anchors, opposites and negations that meet other words in the evidence."""
    items = _items(compared)
    return {
        **_pairs(items),
        **_exchange(compared, items),
        **_anchors(compared),
        **_opposites(compared),
        **_scopes(compared),
    }


def _items(compared: Comparison) -> list[_Item]:
    language = compared.sentence.language
    items = []
    for word, weight in zip(compared.words, compared.weights.tolist(), strict=True):
        if weight == 1:
            places = tuple(
                _Place(number, other.clause, other.start)
                for number, unit in enumerate(compared.evidence)
                for other in unit.content
                if likeness(word.term, other.term, language)
            )
            items.append(_Item(word.start, word.proper, places))
    for quantity in compared.sentence.quantities:
        places = tuple(
            _Place(number, unit.clause_at(other.start), other.start)
            for number, unit in enumerate(compared.evidence)
            for other in unit.quantities
            if set(other.forms) & set(quantity.forms)
        )
        items.append(_Item(quantity.start, True, places))
    return sorted(items, key=lambda item: item.start)


def _pairs(items: list[_Item]) -> dict[str, float]:
    """Neighbours of the sentence that no sentence, or no clause, of the evidence puts together."""
    total = apart = loose = anchors_apart = anchors_loose = turned = met = 0
    further: list[int] = []
    for number, one in enumerate(items):
        for step, two in enumerate(items[number + 1 : number + 3]):
            if not one.places or not two.places:
                continue
            total += 1
            anchor = one.anchor or two.anchor
            both = [(a, b) for a in one.places for b in two.places if a.unit == b.unit]
            if not both:
                apart += 1
                anchors_apart += anchor
                continue
            if all(a.clause != b.clause for a, b in both):
                loose += 1
                anchors_loose += anchor
            nearest = min((b.start - a.start for a, b in both), key=abs)
            further.append(abs(nearest) - (two.start - one.start))
            if step == 0:
                met += 1
                turned += nearest < 0
    return {
        "pairs": float(total),
        "pairs_apart": float(apart),
        "pairs_loose": float(loose),
        "pairs_apart_share": apart / max(1, total),
        "pairs_loose_share": (apart + loose) / max(1, total),
        "anchors_apart": float(anchors_apart),
        "anchors_loose": float(anchors_loose),
        "furthest": float(max(further, default=0)),
        "further": sum(further) / max(1, len(further)),
        "far": float(sum(one > _FAR for one in further)),
        "pairs_turned": float(turned),
        "pairs_turned_share": turned / max(1, met),
    }


def _exchange(compared: Comparison, items: list[_Item]) -> dict[str, float]:
    """Whether two words have changed places in the sentence that most rests on."""
    best = compared.support[0] if compared.support else -1
    firsts = [
        min((place.start for place in item.places if place.unit == best), default=-1)
        for item in items
    ]
    line = [start for start in firsts if start >= 0]
    wrong = sum(one != two for one, two in zip(line, sorted(line), strict=True))
    if len(set(line)) < len(line):
        wrong = 0
    return {"exchanged": float(wrong == 2 and len(line) > 2), "misplaced": float(wrong)}


def _anchored(unit: Wording) -> list[tuple[int, str, bool]]:
    numbers = [(number.start, number.value, True) for number in unit.quantities]
    return sorted(
        numbers + [(word.start, word.term, False) for word in unit.content if word.proper]
    )


def _anchors(compared: Comparison) -> dict[str, float]:
    """Numbers and names whose words stand nearer to another one in the evidence."""
    sentence, language = compared.sentence, compared.sentence.language
    ours = _anchored(sentence)
    theirs = [(unit, _anchored(unit)) for unit in compared.supporting]
    strange, least, back = 0, 1.0, 0
    for start, value, number in ours:
        near = sorted(
            (word for word in sentence.content if word.start != start and not word.proper),
            key=lambda word: abs(word.start - start),
        )[:_REACH]
        met: list[bool] = []
        for unit, all_anchors in theirs:
            anchors = [one for one in all_anchors if one[2] is number]
            values = {one[1] for one in anchors}
            if value not in values or len(values) < 2:
                continue
            for word in near:
                for other in unit.content:
                    if likeness(word.term, other.term, language):
                        closest = min(anchors, key=lambda one: abs(one[0] - other.start))
                        met.append(closest[1] == value)
        if met:
            strange += 2 * sum(met) < len(met)
            least = min(least, sum(met) / len(met))
    for _, all_anchors in theirs[:2]:
        first: dict[str, int] = {}
        for start, value, _ in all_anchors:
            first.setdefault(value, start)
        line = [first[value] for _, value, _ in ours if value in first]
        back = max(back, sum(one > two for i, one in enumerate(line) for two in line[i + 1 :]))
    return {
        "anchors": float(len(ours)),
        "anchor_strange": float(strange),
        "anchor_least": least,
        "anchors_back": float(back),
    }


def _opposites(compared: Comparison) -> dict[str, float]:
    """Words whose opposite the evidence has: anywhere, in their stead, beside the same words."""
    sentence = compared.sentence
    opposed = lexicon(sentence.language).antonyms
    terms = {word.term for word in sentence.words}
    found: dict[str, float] = {}
    for name, units in (
        ("best", compared.supporting[:1]),
        ("near", compared.supporting),
        ("any", compared.evidence),
    ):
        theirs = {word.term for unit in units for word in unit.words}
        missing = [opposed[term] for term in terms - theirs if term in opposed]
        found[f"opposite_{name}"] = float(sum(bool(other & theirs) for other in missing))
        found[f"replaced_{name}"] = float(sum(bool(other & theirs - terms) for other in missing))
    beside = 0
    for place, word in enumerate(sentence.words):
        others = opposed.get(word.term)
        if not others:
            continue
        about = _about(sentence, place)
        same = [
            other.term
            for unit in compared.supporting
            for number, other in enumerate(unit.words)
            if (other.term in others or other.term == word.term) and about & _about(unit, number)
        ]
        beside += bool(same) and word.term not in same
    found["opposite_beside"] = float(beside)
    return found


def _about(text: Wording, place: int) -> set[str]:
    """The words and numbers around a word."""
    word = text.words[place]
    near = text.words[max(0, place - _REACH) : place] + text.words[place + 1 : place + _REACH + 2]
    numbers: list[Quantity] = [
        number for number in text.quantities if abs(number.start - word.start) < _CLOSE
    ]
    return {other.term for other in near if other.content} | {one.value for one in numbers}


def _scopes(compared: Comparison) -> dict[str, float]:
    """Negations whose very next words are not negated on the other side."""
    sentence, language = compared.sentence, compared.sentence.language
    evidence = [word for unit in compared.evidence for word in unit.content]

    def among(word: Word, pool: list[Word]) -> bool:
        return any(likeness(word.term, other.term, language) for other in pool)

    found: dict[str, float] = {}
    for width in (1, 2):
        theirs = [w for u in compared.evidence for scope in _scope(u, width + 1) for w in scope]
        ours = [word for scope in _scope(sentence, width + 1) for word in scope]
        written = [scope for scope in _scope(sentence, width) if scope]
        cited = [scope for u in compared.supporting for scope in _scope(u, width) if scope]
        denied = [[among(w, evidence) and not among(w, theirs) for w in scope] for scope in written]
        granted = [
            [among(w, list(compared.words)) and not among(w, ours) for w in scope]
            for scope in cited
        ]
        found |= {
            f"denied_{width}": float(sum(map(all, denied))),
            f"denied_part_{width}": float(sum(map(any, denied))),
            f"denied_alone_{width}": float(
                sum(not any(among(word, theirs) for word in scope) for scope in written)
            ),
            f"granted_{width}": float(sum(map(all, granted))),
            f"granted_part_{width}": float(sum(map(any, granted))),
        }
    return found


def _scope(text: Wording, width: int) -> list[list[Word]]:
    """For each negation the content words after it, as far as the next clause, or the last one."""
    scopes = []
    for start in text.marks["negation"]:
        clause = text.clause_at(start)
        after = [word for word in text.content if word.start > start and word.clause <= clause + 1]
        before = [word for word in text.content if word.start < start]
        scopes.append(after[:width] or before[-1:])
    return scopes
