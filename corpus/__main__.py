"""``python -m corpus check | fetch | add | report``: keeping the corpus.

The result is on stdout, commentary on stderr. Exit codes: 0 done, 1 could not or problems found
(the output says what to do), 2 wrong usage.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from corpus.check import problems
from corpus.library import SHIPPED, read_library
from corpus.problem import Unsound

OFFICIAL = Path("var/official")
"""Where official texts are kept when nobody says otherwise."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; run it again to go on.\n")
        return 1
    except (OSError, Unsound) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m corpus", description=__doc__)
    commands = parser.add_subparsers(required=True)

    check = commands.add_parser("check", help="prove the manifest and the texts sound")
    check.set_defaults(run=_check)

    fetch = commands.add_parser("fetch", help="bring the publishers' own texts onto this machine")
    fetch.add_argument("ids", nargs="*", metavar="id", help="sources; all of them without one")
    fetch.add_argument("--into", type=Path, default=OFFICIAL, metavar="DIR", help=str(OFFICIAL))
    fetch.add_argument(
        "--cases", type=Path, nargs="+", default=[], metavar="FILE", help="evaluation cases (YAML)"
    )
    fetch.add_argument("--proxy", type=_proxy, metavar="URL", help="the proxy to go through")
    fetch.add_argument("--json", action="store_true", help="the result as JSON")
    fetch.set_defaults(run=_fetch)

    add = commands.add_parser("add", help="begin a new source from a document")
    add.add_argument("location", help="a URL or a file")
    add.add_argument("--id", required=True, help="lower-case words joined by hyphens")
    add.add_argument("--address", default="", metavar="URL", help="where a file comes from")
    add.add_argument("--proxy", type=_proxy, metavar="URL", help="the proxy to go through")
    add.set_defaults(run=_add)

    report = commands.add_parser("report", help="what the corpus holds and how well it is kept")
    report.add_argument(
        "--official", type=Path, default=OFFICIAL, metavar="DIR", help=str(OFFICIAL)
    )
    report.add_argument("--json", action="store_true", help="the report as JSON")
    report.set_defaults(run=_report)

    for command in (check, fetch, add, report):
        command.add_argument(
            "--corpus", type=Path, default=SHIPPED, metavar="DIR", help="a corpus folder"
        )
    return parser


def _proxy(written: str) -> str:
    if not written.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError("must start with http:// or https://")
    return written


def _check(options: argparse.Namespace) -> int:
    found = problems(options.corpus)
    for problem in found:
        sys.stdout.write(f"{problem}\n")
    if found:
        sys.stderr.write(f"{len(found)} problems; each line names file and line.\n")
        return 1
    sys.stderr.write("The corpus is sound.\n")
    return 0


def _fetch(options: argparse.Namespace) -> int:
    from corpus.arrival import Fetched
    from corpus.change import read_cases
    from corpus.fetch import Busy, fetch
    from corpus.harvest import UnknownSource, harvest, wanted

    def show(fetched: Fetched) -> None:
        sys.stderr.write(f"{fetched.outcome.value:<10} {fetched.url}\n")

    cases = read_cases(options.cases)
    try:
        texts = wanted(options.corpus, options.ids)
        done = fetch(texts, options.into, proxy=options.proxy, report=show)
    except UnknownSource as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except Busy as error:
        sys.stderr.write(f"{error}\n")
        return 1
    brought = harvest(options.corpus, done, cases)
    if options.json:
        _print_json(brought.record())
    else:
        sys.stdout.write(f"{brought.lines()}\n")
    if not brought.any_good:
        sys.stderr.write("Nothing could be fetched; each line says what to do.\n")
        return 1
    return 0


def _add(options: argparse.Namespace) -> int:
    from corpus.add import NotAdded, add
    from corpus.fetch import NotFetched
    from corpus.readers import Unreadable

    try:
        added = add(
            options.location,
            options.id,
            options.corpus,
            date.today(),
            address=options.address,
            proxy=options.proxy,
        )
    except (NotFetched, Unreadable) as error:
        sys.stderr.write(f"{options.location} {error}\n")
        return 1
    except NotAdded as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for file in added.files:
        sys.stdout.write(f"{options.corpus / file}\n")
    left_out = f" ({added.left_out} more were left out)" if added.left_out else ""
    sys.stderr.write(
        f"{added.title!r}, language {added.language}, {added.sections} sections{left_out}. "
        "Fill in what is marked TODO; python -m corpus check says what is left.\n"
    )
    return 0


def _report(options: argparse.Namespace) -> int:
    from corpus.report import report

    library = read_library(options.corpus, official=options.official)
    made = report(options.corpus, library, options.official)
    if options.json:
        _print_json(made.record())
    else:
        sys.stdout.write(f"{made.table()}\n")
    return 0


def _print_json(record: object) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2, default=str) + "\n")


if __name__ == "__main__":
    sys.exit(main())
