"""What there is to label: some answers of one system, and how far people agree on them."""

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.turn import Turn
from evals.agreement import Agreement, Pair, agreement
from evals.case import Case
from evals.case_table import defused
from evals.labels import Label, Said, Verdict
from evals.run import Run


@dataclass(frozen=True, slots=True)
class Answer:
    """A case, and the Turn that is to be labelled."""

    case: Case
    turn: Turn


def answers(run: Run, system: str, count: int | None = None) -> list[Answer]:
    """The answers of a system, or ``count`` of them, the same at every call.

    A smaller sample is the beginning of a larger one, so that labels are kept when it grows.
    Raises what :meth:`evals.run.Run.turns` raises.
    """
    cases = {case.id: case for case in run.cases}
    found = [Answer(cases[one.case], one.turn) for one in run.turns(system)]
    return sorted(found, key=lambda answer: _lot(answer.case))[:count]


def _lot(case: Case) -> str:
    """A number that says nothing of the case, and is always the same."""
    return hashlib.sha256(f"label {case.id}".encode()).hexdigest()


def between_people(
    said: Said, labelled: Sequence[Answer]
) -> tuple[Agreement | None, dict[str, Agreement]]:
    """How far two people agree, over all and by kind of case.

    Cases of which one of them cannot tell are left out.
    """
    kinds: dict[str, list[Pair]] = {}
    for answer, (one, other) in _both(said, labelled):
        if Verdict.CANNOT_TELL not in (one.verdict, other.verdict):
            pair = Pair(answer.case.cluster, one.verdict, other.verdict)
            kinds.setdefault(answer.case.kind, []).append(pair)
    by_kind = {kind: agreement(pairs) for kind, pairs in sorted(kinds.items())}
    return (
        agreement([pair for pairs in kinds.values() for pair in pairs]),
        {kind: found for kind, found in by_kind.items() if found is not None},
    )


def _both(said: Said, labelled: Sequence[Answer]) -> Iterator[tuple[Answer, tuple[Label, Label]]]:
    both = said.both()
    for answer in labelled:
        if answer.case.id in both:
            yield answer, both[answer.case.id]


def table(said: Said, labelled: Sequence[Answer]) -> str:
    """All labels as CSV, a case a row, with what counts in the end.

    A cell that a spreadsheet would take for a formula has an apostrophe before it (OWASP, "CSV
    Injection"). There is a byte order mark, without which Excel garbles å, ä and ö.
    """
    written = io.StringIO()
    rows = csv.writer(written)
    people = list(said.given)
    of_each = ("verdict", "parts", "note")
    rows.writerow(
        _cells(
            ["case", "language", "kind", "question", "answer"]
            + [f"{name}: {what}" for name in people for what in of_each]
            + ["settled", "settled parts", "settled by", "settled why", "counts"]
        )
    )
    counting = said.counting()
    for answer in labelled:
        case = answer.case
        row = [case.id, case.language, case.kind, case.question, answer.turn.text]
        for name in people:
            label = said.given[name].get(case.id)
            row += _of(label) if label else [""] * len(of_each)
        settled = said.settled.get(case.id)
        if settled:
            verdict, parts, why = _of(settled)
            row += [verdict, parts, settled.person, why]
        else:
            row += [""] * 4
        rows.writerow(_cells([*row, counting.get(case.id, "")]))
    return f"\ufeff{written.getvalue()}"


def _of(label: Label) -> list[str]:
    return [label.verdict.value, " ".join(label.parts), label.note]


def _cells(row: Sequence[str]) -> list[str]:
    return [defused(cell) for cell in row]
