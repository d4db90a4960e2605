"""Intervals of any figure that is made of sums: whole clusters of cases are drawn again."""

from collections.abc import Callable, Hashable, Iterable

import numpy as np
import numpy.typing as npt

from evals.interval import LEVEL, wilson
from evals.record import Figure

Floats = npt.NDArray[np.float64]
Statistic = Callable[[Floats], Floats]
"""Given resamples (rows) by sums (columns), the figure of each; not a number where undefined."""

_RESAMPLES = 2_000
_SEED = 20_260_101
_AT_ONCE = 250
"""Resamples that are in memory together."""


def interval(sums: Floats, statistic: Statistic) -> tuple[float, float]:
    """The 95 % percentile bootstrap interval of a statistic of summed rows.

    ``sums`` holds a row for each cluster; clusters are drawn with replacement and taken whole
    (Davison and Hinkley 1997, "Bootstrap Methods and their Application", section 3.8). Resamples
    in which the statistic is undefined are left out.
    """
    count = len(sums)
    draw = np.random.default_rng(_SEED)
    found = [
        statistic(draw.multinomial(count, np.full(count, 1 / count), size=_AT_ONCE) @ sums)
        for _ in range(_RESAMPLES // _AT_ONCE)
    ]
    low, high = np.nanquantile(np.concatenate(found), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def clustered(rows: Iterable[tuple[Hashable, Floats]]) -> Floats:
    """The rows of each cluster summed, in the order in which clusters come."""
    sums: dict[Hashable, Floats] = {}
    for cluster, row in rows:
        sums[cluster] = sums[cluster] + row if cluster in sums else row
    return np.stack(list(sums.values()))


def mean(values: Iterable[tuple[Hashable, float | None]]) -> Figure | None:
    """The mean of values from 0 to 1, each with its cluster; ``None`` among them is unscored.

    Where all values are 0, or all are 1, every resample is the same and would seem sure: Wilson's
    interval then speaks, each cluster counted once. ``None`` where nothing is scored.
    """
    rows = [(cluster, np.array([value, 1.0])) for cluster, value in values if value is not None]
    if not rows:
        return None
    sums = clustered(rows)
    total, count = sums.sum(axis=0)
    if total in (0, count):
        low, high = wilson(len(sums) if total else 0, len(sums))
    else:
        low, high = interval(sums, lambda drawn: drawn[:, 0] / drawn[:, 1])
    return Figure(value=float(total / count), low=low, high=high, count=int(count))
