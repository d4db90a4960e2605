"""A comparison as Markdown, and the sentences in it."""

from collections.abc import Iterator, Sequence

from evals.comparing import Comparison
from evals.paired import Change
from evals.report import tables
from evals.report.markup import table
from evals.report.wording import Wording

_MOST_NAMED = 20
"""Cases named in one line; a list of hundreds tells nobody anything."""


def lines(found: Comparison, wording: Wording) -> Iterator[str]:
    """The comparison in Markdown that reads well as it stands, below a heading."""
    texts = wording.texts
    yield texts.filled("change.runs", before=found.before, after=found.after, common=found.common)
    yield ""
    yield " ".join(verdicts(found, wording))
    yield ""
    aside = list(left_out(found, wording))
    yield from (f"- {line}" for line in aside)
    if aside:
        yield ""
    if found.settings:
        yield f"{texts['change.settings']}:"
        yield ""
        yield from table(tables.settings(found, wording))
    else:
        yield texts["change.same_making"]
    if found.changes:
        yield ""
        yield from table(tables.changes(found, wording))
    cases = list(which(found, wording))
    if cases:
        yield ""
        yield f"{texts['change.which']}:"
        yield ""
        yield from (f"- {title}: {named}" for title, named in cases)


def verdicts(found: Comparison, wording: Wording) -> Iterator[str]:
    """What got better and what got worse, as sentences."""
    if not found.changes:
        yield wording.texts["change.alone"]
        return
    if len(found.of("no change")) == len(found.changes):
        yield wording.texts["change.nothing"]
    for verdict in ("worse", "better"):
        named = [
            f"{wording.title(one.measure)} ({wording.difference(one.measure, one.difference)})"
            for one in found.of(verdict)
        ]
        if named:
            yield wording.texts.filled(f"change.{verdict}", measures=", ".join(named))


def left_out(found: Comparison, wording: Wording) -> Iterator[str]:
    """The cases that are not compared, as sentences."""
    for name, cases in (("gone", found.gone), ("new", found.new), ("altered", found.altered)):
        if cases:
            yield wording.texts.filled(
                f"change.{name}", count=len(cases), cases=some(cases, wording)
            )


def which(found: Comparison, wording: Wording) -> Iterator[tuple[str, str]]:
    """The measures that changed beyond chance, each with the cases that did it."""
    for change in found.changes:
        if change.verdict != "no change":
            yield wording.title(change.measure), "; ".join(_flipped(change, wording))


def _flipped(change: Change, wording: Wording) -> Iterator[str]:
    for name, cases in (("better", change.better), ("worse", change.worse)):
        if cases:
            yield f"{wording.texts[f'change.became_{name}']} {some(cases, wording)}"


def some(cases: Sequence[str], wording: Wording) -> str:
    """The ids of cases, or the first of them and how many more there are."""
    named = ", ".join(cases[:_MOST_NAMED])
    if len(cases) <= _MOST_NAMED:
        return named
    return f"{named} {wording.texts.filled('change.more', count=len(cases) - _MOST_NAMED)}"
