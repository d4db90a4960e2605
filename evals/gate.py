"""``python -m evals gate``: is a run good enough, and no worse than the recorded reference?

Thresholds are in ``gate.toml``, the reference is ``gate-reference.json``. Exit code 1 and plain
words say what is not good enough.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from assistant.settings import Settings
from evals.case import SHIPPED, Split, of_split, read_cases
from evals.comparing import PLACES, Comparison, Measured, compared
from evals.interval import mean, tallies
from evals.measure import measures
from evals.record import CaseScore, Figure, Record
from evals.run import FOLDER, Run, named
from evals.subset import subset
from evals.summary import valued

GATE = Path(__file__).with_name("gate.toml")
REFERENCE = Path(__file__).with_name("gate-reference.json")
_RUNS = "gate"
"""Where runs of the fast subset lie, below the data folder: apart, as they are no whole runs."""


class Floor(Record):
    """What a measure must reach: over all cases, or over those of a kind and of a language.

    ``by`` is the lower end of the interval (``low``) or the ``value``. The fast subset is too small
    for a lower end to say much: there the upper end must reach what is asked of the lower.
    """

    measure: str
    least: float
    kind: str = ""
    language: str = ""
    by: Literal["low", "value"] = "low"

    @model_validator(mode="after")
    def _known(self) -> "Floor":
        known = measures().get(self.measure)
        if known is None or not known.share or known.better != "higher" or known.of == "cases":
            raise ValueError(f"{self.measure!r} is no share of which more is better")
        return self


class Subset(Record):
    """How many cases the fast subset has."""

    count: int


class Falls(Record):
    """The measures that must not fall against the reference."""

    measures: tuple[str, ...]


class Gate(Record):
    """What is asked of a run (``gate.toml``)."""

    fast: Subset
    falls: Falls
    floor: tuple[Floor, ...] = ()


class Missed(Record):
    """A floor that was missed, and by what; ``found`` is ``None`` where no case bears on it."""

    floor: Floor
    by: Literal["low", "value", "high"]
    found: Figure | None


class Verdict(Record):
    """What the gate finds of a run. ``comparison`` is ``None`` where there is no reference."""

    run: str
    count: int
    held: int
    missed: tuple[Missed, ...]
    comparison: Comparison | None

    @property
    def passed(self) -> bool:
        """Whether every floor is reached and nothing fell."""
        return not self.missed and not (self.comparison and self.comparison.of("worse"))


def read_gate(path: Path = GATE) -> Gate:
    """The thresholds of a file. Raises ``pydantic.ValidationError`` if it is unfit."""
    return Gate.model_validate(tomllib.loads(path.read_text("utf-8")))


def judged(run: Measured, gate: Gate, reference: Measured | None, *, fast: bool) -> Verdict:
    """What the gate finds of a run; ``fast`` where it has the cases of the fast subset alone."""
    found = [_against(floor, run, fast=fast) for floor in gate.floor]
    # Cases of the reference that the subset leaves out are not missing.
    held = part(reference, run.cases) if fast and reference else reference
    return Verdict(
        run=run.name,
        count=len(run.scores),
        held=len(gate.floor),
        missed=tuple(missed for missed in found if missed),
        comparison=held and compared(_only(held, gate), _only(run, gate)),
    )


def _against(floor: Floor, run: Measured, *, fast: bool) -> Missed | None:
    """The floor, if the run does not reach it."""
    some = [
        score
        for score in run.scores
        if floor.kind in ("", score.kind) and floor.language in ("", score.language)
    ]
    found = mean(tallies(valued(some, floor.measure).values()), share=True)
    by: Literal["low", "value", "high"] = "high" if fast and floor.by == "low" else floor.by
    if found and {"low": found.low, "value": found.value, "high": found.high}[by] >= floor.least:
        return None
    return Missed(floor=floor, by=by, found=found)


def _only(run: Measured, gate: Gate) -> Measured:
    """The run with the measures that must not fall: tests of others would only blunt theirs."""
    wanted = gate.falls.measures
    scores = tuple(
        score.model_copy(update={"values": {id_: score.values.get(id_) for id_ in wanted}})
        for score in run.scores
    )
    return run.model_copy(update={"scores": scores})


def part(run: Measured, ids: Iterable[str]) -> Measured:
    """A run as if it had had these cases alone."""
    some = frozenset(ids)
    return run.model_copy(
        update={
            "cases": {id_: digest for id_, digest in run.cases.items() if id_ in some},
            "scores": tuple(score for score in run.scores if score.case in some),
        }
    )


def record(run: Measured, gate: Gate, path: Path) -> None:
    """Keep a run as the reference, with a line for each case. No path of this machine is kept."""
    made = run.configuration
    settings = {name: said for name, said in made.settings.items() if name not in PLACES}
    files = tuple(file.model_copy(update={"name": Path(file.name).name}) for file in made.cases)
    kept = _only(run, gate).model_copy(
        update={"configuration": made.model_copy(update={"settings": settings, "cases": files})}
    )
    head = kept.model_dump_json(exclude={"scores"})
    lines = ",\n".join(json.dumps(_line(score), ensure_ascii=False) for score in kept.scores)
    path.write_text(f'{head[:-1]},"scores":[\n{lines}\n]}}\n', "utf-8")


def _line(score: CaseScore) -> dict[str, object]:
    """What a comparison needs of a score; its cluster is that of the run that is compared."""
    values = {id_: value for id_, value in score.values.items() if value is not None}
    bare = CaseScore(
        case=score.case, cluster="", language=score.language, kind=score.kind, values=values
    )
    return bare.model_dump(
        mode="json", exclude={"faults", "group", "expected", "outcome", "cited", "likely"}
    )


def read_reference(path: Path = REFERENCE) -> Measured | None:
    """The run that was recorded; ``None`` where none was."""
    return Measured.model_validate_json(path.read_bytes()) if path.exists() else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge a run: 0 where it passes or was recorded, 1 where it does not pass."""
    from evals.report.passing import lines
    from evals.report.wording import LANGUAGES, Wording

    parser = argparse.ArgumentParser(prog="python -m evals gate", description=__doc__)
    parser.add_argument(
        "run", type=Path, nargs="?", metavar="RUN",
        help="folder or name; without it the newest, or with --fast one that is made now",
    )  # fmt: skip
    parser.add_argument("--fast", action="store_true", help="the fast subset of the cases alone")
    parser.add_argument(
        "--index", type=Path, metavar="DIR", help="with --fast: an index to answer from"
    )
    parser.add_argument("--record", action="store_true", help="keep the run as the reference")
    parser.add_argument("--gate", type=Path, default=GATE, metavar="FILE", help="the thresholds")
    parser.add_argument(
        "--reference", type=Path, default=REFERENCE, metavar="FILE", help="the reference"
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the words")
    parser.add_argument("--json", action="store_true", help="the verdict as JSON")
    options = parser.parse_args(arguments)
    gate = read_gate(options.gate)
    settings = Settings()
    root = settings.data_dir / FOLDER
    if options.fast and not options.run:
        run = fast_run(settings, options.index, gate)
    else:
        run = Run.open(named(options.run, root)) if options.run else Run.newest(root)
    measured = Measured.of(run)
    if options.record:
        record(measured, gate, options.reference)
        sys.stderr.write(f"Recorded {run.folder} in {options.reference}\n")
        return 0
    if options.fast:
        measured = part(measured, (case.id for case in subset(run.cases, gate.fast.count)))
    reference = read_reference(options.reference)
    verdict = judged(measured, gate, reference, fast=options.fast)
    if options.json:
        sys.stdout.write(verdict.model_dump_json(indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(lines(verdict, Wording.of(options.lang))) + "\n")
    return 0 if verdict.passed else 1


def fast_run(settings: Settings, index: Path | None, gate: Gate) -> Run:
    """The fast subset of the shipped cases of ``dev``, answered and scored now."""
    from evals.configuration import configuration
    from evals.generation import generate
    from evals.scored import score_run
    from evals.system import ASSISTANT, open_systems

    cases = subset(of_split(read_cases(SHIPPED), Split.DEV), gate.fast.count)
    systems = open_systems((ASSISTANT,), settings, index)
    made = configuration(settings, index, SHIPPED, (ASSISTANT,), Split.DEV.value, "fast")
    run = Run.create(settings.data_dir / _RUNS, made, cases)
    generate(run, systems)
    score_run(run, settings)
    return run
