"""``python -m corpus check``: is the corpus sound?"""

import argparse
import sys
from pathlib import Path

from corpus.check import problems
from corpus.library import SHIPPED


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 problems found, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m corpus", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="prove the manifest and the texts sound")
    check.add_argument("--corpus", type=Path, default=SHIPPED, metavar="DIR")
    return _check(parser.parse_args(arguments).corpus)


def _check(folder: Path) -> int:
    found = problems(folder)
    for problem in found:
        sys.stdout.write(f"{problem}\n")
    if found:
        sys.stderr.write(f"{len(found)} problems; each line names file and line.\n")
        return 1
    sys.stderr.write("The corpus is sound.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
