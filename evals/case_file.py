"""``python -m evals cases``: check cases, and take them to a spreadsheet and back."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

from corpus.library import SHIPPED as TEXTS
from corpus.manifest import FILE_NAME, read_manifest
from corpus.problem import Problem, Unsound
from evals.case import CASES, Case, read_cases, read_entries
from evals.case_table import write_table


class Taken(Exception):
    """A file is there already. The message says what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, export or import; 0 when done."""
    parser = argparse.ArgumentParser(prog="python -m evals cases", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="are the cases sound? Faults with file and line")
    check.add_argument("files", type=Path, nargs="*", metavar="FILE", help="YAML, CSV or JSONL")
    check.set_defaults(work=_check)

    export = commands.add_parser("export", help="cases as a table for a spreadsheet")
    export.add_argument("files", type=Path, nargs="+", metavar="FILE", help="YAML, CSV or JSONL")
    export.add_argument("--to", type=Path, required=True, metavar="FILE.csv")
    export.add_argument(
        "--semicolon", action="store_true", help="for a spreadsheet with Swedish settings"
    )
    export.set_defaults(work=_export)

    fetch = commands.add_parser("import", help="cases from a spreadsheet (“CSV UTF-8”)")
    fetch.add_argument("files", type=Path, nargs="+", metavar="FILE.csv")
    fetch.add_argument("--to", type=Path, required=True, metavar="FILE", help="YAML or JSONL")
    fetch.set_defaults(work=_import)

    for command in (export, fetch):
        command.add_argument("--replace", action="store_true", help="write over a file")
    options = parser.parse_args(arguments)
    return int(options.work(options))


def _check(options: argparse.Namespace) -> int:
    files = options.files or [
        path for path in sorted(CASES.glob("*.yaml")) if path.stem != "triage"
    ]
    entries = read_entries(files)
    known = read_manifest(TEXTS / FILE_NAME)
    problems: list[Problem] = [
        entry.problem("sources", f"there is no source {source!r} in the corpus")
        for entry, case in entries
        for source in case.sources
        if source not in known
    ]
    if problems:
        raise Unsound(problems)
    sys.stdout.write(f"{len(entries)} cases in {len(files)} files are sound.\n")
    return 0


def _export(options: argparse.Namespace) -> int:
    cases = read_cases(options.files)
    table = write_table((case.written for case in cases), ";" if options.semicolon else ",")
    _write(options.to, table, replace=options.replace, encoding="utf-8-sig")
    sys.stderr.write(
        f"Open it, change it, save it as “CSV UTF-8”, and take it back: "
        f"python -m evals cases import {options.to} --to FILE.yaml\n"
    )
    sys.stdout.write(f"{len(cases)} cases are in {options.to}\n")
    return 0


def _import(options: argparse.Namespace) -> int:
    cases = read_cases(options.files)
    _write(options.to, _written(cases, options.to), replace=options.replace)
    sys.stdout.write(f"{len(cases)} cases are in {options.to}\n")
    return 0


def _written(cases: Iterable[Case], path: Path) -> str:
    if path.suffix.lower() == ".jsonl":
        return "".join(f"{case.model_dump_json(exclude_defaults=True)}\n" for case in cases)
    return in_yaml(case.written for case in cases)


def in_yaml(entries: Iterable[dict[str, object]]) -> str:
    """A list in YAML as a file of cases holds it."""
    return yaml.safe_dump(list(entries), allow_unicode=True, sort_keys=False, width=100)


def _write(path: Path, text: str, *, replace: bool, encoding: str = "utf-8") -> None:
    if path.exists() and not replace:
        raise Taken(f"{path} is there already. Name another file, or add --replace.")
    # Line ends as they are: a table's rows end as its own rules say.
    path.write_text(text, encoding, newline="")
