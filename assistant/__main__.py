"""The command line: ``python -m assistant ask | search | index | model | serve | feedback``.

The result is on stdout, commentary on stderr. Exit codes: 0 done, 1 could not (stderr says what
to do), 2 wrong usage.
"""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from assistant.settings import Settings


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    try:
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

    from assistant.database import DatabaseUnavailable
    from corpus.problem import Unsound
    from index.build import Busy
    from index.embedding import ModelUnavailable
    from index.search import NoIndex

    return (
        Busy,
        ChromaError,
        DatabaseUnavailable,
        ModelUnavailable,
        NoIndex,
        OSError,
        Unsound,
        ValidationError,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description=__doc__)
    commands = parser.add_subparsers(required=True)

    ask = commands.add_parser("ask", help="answer a question")
    ask.add_argument("question", nargs="?")
    ask.add_argument("--json", action="store_true", help="the whole Turn as JSON")
    ask.add_argument("--jsonl", action="store_true", help='stdin lines {"id", "turns"}')
    ask.add_argument(
        "--plain", action="store_true", help="in plain words where there are (JSON has both)"
    )
    ask.add_argument("--lang", choices=("en", "sv"), help="answer in this language")
    ask.add_argument("--index", type=Path, metavar="DIR", help="an index built with --index")
    ask.set_defaults(run=_ask)

    search = commands.add_parser("search", help="show what is found for a query")
    search.add_argument("query", nargs="?")
    search.add_argument("-k", type=_positive, default=10, help="number of hits")
    search.add_argument("--json", action="store_true", help="the hits as JSON")
    search.add_argument("--jsonl", action="store_true", help='stdin lines {"id", "turns"}')
    search.add_argument("--lang", choices=("en", "sv"), help="language of the query")
    search.add_argument("--index", type=Path, metavar="DIR", help="an index built with --index")
    search.set_defaults(run=_search)

    index = commands.add_parser("index", help="bring the index in step with the documents")
    index.add_argument("--corpus", type=Path, metavar="DIR", help="a folder of documents")
    index.add_argument("--index", type=Path, metavar="DIR", help="where to build it")
    index.set_defaults(run=_index)

    serve = commands.add_parser("serve", help="serve the web page")
    serve.add_argument("--index", type=Path, metavar="DIR", help="an index built with --index")
    serve.set_defaults(run=_serve)

    model = commands.add_parser("model", help="try the chat model that the settings name")
    model.set_defaults(run=_model)

    feedback = commands.add_parser("feedback", help="what people said of answers")
    lists = feedback.add_subparsers(required=True)
    shown = lists.add_parser("list", help="everything that is kept, the newest first")
    shown.add_argument("--json", action="store_true", help="whole, as JSON")
    shown.set_defaults(run=_feedback, what="list")
    for name, does in (("show", "one of them, whole"), ("erase", "remove one of them")):
        one = lists.add_parser(name, help=does)
        one.add_argument("reference", metavar="REF", help="its reference, as F-7KQ2-M9XD")
        one.set_defaults(run=_feedback, what=name)
    prune = lists.add_parser("prune", help="remove what is older than ASSISTANT_FEEDBACK_DAYS")
    prune.add_argument("--dry-run", action="store_true", help="only count it")
    prune.set_defaults(run=_feedback, what="prune")
    return parser


def _positive(written: str) -> int:
    number = int(written)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _ask(options: argparse.Namespace) -> int:
    def answer(assistant: "Assistant", id_: str | int | None, turns: list[str]) -> dict[str, Any]:
        turn = assistant.answer(turns, options.lang or "en", forced=options.lang is not None)
        return turn.record(id_)

    if options.jsonl:
        return _each_line(options, answer)
    if options.question is None:
        sys.stderr.write('Say what to answer: python -m assistant ask "question"\n')
        return 2
    record = answer(_opened(options), None, [options.question])
    if options.json:
        _print_json(record)
    else:
        plain = record["plain"] if options.plain else None
        if options.plain and record["statements"] and plain is None:
            sys.stderr.write("This answer has no plain version.\n")
        sys.stdout.write(f"{_readable(record, (plain or record)['text'])}\n")
    return 0


def _readable(record: dict[str, Any], text: str) -> str:
    sources = [
        f"[{citation['number']}] {citation['title']}, {citation['locator']}"
        f"{'' if citation['checked'] else ' (not yet compared with the official text)'}"
        f" {citation['url']}".rstrip()
        for citation in record["citations"]
    ]
    near = [f"- {question}" for question in record["suggestions"]]
    return "\n".join([text, *([""] if sources else []), *sources, *near])


def _search(options: argparse.Namespace) -> int:
    def search(assistant: "Assistant", id_: str | int | None, turns: list[str]) -> dict[str, Any]:
        asked, hits = assistant.search(
            turns, options.lang or "en", options.k, forced=options.lang is not None
        )
        found = [
            {
                "passage_id": hit.passage.id,
                "source_id": hit.passage.source_id,
                "file": hit.passage.file,
                "locator": hit.passage.locator,
                "score": round(hit.score, 4),
                "kept": number < len(hits.kept),
                "text": hit.passage.text,
            }
            for number, hit in enumerate(hits.all)
        ]
        return {**({} if id_ is None else {"id": id_}), "standalone_question": asked, "hits": found}

    if options.jsonl:
        return _each_line(options, search)
    if options.query is None:
        sys.stderr.write('Say what to search for: python -m assistant search "query"\n')
        return 2
    record = search(_opened(options), None, [options.query])
    if options.json:
        _print_json(record)
    else:
        for hit in record["hits"]:
            mark = "+" if hit["kept"] else "-"
            sys.stdout.write(
                f"{mark} {hit['score']:.3f} {hit['source_id']} · {hit['locator']}\n"
                f"  {hit['text']}\n"
            )
    return 0


def _index(options: argparse.Namespace) -> int:
    from assistant.assembly import build_index, embedding_model, read_documents
    from corpus.library import SHIPPED
    from corpus.readers.outline import one_line

    settings = _settings()
    # Official texts belong to the shipped corpus; a folder that somebody names stands alone.
    official = None if options.corpus else settings.official_dir
    library = read_documents(options.corpus or SHIPPED, official)
    for skipped in library.skipped:
        # A name is whatever its giver likes; a terminal obeys control characters.
        sys.stderr.write(f"Skipped: {one_line(str(skipped.file))} {one_line(skipped.reason)}\n")
    if library.skipped:
        sys.stderr.write(f"{len(library.skipped)} files skipped, {len(library.texts)} read.\n")
    if not library.texts:
        sys.stderr.write(
            f"Nothing could be read in {options.corpus or SHIPPED}; nothing was changed. Documents "
            "end in .md, .txt, .html, .pdf or .docx.\n"
        )
        return 1
    root = options.index or settings.index_dir
    report = build_index(
        library, root, embedding_model(settings), settings, documents=options.corpus or SHIPPED
    )
    sys.stdout.write(
        f"added={report.added} removed={report.removed} unchanged={report.unchanged}\n"
    )
    return 0


def _serve(options: argparse.Namespace) -> int:
    from assistant.web.launch import launch

    launch(_settings(), options.index)
    return 0


def _model(_options: argparse.Namespace) -> int:
    from assistant.assembly import model_of

    model = model_of(_settings())
    if model is None:
        sys.stderr.write(
            "No chat model is set: answers are extracts. ASSISTANT_MODEL names one; "
            "docs/models.md says how.\n"
        )
        return 1
    finding = model.test()
    (sys.stdout if finding.usable else sys.stderr).write(f"{finding.said}\n")
    return 0 if finding.usable else 1


def _feedback(options: argparse.Namespace) -> int:
    from assistant.database import open_database
    from assistant.feedback import FeedbackList
    from assistant.feedback_page import lines, page

    settings = _settings()
    kept = FeedbackList(open_database(settings), settings.feedback_days)
    if options.what == "list":
        everything = kept.all()
        if options.json:
            _print_json([one.record() for one in everything])
        else:
            sys.stdout.writelines(f"{line}\n" for line in lines(everything))
        return 0
    if options.what == "prune":
        count = kept.prune(dry_run=options.dry_run)
        sys.stdout.write(f"{'would_remove' if options.dry_run else 'removed'}={count}\n")
        return 0
    if options.what == "show":
        found = kept.find(options.reference)
        if found is not None:
            sys.stdout.writelines(f"{line}\n" for line in page(found))
            return 0
    elif kept.erase(options.reference):
        sys.stdout.write("removed=1\n")
        return 0
    sys.stderr.write(
        "Nothing is kept under that reference. python -m assistant feedback list shows what is.\n"
    )
    return 1


class _Line(NamedTuple):
    id: str | int
    turns: list[str]


def _each_line(
    options: argparse.Namespace,
    work: Callable[["Assistant", str | int | None, list[str]], dict[str, Any]],
) -> int:
    assistant = _opened(options)
    for number, line in enumerate(_stdin_lines(), start=1):
        try:
            asked = _parsed(line)
        except ValueError as error:
            sys.stderr.write(f"Line {number} was not answered: {error}\n")
            record = {"id": None, **_refused(f"line {number}: {error}")}
        else:
            record = work(assistant, asked.id, asked.turns)
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0


def _refused(message: str) -> dict[str, Any]:
    """A Turn for what is no question: every field is there, so that a program can read on."""
    from assistant.turn import Outcome, Turn

    return Turn("", "", "en", Outcome.REFUSED, message, message=message).record()


def _stdin_lines() -> Iterator[str]:
    # utf-8 whatever the terminal says: the lines are JSON. A byte order mark may begin a file.
    for line in sys.stdin.buffer:
        if line.strip():
            yield line.decode("utf-8", errors="replace").removeprefix("\ufeff")


def _parsed(line: str) -> _Line:
    """Raises ``ValueError``, saying what is wrong with the line."""
    try:
        fields = json.loads(line)
    except ValueError as error:
        raise ValueError(f"not JSON ({error})") from error
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(fields, dict) or "id" not in fields:
        raise ValueError('needs {"id": …, "turns": ["…"]}')
    id_ = fields["id"]
    if not isinstance(id_, str | int) or isinstance(id_, bool) or not _is_text(str(id_)):
        raise ValueError('"id" must be a text or a whole number')
    turns = fields.get("turns")
    if not isinstance(turns, list) or not turns or not all(isinstance(t, str) for t in turns):
        raise ValueError('"turns" must be a list of messages, the last one to be answered')
    return _Line(id_, turns)


def _is_text(written: str) -> bool:
    """Whether it can be written out again; JSON's escapes can name half a character."""
    return not any("\ud800" <= character <= "\udfff" for character in written)


def _print_json(record: dict[str, Any] | list[dict[str, Any]]) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def _opened(options: argparse.Namespace) -> "Assistant":
    from assistant.assembly import open_assistant

    return open_assistant(_settings(), options.index)


def _settings() -> "Settings":
    from assistant.settings import Settings

    return Settings()


if __name__ == "__main__":
    sys.exit(main())
