"""``python -m evals feedback case REF``: what a person said of an answer becomes a case."""

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from assistant.feedback import Feedback
from assistant.privacy import masked
from evals.case import CASES, read_cases

if TYPE_CHECKING:
    from assistant.feedback import FeedbackList

FROM_FEEDBACK = CASES / "from-feedback.yaml"
"""Where such cases go when nobody says otherwise."""

_HEAD = "# Cases made from what people said of answers. README.md says what the fields mean.\n"


class NoCase(Exception):
    """There is nothing to make a case of, or it is there already; the message says why."""


def case_of(given: Feedback) -> dict[str, Any]:
    """The fields of the case, as YAML has them; what a person must add is not among them.

    Raises :class:`NoCase` where the person did not agree that the question is kept.
    """
    if not given.questions:
        raise NoCase(
            f"{given.reference} was sent without the question, so there is nothing to ask again."
        )
    *earlier, question = given.questions
    return {
        "id": case_id(given),
        "question": masked(question),
        **({"turns": [masked(turn) for turn in earlier]} if earlier else {}),
        "language": given.language,
        "kind": "complaint",
        "tags": [given.verdict.value, *(fault.value for fault in given.faults)],
        "note": masked(_note(given)),
    }


def case_id(given: Feedback) -> str:
    """The id of the case, made from the reference."""
    return f"feedback-{given.reference.lower()}"


def write_case(given: Feedback, file: Path, others: Iterable[Path] = ()) -> None:
    """Add the case to a YAML file, which may be new; what stands there stays as it is.

    Raises :class:`NoCase` when the case is in it or in one of ``others`` already, and
    :class:`corpus.problem.Unsound` when the file holds something else than cases.
    """
    fields = case_of(given)
    filled = file.exists() and bool(file.read_bytes().strip())
    before = [case.id for case in read_cases([file])] if filled else []
    for known in (file, *others):
        if known.exists() and re.search(
            rf"\bid: *['\"]?{re.escape(fields['id'])}\b", known.read_text("utf-8")
        ):
            raise NoCase(f"The case {fields['id']} is in {known} already.")
    entry = yaml.safe_dump([fields], allow_unicode=True, sort_keys=False, width=100)
    start = f"{file.read_text('utf-8-sig').rstrip()}\n\n" if filled else _HEAD
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    try:
        beside.write_text(start + entry, "utf-8")
        # A list in another style ("[…]") cannot be added to by writing after it.
        if [case.id for case in read_cases([beside])] != [*before, fields["id"]]:
            raise NoCase(f"{file} is written in a way that cannot be added to; name another file.")
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the case, say where it is and what it still needs; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals feedback", description=__doc__)
    commands = parser.add_subparsers(required=True)
    case = commands.add_parser("case", help="make a case of what a person said of an answer")
    case.add_argument("reference", metavar="REF", help="as assistant feedback list shows it")
    case.add_argument(
        "--into", type=Path, default=FROM_FEEDBACK, metavar="FILE", help="cases (%(default)s)"
    )
    options = parser.parse_args(arguments)
    try:
        return _case(_kept(), options.reference, options.into)
    except NoCase as reason:
        sys.stderr.write(f"{reason}\n")
        return 1


def _kept() -> "FeedbackList":
    from assistant.database import open_database
    from assistant.feedback import FeedbackList
    from assistant.settings import Settings

    settings = Settings()
    return FeedbackList(open_database(settings), settings.feedback_days)


def _case(kept: "FeedbackList", reference: str, into: Path) -> int:
    given = kept.find(reference)
    if given is None:
        raise NoCase(
            "Nothing is kept under that reference. python -m assistant feedback list shows what is."
        )
    write_case(given, into, sorted(CASES.glob("*.yaml")))
    sys.stdout.write(f"{case_id(given)} {into}\n")
    sys.stderr.write(
        "Still to be filled in by a person: facts (what a right answer holds), sources (where it "
        "stands), outcome where the question should not be answered, and names that masking does "
        "not know. Then: python -m evals score --cases "
        f"{into}\n"
    )
    return 0


def _note(given: Feedback) -> str:
    parts = [f"{given.reference}, {given.given_at:%Y-%m-%d}: {given.verdict.value}."]
    if given.faults:
        parts.append(f"Wrong: {', '.join(fault.value for fault in given.faults)}.")
    if given.turn is not None:
        parts.append(f"Outcome: {given.turn['outcome']}.")
    if given.sources:
        parts.append(f"Cited: {', '.join(given.sources)}.")
    parts += [f"Pointed at: “{sentence}”" for sentence in given.sentences]
    if given.said:
        parts.append(f"Said: {given.said}")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
