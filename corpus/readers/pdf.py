"""PDF files, page by page."""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from corpus.readers import NeedsOcr, Reading, Unreadable
from corpus.readers.outline import Outline, one_line

_BULLET = re.compile(r"^\s*(?:[•▪◦‣–*-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")
_SENTENCE_END = re.compile(r"[.!?:;]['\")\]]*$")
_DIGITS = re.compile(r"\d+")
_REPEATED = 3
"""A first or last line on this many pages is a running head or foot."""

# What pypdf raises on broken files beside its own errors; an unknown filter is NotImplementedError.
_DAMAGE = (
    PyPdfError,
    AttributeError,
    IndexError,
    KeyError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)

# pypdf reports each oddity of a file as a warning; the person is told by Unreadable instead.
_pypdf_log = logging.getLogger("pypdf")


def read(path: Path) -> Reading:
    """Read a PDF with its page numbers (counted from 1, as ``#page=N`` counts).

    Raises :class:`NeedsOcr` when no page holds text.
    """
    _pypdf_log.setLevel(logging.ERROR)
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("is encrypted; save a copy without a password.")
        pages = [page.extract_text() or "" for page in reader.pages]
        title = (reader.metadata.title if reader.metadata else None) or ""
    except _DAMAGE as error:
        raise Unreadable(f"is a damaged PDF ({type(error).__name__}); save it anew.") from error
    if not any(text.strip() for text in pages):
        raise NeedsOcr("holds pictures of text only; run text recognition (OCR) on it first.")
    outline = Outline()
    for number, lines in enumerate(_without_running_lines(pages), start=1):
        outline.page(number, f"p. {number}")
        for block in blocks(lines):
            outline.block(block)
    return Reading(outline.sections(), one_line(str(title)))


def blocks(lines: list[str]) -> Iterator[str]:
    """Lines as the page breaks them, joined into paragraphs and list items.

    A PDF has no paragraphs: a blank line, a bullet, or a short line that ends a sentence ends
    one. A word divided at the end of a line is joined again when it goes on in lower case.
    """
    width = max((len(line) for line in lines), default=0)
    held = ""
    for line in (*lines, ""):
        text = line.strip()
        if not text or _BULLET.match(text):
            yield held
            held = _BULLET.sub("", text)
        elif held.endswith("-") and text[0].islower():
            held = held[:-1] + text
        else:
            held = f"{held} {text}" if held else text
        if _SENTENCE_END.search(text) and len(line) < 0.75 * width:
            yield held
            held = ""


def _without_running_lines(pages: list[str]) -> Iterator[list[str]]:
    split = [[line for line in page.splitlines() if line.strip()] for page in pages]
    edges = Counter(_shape(line) for lines in split for line in {*lines[:1], *lines[-1:]})
    for page, lines in zip(pages, split, strict=True):
        running = {
            line
            for line in {*lines[:1], *lines[-1:]}
            if edges[_shape(line)] >= _REPEATED or _DIGITS.sub("", line).strip() == ""
        }
        yield [line for line in page.splitlines() if line not in running]


def _shape(line: str) -> str:
    """A line without its numbers, so that "12 | Report" and "13 | Report" are one."""
    return _DIGITS.sub("0", line.strip())
