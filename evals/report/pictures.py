"""The plots of a report, each with what it says and the table behind it."""

from collections.abc import Iterator
from dataclasses import dataclass

from evals.measure import measures
from evals.record import Figure
from evals.report import plots, tables
from evals.report.content import STRICT, Content
from evals.report.plots import Line, Point, Row
from evals.report.tables import Table
from evals.report.wording import Wording
from evals.summary import LANGUAGES

_PER_LANGUAGE = (
    STRICT, "answered", "right_of_answered", "abstained_rightly", "citation_right",
    "citation_recall", "wordings_all_right", "recall_at_5",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """``svg`` is an element of HTML that was made here, and may stand in a page as it is."""

    name: str
    title: str
    says: str
    svg: str
    tables: tuple[Table, ...]


def pictures(content: Content, wording: Wording) -> Iterator[Picture]:
    """The plots for which there are figures."""
    for made in (_kinds, _curve, _languages, _change):
        picture = made(content, wording)
        if picture:
            yield picture


def _kinds(content: Content, wording: Wording) -> Picture | None:
    known = tables.by_kind(content.measured)
    if not known:
        return None
    title, says = _words("kinds", wording)
    rows = [
        Row(
            f"{wording.kind(kind)} ({known[kind].count})",
            tuple(_point(one.kinds.get(kind, {}).get(STRICT)) for one in content.summaries),
        )
        for kind in known
    ]
    svg = plots.rows_plot("kinds", title, says, _systems(content, wording), rows, "%")
    return Picture("kinds", title, says, svg, (tables.kinds(content.summaries, wording),))


def _curve(content: Content, wording: Wording) -> Picture | None:
    drawn = [one for one in content.summaries if len(one.curve) > 1]
    if not drawn:
        return None
    title, says = _words("curve", wording)
    lines = [
        Line(
            wording.system(one.system),
            tuple(point.coverage * 100 for point in one.curve),
            tuple(point.risk * 100 for point in one.curve),
        )
        for one in drawn
    ]
    texts = wording.texts
    svg = plots.curve_plot(
        "curve", title, says, lines, f"{texts['plot.curve.x']}, %", f"{texts['plot.curve.y']}, %"
    )
    behind = tuple(tables.curve(one.curve, wording.system(one.system), wording) for one in drawn)
    return Picture("curve", title, says, svg, behind)


def _languages(content: Content, wording: Wording) -> Picture | None:
    found = content.measured.languages
    rows = [
        Row(wording.title(id_), tuple(_point(found.get(one, {}).get(id_)) for one in LANGUAGES))
        for id_ in _PER_LANGUAGE
    ]
    rows = [row for row in rows if all(row.points)]
    if not rows:
        return None
    title, says = _words("languages", wording)
    series = [wording.texts[f"language.{one}"] for one in LANGUAGES]
    svg = plots.rows_plot("languages", title, says, series, rows, "%")
    return Picture("languages", title, says, svg, (tables.languages(content.measured, wording),))


def _change(content: Content, wording: Wording) -> Picture | None:
    found = content.comparison
    # What no case changed on has nothing to show; the table has it.
    shares = [
        one
        for one in (found.changes if found else ())
        if measures()[one.measure].share and (one.better or one.worse)
    ]
    if not found or not shares:
        return None
    title, says = _words("change", wording)
    rows = []
    for one in shares:
        # Up is always better.
        sign = 100 if measures()[one.measure].better == "higher" else -100
        low, high = sorted((one.low * sign, one.high * sign))
        point = Point(one.difference * sign, low, high)
        rows.append(Row(wording.title(one.measure), (point,), one.verdict))
    svg = plots.change_plot("change", title, says, rows, wording.texts["plot.change.x"])
    return Picture("change", title, says, svg, (tables.changes(found, wording),))


def _words(name: str, wording: Wording) -> tuple[str, str]:
    return wording.texts[f"heading.{name}"], wording.texts[f"plot.{name}.says"]


def _systems(content: Content, wording: Wording) -> list[str]:
    return [wording.system(one.system) for one in content.summaries]


def _point(figure: Figure | None) -> Point | None:
    if figure is None:
        return None
    return Point(figure.value * 100, figure.low * 100, figure.high * 100)
