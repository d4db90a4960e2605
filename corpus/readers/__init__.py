"""Readers: a file of one format in, its sections out.

Every reader is a function ``read(path) -> Reading`` that raises :class:`Unreadable` with a
sentence saying what is wrong with the file and what a person can do about it.

    Unreadable
    └── NeedsOcr   a PDF that holds pictures of text
"""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from corpus.text import Section

MOST_BYTES = 100 * 1024 * 1024
"""Larger files are refused: they are not documents that a person reads."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds; ``title``, ``language`` and ``address`` are empty where it is silent."""

    sections: tuple[Section, ...]
    title: str = ""
    language: str = ""
    address: str = ""


class Unreadable(Exception):
    """A file that cannot be read. Its message is shown to the person who named the folder."""


class NeedsOcr(Unreadable):
    """A PDF without a text layer."""


DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What the libraries that parse a format let slip, beside their own errors, on a broken file."""

_MODULES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "plain",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}

ENDINGS = frozenset(_MODULES)
"""File name endings that can be read, in lower case."""


def read(path: Path) -> Reading:
    """Read a file by the ending of its name.

    Raises :class:`Unreadable` when the file is broken, encrypted, empty, too large or gone, or
    when its format is none of :data:`ENDINGS`.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise Unreadable(f"is of a kind that cannot be read ({ending or 'no ending'}).")
    refuse_unfit(path)
    # A format's library is loaded when the first such file turns up.
    module = import_module(f"corpus.readers.{_MODULES[ending]}")
    reader: Callable[[Path], Reading] = module.read
    reading = reader(path)
    if not any(section.blocks for section in reading.sections):
        raise Unreadable("holds no text.")
    return reading


def refuse_unfit(path: Path) -> None:
    """Raise :class:`Unreadable` unless ``path`` is a file of a fair size that we may open."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise Unreadable("is not a file.")
        with path.open("rb"):
            pass
    except OSError as error:
        raise Unreadable(f"cannot be opened ({error.strerror}).") from error
    if size > MOST_BYTES:
        raise Unreadable(f"is larger than {MOST_BYTES // 1024**2} MB; split it into parts.")
