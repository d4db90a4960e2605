"""``python -m evals benchmark FOLDER``: the engine on a question set that others made.

``docs/benchmark-format.md`` says what the folder holds. Answers are extracts; no chat model and
no network is needed. The page is on stdout, as Markdown or as JSON.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from evals.public.figures import Answered
    from evals.public.question_set import QuestionSet

_HITS = 50
"""Indexed passages asked for; several may be parts of one passage of the set."""
_RANKED = 10
"""Passages of the set that count."""
_PAGE, _RECORD, _RESULTS = "benchmark.md", "benchmark.json", "conversations.jsonl"


def main(arguments: Sequence[str] | None = None) -> int:
    """Read a set, index it, answer it, print the figures, and return 0.

    Raises :class:`corpus.problem.Unsound` where the set breaks its format, and what building and
    opening an index raise.
    """
    options = _parser().parse_args(arguments)
    from assistant.assembly import open_assistant
    from assistant.settings import Settings
    from evals.public.figures import results
    from evals.public.page import page, record
    from evals.public.question_set import read_question_set
    from evals.public.set_index import built

    questions = read_question_set(options.folder)
    settings = Settings()
    assistant = open_assistant(settings, built(questions, settings))
    started = time.perf_counter()
    found = results(list(answered(questions, assistant)))
    shown = record(questions, settings.embedding_model, found, time.perf_counter() - started)
    written = json.dumps(shown, ensure_ascii=False, indent=2) + "\n"
    if options.into:
        options.into.mkdir(parents=True, exist_ok=True)
        (options.into / _PAGE).write_text(page(shown), "utf-8")
        (options.into / _RECORD).write_text(written, "utf-8")
        lines = "".join(f"{one.model_dump_json()}\n" for one in found)
        (options.into / _RESULTS).write_text(lines, "utf-8")
    sys.stdout.write(written if options.json else page(shown))
    return 0


def answered(questions: "QuestionSet", assistant: "Assistant") -> Iterable["Answered"]:
    """Every conversation of a set, answered, with the passages that rank highest for it."""
    from tqdm import tqdm

    from evals.public.figures import Answered
    from evals.public.set_index import set_id

    for one in tqdm(
        questions.conversations, desc="Answering", unit="conversation", leave=False, disable=None
    ):
        language = one.language or "en"
        turn = assistant.answer(one.turns, language, with_model=False)
        _, hits = assistant.search(one.turns, language, _HITS)
        ids = dict.fromkeys(set_id(questions, hit.passage) for hit in hits.all)
        yield Answered(one, questions.relevance[one.id], turn, tuple(ids)[:_RANKED])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals benchmark", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the question set")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument(
        "--into",
        type=Path,
        metavar="DIR",
        help=f"also write {_PAGE}, {_RECORD} and how each conversation went there",
    )
    return parser
