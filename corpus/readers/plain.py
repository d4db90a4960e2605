"""Plain text: paragraphs between blank lines, and list items."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import suppress
from pathlib import Path

from charset_normalizer import from_bytes

from corpus.readers import Reading, Unreadable
from corpus.readers.outline import BULLETS, Outline

_BREAK = re.compile(rf"\n\s*\n|(?:^|\n)[ \t]*[{BULLETS}][ \t]+")


def read(path: Path) -> Reading:
    """Read a text file as one section."""
    outline = Outline()
    for block in _BREAK.split(decoded(path.read_bytes())):
        outline.block(block)
    return Reading(outline.sections())


def decoded(content: bytes, declared: str | None = None) -> str:
    """Bytes as text: UTF-8 when they are, else as ``declared``, else the likeliest encoding.

    Raises :class:`Unreadable` when they look like no text at all.
    """
    if b"\x00" in content and not content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise Unreadable("is not a text file; check the ending of its name.")
    for encoding in ("utf-8-sig", declared):
        # An encoding that Python does not know is a LookupError.
        with suppress(UnicodeError, LookupError):
            if encoding:
                return content.decode(encoding)
    # Short texts often fit several code pages alike; the western one is then the likeliest.
    guesses = list(from_bytes(content))
    if not guesses:
        raise Unreadable("has an unknown character encoding; save it as UTF-8.")
    likely = [guess for guess in guesses if guess.chaos <= guesses[0].chaos]
    return str(max(likely, key=lambda guess: (guess.coherence, guess.encoding == "cp1252")))
