"""Two runs beside each other, case by case: what changed, and whether that is more than noise."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Literal

import numpy as np
from scipy.stats import binomtest, permutation_test

from evals.interval import LEVEL, SEED, Floats, mean, tallies
from evals.measure import Measure, measures
from evals.record import CaseScore, Record
from evals.summary import valued

Verdict = Literal["better", "worse", "no change"]
_PERMUTATIONS = 9_999


class Change(Record):
    """One measure before and after, on the cases (or groups of wordings) that both runs score.

    ``before`` and ``after`` are means over these ``count``, ``difference`` is after less before,
    with its 95 % interval. ``p`` is the probability of a difference at least as great where
    nothing changed; ``adjusted`` is the same for the number of measures that were tested.
    ``test`` says which. ``better`` and ``worse`` are the cases, or groups, that changed.
    """

    measure: str
    count: int
    before: float
    after: float
    difference: float
    low: float
    high: float
    p: float
    adjusted: float
    test: Literal["McNemar", "sign flips by cluster"]
    verdict: Verdict
    better: tuple[str, ...]
    worse: tuple[str, ...]


def paired(before: Sequence[CaseScore], after: Sequence[CaseScore]) -> list[Change]:
    """Every measure that both runs score on some case, in the order of the measures.

    The interval comes from the paired bootstrap (Koehn 2004, "Statistical Significance Tests for
    Machine Translation Evaluation"), whole clusters being drawn. For the test see
    :func:`probability`. Where many measures are tested some differ by chance: a change counts
    where its probability, adjusted after Holm 1979, "A Simple Sequentially Rejective Multiple Test
    Procedure", is below 5 %. All else is called no change.
    """
    found = [
        change
        for measure in measures().values()
        if measure.of != "cases" and (change := _change(measure, before, after)) is not None
    ]
    # A measure that no case changed on could not have differed, so it is none of the tests.
    tested = [change for change in found if change.better or change.worse]
    adjusted = dict(
        zip(
            (change.measure for change in tested),
            holm([change.p for change in tested]),
            strict=True,
        )
    )
    return [_judged(change, adjusted.get(change.measure, 1.0)) for change in found]


def probability(differences: Sequence[tuple[Hashable, float]]) -> tuple[float, bool]:
    """How likely so great a mean difference is where nothing changed, both ways counted.

    ``differences`` are those of single cases, with their clusters. Where nothing changed, each
    cluster's difference could as well have the other sign: the permutation test for pairs (Fisher
    1935, "The Design of Experiments"; for evaluation Smucker, Allan and Carterette 2007, "A
    Comparison of Statistical Significance Tests for Information Retrieval Evaluation"), exact
    where the clusters are few. Where clusters are single cases that are right or wrong it is the
    exact test of McNemar 1947, "Note on the sampling error of the difference between correlated
    proportions". The second value says whether it was that one.
    """
    sums: dict[Hashable, float] = defaultdict(float)
    for cluster, difference in differences:
        sums[cluster] += difference
    changed = np.array([value for value in sums.values() if abs(value) > 1e-12])
    single = len(sums) == len(differences) and bool(np.isin(np.abs(changed), (0.0, 1.0)).all())
    if not len(changed):
        return 1.0, single
    if single:
        return float(binomtest(int((changed > 0).sum()), len(changed)).pvalue), True
    if len(changed) == 1:
        return 1.0, False  # either sign is as far from nothing

    def apart(some: Floats, others: Floats, axis: int) -> Floats:
        found: Floats = np.abs((some - others).sum(axis=axis))
        return found

    test = permutation_test(
        (changed, np.zeros_like(changed)),
        apart,
        permutation_type="samples",
        alternative="greater",
        vectorized=True,
        n_resamples=_PERMUTATIONS,
        batch=1_000,
        rng=np.random.default_rng(SEED),
    )
    return float(test.pvalue), False


def holm(probabilities: Sequence[float]) -> list[float]:
    """The probabilities, adjusted for their number after Holm 1979, in the same order."""
    adjusted = [0.0] * len(probabilities)
    most = 0.0
    for rank, place in enumerate(sorted(range(len(probabilities)), key=probabilities.__getitem__)):
        most = max(most, min(1.0, (len(probabilities) - rank) * probabilities[place]))
        adjusted[place] = most
    return adjusted


def _change(
    measure: Measure, before: Sequence[CaseScore], after: Sequence[CaseScore]
) -> Change | None:
    old, new = valued(before, measure.id), valued(after, measure.id)
    both = [key for key in new if key in old]
    apart = {key: new[key][1] - old[key][1] for key in both}
    differences = [(new[key][0], apart[key]) for key in both]
    interval = mean(tallies(differences), share=False)
    if interval is None:
        return None
    p, single = probability(differences)
    sign = 1 if measure.better == "higher" else -1
    return Change(
        measure=measure.id,
        count=len(both),
        before=sum(old[key][1] for key in both) / len(both),
        after=sum(new[key][1] for key in both) / len(both),
        difference=interval.value,
        low=interval.low,
        high=interval.high,
        p=p,
        adjusted=p,
        test="McNemar" if single else "sign flips by cluster",
        verdict="no change",
        better=tuple(key for key in both if sign * apart[key] > 0),
        worse=tuple(key for key in both if sign * apart[key] < 0),
    )


def _judged(change: Change, adjusted: float) -> Change:
    measure = measures()[change.measure]
    counts = (
        adjusted < 1 - LEVEL
        and not change.low <= 0 <= change.high
        and abs(change.difference) >= measure.least_change * abs(change.before)
    )
    verdict: Verdict = "no change"
    if counts:
        verdict = "better" if (change.difference > 0) == (measure.better == "higher") else "worse"
    return change.model_copy(update={"adjusted": adjusted, "verdict": verdict})
