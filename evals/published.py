"""The figures of both splits as a page in the repository, ``evals/cases/RESULTS.md``."""

from collections.abc import Iterator, Sequence

from evals.case import CASES
from evals.measure import measures
from evals.record import Figure, Summary
from evals.results import table
from evals.run import Run

RESULTS = CASES / "RESULTS.md"

_HEAD = """# How good the answers are

Written by `python -m evals run --publish`; do not edit.
The first system of each table is the one that is measured; the baseline beside it is the usual
tutorial pipeline over the same texts with the same embedding model.
Nothing was built with sight of the split `test`.
[README.md](README.md) says what the cases hold, [measures.toml](../measures.toml) what each measure
is, and [the guide](../README.md) how to run and read them.
Each figure stands with its 95 % interval, from resampling whole clusters of cases: the wordings of
one question, or the messages of one conversation, are drawn together. n counts what it is the mean
of; a case that a measure does not bear on is not counted. Times are those of the machine it ran on.
"""


def published(runs: Sequence[Run]) -> str:
    """The page of some runs, one for each split; it holds no words of a case."""
    parts = ["\n".join(_part(run)) for run in runs]
    return "\n\n".join([_HEAD.strip(), *parts]) + "\n"


def shown(run: Run) -> Iterator[str]:
    """The figures of every system of a run beside each other, in Markdown that reads well."""
    found = run.summaries()
    head = ["measure", *(cell for system in found for cell in (system, "95 % interval", "n"))]
    rows = (
        (measure.title.en, *(cell for one in found.values() for cell in _cells(one, id_)))
        for id_, measure in measures().items()
        if any(one.figures.get(id_) for one in found.values())
    )
    yield from table(head, rows)


def _part(run: Run) -> Iterator[str]:
    title = run.configuration.split.capitalize()
    yield f"## {title}, {len(run.cases)} cases"
    yield ""
    yield from shown(run)
    yield ""
    yield f"### {title}, by kind: strictly right"
    yield ""
    yield from _by_kind(run)
    yield ""
    yield f"### {title}, English against Swedish"
    yield ""
    yield from _by_language(run.summary(run.systems[0]))


def _by_kind(run: Run) -> Iterator[str]:
    found = run.summaries()
    kinds = sorted({kind for one in found.values() for kind in one.kinds})
    head = ["kind", *(cell for system in found for cell in (system, "95 % interval", "n"))]
    rows = (
        (
            kind,
            *(
                cell
                for one in found.values()
                for cell in _figure(one.kinds.get(kind, {}).get("strictly_right"))
            ),
        )
        for kind in kinds
    )
    yield from table(head, rows)


def _by_language(found: Summary) -> Iterator[str]:
    rows = []
    for id_, measure in measures().items():
        gap = found.gaps.get(id_)
        sides = [some.get(id_) for some in found.languages.values()]
        if gap is not None and all(sides):
            values = [f"{side.value:.3f}" for side in sides if side is not None]
            counts = " + ".join(str(side.count) for side in sides if side is not None)
            interval = f"{gap.low:+.3f} to {gap.high:+.3f}"
            rows.append((measure.title.en, *values, f"{gap.value:+.3f}", interval, counts))
    yield from table(("measure", *found.languages, "difference", "95 % interval", "n"), rows)


def _cells(found: Summary, id_: str) -> tuple[str, str, str]:
    return _figure(found.figures.get(id_))


def _figure(figure: Figure | None) -> tuple[str, str, str]:
    if figure is None:
        return "", "", ""
    return f"{figure.value:.3f}", f"{figure.low:.3f}–{figure.high:.3f}", str(figure.count)
