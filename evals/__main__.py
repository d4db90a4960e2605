"""``python -m evals score | fit | triage | speed | …``: how good and how fast the answers are.

The result is on stdout, commentary on stderr. Exit codes: 0 done, 1 could not (stderr says what
to do), 2 wrong usage.
"""

import argparse
import importlib
import json
import logging
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from assistant.settings import Settings
    from evals.case import Case, Split
    from evals.score import Score

_BY_DEFAULT = ("development", "calibration", "conversations", "paraphrases", "first-questions")
"""The cases of a score: questions as people ask them."""
_ALSO_FITTED = ("source-questions.en", "source-questions.sv")
"""Cases that a fit learns from besides."""

_OTHERS = {
    "mutation": (
        "evals.mutation",
        "how well the support check tells true sentences from damaged ones",
    ),
    "triage": ("evals.triage", "how well triage tells messages apart"),
    "benchmark": ("evals.benchmark", "the engine on a question set that others made"),
    "label": ("evals.labelling.desk", "two people label the answers of a run"),
    "judge": ("evals.judge", "a chat model judges the answers of a run"),
    "speed": ("evals.speed", "speed and memory, as ratios within one run"),
}
"""Modules that read their arguments themselves, and what they do, by command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    try:
        if options.command in _OTHERS:
            return int(importlib.import_module(_OTHERS[options.command][0]).main(rest))
        if rest:
            parser.error(f"unrecognized arguments: {' '.join(rest)}")
        return int(options.run(options))
    except KeyboardInterrupt:
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

    from corpus.problem import Unsound
    from evals.fit import TooFew
    from index.build import Busy
    from index.embedding import ModelUnavailable
    from index.search import NoIndex

    return (
        Busy,
        ChromaError,
        ModelUnavailable,
        NoIndex,
        OSError,
        TooFew,
        Unsound,
        ValidationError,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command")

    score = commands.add_parser("score", help="answer the cases and judge the answers")
    score.add_argument("--cases", type=Path, nargs="+", metavar="FILE", help="cases (YAML)")
    score.add_argument("--split", choices=("dev", "test", "all"), default="dev")
    score.add_argument("--index", type=Path, metavar="DIR", help="an index of documents")
    score.add_argument("--json", action="store_true", help="the figures as JSON")
    score.add_argument(
        "--write",
        type=Path,
        nargs="?",
        const=_results(),
        metavar="FILE",
        help="write the figures of both splits to a page (%(const)s)",
    )
    score.add_argument(
        "--misses",
        type=Path,
        metavar="FILE",
        help="write the cases that failed, in full; those of dev unless --split is test",
    )
    score.set_defaults(run=_score)

    fit = commands.add_parser("fit", help="fit what decides whether the sources hold an answer")
    fit.add_argument("--cases", type=Path, nargs="+", metavar="FILE", help="cases (YAML)")
    fit.add_argument("--index", type=Path, metavar="DIR", help="an index of the shipped corpus")
    fit.add_argument(
        "--documents",
        type=Path,
        metavar="DIR",
        help="an index of plain documents; without it, one of the shipped texts is built",
    )
    fit.add_argument(
        "--weights", type=Path, metavar="FILE", help="where to put the weights, in place of ours"
    )
    fit.add_argument(
        "--into", type=Path, metavar="DIR", help="where to put the curves, in place of evals/fit"
    )
    fit.set_defaults(run=_fit)

    for name, (_, does) in _OTHERS.items():
        commands.add_parser(name, help=does, add_help=False)
    return parser


def _results() -> Path:
    from evals.results import RESULTS

    return RESULTS


def _score(options: argparse.Namespace) -> int:
    from assistant.assembly import open_assistant
    from assistant.settings import Settings
    from evals.case import Split
    from evals.figures import figures
    from evals.results import lines, results, write_misses

    cases = _cases(options.cases or _shipped(_BY_DEFAULT))
    shown = list(Split) if options.split == "all" else [Split(options.split)]
    wanted = list(Split) if options.write else shown
    assistant = open_assistant(Settings(), options.index)
    scored = {split: _scored(cases, split, assistant) for split in wanted}
    found = {split: figures(scored[split]) for split in wanted}
    if options.write:
        options.write.write_text(
            results({split.value.capitalize(): found[split] for split in wanted}), "utf-8"
        )
    if options.misses:
        # What fails in the test split is not to be seen in passing.
        write_misses(options.misses, scored[Split.TEST if shown == [Split.TEST] else Split.DEV])
    if options.json:
        record = {split.value: found[split].record() for split in shown}
        sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    else:
        tables = ("\n".join(lines(split.value.capitalize(), found[split])) for split in shown)
        sys.stdout.write("\n\n".join(tables) + "\n")
    return 0


def _scored(cases: Iterable["Case"], split: "Split", assistant: "Assistant") -> list["Score"]:
    from evals.score import of_split, scores

    some = of_split(cases, split)
    return list(scores(_watched(some, f"Answering {split.value}"), assistant))


def _fit(options: argparse.Namespace) -> int:
    from assistant.assembly import embedding_model, open_assistant
    from assistant.settings import Settings
    from assistant.weights import weights
    from evals.fit import WEIGHTS, fit_all, write_curve, write_weights
    from evals.fit_page import FOLDER, page, summary

    settings = Settings()
    cases = _cases(options.cases or _shipped((*_BY_DEFAULT, *_ALSO_FITTED)))
    knows = embedding_model(settings).knows
    shipped = open_assistant(settings, options.index)
    documents = open_assistant(settings, options.documents or _plain_index(settings))
    fitted = fit_all(_watched(cases, "Shipped texts"), shipped, knows)
    fitted |= fit_all(_watched(cases, "Plain documents"), documents, knows, "-documents")
    threshold = weights().decision.answer
    into: Path = options.into or FOLDER
    into.mkdir(parents=True, exist_ok=True)
    write_weights(options.weights or WEIGHTS, fitted)
    write_curve(into / "risk-coverage.csv", fitted)
    (into / "README.md").write_text(page(fitted, threshold), "utf-8")
    sys.stdout.write("\n".join(summary(fitted, threshold)) + "\n")
    return 0


def _plain_index(settings: "Settings") -> Path:
    """An index of the shipped texts as plain documents, brought in step."""
    from assistant.assembly import build_index, embedding_model, read_documents
    from corpus.library import SHIPPED
    from evals.plain_documents import write_plain_documents

    folder, root = (settings.data_dir / name for name in ("plain-documents", "plain-index"))
    write_plain_documents(read_documents(SHIPPED), folder)
    library = read_documents(folder)
    build_index(library, root, embedding_model(settings), settings, documents=folder)
    return root


def _watched(cases: Sequence["Case"], what: str) -> Iterable["Case"]:
    from tqdm import tqdm

    return tqdm(cases, desc=what, unit="case", leave=False, disable=None)


def _cases(files: Sequence[Path]) -> list["Case"]:
    from evals.case import read_cases

    return read_cases(files)


def _shipped(names: Iterable[str]) -> list[Path]:
    from evals.case import CASES

    return [CASES / f"{name}.yaml" for name in names]


if __name__ == "__main__":
    sys.exit(main())
