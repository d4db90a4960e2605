"""What many scores come to: shares with intervals, and times."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

import numpy as np

from assistant.turn import Outcome
from evals.interval import Difference, Share, difference, share, tallies
from evals.score import Score

LANGUAGES = ("en", "sv")
_NO_KIND = "(no kind)"

Judged = tuple[Hashable, bool]
"""The cluster of a case, or of several, and whether it went right."""


@dataclass(frozen=True, slots=True)
class Seconds:
    """Answer times: half are at most ``p50``, 95 in a hundred at most ``p95``."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure on some scores; a share is ``None`` where no case bears on it.

    ``shares`` stand by name, those in ``kinds`` and ``languages`` by kind and by language.
    ``english_less_swedish`` are differences, by the name of the share.
    """

    count: int
    shares: dict[str, Share | None]
    kinds: dict[str, Share | None]
    languages: dict[str, dict[str, Share | None]]
    english_less_swedish: dict[str, Difference | None]
    seconds: Seconds | None

    def record(self) -> dict[str, Any]:
        """The figures as other programs read them."""
        return asdict(self)


def figures(scores: Sequence[Score]) -> Figures:
    """All figures on ``scores``."""
    judged = {name: list(bears(scores)) for name, bears in _SHARES.items()}
    by_language = {
        language: [score for score in scores if score.case.language == language]
        for language in LANGUAGES
    }
    english, swedish = (by_language[language] for language in LANGUAGES)
    return Figures(
        count=len(scores),
        shares={name: share(tallies(found)) for name, found in judged.items()},
        kinds={
            kind: share(tallies(_right(list(some))))
            for kind, some in groupby(sorted(scores, key=_kind), key=_kind)
        },
        languages={
            language: {name: share(tallies(bears(some))) for name, bears in _SHARES.items()}
            for language, some in by_language.items()
        },
        english_less_swedish={
            name: difference(tallies(bears(english)), tallies(bears(swedish)))
            for name, bears in _SHARES.items()
        },
        seconds=_seconds([score.turn.seconds for score in scores]),
    )


def _kind(score: Score) -> str:
    return score.case.kind or _NO_KIND


def _right(scores: Iterable[Score]) -> list[Judged]:
    return [(score.case.cluster, score.right) for score in scores]


def _in_scope(scores: Iterable[Score]) -> list[Score]:
    """Those of questions that the sources answer."""
    return [score for score in scores if score.case.answerable]


def _answered(scores: Iterable[Score]) -> list[Judged]:
    return [(score.case.cluster, score.shown) for score in _in_scope(scores)]


def _answered_rightly(scores: Iterable[Score]) -> list[Judged]:
    return _right(_in_scope(scores))


def _right_of_answered(scores: Iterable[Score]) -> list[Judged]:
    return _right(score for score in _in_scope(scores) if score.shown)


def _cited_rightly(scores: Iterable[Score]) -> list[Judged]:
    return [
        (score.case.cluster, score.judgement.citation)
        for score in scores
        if score.judgement.citation is not None
    ]


def _abstained_rightly(scores: Iterable[Score]) -> list[Judged]:
    return _right(score for score in scores if score.case.unanswerable)


def _clarified_rightly(scores: Iterable[Score]) -> list[Judged]:
    return _right(score for score in scores if score.case.expected == (Outcome.CLARIFY,))


def _all_wordings_right(scores: Iterable[Score]) -> list[Judged]:
    return [(name, all(one.right for one in group)) for name, group in _groups(scores)]


def _one_source_in_all(scores: Iterable[Score]) -> list[Judged]:
    return [
        (name, bool(frozenset.intersection(*(one.cited for one in group))))
        for name, group in _groups(scores)
    ]


def _groups(scores: Iterable[Score]) -> list[tuple[str, list[Score]]]:
    """The groups of wordings of one question, by name; a wording alone agrees with nothing."""
    groups: dict[str, list[Score]] = {}
    for score in scores:
        if score.case.group:
            groups.setdefault(score.case.group, []).append(score)
    return [(name, group) for name, group in groups.items() if len(group) > 1]


_SHARES: dict[str, Callable[[Sequence[Score]], Iterable[Judged]]] = {
    "strictly right: outcome, facts and citation": _right,
    "in scope: answered (coverage)": _answered,
    "in scope and answered: right (accuracy)": _right_of_answered,
    "in scope: answered rightly": _answered_rightly,
    "citation right": _cited_rightly,
    "abstained rightly": _abstained_rightly,
    "asked back rightly": _clarified_rightly,
    "wordings of one question: all right": _all_wordings_right,
    "wordings of one question: all cite a common source": _one_source_in_all,
}
"""The share by its name, and which cases bear on it. Coverage and accuracy are the two figures
that GOV.UK Chat publishes: of the questions in scope, how many it answers; of those, how many
rightly."""


def _seconds(times: Sequence[float]) -> Seconds | None:
    if not times:
        return None
    p50, p95 = np.percentile(times, [50, 95])
    return Seconds(float(p50), float(p95))
