"""Plots of figures; :mod:`evals.report.svg` makes them part of a page."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from evals.report.svg import ACCENT, BAD, GOOD, INK, LINE, OTHER, SOFT, inline

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

_WIDTH = 3.9
"""Inches; of 72 points, as SVG counts them. Narrow, so that letters stay legible on a telephone."""
_ROW = 0.26
_BESIDE = 26
"""Letters of a name that has room beside its row."""
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "report",
    "font.size": 10.0,
    "text.color": INK,
    "axes.edgecolor": LINE,
    "axes.labelcolor": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": LINE,
    "grid.linewidth": 0.6,
    "xtick.color": LINE,
    "ytick.color": LINE,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "legend.frameon": False,
}


@dataclass(frozen=True, slots=True)
class Point:
    """A mean with its interval, in the unit of the axis."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a plot; ``points`` are those of each series, ``None`` where there is none.

    ``mark`` is ``better``, ``worse`` or empty.
    """

    label: str
    points: tuple[Point | None, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A curve; all from 0 to 100."""

    label: str
    across: tuple[float, ...]
    up: tuple[float, ...]


def rows_plot(
    name: str, title: str, says: str, series: Sequence[str], rows: Sequence[Row], across: str
) -> str:
    """Rows of dots with intervals, from 0 to 100, as SVG.

    ``name`` tells its ids from those of other plots; ``title`` and ``says`` are read out.
    """
    with _styled():
        pitch = max(1, 0.5 + len(series) / 2) + (0 if _beside(rows) else 0.6)
        drawing, axes = _frame(len(rows) * pitch)
        for number, label in enumerate(series):
            _dots(axes, rows, number, len(series), label)
        axes.set_xlim(-2, 102)
        axes.set_xlabel(across)
        _rows_down(axes, rows)
        if len(series) > 1:
            _legend(drawing, axes)
        return inline(drawing, name, title, says)


def change_plot(name: str, title: str, says: str, rows: Sequence[Row], across: str) -> str:
    """Rows of differences with intervals around nought, as SVG."""
    with _styled():
        drawing, axes = _frame(1.6 * len(rows))
        axes.axvline(0, color=SOFT, linewidth=1)
        marks = {"better": ("^", GOOD, GOOD), "worse": ("v", BAD, BAD)}
        for place, row in enumerate(rows):
            shape, edge, fill = marks.get(row.mark, ("o", SOFT, "none"))
            for point in row.points:
                if point:
                    axes.plot([point.low, point.high], [place, place], color=edge, linewidth=1.6)
                    axes.plot(
                        point.value, place, shape, color=edge, markerfacecolor=fill, markersize=7
                    )
        reach = max(
            (abs(end) for row in rows for point in row.points if point
             for end in (point.low, point.high)), default=1.0,
        )  # fmt: skip
        axes.set_xlim(-1.1 * max(reach, 1), 1.1 * max(reach, 1))
        axes.set_xlabel(across)
        _rows_down(axes, rows)
        return inline(drawing, name, title, says)


def curve_plot(
    name: str, title: str, says: str, lines: Sequence[Line], across: str, up: str
) -> str:
    """Curves with a dot at their end, where a system stands as it is, as SVG."""
    from matplotlib.ticker import MaxNLocator

    with _styled():
        drawing, axes = _frame(11)
        for line, (colour, dashes) in zip(lines, _looks(len(lines)), strict=True):
            axes.plot(line.across, line.up, color=colour, linestyle=dashes, linewidth=1.8,
                      label=line.label)  # fmt: skip
            axes.plot(line.across[-1:], line.up[-1:], "o", color=colour, markersize=7)
        axes.set_xlim(-2, 102)
        axes.set_ylim(0, max(10.0, 1.1 * max((max(line.up) for line in lines), default=0)))
        axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.set_xlabel(across)
        # Beside the axis it would have to be read sideways.
        axes.set_title(up, loc="left", fontsize="medium", color=SOFT)
        if len(lines) > 1:
            _legend(drawing, axes)
        return inline(drawing, name, title, says)


def _styled() -> AbstractContextManager[None]:
    from matplotlib import rc_context

    return rc_context(cast("Any", _STYLE))


def _frame(rows: float) -> "tuple[Drawing, Axes]":
    from matplotlib.figure import Figure

    drawing = Figure(figsize=(_WIDTH, 1.1 + _ROW * rows), layout="constrained")
    return drawing, drawing.add_subplot()


def _looks(count: int) -> list[tuple[str, str]]:
    return [(ACCENT, "-"), *[(OTHER, style) for style in ("--", ":", "-.")]][:count]


def _dots(axes: "Axes", rows: Sequence[Row], number: int, of: int, label: str) -> None:
    """One series: its dots lie a little above or below those of the others."""
    shift = (number - (of - 1) / 2) * 0.3
    colour = ACCENT if number == 0 else OTHER
    fill = ACCENT if number == 0 else "none"
    shape = "oDs^"[number % 4]
    known = [
        (place + shift, row.points[number]) for place, row in enumerate(rows) if row.points[number]
    ]
    for place, point in known:
        if point:
            axes.plot([point.low, point.high], [place, place], color=colour, linewidth=1.6)
            axes.plot(
                point.value,
                place,
                shape,
                color=colour,
                markerfacecolor=fill,
                markersize=5,
                clip_on=False,
            )
    axes.plot([], [], shape, color=colour, markerfacecolor=fill, markersize=5, label=label)


def _rows_down(axes: "Axes", rows: Sequence[Row]) -> None:
    """The names of the rows: beside them, or where one is long above each, to leave width."""
    axes.set_ylim(len(rows) - 0.4, -0.7)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    if _beside(rows):
        axes.set_yticks(range(len(rows)), [row.label for row in rows])
        return
    axes.set_yticks([])
    axes.spines.left.set_visible(False)
    for place, row in enumerate(rows):
        axes.text(0, place - 0.28, row.label, transform=axes.get_yaxis_transform(), va="bottom")


def _beside(rows: Sequence[Row]) -> bool:
    return max(len(row.label) for row in rows) <= _BESIDE


def _legend(drawing: "Drawing", axes: "Axes") -> None:
    handles, labels = axes.get_legend_handles_labels()
    drawing.legend(handles, labels, loc="outside upper left", ncols=2, handlelength=1.5)
