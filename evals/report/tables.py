"""The tables of a report, in words; HTML and Markdown show the same ones."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.comparing import Comparison
from evals.measure import measures
from evals.paired import Change
from evals.record import Configuration, CurvePoint, Figure, Summary
from evals.report.content import STRICT
from evals.report.wording import Wording
from evals.summary import LANGUAGES

_CURVE_ROWS = 12
"""Points of a curve that its table shows; it may have hundreds."""


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of each row heads it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the outcomes; ``share`` is that of its row, from 0 to 1."""

    count: int
    right: bool
    share: float


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Cases by the outcome expected (rows) and the one that came (columns)."""

    came: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def shown(summaries: Iterable[Summary]) -> list[str]:
    """The measures that some figure was found for, in their order."""
    some = list(summaries)
    return [id_ for id_ in measures() if any(one.figures.get(id_) for one in some)]


def figures(summaries: Sequence[Summary], wording: Wording) -> Table:
    """Every measure; the systems side by side."""
    texts = wording.texts
    head = [texts["measure"]]
    for summary in summaries:
        head += [wording.system(summary.system), texts["interval"], texts["cases_counted"]]
    rows = [
        (title(id_, wording), *_figures([one.figures.get(id_) for one in summaries], id_, wording))
        for id_ in shown(summaries)
    ]
    return Table(texts["figures_caption"], tuple(head), tuple(rows))


def title(measure: str, wording: Wording) -> str:
    """What a measure is called, and that low is good where it is."""
    if measures()[measure].better == "higher":
        return wording.title(measure)
    return f"{wording.title(measure)} ({wording.texts['lower_is_better']})"


def kinds(summaries: Sequence[Summary], wording: Wording) -> Table:
    """What is strictly right by kind of question, the worst kind first."""
    texts = wording.texts
    head = [texts["kind"]]
    for summary in summaries:
        head += [wording.system(summary.system), texts["interval"], texts["cases_counted"]]
    rows = [
        (
            wording.kind(kind),
            *_figures([one.kinds.get(kind, {}).get(STRICT) for one in summaries], STRICT, wording),
        )
        for kind in by_kind(summaries[0])
    ]
    return Table(texts["heading.kinds"], tuple(head), tuple(rows))


def by_kind(summary: Summary) -> dict[str, Figure]:
    """What is strictly right by kind, the worst kind first."""
    known = {kind: figure for kind, some in summary.kinds.items() if (figure := some.get(STRICT))}
    return dict(sorted(known.items(), key=lambda entry: (entry[1].value, entry[0])))


def languages(summary: Summary, wording: Wording) -> Table:
    """Each measure in each language, and the gap."""
    texts = wording.texts
    head = [texts["measure"]]
    for language in LANGUAGES:
        head += [texts[f"language.{language}"], texts["interval"], texts["cases_counted"]]
    head += [texts["plot.languages.gap"], texts["interval"]]
    rows = []
    for id_ in shown([summary]):
        found = [summary.languages.get(language, {}).get(id_) for language in LANGUAGES]
        if not any(found):
            continue
        gap = summary.gaps.get(id_)
        rows.append(
            (
                title(id_, wording),
                *_figures(found, id_, wording),
                *(
                    (
                        wording.difference(id_, gap.value),
                        wording.span(id_, gap.low, gap.high),
                    )
                    if gap
                    else ("", "")
                ),
            )
        )
    return Table(texts["heading.languages"], tuple(head), tuple(rows))


def curve(points: Sequence[CurvePoint], system: str, wording: Wording) -> Table:
    """Some points of a system's risk-coverage curve, evenly chosen, its ends among them."""
    texts = wording.texts
    last = len(points) - 1
    steps = min(_CURVE_ROWS, len(points))
    chosen = sorted({round(last * step / max(1, steps - 1)) for step in range(steps)})
    rows = tuple(
        (
            wording.decimal(points[place].threshold, 2),
            wording.percent(points[place].coverage),
            wording.percent(points[place].risk),
        )
        for place in chosen
    )
    head = (texts["plot.curve.threshold"], texts["plot.curve.x"], texts["plot.curve.y"])
    return Table(system, head, rows)


def changes(found: Comparison, wording: Wording) -> Table:
    """Every measure before and after, on the same cases."""
    texts = wording.texts
    head = (
        "measure", "change.before", "change.after", "change.difference", "interval", "change.p",
        "change.flips", "change.verdict",
    )  # fmt: skip
    return Table(
        texts["change.caption"],
        tuple(texts[name] for name in head),
        tuple(_change(change, wording) for change in found.changes),
    )


def _change(change: Change, wording: Wording) -> tuple[str, ...]:
    measure = change.measure
    return (
        title(measure, wording),
        wording.value(measure, change.before),
        wording.value(measure, change.after),
        wording.difference(measure, change.difference),
        wording.span(measure, change.low, change.high),
        wording.p_value(change.adjusted),
        f"{len(change.better)} / {len(change.worse)}",
        wording.verdict(change.verdict),
    )


def settings(found: Comparison, wording: Wording) -> Table:
    """What two runs were not made with alike."""
    texts = wording.texts
    return Table(
        texts["change.settings"],
        (texts["change.thing"], texts["change.before"], texts["change.after"]),
        tuple(
            (wording.made_with(one.name), wording.setting(one.before), wording.setting(one.after))
            for one in found.settings
        ),
    )


def made_with(made: Configuration, wording: Wording) -> Table:
    """What a run was made with."""
    texts = wording.texts
    rows = [
        ("created", made.created),
        ("tag", made.tag),
        ("systems", ", ".join(map(wording.system, made.systems))),
        ("model", made.model or texts["how.no_model"]),
        ("split", made.split),
        ("corpus", made.corpus),
        ("weights", made.weights),
        *((f"cases: {Path(file.name).name}", file.digest) for file in made.cases),
        *_entries("index", made.index),
        *_entries("settings", made.settings),
        *_entries("versions", made.versions),
    ]
    return Table(
        texts["how.made"],
        (texts["change.thing"], texts["value"]),
        tuple((wording.made_with(name), value) for name, value in rows if value),
    )


def _entries(what: str, entries: dict[str, str]) -> Iterator[tuple[str, str]]:
    return ((f"{what}: {name}", value) for name, value in entries.items())


def outcomes(summary: Summary, wording: Wording) -> Outcomes:
    """The confusion matrix; outcomes stand in the same order in rows and columns."""
    found = summary.confusion
    order = [name.removeprefix("outcome.") for name in wording.texts.words if _outcome(name)]
    came = [name for name in order if any(row.get(name) for row in found.values())]
    rows = []
    for expected in (name for name in order if name in found):
        counts = found[expected]
        total = sum(counts.values())
        cells = tuple(
            Cell(counts.get(name, 0), name == expected, counts.get(name, 0) / total)
            for name in came
        )
        rows.append((wording.outcome(expected), cells))
    return Outcomes(tuple(wording.outcome(name) for name in came), tuple(rows))


def _outcome(name: str) -> bool:
    return name.startswith("outcome.")


def outcome_table(found: Outcomes, wording: Wording) -> Table:
    """The outcomes as a plain table."""
    texts = wording.texts
    return Table(
        texts["outcomes.caption"],
        (texts["outcomes.corner"], *found.came),
        tuple((name, *(str(cell.count) for cell in cells)) for name, cells in found.rows),
    )


def _figures(found: Iterable[Figure | None], measure: str, wording: Wording) -> Iterator[str]:
    for figure in found:
        if figure is None:
            yield from ("–", "", "0")
        else:
            yield wording.value(measure, figure.value)
            yield wording.interval(measure, figure)
            yield str(figure.count)
