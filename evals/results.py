"""The figures as people read them, on the terminal and in ``RESULTS.md``, and what failed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from evals.case import CASES
from evals.figures import LANGUAGES, Figures
from evals.interval import Share
from evals.score import Score

RESULTS = CASES / "RESULTS.md"

_HEAD = """# How good the answers are

Written by `python -m evals score --write`; do not edit.
The answers are extracts, without a chat model. Nothing was built with sight of the split `test`.
[README.md](README.md) says what the cases hold and how an answer is judged.
Each share stands with its count and a 95 % interval, from resampling whole clusters of cases:
the wordings of one question, or the messages of one conversation, are drawn together.
Coverage and accuracy are GOV.UK Chat's two figures: of the questions in scope, how many are
answered; of those, how many rightly. Times are those of the machine it ran on.
"""


def lines(title: str, found: Figures) -> Iterator[str]:
    """The figures in Markdown tables that read well as they stand."""
    yield f"## {title}, {found.count} cases"
    yield ""
    yield from table(("figure", "share", "95 % interval", "n"), _shares(found.shares))
    if found.seconds is not None:
        yield ""
        yield f"Seconds an answer: p50 {found.seconds.p50:.3f}, p95 {found.seconds.p95:.3f}"
    yield ""
    yield f"### {title}, by kind: strictly right"
    yield ""
    yield from table(("kind", "share", "95 % interval", "n"), _shares(found.kinds))
    yield ""
    yield f"### {title}, English against Swedish"
    yield ""
    head = ("figure", *LANGUAGES, "difference", "95 % interval", "n")
    yield from table(head, _languages(found))


def results(tables: Mapping[str, Figures]) -> str:
    """The page: the figures of each split by its title."""
    parts = ["\n".join(lines(title, found)) for title, found in tables.items()]
    return "\n\n".join([_HEAD.strip(), *parts]) + "\n"


def misses(scores: Iterable[Score]) -> str:
    """The cases that failed, in full, with what was answered: a list in YAML like the cases."""
    failed = [_miss(score) for score in scores if not score.right]
    return yaml.safe_dump(failed, allow_unicode=True, sort_keys=False, width=100)


def write_misses(path: Path, scores: Iterable[Score]) -> None:
    """Write :func:`misses` to a file."""
    path.write_text(misses(scores), "utf-8")


def _miss(score: Score) -> dict[str, Any]:
    turn = score.turn
    case = score.case.model_dump(mode="json", exclude_defaults=True)
    return {
        **case,
        "fault": score.judgement.fault,
        "answer": {
            "outcome": turn.outcome.value,
            "language": turn.language,
            "standalone_question": turn.standalone_question,
            "text": turn.text,
            "cited": [f"{one.source_id} · {one.locator}" for one in turn.citations],
        },
    }


def _shares(shares: Mapping[str, Share | None]) -> Iterator[Sequence[str]]:
    for name, one in shares.items():
        if one is not None:
            count = f"{one.hits}/{one.count}"
            yield name, f"{one.value:.3f}", f"{one.low:.3f}–{one.high:.3f}", count


def _languages(found: Figures) -> Iterator[Sequence[str]]:
    for name, apart in found.english_less_swedish.items():
        sides = [found.languages[language][name] for language in LANGUAGES]
        if apart is None:
            continue
        values = [f"{side.value:.3f}" for side in sides if side is not None]
        counts = " + ".join(str(side.count) for side in sides if side is not None)
        interval = f"{apart.low:+.3f} to {apart.high:+.3f}"
        yield name, *values, f"{apart.value:+.3f}", interval, counts


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table in even columns; all but the first are numbers."""
    body = list(rows)
    width = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    rule = [f"{'-' * (wide - 1)}{':' if place else '-'}" for place, wide in enumerate(width)]
    for row in (head, rule, *body):
        cells = (
            cell.rjust(wide) if place else cell.ljust(wide)
            for place, (cell, wide) in enumerate(zip(row, width, strict=True))
        )
        yield f"| {' | '.join(cells)} |"
