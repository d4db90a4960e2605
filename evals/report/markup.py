"""Markdown that reads well as it stands, and in which no text of a case becomes markup."""

import re
from collections.abc import Iterator, Sequence

from evals import results
from evals.report.tables import Table

_MARKUP = re.compile(r"([\\`*_\[\]<>|])")
_AT_THE_START = re.compile(r"^(\d*)([#+.)-])(?=\s|#)")


def table(found: Table) -> Iterator[str]:
    """A table with even columns."""
    return results.table(_cells(found.head), map(_cells, found.rows))


def plain(text: str) -> str:
    """One line of text that stays what it is."""
    escaped = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return _AT_THE_START.sub(r"\1\\\2", escaped)


def quoted(text: str) -> Iterator[str]:
    """Text as a quotation, line by line."""
    for line in text.strip().splitlines():
        yield f"> {plain(line)}".rstrip()


def _cells(row: Sequence[str]) -> list[str]:
    return [" ".join(cell.split()).replace("|", "\\|") for cell in row]
