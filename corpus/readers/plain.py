"""Plain text: paragraphs between blank lines."""

import re
from pathlib import Path

from charset_normalizer import from_bytes

from corpus.readers import Reading, Unreadable
from corpus.readers.outline import Outline

_BLANK_LINES = re.compile(r"\n\s*\n")


def read(path: Path) -> Reading:
    """Read a text file as one section."""
    outline = Outline()
    for block in _BLANK_LINES.split(decoded(path.read_bytes())):
        outline.block(block)
    return Reading(outline.sections())


def decoded(content: bytes) -> str:
    """Bytes as text: UTF-8 when they are, else the likeliest encoding.

    Raises :class:`Unreadable` when they look like no text at all.
    """
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("is not a text file; check the ending of its name.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        guess = from_bytes(content).best()
        if guess is None:
            raise Unreadable("has an unknown character encoding; save it as UTF-8.") from None
        return str(guess)
