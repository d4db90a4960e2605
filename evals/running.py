"""``python -m evals run``: put the cases to the systems, judge the answers, and keep it all.

What is kept lies in a dated folder below the data folder. A run that was stopped goes on with
``--resume``; ``--again`` makes one anew and says whether the answers came out the same.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.settings import Settings
from evals.case import SHIPPED, Case, Split, of_split, read_cases
from evals.configuration import changes, configuration
from evals.generation import generate
from evals.published import RESULTS, published, shown
from evals.record import Configuration
from evals.report.wording import LANGUAGES
from evals.run import FOLDER, NoRun, Run, named
from evals.scored import score_run
from evals.system import ASSISTANT, BASELINE, SYSTEMS, WITH_MODEL, System, open_systems


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer, judge and report; 0 when done, 1 where ``--again`` did not come out the same."""
    from evals.report.content import content
    from evals.report.writing import earlier, write

    options = _options("run", arguments)
    started = time.perf_counter()
    settings = _settings(options)
    runs, same = _generated(options, settings)
    for run in runs:
        score_run(run, settings)
    if options.publish:
        options.publish.write_text(published(runs), "utf-8")
    # Of the split that is kept back, cases are not shown in passing.
    run = runs[0]
    before = earlier(run, run.folder.parent)
    report = write(content(run, before), run.folder, options.lang)
    sys.stdout.write("\n".join(shown(run)) + "\n")
    sys.stderr.write(
        f"Done in {time.perf_counter() - started:.0f} seconds. Everything is kept in {run.folder}\n"
        f"The report, to open in a browser: {report}\n"
        f"{_next(before, run)}\n"
    )
    return 0 if same else 1


def _next(before: Run | None, run: Run) -> str:
    name = run.folder.name
    if before is None:
        return f"Is it good enough? python -m evals gate {name}"
    return f"What changed: python -m evals compare {before.folder.name} {name}"


def generation(arguments: Sequence[str] | None = None) -> int:
    """``python -m evals generate``: answer the cases and stop there."""
    options = _options("generate", arguments)
    runs, same = _generated(options, _settings(options))
    for run in runs:
        sys.stdout.write(f"{run.folder}\n")
        sys.stderr.write(f"Answered. Judge the answers: python -m evals score {run.folder}\n")
    return 0 if same else 1


def _options(command: str, arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=f"python -m evals {command}",
        description=__doc__,
        epilog="Systems: " + "; ".join(f"{name}: {what}" for name, what in SYSTEMS.items()) + ".",
    )
    parser.add_argument("--cases", type=Path, nargs="+", metavar="FILE", help="YAML, CSV or JSONL")
    parser.add_argument("--split", choices=("dev", "test", "all"), default="dev")
    parser.add_argument(
        "--systems", nargs="+", choices=list(SYSTEMS), metavar="NAME",
        help="what answers; the first is measured, the others stand beside it",
    )  # fmt: skip
    parser.add_argument("--model", metavar="PROVIDER:NAME", help="a chat model that words answers")
    parser.add_argument("--tag", default="", type=_tag, help="a word for the name of the folder")
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index of documents")
    parser.add_argument(
        "--parallel", type=_positive, default=1, metavar="N",
        help="cases answered at a time; more than one helps with a chat model",
    )  # fmt: skip
    begun = parser.add_mutually_exclusive_group()
    begun.add_argument("--resume", type=Path, metavar="FOLDER", help="go on with a stopped run")
    begun.add_argument("--again", type=Path, metavar="FOLDER", help="make a run anew")
    parser.set_defaults(publish=None)
    if command == "run":
        parser.add_argument(
            "--lang", choices=LANGUAGES, default="en", help="language of the report"
        )
        begun.add_argument(
            "--publish", type=Path, nargs="?", const=RESULTS, metavar="FILE",
            help="run both splits, and write their figures to a page (%(const)s)",
        )  # fmt: skip
    return parser.parse_args(arguments)


def _tag(written: str) -> str:
    if not all(character.isalnum() or character in "._-" for character in written):
        raise argparse.ArgumentTypeError("a tag is made of letters, figures, '.', '_' and '-'")
    return written


def _positive(written: str) -> int:
    number = int(written)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _settings(options: argparse.Namespace) -> Settings:
    settings = Settings()
    return settings.model_copy(update={"model": options.model}) if options.model else settings


def _generated(options: argparse.Namespace, settings: Settings) -> tuple[list[Run], bool]:
    """Runs with every answer, and whether they came out like the one that was to be repeated."""
    root = settings.data_dir / FOLDER
    if options.resume:
        return [_resumed(Run.open(named(options.resume, root)), settings, options.parallel)], True
    if options.again:
        run, same = _repeated(Run.open(named(options.again, root)), settings, options.parallel)
        return [run], same
    files: Sequence[Path] = options.cases or SHIPPED
    read = read_cases(files)
    cases = {split: _of(read, split) for split in _splits(options)}
    for split, some in cases.items():
        if not some:
            raise NoRun(f"No case is of the split {split}. Name another with --split.")
    beside = (WITH_MODEL,) if options.model else ()
    names: Sequence[str] = options.systems or (*beside, ASSISTANT, BASELINE)
    systems = open_systems(names, settings, options.index)
    runs = []
    for split, some in cases.items():
        tag = "-".join(filter(None, (options.tag, split if options.publish else "")))
        made = configuration(settings, options.index, files, names, split, tag)
        runs.append(_answered(Run.create(root, made, some), systems, options.parallel))
    return runs, True


def _splits(options: argparse.Namespace) -> tuple[str, ...]:
    return ("dev", "test") if options.publish else (options.split,)


def _of(cases: list[Case], split: str) -> list[Case]:
    return cases if split == "all" else of_split(cases, Split(split))


def _resumed(run: Run, settings: Settings, parallel: int) -> Run:
    if all(map(run.answered, run.systems)):
        return run
    systems, now = _reopened(run, settings)
    changed = changes(run.configuration, now)
    if changed:
        raise NoRun(
            f"Since {run.folder} was begun, this is no longer the same: {'; '.join(changed)}. "
            f"Its answers would not belong together. "
            f"Make it anew: python -m evals run --again {run.folder}"
        )
    return _answered(run, systems, parallel)


def _repeated(before: Run, settings: Settings, parallel: int) -> tuple[Run, bool]:
    systems, now = _reopened(before, settings)
    run = _answered(Run.create(before.folder.parent, now, before.cases), systems, parallel)
    for change in changes(before.configuration, now):
        sys.stderr.write(f"No longer the same: {change}\n")
    same = True
    for system in run.systems:
        unlike = differing(before, run, system)
        same &= not unlike
        said = f": {', '.join(unlike[:10])}{' …' if len(unlike) > 10 else ''}" if unlike else ""
        sys.stderr.write(
            f"{system}: {len(run.cases) - len(unlike)} of {len(run.cases)} Turns came out the "
            f"same but for seconds{said}\n"
        )
    return run, same


def differing(before: Run, after: Run, system: str) -> list[str]:
    """The ids of the cases that a system answered otherwise; seconds do not count."""
    old, new = (
        {one.case: replace(one.turn, seconds=0.0) for one in run.turns(system)}
        for run in (before, after)
    )
    return [case.id for case in after.cases if old.get(case.id) != new.get(case.id)]


def _reopened(run: Run, settings: Settings) -> tuple[list[System], Configuration]:
    """The systems of a run as they are now, and what they are made with."""
    made = run.configuration
    settings = settings.model_copy(update={"model": made.model})
    index = Path(made.settings["index"]) if made.settings["index"] else None
    systems = open_systems(run.systems, settings, index)
    now = configuration(settings, index, (), run.systems, made.split, made.tag)
    return systems, now.model_copy(update={"cases": made.cases})


def _answered(run: Run, systems: Sequence[System], parallel: int) -> Run:
    sys.stderr.write(
        f"{len(run.cases)} cases, into {run.folder}\n"
        f"If this is stopped, go on with: python -m evals run --resume {run.folder}\n"
    )
    generate(run, systems, parallel)
    return run
