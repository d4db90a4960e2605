"""How far two judges of the same answers agree, beyond what chance would bring."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from evals.interval import Floats, over_clusters, wilson
from evals.record import Figure, Record


@dataclass(frozen=True, slots=True)
class Pair:
    """What two judges said of one case. ``cluster`` joins cases that go together."""

    cluster: Hashable
    one: str
    other: str


class Agreement(Record):
    """``share``: cases on which both say the same; ``kappa``: Cohen's, from -1 to 1.

    ``kappa`` is ``None`` where both gave one and the same verdict to every case: chance alone
    would bring that about.
    """

    share: Figure
    kappa: Figure | None


def agreement(pairs: Sequence[Pair]) -> Agreement | None:
    """Agreement with its intervals; ``None`` where no case was judged by both.

    Cohen 1960, "A Coefficient of Agreement for Nominal Scales". Intervals are percentiles of
    resampled clusters. Where both agree on all cases, or on none, every resample is the same and
    would seem sure: the share then has Wilson's interval, each cluster counted once, and kappa
    that interval at the agreement by chance that was found.
    """
    if not pairs:
        return None
    verdicts = sorted({verdict for pair in pairs for verdict in (pair.one, pair.other)})
    size = len(verdicts)
    place = {verdict: number for number, verdict in enumerate(verdicts)}
    said = np.zeros((len(pairs), size * size))
    for row, pair in enumerate(pairs):
        said[row, place[pair.one] * size + place[pair.other]] = 1.0
    clusters = [pair.cluster for pair in pairs]
    total = said.sum(axis=0, keepdims=True)
    share, chance = (float(found[0]) for found in (_shares(total, size), _chance(total, size)))
    if share in (0, 1):
        number = len(set(clusters))
        ends = wilson(number * int(share), number)
        around = tuple((end - chance) / (1 - chance) for end in ends) if chance < 1 else None
    else:
        ends = over_clusters(clusters, lambda drawn: _shares(drawn @ said, size))
        around = over_clusters(clusters, lambda drawn: _kappas(drawn @ said, size))
    return Agreement(
        share=Figure(value=share, low=ends[0], high=ends[1], count=len(pairs)),
        kappa=around
        and Figure(
            value=(share - chance) / (1 - chance),
            low=max(-1.0, around[0]),
            high=around[1],
            count=len(pairs),
        ),
    )


def _shares(tables: Floats, size: int) -> Floats:
    """How often both said the same, for each table of counts (a row) of ``size`` verdicts."""
    shares: Floats = tables[:, :: size + 1].sum(axis=1) / tables.sum(axis=1)
    return shares


def _chance(tables: Floats, size: int) -> Floats:
    """How often they would say the same if neither looked at the cases."""
    square = tables.reshape(-1, size, size)
    products: Floats = (square.sum(axis=1) * square.sum(axis=2)).sum(axis=1)
    by_chance: Floats = products / tables.sum(axis=1) ** 2
    return by_chance


def _kappas(tables: Floats, size: int) -> Floats:
    chance = _chance(tables, size)
    beyond = _shares(tables, size) - chance
    kappas: Floats = np.full(len(tables), np.nan)
    return np.divide(beyond, 1 - chance, out=kappas, where=chance < 1)
