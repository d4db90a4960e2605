"""How sure a share is: 95 % intervals, by resampling whole clusters of cases.

Cases of one conversation, or wordings of one question, go right or wrong together; taken one by
one they would make a share look surer than it is.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest

LEVEL = 0.95
_RESAMPLES = 10_000
_SEED = 20_260_101
"""Any number will do; that it is always the same makes the same answers give the same interval."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tally:
    """``hits`` of ``count`` cases in one cluster."""

    hits: int
    count: int


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``count``, with the interval from ``low`` to ``high``; all from 0 to 1."""

    hits: int
    count: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """From 0 to 1."""
        return self.hits / self.count


@dataclass(frozen=True, slots=True)
class Difference:
    """One share less another, from -1 to 1, with its interval."""

    value: float
    low: float
    high: float


def tallies(judged: Iterable[tuple[Hashable, bool]]) -> list[Tally]:
    """What each cluster came to; ``judged`` holds a case's cluster and whether it was right."""
    clusters: dict[Hashable, list[bool]] = {}
    for cluster, right in judged:
        clusters.setdefault(cluster, []).append(right)
    return [Tally(sum(rights), len(rights)) for rights in clusters.values()]


def share(clusters: list[Tally]) -> Share | None:
    """The share of hits with its percentile bootstrap interval; ``None`` where nothing counts.

    Clusters are drawn with replacement and taken whole: Davison and Hinkley 1997, "Bootstrap
    Methods and their Application", section 3.8; the percentile interval is that of Efron and
    Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13. Where all went right, or all
    wrong, every resample is the same and would seem sure; :func:`wilson` then speaks, each cluster
    counted once.
    """
    hits = sum(cluster.hits for cluster in clusters)
    count = sum(cluster.count for cluster in clusters)
    if not count:
        return None
    if hits in (0, count):
        low, high = wilson(len(clusters) if hits else 0, len(clusters))
    else:
        low, high = _percentiles(_resampled(clusters, np.random.default_rng(_SEED)))
    return Share(hits, count, low, high)


def difference(some: list[Tally], others: list[Tally]) -> Difference | None:
    """The share of ``some`` less that of ``others``; each side is resampled by itself.

    The bootstrap of two samples: Efron and Tibshirani 1993, chapter 8. ``None`` where a side has
    nothing that counts.
    """
    first, second = share(some), share(others)
    if first is None or second is None:
        return None
    draw = np.random.default_rng(_SEED)
    low, high = _percentiles(_resampled(some, draw) - _resampled(others, draw))
    return Difference(first.value - second.value, low, high)


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Wilson's score interval for ``hits`` of ``count`` independent trials.

    Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference".
    """
    interval = binomtest(hits, count).proportion_ci(LEVEL, method="wilson")
    return float(interval.low), float(interval.high)


def _resampled(clusters: list[Tally], draw: np.random.Generator) -> Floats:
    """The share in each resample. Clusters that are alike are drawn as one, with their number."""
    alike, number = np.unique(
        [(cluster.hits, cluster.count) for cluster in clusters], axis=0, return_counts=True
    )
    drawn = draw.multinomial(len(clusters), number / number.sum(), size=_RESAMPLES)
    shares: Floats = (drawn @ alike[:, 0]) / (drawn @ alike[:, 1])
    return shares


def _percentiles(shares: Floats) -> tuple[float, float]:
    low, high = np.quantile(shares, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
