"""Word documents: headings, paragraphs and table rows in reading order."""

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.document import Document as Opened
from docx.opc.exceptions import OpcError
from docx.styles.style import BaseStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from corpus.readers import DAMAGE, Reading, Unreadable
from corpus.readers.outline import Outline, one_line

MOST_UNPACKED = 300 * 1024 * 1024
"""A document that unpacks to more bytes than this is taken for a bomb."""

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_MOST_STYLES = 10
"""Styles build on styles; a damaged file has one that builds on itself."""

_ENCRYPTED = b"\xd0\xcf\x11\xe0"


def read(path: Path) -> Reading:
    """Read a DOCX file; headings are known by their built-in style, in any language of Word."""
    with path.open("rb") as file:
        if file.read(4) == _ENCRYPTED:
            raise Unreadable("is encrypted or an old .doc; save it as .docx without a password.")
    try:
        with ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable("unpacks to an unreasonable size; it was not opened.")
        document = Document(str(path))
        outline = _outline(document)
        title = one_line(document.core_properties.title or "")
    except (BadZipFile, OpcError, OSError, *DAMAGE) as error:
        raise Unreadable(f"is a damaged DOCX ({type(error).__name__}); save it anew.") from error
    return Reading(outline.sections(), title)


def _outline(document: Opened) -> Outline:
    outline = Outline()
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                # A merged cell comes back once for each column it spans.
                cells = {cell._tc: one_line(cell.text) for cell in row.cells}
                outline.block(" · ".join(words for words in cells.values() if words))
        elif (level := _level(item)) is None:
            outline.block(item.text)
        elif item.text.strip():
            outline.heading(level, item.text)
    return outline


def _level(paragraph: Paragraph) -> int | None:
    """The level of a heading, 0 for the title, ``None`` for a plain paragraph.

    A style's name is the built-in English one whatever Word calls it; its id ("Rubrik1") is not.
    A style of the user's own counts as the one it is based on.
    """
    style: BaseStyle | None = paragraph.style
    for _ in range(_MOST_STYLES):
        if style is None:
            break
        name = style.name or ""
        if match := _HEADING.fullmatch(name):
            return int(match[1])
        if name == "Title":
            return 0
        style = getattr(style, "base_style", None)
    return None
