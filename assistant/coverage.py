"""How much of a sentence its evidence covers, and in what order."""

from bisect import bisect_left
from itertools import pairwise

import numpy as np

from assistant.alignment import KIN, likest
from assistant.comparison import Comparison
from assistant.lexicon import DUTIES
from assistant.wording import Word

_RUN = 3
"""Words in a row that count as taken over."""
_COUNTED = ("negation", "only", "all", "some", "condition", *DUTIES)


def coverage(compared: Comparison) -> dict[str, float]:
    """Measures of size and of coverage; a measure may speak for the support or against it."""
    return {**_words(compared), **_verbatim(compared), **_line(compared), **_counts(compared)}


def _words(compared: Comparison) -> dict[str, float]:
    """Content words by how they are covered, and where the uncovered ones stand."""
    words, covered = compared.words, compared.covered
    heavy = compared.weights == 1
    count = max(1, len(words))
    held = compared.likest[:, list(compared.support)].max(axis=1, initial=0.0)
    asked = np.array([word.term in compared.asked for word in words], dtype=bool)
    capital = np.array([word.capital for word in words], dtype=bool)
    new = np.flatnonzero((covered == 0) & heavy)
    found = {
        "words": float(len(words)),
        "heavy": float(heavy.sum()),
        "new_share": len(new) / max(1.0, float(heavy.sum())),
        "new_asked": float((asked & heavy & (covered == 0)).sum()),
        "new_capital": float((capital & (covered == 0)).sum()),
        "elsewhere": float((heavy & (held == 0)).sum()),
        "same_share": float((covered == 1).sum()) / count,
        "kin": float(((covered >= KIN) & (covered < 1) & heavy).sum()),
        "synonym": float(((covered > 0) & (covered < KIN) & heavy).sum()),
        "new_first": new[0] / count if len(new) else 1.0,
        "new_last": new[-1] / count if len(new) else 0.0,
        "new_spread": (new[-1] - new[0]) / count if len(new) else 0.0,
    }
    return {name: float(value) for name, value in found.items()}


def _verbatim(compared: Comparison) -> dict[str, float]:
    """What is taken over word for word."""
    written = [word.text.lower() for word in compared.sentence.words]
    grams: set[tuple[str, ...]] = set()
    cited: set[str] = set()
    for unit in compared.evidence:
        line = [word.text.lower() for word in unit.words]
        grams.update(tuple(line[place : place + _RUN]) for place in range(len(line) - _RUN + 1))
    for unit in compared.units:
        cited.update(word.text.lower() for word in unit.words)
    taken = [False] * len(written)
    for place in range(len(written) - _RUN + 1):
        if tuple(written[place : place + _RUN]) in grams:
            taken[place : place + _RUN] = [True] * _RUN
    longest = run = 0
    for one in taken:
        run = run + 1 if one else 0
        longest = max(longest, run)
    small = [word for word in compared.sentence.words if not word.content]
    return {
        "runs_share": sum(taken) / max(1, len(taken)),
        "longest_run": float(longest),
        "small_new": float(
            sum(word.text.lower() not in cited and not word.text[0].isdigit() for word in small)
        ),
    }


def _line(compared: Comparison) -> dict[str, float]:
    """The order of the words beside that of the sentence it rests on most."""
    names = (
        "left_out", "left_out_names", "slots", "in_order", "turned_back", "turns",
        "next_share", "voice", "turned_active", "head_place", "head_new", "best_share",
    )  # fmt: skip
    if not compared.support or not compared.words:
        return dict.fromkeys(names, 0.0)
    unit = compared.supporting[0]
    alike, places = compared.aligned[compared.support[0]]
    content, count = unit.content, len(compared.words)
    heavy = np.flatnonzero(compared.weights == 1)
    language = unit.language
    out = [word for word in content if not likest(word, compared.words, language)]
    line = [int(place) for place, like in zip(places, alike, strict=True) if like >= KIN]
    pairs = max(1, len(line) * (len(line) - 1) // 2)
    turned = sum(one > two for i, one in enumerate(line) for two in line[i + 1 :]) / pairs
    voice = len(compared.sentence.marks["passive"]) % 2 != len(unit.marks["passive"]) % 2
    steps = list(pairwise(line))
    head = [places[place] for place in heavy[:2]]
    values = (
        len(out) / max(1, len(content)),
        sum(word.proper for word in out),
        _slots(compared, content),
        _longest(places.tolist()) / count,
        turned,
        sum(two < one for one, two in steps),
        sum(two == one + 1 for one, two in steps) / max(1, len(line)),
        voice,
        1 - turned if voice else turned,
        float(np.mean([place / len(content) if place >= 0 else 1.2 for place in head or [0]])),
        sum(compared.covered[place] == 0 for place in heavy[:2]),
        float((alike > 0).mean()),
    )
    return {name: float(value) for name, value in zip(names, values, strict=True)}


def _slots(compared: Comparison, content: tuple[Word, ...]) -> int:
    """Uncovered words that stand where the evidence has another word between the same ones."""
    places = compared.aligned[compared.support[0]][1].tolist()
    used = set(places)
    found = 0
    for new in np.flatnonzero((compared.covered == 0) & (compared.weights == 1)).tolist():
        left = next((place for place in places[:new][::-1] if place >= 0), None)
        right = next((place for place in places[new + 1 :] if place >= 0), None)
        beside = set() if left is None else set(range(left + 1, min(left + 4, len(content))))
        beside |= set() if right is None else set(range(max(0, right - 3), right))
        found += bool(beside - used)
    return found


def _longest(places: list[int]) -> int:
    """The length of the longest rising subsequence."""
    tails: list[int] = []
    for place in places:
        if place >= 0:
            at = bisect_left(tails, place)
            tails[at : at + 1] = [place]
    return len(tails)


def _counts(compared: Comparison) -> dict[str, float]:
    """Sizes, and the marks of the sentence beside those of its evidence."""
    sentence, supporting = compared.sentence, compared.supporting
    found = {
        "length": float(len(sentence.words)),
        "length_share": len(sentence.words) / max(1, sum(len(unit.words) for unit in supporting)),
        "rests_on": float(len(supporting)),
        "evidence": float(len(compared.evidence)),
        "numbers": float(len(sentence.quantities)),
        "clauses": float(max((word.clause for word in sentence.words), default=0)),
    }
    for mark in _COUNTED:
        ours = len(sentence.marks[mark])
        best = len(supporting[0].marks[mark]) if supporting else 0
        found[f"{mark}_count"] = float(ours)
        found[f"{mark}_more"] = float(ours - best)
        found[f"{mark}_alien"] = float(
            ours > 0 and not any(unit.marks[mark] for unit in compared.evidence)
        )
    return found
