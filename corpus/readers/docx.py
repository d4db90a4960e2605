"""Word documents: headings, paragraphs and table rows in reading order."""

import re
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.opc.exceptions import OpcError
from docx.table import Table
from lxml.etree import XMLSyntaxError

from corpus.readers import Reading, Unreadable
from corpus.readers.outline import Outline, one_line

MOST_UNPACKED = 300 * 1024 * 1024
"""A document that unpacks to more bytes than this is taken for a bomb."""

# What a broken archive or the XML in it can raise; OSError is a seek to nowhere in the file.
_DAMAGE = (
    BadZipFile,
    EOFError,
    KeyError,
    NotImplementedError,
    OpcError,
    OSError,
    ValueError,
    XMLSyntaxError,
    zlib.error,
)
_HEADING = re.compile(r"Heading(\d)")
_ENCRYPTED = b"\xd0\xcf\x11\xe0"


def read(path: Path) -> Reading:
    """Read a DOCX file; heading styles are known by their style id, in any language of Word."""
    with path.open("rb") as file:
        if file.read(4) == _ENCRYPTED:
            raise Unreadable("is encrypted or an old .doc; save it as .docx without a password.")
    try:
        with ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable("unpacks to an unreasonable size; it was not opened.")
        document = Document(str(path))
    except _DAMAGE as error:
        raise Unreadable(f"is a damaged DOCX ({type(error).__name__}); save it anew.") from error
    outline = Outline()
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                # A merged cell comes back once for each column it spans.
                cells = dict.fromkeys(one_line(cell.text) for cell in row.cells)
                outline.block(" · ".join(cell for cell in cells if cell))
            continue
        style = item.style.style_id if item.style else ""
        match = _HEADING.match(style)
        if match or style == "Title":
            outline.heading(int(match[1]) if match else 1, item.text)
        else:
            outline.block(item.text)
    return Reading(outline.sections(), one_line(document.core_properties.title or ""))
