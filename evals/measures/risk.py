"""What showing only the surer answers would come to."""

from collections.abc import Iterator, Sequence

import numpy as np

from evals.interval import Floats, over_clusters
from evals.measures.ending import SHOWN
from evals.record import CaseScore, CurvePoint, Figure


def curve(scores: Sequence[CaseScore]) -> tuple[CurvePoint, ...]:
    """The risk-coverage curve over ``likely``, from the surest answer down.

    El-Yaniv and Wiener 2010, "On the foundations of noise-free selective classification". The
    coverage is of the questions in scope; the risk is that of every answer shown, those to
    questions without an answer among them. Answers that are equally sure come together.
    """
    in_scope = sum(score.values["answered"] is not None for score in scores)
    return tuple(_points(_surest_first(scores), in_scope)) if in_scope else ()


def _points(ranked: Sequence[tuple[float, CaseScore]], in_scope: int) -> Iterator[CurvePoint]:
    covered = wrong = 0
    for place, (likely, score) in enumerate(ranked, start=1):
        covered += score.values["answered"] == 1
        wrong += score.values["strictly_right"] != 1
        if place == len(ranked) or ranked[place][0] < likely:
            yield CurvePoint(threshold=likely, coverage=covered / in_scope, risk=wrong / place)


def area(scores: Sequence[CaseScore]) -> Figure | None:
    """The area under that curve (AURC): the mean, over the answers, of the risk down to each.

    Geifman, Uziel and El-Yaniv 2019, "Bias-Reduced Uncertainty Estimation for Deep Neural
    Classifiers", over the answers that are shown; those that are equally sure come together.
    ``None`` without an answer that has a ``likely``.
    """
    ranked = _surest_first(scores)
    if not ranked:
        return None
    wrong = np.array([score.values["strictly_right"] != 1 for _, score in ranked], dtype=float)
    ties = np.array([-likely for likely, _ in ranked])
    last = np.searchsorted(ties, ties, side="right") - 1

    def areas(drawn: Floats) -> Floats:
        shown = np.cumsum(drawn, axis=1)[:, last]
        missed = np.cumsum(drawn * wrong, axis=1)[:, last]
        # Where nothing was drawn down to an answer, that answer was not drawn either.
        risk = missed / np.maximum(shown, 1)
        found: Floats = (drawn * risk).sum(axis=1) / drawn.sum(axis=1)
        return found

    value = float(areas(np.ones((1, len(ranked))))[0])
    low, high = over_clusters([score.cluster for _, score in ranked], areas)
    return Figure(value=value, low=low, high=high, count=len(ranked))


def _surest_first(scores: Sequence[CaseScore]) -> list[tuple[float, CaseScore]]:
    shown = [
        (score.likely, score)
        for score in scores
        if score.outcome in SHOWN and score.likely is not None
    ]
    return sorted(shown, key=lambda one: -one[0])
