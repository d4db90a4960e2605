"""``python -m evals compare A B``: what got better, what got worse, and what differs between runs.

Only cases that both runs hold with the same wording and the same expectations are compared, case
by case (:mod:`evals.paired`); what cannot be compared is said.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.settings import Settings
from evals.case import Case
from evals.paired import Change, paired
from evals.record import CaseScore, Configuration, Record
from evals.run import FOLDER, Run, named

PLACES = frozenset({"index", "documents"})
"""Settings that say where things lie; what they hold is told by digests."""


class Measured(Record):
    """What a comparison needs of a run: how it was made, its cases, and how each of them went.

    ``cases`` are digests of the cases by id: a case that reads otherwise is another case.
    ``system`` is the one that the run measures.
    """

    name: str
    system: str
    configuration: Configuration
    cases: dict[str, str]
    scores: tuple[CaseScore, ...]

    @classmethod
    def of(cls, run: Run) -> "Measured":
        """A run that was scored. Raises :class:`evals.run.NoRun` where it was not."""
        system = run.systems[0]
        return cls(
            name=run.folder.name,
            system=system,
            configuration=run.configuration,
            cases={case.id: digest(case) for case in run.cases},
            scores=tuple(run.scores(system)),
        )


class Setting(Record):
    """One thing that two runs were not made with alike, and what it was in each."""

    name: str
    before: str
    after: str


class Comparison(Record):
    """Two runs beside each other.

    ``common`` counts the cases that are compared. Those of ``gone`` only the earlier run has,
    those of ``new`` only the later one, and those of ``altered`` read otherwise in each.
    """

    before: str
    after: str
    settings: tuple[Setting, ...]
    common: int
    gone: tuple[str, ...]
    new: tuple[str, ...]
    altered: tuple[str, ...]
    changes: tuple[Change, ...]

    def of(self, verdict: str) -> tuple[Change, ...]:
        """The changes with that verdict."""
        return tuple(change for change in self.changes if change.verdict == verdict)


def compared(before: Measured, after: Measured) -> Comparison:
    """The later run beside the earlier one."""
    old, new = before.cases, after.cases
    common = {id_ for id_ in new if old.get(id_) == new[id_]}
    return Comparison(
        before=before.name,
        after=after.name,
        settings=tuple(_settings(before, after)),
        common=len(common),
        gone=tuple(id_ for id_ in old if id_ not in new),
        new=tuple(id_ for id_ in new if id_ not in old),
        altered=tuple(id_ for id_ in new if id_ in old and id_ not in common),
        changes=tuple(
            paired(
                [score for score in before.scores if score.case in common],
                [score for score in after.scores if score.case in common],
            )
        ),
    )


def digest(case: Case) -> str:
    """Sixteen hexadecimal digits that change when anything about the case does.

    What a case does not say does not count, so that a new field alters no case without it.
    """
    return hashlib.sha256(case.model_dump_json(exclude_defaults=True).encode()).hexdigest()[:16]


def _settings(before: Measured, after: Measured) -> Iterator[Setting]:
    old, new = _made_with(before), _made_with(after)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name, "") != new.get(name, ""):
            yield Setting(name=name, before=old.get(name, ""), after=new.get(name, ""))


def _made_with(side: Measured) -> dict[str, str]:
    """What decides the answers, and which cases were asked; names as in ``run.json``."""
    made = side.configuration
    several = {
        "cases": {Path(file.name).name: file.digest for file in made.cases},
        "index": made.index,
        "settings": {name: said for name, said in made.settings.items() if name not in PLACES},
        "versions": made.versions,
    }
    return {
        "system": side.system,
        "model": made.model,
        "split": made.split,
        "corpus": made.corpus,
        "weights": made.weights,
        **{
            f"{what}: {name}": said for what, some in several.items() for name, said in some.items()
        },
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare two runs; 0 when done, whatever came of it."""
    from evals.report.changes import lines
    from evals.report.wording import LANGUAGES, Wording

    parser = argparse.ArgumentParser(prog="python -m evals compare", description=__doc__)
    parser.add_argument("before", type=Path, metavar="A", help="the earlier run: folder or name")
    parser.add_argument("after", type=Path, metavar="B", help="the later run: folder or name")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the words")
    parser.add_argument("--json", action="store_true", help="the comparison as JSON")
    options = parser.parse_args(arguments)
    root = Settings().data_dir / FOLDER
    before, after = (
        Measured.of(Run.open(named(path, root))) for path in (options.before, options.after)
    )
    found = compared(before, after)
    if options.json:
        sys.stdout.write(found.model_dump_json(indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(lines(found, Wording.of(options.lang))) + "\n")
    return 0
