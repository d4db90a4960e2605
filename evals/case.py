"""Cases: questions with what a good answer holds, as people write them in YAML or a table."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, field_validator
from yaml.nodes import MappingNode, SequenceNode

from assistant.turn import Outcome
from corpus.problem import Problem, Unsound
from evals.case_table import NotCases, read_table

CASES = Path(__file__).with_name("cases")
"""The folder of the cases that come with the project."""

SHIPPED = tuple(
    CASES / f"{name}.yaml"
    for name in ("development", "calibration", "conversations", "paraphrases", "first-questions")
)
"""Files of questions as people ask them: what a run puts to the systems unless told otherwise."""

Words = Annotated[str, StringConstraints(min_length=1)]


class Split(StrEnum):
    """``dev`` is built with; ``test`` is not looked at while building."""

    DEV = "dev"
    TEST = "test"


class Case(BaseModel):
    """One question; ``evals/cases/README.md`` says what each field means."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Words
    question: str
    turns: tuple[str, ...] = ()
    language: str = "en"
    kind: str = ""
    persona: str = ""
    outcome: Outcome | None = None
    outcomes: tuple[Outcome, ...] = ()
    facts: tuple[Words, ...] = ()
    not_facts: tuple[Words, ...] = ()
    sources: tuple[Words, ...] = ()
    passages: tuple[Words, ...] = ()
    standalone: str = ""
    group: str = ""
    split: Split | None = None
    tags: tuple[Words, ...] = ()
    note: str = ""

    @field_validator("facts", "not_facts")
    @classmethod
    def _patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is not a regular expression: {error}") from error
        return patterns

    @property
    def expected(self) -> tuple[Outcome, ...]:
        """The outcomes that are right; any answer where the case names none."""
        return self.outcomes or ((self.outcome,) if self.outcome else (Outcome.ANSWERED,))

    @property
    def answerable(self) -> bool:
        """Whether the sources hold an answer, so that only answering is right."""
        return Outcome.ANSWERED in self.expected and Outcome.NO_EVIDENCE not in self.expected

    @property
    def unanswerable(self) -> bool:
        """Whether only abstaining is right, or answering in part where that is allowed besides."""
        abstaining = {Outcome.NO_EVIDENCE, Outcome.OUT_OF_SCOPE}
        return bool(abstaining.intersection(self.expected)) and (
            abstaining | {Outcome.PARTLY_ANSWERED}
        ).issuperset(self.expected)

    @property
    def written(self) -> dict[str, object]:
        """The fields that say something, as they are written down."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def cluster(self) -> str:
        """What the case has in common with others: its group, or how its conversation begins."""
        return self.group or (self.turns[0] if self.turns else self.question)


@dataclass(frozen=True, slots=True)
class Entry:
    """A case as a file holds it: its fields, the line it begins on, and those of its fields."""

    path: Path
    line: int
    fields: object
    lines: dict[str, int]

    def problem(self, field: str, message: str) -> Problem:
        """A fault in a field, or in the entry where the field is not there."""
        said = f"{field}: {message}" if field else message
        return Problem(self.path, self.lines.get(field.partition(".")[0], self.line), said)


def of_split(cases: Iterable[Case], split: Split) -> list[Case]:
    """The cases of a split; those without one were never kept back, so they are ``dev``."""
    return [case for case in cases if (case.split or Split.DEV) is split]


def read_cases(paths: Iterable[Path]) -> list[Case]:
    """The cases of YAML, CSV and JSONL files, in their order.

    Raises :class:`corpus.problem.Unsound` with every fault found, each with its file and line.
    """
    return [case for _, case in read_entries(paths)]


def read_entries(paths: Iterable[Path]) -> list[tuple[Entry, Case]]:
    """The cases of some files, each with where it stands; see :func:`read_cases`."""
    found: dict[str, tuple[Entry, Case]] = {}
    problems: list[Problem] = []
    for path in paths:
        for entry in _entries(path, problems):
            try:
                case = Case.model_validate(entry.fields)
            except ValidationError as error:
                problems += [
                    entry.problem(".".join(map(str, fault["loc"])), fault["msg"])
                    for fault in error.errors()
                ]
                continue
            if case.id in found:
                problems.append(entry.problem("", f"case {case.id!r} is there twice"))
            found[case.id] = entry, case
    if problems:
        raise Unsound(problems)
    return list(found.values())


def _entries(path: Path, problems: list[Problem]) -> list[Entry]:
    """The entries of a file; what cannot be read at all is a problem."""
    readers = {".csv": _of_table, ".jsonl": _of_lines}
    try:
        written = path.read_bytes().decode("utf-8-sig")
        return list(readers.get(path.suffix.lower(), _of_yaml)(path, written))
    except UnicodeDecodeError:
        hint = "; save it as “CSV UTF-8”" if path.suffix.lower() == ".csv" else ""
        problems.append(Problem(path, 1, f"cannot be read: it is not UTF-8{hint}"))
    except OSError as error:
        problems.append(Problem(path, 1, f"cannot be read: {error.strerror}"))
    except NotCases as error:
        problems.append(Problem(path, error.line, str(error)))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(Problem(path, mark.line + 1 if mark else 1, f"cannot be read: {error}"))
    return []


def _of_yaml(path: Path, written: str) -> Iterator[Entry]:
    # libyaml's loader where there is one: it is ten times as fast.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(written)
    node = loader.get_single_node()
    if not isinstance(node, SequenceNode) or not all(
        isinstance(entry, MappingNode) for entry in node.value
    ):
        raise NotCases(1, "is not a list of cases")
    loaded = loader.construct_document(node)
    for entry, fields in zip(node.value, loaded, strict=True):
        lines = {str(key.value): key.start_mark.line + 1 for key, _ in entry.value}
        yield Entry(path, entry.start_mark.line + 1, fields, lines)


def _of_table(path: Path, written: str) -> Iterator[Entry]:
    for row in read_table(written):
        yield Entry(path, row.line, row.fields, {})


def _of_lines(path: Path, written: str) -> Iterator[Entry]:
    for number, line in enumerate(written.split("\n"), start=1):
        if line.strip():
            try:
                yield Entry(path, number, json.loads(line), {})
            except ValueError as error:
                raise NotCases(number, f"cannot be read: {error}") from error
