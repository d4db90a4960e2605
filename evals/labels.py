"""What people said of the answers of a run, one line after another in ``labels.jsonl``.

Nothing in the file is ever changed or taken away: a later label of the same person on the same
case counts in place of the earlier one.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from filelock import FileLock
from pydantic import Field, RootModel, StringConstraints, ValidationError, model_validator

from corpus.problem import Problem, Unsound
from evals.record import Record

FILE = "labels.jsonl"
PEOPLE = 2
"""People who label the answers of one system."""

MOST_OF_A_NAME = 60
MOST_OF_A_NOTE = 2_000
"""Characters."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=MOST_OF_A_NAME)]
Remark = Annotated[str, StringConstraints(max_length=MOST_OF_A_NOTE)]


class Verdict(StrEnum):
    """How good an answer is, to a person."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    CANNOT_TELL = "cannot_tell"


class Part(StrEnum):
    """What of an answer is wrong."""

    FACTS = "facts"
    CITATION = "citation"
    INCOMPLETE = "incomplete"
    UNCLEAR = "unclear"
    SHOULD_NOT_HAVE_ANSWERED = "should_not_have_answered"
    SHOULD_HAVE_ANSWERED = "should_have_answered"


class _Said(Record):
    """Who said it, of which system's answers, and when (UTC, ISO 8601)."""

    at: str
    system: str
    person: Name


class Label(_Said):
    """What one person says of one answer, without knowing what anybody else says."""

    kind: Literal["label"] = "label"
    case: str
    verdict: Verdict
    parts: tuple[Part, ...] = ()
    note: Remark = ""

    @model_validator(mode="after")
    def _only_what_is_wrong_has_parts(self) -> "Label":
        if self.parts and self.verdict not in (Verdict.PARTLY, Verdict.WRONG):
            raise ValueError("only what is wrong, or partly wrong, has wrong parts")
        return self


class Settled(Label):
    """What counts where two people disagreed; ``note`` says why."""

    kind: Literal["settled"] = "settled"  # type: ignore[assignment]
    note: Annotated[Remark, StringConstraints(min_length=1)]


class Finished(_Said):
    """From here on this person sees what the other said, and labels no more."""

    kind: Literal["finished"] = "finished"


class _Line(RootModel[Label | Settled | Finished]):
    root: Annotated[Label | Settled | Finished, Field(discriminator="kind")]


class Closed(Exception):
    """The label is not wanted any more. The message says why."""


@dataclass(frozen=True, slots=True)
class Said:
    """All that was said of one system's answers: labels by person and case, and what counts.

    People stand in the order in which they gave their first label.
    """

    given: dict[str, dict[str, Label]] = field(default_factory=dict)
    settled: dict[str, Settled] = field(default_factory=dict)
    finished: frozenset[str] = frozenset()

    def person(self, name: str) -> str:
        """The name as its owner wrote it first: upper and lower case make nobody another."""
        known = (*self.given, *self.finished)
        return next((one for one in known if one.casefold() == name.casefold()), name)

    def both(self) -> dict[str, tuple[Label, Label]]:
        """The labels of the first two people on each case that both have labelled."""
        if len(self.given) < PEOPLE:
            return {}
        one, other = list(self.given.values())[:PEOPLE]
        return {case: (one[case], other[case]) for case in one if case in other}

    def disputed(self) -> list[str]:
        """The cases that two people judge differently, settled or not."""
        return [case for case, (one, other) in self.both().items() if one.verdict != other.verdict]

    def counting(self) -> Mapping[str, Verdict]:
        """The staff's verdict on each case: as settled, or as all say who labelled it.

        A case in dispute has none, and neither has one of which nobody can tell.
        """
        found: dict[str, Verdict] = {}
        for case in dict.fromkeys(case for labels in self.given.values() for case in labels):
            verdicts = {labels[case].verdict for labels in self.given.values() if case in labels}
            if case in self.settled:
                verdicts = {self.settled[case].verdict}
            if len(verdicts) == 1 and Verdict.CANNOT_TELL not in verdicts:
                found[case] = verdicts.pop()
        return found


class Labels:
    """The labels of a run, safe for several people and processes at once."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._lock = folder / f"{FILE}.lock"

    def of(self, system: str) -> Said:
        """What was said of a system's answers so far.

        Raises :class:`corpus.problem.Unsound` naming the line that cannot be read. A last line
        that was torn by a kill was never promised to anybody, and is passed over.
        """
        said = Said()
        finished = set()
        for line in self._lines():
            if line.system != system:
                continue
            match line:
                case Settled():
                    said.settled[line.case] = line
                case Label():
                    said.given.setdefault(said.person(line.person), {})[line.case] = line
                case Finished():
                    finished.add(said.person(line.person))
        return Said(said.given, said.settled, frozenset(finished))

    def add(self, line: Label | Settled | Finished) -> None:
        """Put a line down for good: it is on the disk when this returns.

        Raises :class:`Closed` for a label of a person who has finished, or of a third person.
        """
        with FileLock(self._lock):
            said = self.of(line.system)
            person = said.person(line.person)
            if not isinstance(line, Settled):
                if person in said.finished:
                    raise Closed(f"{person} has finished; what is in dispute is settled.")
                if person not in said.given and len(said.given) >= PEOPLE:
                    raise Closed(f"{' and '.join(said.given)} label these answers already.")
            with self._file.open("a+b") as file:
                file.truncate(_whole(self._file.read_bytes()))
                file.write(f"{line.model_dump_json()}\n".encode())
                file.flush()
                os.fsync(file.fileno())

    def _lines(self) -> list[Label | Settled | Finished]:
        if not self._file.exists():
            return []
        written = self._file.read_bytes()
        lines = []
        for number, line in enumerate(written[: _whole(written)].splitlines(), start=1):
            try:
                lines.append(_Line.model_validate_json(line).root)
            except ValidationError as error:
                fault = error.errors()[0]
                place = ".".join(map(str, fault["loc"]))
                raise Unsound([Problem(self._file, number, f"{place}: {fault['msg']}")]) from error
        return lines


def _whole(written: bytes) -> int:
    """How many bytes stand in lines that were written to their end."""
    return written.rfind(b"\n") + 1
