"""PDF files, page by page."""

import logging
import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from corpus.readers import DAMAGE, NeedsOcr, Reading, Unreadable
from corpus.readers.outline import BULLETS, Outline, one_line

_BULLET = re.compile(rf"^\s*(?:[–{BULLETS}]|\(?\d{{1,2}}[.)]|\(?[a-z]\))\s+")
_SENTENCE_END = re.compile(r"[.!?:;]['\")\]]*$")
_DIGITS = re.compile(r"\d+")
_HYPHENATED = re.compile(r"\w+(?:-\w+)+")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_NO_TITLE = re.compile(r"untitled.*|microsoft \w+ - .*|.*\.(docx?|indd|pdf|pptx?|qxd|rtf)", re.I)
"""What a program writes as a title when nobody gave one."""

_REPEATED = 3
"""A first or last line on this many pages (or on all of fewer) is a running head or foot."""

_EDGE = 3
"""Running heads and feet have at most this many lines."""

_LARGER = 1.15
"""A heading's letters are this much larger than those of the running text."""

_HEADING_WORDS = 16
"""Large letters go on longer than this in a quotation or on a slide, not in a heading."""

_COLUMN_LETTERS = 25
"""Lines of a column of prose are at least this long in the middle; cells of a table shorter."""

_COLUMN_ROWS = 3
"""So many rows with a line in both columns make columns."""

# pypdf reports each oddity of a file as a warning; the person is told by Unreadable instead.
_pypdf_log = logging.getLogger("pypdf")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the page prints it: where it starts, in points from the lower left corner."""

    text: str
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0


def read(path: Path) -> Reading:
    """Read a PDF with its page numbers (counted from 1, as ``#page=N`` counts).

    Headings are told by the size of their letters. Raises :class:`NeedsOcr` when no page holds
    text.
    """
    _pypdf_log.setLevel(logging.ERROR)
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("is encrypted; save a copy without a password.")
        pages = [_in_columns(_lines(page)) for page in reader.pages]
        title = one_line(str((reader.metadata.title if reader.metadata else None) or ""))
    except (PyPdfError, DependencyError, OSError, *DAMAGE) as error:
        raise Unreadable(f"is a damaged PDF ({type(error).__name__}); save it anew.") from error
    sizes = Counter[float]()
    for line in (line for page in pages for line in page):
        sizes[line.size] += len(line.text.strip())
    body = max(sizes, key=lambda size: (sizes[size], -size), default=0.0)
    # The largest letters are the highest headings.
    levels = sorted((size for size in sizes if size > _LARGER * body), reverse=True)
    bare = list(_without_running_lines(pages, body))
    compounds = {
        word.lower() for page in bare for line in page for word in _HYPHENATED.findall(line.text)
    }
    outline = Outline()
    for number, lines in enumerate(bare, start=1):
        label = f"p. {number}"
        outline.page(number, label)
        for size, run in _runs(lines, body):
            text = " ".join(line.text.strip() for line in run)
            if size and _is_heading(text):
                outline.heading(1 + levels.index(size), text)
                outline.page(number, label)
                continue
            for block in blocks([line.text for line in run], compounds):
                outline.block(block)
    sections = outline.sections()
    if not sections:
        raise NeedsOcr("holds pictures of text only; run text recognition (OCR) on it first.")
    return Reading(sections, "" if _NO_TITLE.fullmatch(title) else title)


def _is_heading(text: str) -> bool:
    return (
        len(text.split()) <= _HEADING_WORDS
        and any(map(str.isalpha, text))
        and not text.endswith((".", ",", ";"))
    )


def blocks(lines: Sequence[str], compounds: Collection[str] = ()) -> Iterator[str]:
    """Lines as the page breaks them, joined into paragraphs and list items.

    A PDF has no paragraphs: a blank line, a bullet, or a short line that ends a sentence ends
    one. A word divided at the end of a line is joined again when it goes on in lower case; it
    keeps its hyphen when it is one of ``compounds`` or begins as an abbreviation (MR-stad).
    """
    width = max((len(line) for line in lines), default=0)
    held = ""
    for line in (*lines, ""):
        text = line.strip()
        if not text or _BULLET.match(text):
            yield held
            held = _BULLET.sub("", text)
        elif held.endswith("\N{SOFT HYPHEN}"):
            held = held[:-1] + text
        elif held.endswith("-") and text[0].islower():
            held = (held if _keeps_hyphen(held, text, compounds) else held[:-1]) + text
        else:
            held = f"{held} {text}" if held else text
        if _SENTENCE_END.search(text) and len(line) < 0.75 * width:
            yield held
            held = ""


def _keeps_hyphen(before: str, after: str, compounds: Collection[str]) -> bool:
    first = before.split()[-1][:-1]
    if not first or (len(first) > 1 and first.isupper()) or first[-1].isdigit():
        return True
    match = _HYPHENATED.search(f"{first}-{after.split()[0]}")
    return match is not None and match[0].lower() in compounds


def _lines(page: PageObject) -> list[Line]:
    """The lines of a page in the order in which the file draws them."""
    found: list[Line] = []
    parts: list[str] = []
    place = (0.0, 0.0, 0.0)

    def visit(text: str, page_to: Any, text_to: Any, _font: Any, size: float) -> None:
        nonlocal place
        for number, part in enumerate(text.translate(_LIGATURES).split("\n")):
            if number:
                found.append(Line("".join(parts), *place))
                parts.clear()
            if part.strip() and not "".join(parts).strip():
                place = _place(page_to, text_to, size)
            parts.append(part)

    page.extract_text(visitor_text=visit)
    found.append(Line("".join(parts), *place))
    return found


def _place(
    page_to: Sequence[float], text_to: Sequence[float], size: float
) -> tuple[float, float, float]:
    """Where a text starts on the page, and how large its letters are."""
    a, b, c, d, e, f = page_to
    x, y = text_to[4], text_to[5]
    scale = math.hypot(text_to[2], text_to[3]) * math.hypot(c, d)
    return a * x + c * y + e, b * x + d * y + f, round(size * scale, 1)


def _in_columns(lines: list[Line]) -> list[Line]:
    """The lines, with two columns that the file draws row by row read one after the other.

    Most files draw a column as a whole and are left as they are.
    """
    written = [line for line in lines if line.text.strip()]
    across = [
        (left, right)
        for left, right in pairwise(written)
        if abs(left.y - right.y) < 0.5 * max(left.size, 1.0) and right.x > left.x
    ]
    lengths = sorted(len(line.text.strip()) for pair in across for line in pair)
    if len(across) < _COLUMN_ROWS or lengths[len(lengths) // 2] < _COLUMN_LETTERS:
        return lines
    (gutter, rows), *_ = Counter(round(right.x) for _, right in across).most_common(1)
    if rows < max(_COLUMN_ROWS, 0.7 * len(across)):
        return lines
    paired = {id(line) for pair in across for line in pair}
    inside = [number for number, line in enumerate(written) if id(line) in paired]
    first, last = inside[0], inside[-1]
    # What is left of either column below its last common row belongs to it as well.
    edges = {round(left.x) for left, _ in across} | {gutter}
    leading = max(abs(above.y - below.y) for (above, _), (below, _) in pairwise(across))
    for above, below in pairwise(written[last:]):
        if round(below.x) not in edges or abs(above.y - below.y) > 1.5 * leading:
            break
        last += 1
    columns = written[first : last + 1]
    return [
        *written[:first],
        *(line for line in columns if line.x < gutter - 1),
        *(line for line in columns if line.x >= gutter - 1),
        *written[last + 1 :],
    ]


def _without_running_lines(pages: list[list[Line]], body: float) -> Iterator[list[Line]]:
    """The pages without the heads, feet and page numbers that stand on many of them."""
    bare = [[line for line in page if line.text.strip()] for page in pages]
    enough = min(_REPEATED, max(2, len(bare)))
    running: list[set[int]] = [set() for _ in bare]
    for _ in range(_EDGE):
        edges = [{id(line): line for line in (*page[:1], *page[-1:])} for page in bare]
        counts = Counter(
            shape for edge in edges for shape in {_shape(line) for line in edge.values()}
        )
        for gone, edge in zip(running, edges, strict=True):
            gone |= {
                key
                for key, line in edge.items()
                if not _DIGITS.sub("", line.text).strip()
                or (counts[_shape(line)] >= enough and line.size <= _LARGER * body)
            }
        bare = [
            [line for line in page if id(line) not in gone]
            for page, gone in zip(bare, running, strict=True)
        ]
    for page, gone in zip(pages, running, strict=True):
        yield [line for line in page if id(line) not in gone]


def _runs(lines: Sequence[Line], body: float) -> Iterator[tuple[float, list[Line]]]:
    """Lines of one sort in a row: of one large size (a heading), or of the text (size 0)."""
    run: list[Line] = []
    size = 0.0
    for line in lines:
        if line.text.strip():
            now = line.size if line.size > _LARGER * body else 0.0
            if run and now != size:
                yield size, run
                run = []
            size = now
        run.append(line)
    if run:
        yield size, run


def _shape(line: Line) -> str:
    """A line without its numbers, so that "12 | Report" and "13 | Report" are one."""
    return _DIGITS.sub("0", line.text.strip())
