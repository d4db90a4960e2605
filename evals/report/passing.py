"""What the gate finds, in plain words."""

from collections.abc import Iterator

from evals.gate import Missed, Verdict
from evals.paired import Change
from evals.report.changes import left_out, some
from evals.report.wording import Wording


def lines(verdict: Verdict, wording: Wording) -> Iterator[str]:
    """The verdict first, then what speaks against the run, then what it was held against."""
    texts = wording.texts
    found = verdict.comparison
    fallen = found.of("worse") if found else ()
    yield texts.filled(
        "gate.passed" if verdict.passed else "gate.failed", run=verdict.run, count=verdict.count
    )
    yield from (f"- {_missed(missed, wording)}" for missed in verdict.missed)
    for change in fallen:
        yield f"- {_fallen(change, wording)}"
    if not verdict.missed:
        yield texts.filled("gate.held", count=verdict.held)
    if found is None:
        yield texts["gate.no_reference"]
        return
    if not fallen:
        yield texts.filled("gate.no_fall", common=found.common, reference=found.before)
    yield from left_out(found, wording)
    if found.settings:
        unlike = ", ".join(wording.made_with(one.name) for one in found.settings)
        yield texts.filled("gate.unlike", things=unlike)


def _missed(missed: Missed, wording: Wording) -> str:
    floor, found = missed.floor, missed.found
    measure = floor.measure
    where = [wording.kind(floor.kind)] if floor.kind else []
    where += [wording.language_of(floor.language)] if floor.language else []
    title = wording.title(measure) + (f" ({', '.join(where)})" if where else "")
    least = wording.value(measure, floor.least)
    if found is None:
        return wording.texts.filled("gate.unscored", measure=title, least=least)
    return wording.texts.filled(
        f"gate.missed_by_{missed.by}",
        measure=title,
        value=wording.value(measure, found.value),
        interval=wording.interval(measure, found),
        count=found.count,
        least=least,
    )


def _fallen(change: Change, wording: Wording) -> str:
    measure = change.measure
    return wording.texts.filled(
        "gate.fallen",
        measure=wording.title(measure),
        before=wording.value(measure, change.before),
        after=wording.value(measure, change.after),
        count=change.count,
        difference=wording.difference(measure, change.difference),
        interval=wording.span(measure, change.low, change.high),
        p=wording.p_value(change.adjusted),
        cases=some(change.worse, wording),
    )
