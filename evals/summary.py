"""What many scores come to."""

from collections.abc import Sequence

from evals.case import Case
from evals.interval import share, tallies
from evals.record import CaseScore, Figure, Summary


def summary(system: str, cases: Sequence[Case], scores: Sequence[CaseScore]) -> Summary:
    """All figures of one system."""
    measures = scores[0].values if scores else {}
    return Summary(
        system=system,
        count=len(cases),
        figures={measure: _figure(measure, scores) for measure in measures if measure != "seconds"},
        kinds={},
        languages={},
        gaps={},
        confusion={},
    )


def _figure(measure: str, scores: Sequence[CaseScore]) -> Figure | None:
    found = share(
        tallies(
            (one.cluster, bool(one.values[measure]))
            for one in scores
            if one.values[measure] is not None
        )
    )
    return found and Figure(value=found.value, low=found.low, high=found.high, count=found.count)
