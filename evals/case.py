"""Cases: questions with what a good answer holds, as people write them in YAML."""

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, field_validator
from yaml.nodes import MappingNode, SequenceNode

from assistant.turn import Outcome
from corpus.problem import Problem, Unsound

CASES = Path(__file__).with_name("cases")
"""The folder of the cases that come with the project."""

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
    def cluster(self) -> str:
        """What the case has in common with others: its group, or how its conversation begins."""
        return self.group or (self.turns[0] if self.turns else self.question)


def read_cases(paths: Iterable[Path]) -> list[Case]:
    """The cases of YAML files, in their order.

    Raises :class:`corpus.problem.Unsound` with every fault found, each with its file and line.
    """
    cases: dict[str, Case] = {}
    problems: list[Problem] = []
    for path in paths:
        for line, fields in _entries(path, problems):
            try:
                case = Case.model_validate(fields)
            except ValidationError as error:
                problems += [
                    Problem(path, line, f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}")
                    for fault in error.errors()
                ]
                continue
            if case.id in cases:
                problems.append(Problem(path, line, f"case {case.id!r} is there twice"))
            cases[case.id] = case
    if problems:
        raise Unsound(problems)
    return list(cases.values())


def _entries(path: Path, problems: list[Problem]) -> list[tuple[int, object]]:
    """The entries of a file, each with the line on which it begins."""
    try:
        written = path.read_text("utf-8-sig")
        node = yaml.compose(written, yaml.SafeLoader)
        loaded = yaml.safe_load(written)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(Problem(path, mark.line + 1 if mark else 1, f"cannot be read: {error}"))
        return []
    if not isinstance(node, SequenceNode) or not all(
        isinstance(entry, MappingNode) for entry in node.value
    ):
        problems.append(Problem(path, 1, "is not a list of cases"))
        return []
    return [
        (entry.start_mark.line + 1, fields)
        for entry, fields in zip(node.value, loaded, strict=True)
    ]
