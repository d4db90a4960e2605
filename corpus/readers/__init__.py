"""Readers: a file of one format in, its sections out.

Every reader is a function ``read(path) -> Reading`` that raises :class:`Unreadable` with a
sentence saying what is wrong with the file and what a person can do about it.

    Unreadable
    └── NeedsOcr   a PDF that holds pictures of text
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from corpus.text import Section

MOST_BYTES = 100 * 1024 * 1024
"""Larger files are refused: they are not documents that a person reads."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds. ``title``, ``language`` and ``address`` are empty where it does not say."""

    sections: tuple[Section, ...]
    title: str = ""
    language: str = ""
    address: str = ""


class Unreadable(Exception):
    """A file that cannot be read. Its message is shown to the person who named the folder."""


class NeedsOcr(Unreadable):
    """A PDF without a text layer."""


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

    Raises :class:`Unreadable` when the file is broken, encrypted, empty, too large or gone.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Unreadable(f"cannot be opened ({error.strerror}).") from error
    if size > MOST_BYTES:
        raise Unreadable(f"is larger than {MOST_BYTES // 1024**2} MB; split it into parts.")
    # A format's library is loaded when the first such file turns up.
    module = import_module(f"corpus.readers.{_MODULES[path.suffix.lower()]}")
    reader: Callable[[Path], Reading] = module.read
    reading = reader(path)
    if not any(section.blocks for section in reading.sections):
        raise Unreadable("holds no text.")
    return reading
