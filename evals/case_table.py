"""Cases as a table for a spreadsheet: CSV that Excel, LibreOffice and Numbers open and save.

The first row names the fields. Of a field that holds a list, each item stands on a line of its
own in the cell; one that cannot (it is empty, has a line break, or begins with a quotation mark or
a space) is written as a JSON string. A cell that a spreadsheet would take for a formula has an
apostrophe before it, which is taken away again (OWASP, "CSV Injection"). Files are written in
UTF-8 with a byte order mark, without which Excel garbles å, ä and ö.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

COLUMNS = (
    "id",
    "question",
    "turns",
    "language",
    "kind",
    "persona",
    "outcome",
    "outcomes",
    "facts",
    "not_facts",
    "sources",
    "passages",
    "standalone",
    "group",
    "split",
    "tags",
    "note",
)
"""The fields of a case, in the order of the table."""
LISTS = frozenset({"turns", "outcomes", "facts", "not_facts", "sources", "passages", "tags"})
"""The fields that hold a list."""

_DELIMITERS = ",;\t"
"""Swedish spreadsheets write semicolons."""
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_PLAIN = re.compile(r'(?!["\s])[^\x00-\x1f\x7f-\x9f\u2028\u2029]*(?<!\s)')
"""An item that can stand on a line as it is."""


class NotCases(Exception):
    """What cannot be read as cases; ``line`` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Row:
    """The filled cells of one case by field, and the line its row begins on."""

    line: int
    fields: dict[str, object]


def write_table(cases: Iterable[Mapping[str, object]], delimiter: str = ",") -> str:
    """The table of some cases; each is what it holds by field, empty fields left out."""
    written = io.StringIO()
    table = csv.writer(written, delimiter=delimiter)
    table.writerow(COLUMNS)
    for case in cases:
        table.writerow([_cell(case.get(name, "")) for name in COLUMNS])
    return written.getvalue()


def read_table(written: str) -> Iterator[Row]:
    """The rows of a table, whatever a spreadsheet divides cells by; empty rows are passed over.

    Raises :class:`NotCases`.
    """
    first = written.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise NotCases(line, f"cannot be read as a table: {error}") from error
        if cells is None:
            break
        if not columns:
            columns = _columns(cells)
        elif any(cells):
            if any(cells[len(columns) :]):
                raise NotCases(line, f"has {len(cells)} cells, the first row {len(columns)}")
            yield Row(line, dict(_filled(columns, cells, line)))
        line = reader.line_num + 1
    if not columns:
        raise NotCases(1, "is empty; the first row names the fields")


def _columns(cells: list[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in cells]
    for name in columns:
        if name and name not in COLUMNS:
            raise NotCases(1, f"{name!r} is no field of a case: {', '.join(COLUMNS)}")
        if name and columns.count(name) > 1:
            raise NotCases(1, f"the column {name!r} is there twice")
    for name in ("id", "question"):
        if name not in columns:
            raise NotCases(1, f"the first row lacks {name!r}")
    return columns


def _filled(
    columns: Iterable[str], cells: Iterable[str], line: int
) -> Iterator[tuple[str, object]]:
    for name, cell in zip(columns, cells, strict=False):
        said = cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
        if name in LISTS:
            items = [_item(line) for line in said.split("\n") if line.strip()]
            if items:
                yield name, items
        elif name == "question" or (name and said):
            yield name, said
        elif said.strip():
            raise NotCases(line, f"a column without a name holds {said!r}")


def _item(line: str) -> str:
    said = line.strip()
    if said.startswith('"'):
        try:
            item = json.loads(said)
        except ValueError:
            return said
        if isinstance(item, str):
            return item
    return said


def _cell(value: object) -> str:
    if isinstance(value, str):
        said = value
    elif isinstance(value, list | tuple):
        said = "\n".join(map(_line, value))
    else:
        raise TypeError(f"{value!r} is neither text nor a list")
    return defused(said)


def defused(cell: str) -> str:
    """A cell with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _line(item: object) -> str:
    said = str(item)
    return said if said and _PLAIN.fullmatch(said) else json.dumps(said, ensure_ascii=False)
