"""A file on its way: the bytes that are here, and whether they are what was asked for."""

import zipfile
from pathlib import Path

from pydantic import BaseModel, ValidationError

from corpus.source import FileType

_HEAD = 4096
_HTML_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<main", b"<article")
_NO_TEXT = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff")


class _Note(BaseModel):
    """Which version of which file the bytes belong to."""

    url: str
    validator: str


class Partial:
    """The bytes of a file that is on its way. They outlive an attempt and a run.

    The file's name keeps its ending, so that it can be read before it takes its place, and begins
    with a dot, so that nobody else reads it.
    """

    def __init__(self, target: Path) -> None:
        self.path = target.with_name(f".{target.stem}.part{target.suffix}")
        self._note = self.path.with_name(self.path.name + ".json")

    def resumable(self, url: str) -> tuple[int, str]:
        """How many bytes are here and the validator of their version; ``(0, "")`` when none."""
        try:
            note = _Note.model_validate_json(self._note.read_bytes())
            size = self.path.stat().st_size
        except (OSError, ValidationError):
            return 0, ""
        return (size, note.validator) if note.url == url and size else (0, "")

    def begin(self, url: str, validator: str) -> None:
        """Note what the bytes from now on belong to; without a validator they cannot go on."""
        if validator:
            note = _Note(url=url, validator=validator)
            self._note.write_text(note.model_dump_json(), "utf-8")
        else:
            self._note.unlink(missing_ok=True)

    def discard(self) -> None:
        """Forget everything."""
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def become(self, target: Path) -> None:
        """Take the place of ``target`` in one step."""
        self.path.replace(target)
        self._note.unlink(missing_ok=True)


def looks_like(path: Path, type_: FileType) -> bool:
    """Whether the content is of that type, whatever anybody calls it."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    match type_:
        case FileType.PDF:
            return b"%PDF-" in head[:1024]
        case FileType.DOCX:
            return _is_docx(path)
        case FileType.HTML:
            # UTF-16 shows its mark-up when its empty halves are left out.
            plain = head.replace(b"\x00", b"").lower()
            return not head.startswith(_NO_TEXT) and any(mark in plain for mark in _HTML_MARKS)


def has_end(path: Path, type_: FileType) -> bool:
    """Whether the end is there; asked when the server did not say how long the file is."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _HEAD))
        tail = file.read()
    match type_:
        case FileType.PDF:
            return b"%%EOF" in tail
        case FileType.DOCX:
            return _is_docx(path)
        case FileType.HTML:
            return b"</html" in tail.replace(b"\x00", b"").lower()


def _is_docx(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError):
        return False
