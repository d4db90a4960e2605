"""``python -m evals``: how good and how fast the answers are. ``evals/README.md`` is the guide.

The result is on stdout, commentary on stderr. Exit codes: 0 done, 1 could not (stderr says what
to do), 2 wrong usage.
"""

import argparse
import importlib
import logging
import sys
from collections.abc import Sequence

_COMMANDS = {
    "run": ("running:main", "put the cases to the systems, judge the answers, keep it all"),
    "generate": ("running:generation", "the first part of a run: answer the cases"),
    "score": ("scored:main", "the second part of a run: judge the answers"),
    "report": ("report.writing:main", "the third part of a run: a page to read, keep and print"),
    "compare": ("comparing:main", "two runs: what got better, what got worse, on which cases"),
    "gate": ("gate:main", "is a run good enough, and no worse than the recorded reference"),
    "cases": ("case_file:main", "check cases, and take them to a spreadsheet and back"),
    "label": ("labelling.desk:main", "two people label the answers of a run"),
    "feedback": ("feedback:main", "make a case of what a person said of an answer"),
    "fit": ("fitting:main", "fit what decides whether the sources hold an answer"),
    "mutation": (
        "mutation:main",
        "how well the support check tells true sentences from damaged ones",
    ),
    "damage": ("damage:main", "how many answers damaged on purpose the scoring notices"),
    "triage": ("triage:main", "how well triage tells messages apart"),
    "benchmark": ("benchmark:main", "the engine on a question set that others made"),
    "speed": ("speed:main", "speed and memory, as ratios within one run"),
}
"""Commands, the function of this package that reads the arguments of each, and what it does."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command", metavar="COMMAND")
    for name, (_, does) in _COMMANDS.items():
        commands.add_parser(name, help=does, add_help=False)
    options, rest = parser.parse_known_args(arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    try:
        module, _, function = _COMMANDS[options.command][0].partition(":")
        return int(getattr(importlib.import_module(f"evals.{module}"), function)(rest))
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 1
    except BrokenPipeError:
        return 0
    except _foreseen() as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _foreseen() -> tuple[type[Exception], ...]:
    """What can go wrong outside the program; each message says what to do."""
    from chromadb.errors import ChromaError
    from pydantic import ValidationError

    from assistant.database import DatabaseUnavailable
    from corpus.problem import Unsound
    from evals.case_file import Taken
    from evals.fit import TooFew
    from evals.run import NoRun
    from evals.system import NoModel
    from index.build import Busy
    from index.embedding import ModelUnavailable
    from index.search import NoIndex

    return (
        Busy,
        ChromaError,
        DatabaseUnavailable,
        ModelUnavailable,
        NoIndex,
        NoModel,
        NoRun,
        OSError,
        Taken,
        TooFew,
        Unsound,
        ValidationError,
    )


if __name__ == "__main__":
    sys.exit(main())
