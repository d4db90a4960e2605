"""``python -m evals score``: judge the answers of a run. Needs neither model nor index."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.settings import Settings
from evals.run import FOLDER, NoRun, Run, named
from evals.score_page import shown
from evals.scoring import score
from evals.summary import summary


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge, print the figures on stdout, and return 0."""
    parser = argparse.ArgumentParser(prog="python -m evals score", description=__doc__)
    parser.add_argument(
        "run", type=Path, nargs="?", metavar="RUN", help="folder or name; the newest without it"
    )
    options = parser.parse_args(arguments)
    root = Settings().data_dir / FOLDER
    run = Run.open(named(options.run, root)) if options.run else Run.newest(root)
    score_run(run)
    sys.stdout.write("\n".join(shown(run)) + "\n")
    return 0


def score_run(run: Run) -> None:
    """Judge the answers of every system of a run, and keep the scores in it.

    Raises :class:`evals.run.NoRun` where answers are missing.
    """
    for system in run.systems:
        if not run.answered(system):
            raise NoRun(
                f"{run.folder} has not all answers of {system} yet. "
                f"Go on: python -m evals run --resume {run.folder}"
            )
        scores = [
            score(case, answered.turn)
            for case, answered in zip(run.cases, run.turns(system), strict=True)
        ]
        run.write_scores(system, scores, summary(system, scores))
