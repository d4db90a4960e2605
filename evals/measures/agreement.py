"""Whether the wordings of one question get the same answer."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from evals.record import CaseScore

Wordings = Sequence[CaseScore]


def wordings(scores: Iterable[CaseScore]) -> Iterator[tuple[str, Wordings]]:
    """The groups of wordings of one question, by name; a wording alone agrees with nothing."""
    groups: dict[str, list[CaseScore]] = {}
    for score in scores:
        if score.group:
            groups.setdefault(score.group, []).append(score)
    yield from ((name, group) for name, group in groups.items() if len(group) > 1)


def all_right(group: Wordings) -> float:
    """1 where every wording is answered rightly.

    Consistency under rewording as in Elazar et al. 2021, "Measuring and Improving Consistency in
    Pretrained Language Models", with rightness asked for besides.
    """
    return float(all(score.values["strictly_right"] == 1 for score in group))


def one_source(group: Wordings) -> float:
    """1 where all wordings cite a common source."""
    return float(bool(set.intersection(*(set(score.cited) for score in group))))


def likeness(group: Wordings) -> float | None:
    """How alike the sources are that two wordings cite, over all pairs, from 0 to 1.

    The Jaccard index: Jaccard 1912, "The Distribution of the Flora in the Alpine Zone". Pairs that
    cite nothing are left out; ``None`` where no pair is left.
    """
    pairs = [(set(one.cited), set(other.cited)) for one, other in combinations(group, 2)]
    alike = [len(one & other) / len(one | other) for one, other in pairs if one | other]
    return sum(alike) / len(alike) if alike else None
