"""The figures of a run as a table on the terminal."""

from collections.abc import Iterator

from evals.record import Figure
from evals.results import table
from evals.run import Run


def shown(run: Run) -> Iterator[str]:
    """The figures of every system of a run that was scored, in Markdown that reads well."""
    found = run.summaries()
    first = next(iter(found.values()))
    yield f"{first.count} cases"
    yield ""
    head = ["measure"]
    for system in found:
        head += [system, "95 % interval", "n"]
    rows = [
        [measure, *(cell for one in found.values() for cell in _cells(one.figures.get(measure)))]
        for measure, figure in first.figures.items()
        if figure is not None
    ]
    yield from table(head, rows)


def _cells(figure: Figure | None) -> tuple[str, str, str]:
    if figure is None:
        return "", "", ""
    return f"{figure.value:.3f}", f"{figure.low:.3f}–{figure.high:.3f}", str(figure.count)
