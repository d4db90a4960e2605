"""How sure a mean is: 95 % intervals, by resampling whole clusters of cases.

Cases of one conversation, or wordings of one question, go right or wrong together; taken one by
one they would make a mean look surer than it is.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import binom, binomtest

from evals.record import Figure

LEVEL = 0.95
RESAMPLES = 10_000
SEED = 20_260_101
"""Any number will do; that it is always the same makes the same answers give the same interval."""
_AT_ONCE = 1_000
"""Resamples that are held in memory together."""

Floats = npt.NDArray[np.float64]
Scored = tuple[Hashable, float]
"""The cluster of a case, and its value."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The sum of ``count`` values in one cluster; of a share, the number of hits."""

    total: float
    count: int


def tallies(scored: Iterable[Scored]) -> list[Tally]:
    """What each cluster came to."""
    clusters: dict[Hashable, list[float]] = {}
    for cluster, value in scored:
        clusters.setdefault(cluster, []).append(value)
    return [Tally(float(sum(values)), len(values)) for values in clusters.values()]


def mean(clusters: Sequence[Tally], *, share: bool = True) -> Figure | None:
    """The mean with its percentile bootstrap interval; ``None`` where nothing counts.

    Clusters are drawn with replacement and taken whole: Davison and Hinkley 1997, "Bootstrap
    Methods and their Application", section 3.8; the percentile interval is that of Efron and
    Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13. A ``share`` is a mean of
    values from 0 to 1. Where all of them are 1, or all 0, every resample is the same and would
    seem sure; :func:`wilson` then speaks, each cluster counted once.
    """
    count = sum(cluster.count for cluster in clusters)
    if not count:
        return None
    value = sum(cluster.total for cluster in clusters) / count
    if share and value in (0, 1):
        low, high = wilson(len(clusters) if value else 0, len(clusters))
    else:
        low, high = percentiles(_resampled(clusters, np.random.default_rng(SEED)))
    return Figure(value=value, low=low, high=high, count=count)


def difference(some: Sequence[Tally], others: Sequence[Tally]) -> Figure | None:
    """The mean of ``some`` less that of ``others``; each side is resampled by itself.

    The bootstrap of two samples: Efron and Tibshirani 1993, chapter 8. ``None`` where a side has
    nothing that counts.
    """
    counts = [sum(cluster.count for cluster in side) for side in (some, others)]
    if not all(counts):
        return None
    first, second = (
        sum(cluster.total for cluster in side) / count
        for side, count in zip((some, others), counts, strict=True)
    )
    draw = np.random.default_rng(SEED)
    low, high = percentiles(_resampled(some, draw) - _resampled(others, draw))
    return Figure(value=first - second, low=low, high=high, count=sum(counts))


def quantile(values: Sequence[float], share: float) -> Figure | None:
    """The value that ``share`` of the values do not exceed, with an interval of order statistics.

    Distribution-free: the number of values below the true quantile is binomial; Conover 1999,
    "Practical Nonparametric Statistics", section 3.2. Where the values are too few to bound it,
    the interval ends at the least or the greatest of them. ``None`` without values.
    """
    if not values:
        return None
    ranked = np.sort(np.asarray(values, dtype=np.float64))
    count = len(ranked)
    low = int(binom.ppf((1 - LEVEL) / 2, count, share)) - 1
    high = int(binom.ppf((1 + LEVEL) / 2, count, share))
    return Figure(
        value=float(np.quantile(ranked, share)),
        low=float(ranked[max(low, 0)]),
        high=float(ranked[min(high, count - 1)]),
        count=count,
    )


def over_clusters(
    clusters: Sequence[Hashable], statistic: Callable[[Floats], Floats]
) -> tuple[float, float]:
    """The interval of any statistic of cases; ``clusters`` are theirs, one for each case.

    ``statistic`` is given how often each case was drawn, a row for each resample, and returns a
    number for each row; resamples in which it is undefined (not a number) are left out.
    """
    _, place = np.unique([str(cluster) for cluster in clusters], return_inverse=True)
    number = int(place.max()) + 1
    draw = np.random.default_rng(SEED)
    found = []
    for _ in range(RESAMPLES // _AT_ONCE):
        drawn = draw.multinomial(number, np.full(number, 1 / number), size=_AT_ONCE)
        found.append(statistic(drawn[:, place].astype(np.float64)))
    return percentiles(np.concatenate(found))


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Wilson's score interval for ``hits`` of ``count`` independent trials.

    Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference".
    """
    interval = binomtest(hits, count).proportion_ci(LEVEL, method="wilson")
    return float(interval.low), float(interval.high)


def percentiles(values: Floats) -> tuple[float, float]:
    """The ends of the middle part of resampled values that :data:`LEVEL` names."""
    low, high = np.nanquantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _resampled(clusters: Sequence[Tally], draw: np.random.Generator) -> Floats:
    """The mean in each resample. Clusters that are alike are drawn as one, with their number."""
    alike, number = np.unique(
        [(cluster.total, cluster.count) for cluster in clusters], axis=0, return_counts=True
    )
    drawn = draw.multinomial(len(clusters), number / number.sum(), size=RESAMPLES)
    means: Floats = (drawn @ alike[:, 0]) / (drawn @ alike[:, 1])
    return means
