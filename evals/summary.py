"""What many scores come to: every figure with its count and its interval."""

from collections.abc import Callable, Iterable, Sequence

from evals.interval import Tally, difference, mean, quantile, tallies
from evals.measure import Measure, measures
from evals.measures import agreement, risk
from evals.measures.ending import confusion
from evals.record import CaseScore, Figure, Summary

LANGUAGES = ("en", "sv")
_WORDINGS: dict[str, Callable[[agreement.Wordings], float | None]] = {
    "wordings_all_right": agreement.all_right,
    "wordings_one_source": agreement.one_source,
    "wordings_alike": agreement.likeness,
}
_QUANTILES = {"seconds_p50": 0.50, "seconds_p95": 0.95}


def summary(system: str, scores: Sequence[CaseScore]) -> Summary:
    """All figures of one system on ``scores``."""
    by_language = {
        language: [score for score in scores if score.language == language]
        for language in LANGUAGES
    }
    kinds = sorted({score.kind for score in scores if score.kind})
    return Summary(
        system=system,
        count=len(scores),
        figures=_figures(scores),
        kinds={kind: _means(score for score in scores if score.kind == kind) for kind in kinds},
        languages={language: _means(some) for language, some in by_language.items()},
        gaps=_gaps(*by_language.values()),
        confusion=confusion(scores),
        curve=risk.curve(scores),
    )


def _figures(scores: Sequence[CaseScore]) -> dict[str, Figure | None]:
    times = [value for _, value in valued(scores, "seconds").values()]
    found = {
        **_means(scores),
        "risk_area": risk.area(scores),
        **{id_: quantile(times, share) for id_, share in _QUANTILES.items()},
    }
    return {id_: found[id_] for id_ in measures() if id_ in found}


def _means(scores: Iterable[CaseScore]) -> dict[str, Figure | None]:
    """The figures that are means: of cases, and of groups of wordings."""
    some = list(scores)
    return {one.id: mean(_tallied(some, one.id), share=one.share) for one in _meant()}


def _gaps(english: Sequence[CaseScore], swedish: Sequence[CaseScore]) -> dict[str, Figure | None]:
    return {
        one.id: difference(_tallied(english, one.id), _tallied(swedish, one.id)) for one in _meant()
    }


def _meant() -> Iterable[Measure]:
    return (one for one in measures().values() if one.of in ("case", "wordings"))


def _tallied(scores: Iterable[CaseScore], id_: str) -> list[Tally]:
    return tallies(valued(scores, id_).values())


def valued(scores: Iterable[CaseScore], id_: str) -> dict[str, tuple[str, float]]:
    """What a measure comes to wherever it bears, by case, or by group for one of wordings.

    Each value stands with its cluster.
    """
    found: Iterable[tuple[str, str, float | None]]
    if id_ in _WORDINGS:
        found = ((name, name, _WORDINGS[id_](group)) for name, group in agreement.wordings(scores))
    else:
        found = ((score.case, score.cluster, score.values.get(id_)) for score in scores)
    return {key: (cluster, value) for key, cluster, value in found if value is not None}
