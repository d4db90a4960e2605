"""A run: the dated folder that holds what was asked, what was answered, and what came of it.

::

    run.json               what it was made with, so that it can be made again
    cases.jsonl            one case a line
    turns.<system>.jsonl   one Turn a line, in the order of the cases
    scores.<system>.jsonl  one score a line, in the same order
    summary.<system>.json  the figures
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout
from pydantic import BaseModel, ValidationError

from corpus.problem import Problem, Unsound
from evals.case import Case
from evals.record import Answered, CaseScore, Configuration, Summary

FOLDER = "runs"
"""Where runs lie, below the data folder of the settings."""
_STAMP = "%Y-%m-%dT%H%M%SZ"
_CONFIGURATION = "run.json"
_CASES = "cases.jsonl"

Model = TypeVar("Model", bound=BaseModel)


class NoRun(Exception):
    """There is no such run, or it lacks what is needed. The message says what to do."""


class Run:
    """One run; its systems are those of ``configuration``, the measured one first."""

    def __init__(self, folder: Path, configuration: Configuration, cases: Sequence[Case]) -> None:
        self.folder = folder
        self.configuration = configuration
        self.cases = tuple(cases)

    @classmethod
    def create(cls, root: Path, configuration: Configuration, cases: Sequence[Case]) -> "Run":
        """Begin a run in a new folder below ``root``, named for when and with which tag."""
        named = datetime.fromisoformat(configuration.created).strftime(_STAMP)
        if configuration.tag:
            named = f"{named}-{configuration.tag}"
        folder = _new_folder(root, named)
        _write(folder / _CASES, "".join(f"{case.model_dump_json()}\n" for case in cases))
        # Last, since a folder without it is no run.
        _write(folder / _CONFIGURATION, configuration.model_dump_json(indent=2))
        return cls(folder, configuration, cases)

    @classmethod
    def open(cls, folder: Path) -> "Run":
        """The run in a folder.

        Raises :class:`NoRun` where there is none, and :class:`corpus.problem.Unsound` where one
        of its files is not what it was written as.
        """
        file = folder / _CONFIGURATION
        if not file.is_file():
            raise NoRun(f"{folder} holds no run. Make one: python -m evals run")
        configuration = _read(file, Configuration)
        return cls(folder, configuration, list(_lines(folder / _CASES, Case)))

    @classmethod
    def all(cls, root: Path) -> "list[Run]":
        """The runs below ``root``, the oldest first."""
        found = [cls.open(file.parent) for file in root.glob(f"*/{_CONFIGURATION}")]
        return sorted(found, key=lambda run: (run.configuration.created, run.folder.name))

    @classmethod
    def newest(cls, root: Path) -> "Run":
        """The run below ``root`` that was begun last. Raises :class:`NoRun` where there is none."""
        files = sorted(root.glob(f"*/{_CONFIGURATION}"), key=lambda file: file.parent.name)
        if not files:
            raise NoRun(f"There is no run in {root} yet. Make one: python -m evals run")
        return cls.open(files[-1].parent)

    @property
    def systems(self) -> tuple[str, ...]:
        """Names of what answers the cases; the first is measured, the others stand beside it."""
        return self.configuration.systems

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While another process writes into the folder, raises :class:`NoRun`."""
        try:
            with FileLock(self.folder / "run.lock", timeout=0):
                yield
        except Timeout as error:
            raise NoRun(
                f"Another process is writing into {self.folder}. Wait for it, or stop it first."
            ) from error

    def remaining(self, system: str) -> tuple[Case, ...]:
        """The cases that ``system`` has yet to answer.

        A last line that was torn by a kill is dropped from the file. Raises
        :class:`corpus.problem.Unsound` where the file does not follow the cases.
        """
        path = self._turns(system)
        if not path.exists():
            return self.cases
        written = path.read_bytes()
        whole = written[: written.rfind(b"\n") + 1]
        if whole != written:
            with path.open("r+b") as file:
                file.truncate(len(whole))
        done = [answered.case for answered in self.turns(system)]
        if done != [case.id for case in self.cases[: len(done)]]:
            raise Unsound([Problem(path, 1, "does not follow cases.jsonl; make a new run")])
        return self.cases[len(done) :]

    def add(self, system: str, answered: Answered) -> None:
        """Put down what ``system`` answered; it is in the file when this returns."""
        with self._turns(system).open("ab") as file:
            file.write(f"{answered.model_dump_json()}\n".encode())

    def turns(self, system: str) -> list[Answered]:
        """What ``system`` has answered so far, in the order of the cases.

        Raises :class:`corpus.problem.Unsound` naming the line that cannot be read.
        """
        return list(_lines(self._turns(system), Answered))

    def answered(self, system: str) -> bool:
        """Whether ``system`` has answered every case."""
        path = self._turns(system)
        if not path.exists():
            return not self.cases
        with path.open("rb") as file:
            return sum(line.endswith(b"\n") for line in file) == len(self.cases)

    @property
    def scored(self) -> bool:
        """Whether there are figures of every system."""
        return all(self._summary(system).exists() for system in self.systems)

    def write_scores(self, system: str, scores: Iterable[CaseScore], summary: Summary) -> None:
        """Keep the scores of a system, in the order of the cases, and what they come to."""
        lines = "".join(f"{score.model_dump_json()}\n" for score in scores)
        _write(self._scores(system), lines)
        _write(self._summary(system), summary.model_dump_json(indent=2))

    def scores(self, system: str) -> list[CaseScore]:
        """The scores of a system.

        Raises :class:`NoRun` where it was not scored, or by a version that wrote scores otherwise.
        """
        self._wants(self._scores(system))
        try:
            return list(_lines(self._scores(system), CaseScore))
        except Unsound as error:
            raise NoRun(
                f"{error}\nJudge the answers again: python -m evals score {self.folder}"
            ) from error

    def summary(self, system: str) -> Summary:
        """The figures of a system. Raises :class:`NoRun` where it was not scored."""
        self._wants(self._summary(system))
        return _read(self._summary(system), Summary)

    def summaries(self) -> dict[str, Summary]:
        """The figures of every system by its name, in their order."""
        return {system: self.summary(system) for system in self.systems}

    def _wants(self, path: Path) -> None:
        if not path.exists():
            raise NoRun(
                f"{self.folder} has no {path.name} yet. "
                f"Make it: python -m evals score {self.folder}"
            )

    def _turns(self, system: str) -> Path:
        return self.folder / f"turns.{system}.jsonl"

    def _scores(self, system: str) -> Path:
        return self.folder / f"scores.{system}.jsonl"

    def _summary(self, system: str) -> Path:
        return self.folder / f"summary.{system}.json"


def named(path: Path, root: Path) -> Path:
    """The folder of a run by its path, or by its name below ``root``."""
    return path if path.is_dir() or path.is_absolute() else root / path


def _new_folder(root: Path, name: str) -> Path:
    """A folder that was not there; two runs of one second are told apart by a number."""
    root.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        folder = root / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
        else:
            return folder


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(text, "utf-8")
    beside.replace(path)


def _read(path: Path, model: type[Model]) -> Model:
    try:
        return model.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise Unsound([Problem(path, 1, _said(error))]) from error


def _lines(path: Path, model: type[Model]) -> Iterator[Model]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield model.model_validate_json(line)
            except ValidationError as error:
                raise Unsound([Problem(path, number, _said(error))]) from error


def _said(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else first["msg"]
