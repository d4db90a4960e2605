"""What a chat model made of the answers, in words: no figure of it without its agreement."""

from collections.abc import Iterable, Iterator

from evals.judged import Judged
from evals.measure import measures
from evals.record import Figure
from evals.report.tables import Table
from evals.report.wording import Wording


def sentences(found: Judged, system: str, wording: Wording) -> Iterator[str]:
    """Who judged how much, and what that is worth."""
    texts = wording.texts
    yield texts.filled(
        "judged.by",
        system=wording.system(system),
        judge=found.judge,
        count=found.count,
        unscored=found.unscored,
    )
    if found.agreement is None:
        yield texts["judged.unlabelled"]
    elif found.agreement.kappa is None:
        yield texts["judged.one_verdict"]
    else:
        yield texts["judged.beside"]


def table(found: Judged, system: str, wording: Wording) -> Table | None:
    """The judge's figures below its agreement; ``None`` where that is not known."""
    if found.agreement is None or found.agreement.kappa is None:
        return None
    texts = wording.texts
    share, kappa = found.agreement.share, found.agreement.kappa
    return Table(
        wording.system(system),
        tuple(texts[name] for name in ("measure", "value", "interval", "cases_counted")),
        (
            _row(texts["judged.share"], share, "judge_right", wording),
            # Kappa is no measure of a case; what nothing is known of is said as a score.
            _row(texts["judged.kappa"], kappa, "kappa", wording),
            *(_row(wording.title(id_), found.figures[id_], id_, wording) for id_ in shown([found])),
        ),
    )


def shown(some: Iterable[Judged]) -> list[str]:
    """The measures of which figures are shown, in their order."""
    named = {id_ for one in some for id_ in one.figures}
    return [id_ for id_ in measures() if id_ in named]


def _row(title: str, figure: Figure | None, measure: str, wording: Wording) -> tuple[str, ...]:
    if figure is None:
        return title, "–", "", "0"
    return (
        title,
        wording.value(measure, figure.value),
        wording.interval(measure, figure),
        str(figure.count),
    )
