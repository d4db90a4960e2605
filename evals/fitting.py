"""``python -m evals fit``: fit what decides whether the sources hold an answer."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant.assembly import build_index, embedding_model, open_assistant, read_documents
from assistant.settings import Settings
from corpus.library import SHIPPED as TEXTS
from evals.case import CASES, SHIPPED, Case, read_cases
from evals.fit import WEIGHTS, fit_all, write_curve, write_weights
from evals.fit_page import FOLDER, page, summary
from evals.plain_documents import write_plain_documents

_LEARNT_FROM = (*SHIPPED, CASES / "source-questions.en.yaml", CASES / "source-questions.sv.yaml")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, write weights and curves, print what came of it on stdout, and return 0."""
    parser = argparse.ArgumentParser(prog="python -m evals fit", description=__doc__)
    parser.add_argument("--cases", type=Path, nargs="+", metavar="FILE", help="YAML, CSV or JSONL")
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index of the shipped corpus")
    parser.add_argument(
        "--documents",
        type=Path,
        metavar="DIR",
        help="an index of plain documents; without it, one of the shipped texts is built",
    )
    parser.add_argument(
        "--weights", type=Path, metavar="FILE", help="where to put the weights, in place of ours"
    )
    parser.add_argument(
        "--into", type=Path, metavar="DIR", help="where to put the curves, in place of evals/fit"
    )
    options = parser.parse_args(arguments)
    settings = Settings()
    cases = read_cases(options.cases or _LEARNT_FROM)
    knows = embedding_model(settings).knows
    shipped = open_assistant(settings, options.index)
    documents = open_assistant(settings, options.documents or _plain_index(settings))
    fitted = fit_all(_watched(cases, "Shipped texts"), shipped, knows)
    fitted |= fit_all(_watched(cases, "Plain documents"), documents, knows, "-documents")
    into: Path = options.into or FOLDER
    into.mkdir(parents=True, exist_ok=True)
    write_weights(options.weights or WEIGHTS, fitted)
    write_curve(into / "risk-coverage.csv", fitted)
    (into / "README.md").write_text(page(fitted), "utf-8")
    sys.stdout.write("\n".join(summary(fitted)) + "\n")
    return 0


def _plain_index(settings: Settings) -> Path:
    """An index of the shipped texts as plain documents, brought in step."""
    folder, root = (settings.data_dir / name for name in ("plain-documents", "plain-index"))
    write_plain_documents(read_documents(TEXTS), folder)
    library = read_documents(folder)
    build_index(library, root, embedding_model(settings), settings, documents=folder)
    return root


def _watched(cases: Sequence[Case], what: str) -> Iterable[Case]:
    from tqdm import tqdm

    return tqdm(cases, desc=what, unit="case", leave=False, disable=None)
