"""Official texts on this machine: ``<folder>/<source-id>/<name>.<ending>`` with a record beside.

``corpus.fetch`` puts them there. A file that a person put there has no record and is read too,
under the first official address of its source.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.language import DOCUMENT_LANGUAGES, detect
from corpus.readers import ENDINGS, Reading, read
from corpus.readers.outline import slug
from corpus.readers.plain import decoded
from corpus.source import FileType, Source
from corpus.text import Section, Sort, Text

FOLDER = Path("official")
"""What the files of official texts are called by in citations, whatever their folder is."""

PREVIOUS = ".previous"
"""Added to the name of the file that a newer one replaced."""

_RECORD = ".json"


class Record(BaseModel):
    """Where a fetched file comes from.

    ``fetched`` is when its bytes arrived and ``confirmed`` when the publisher last said that they
    are current, both in UTC as ISO 8601. ``bytes`` is its size. ``etag`` and ``last_modified``
    are empty where the server gave none. ``problem`` says why the file cannot be read, if so.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    url: str
    final_url: str
    language: str
    type: FileType
    licence: str
    fetched: str
    confirmed: str
    content_type: str
    bytes: int
    sha256: str
    etag: str = ""
    last_modified: str = ""
    problem: str = ""


def file_name(url: str, type_: FileType) -> str:
    """The name of the file for an address: readable, and one for each address."""
    host, *path = same_page(url).partition("?")[0].split("/")
    parts = [part for part in path if part] or [host]
    readable = slug("-".join(parts[-2:]).encode("ascii", "ignore").decode())[:48].strip("-")
    mark = hashlib.sha256(url.encode()).hexdigest()[:8]
    return f"{readable or 'page'}-{mark}.{type_.value}"


def read_record(path: Path) -> Record | None:
    """The record of the file ``path``; ``None`` when there is none or it is damaged."""
    try:
        return Record.model_validate_json(_record_path(path).read_bytes())
    except (OSError, ValidationError):
        return None


def write_record(path: Path, record: Record) -> None:
    """Write the record of the file ``path`` in one step."""
    target = _record_path(path)
    beside = target.with_name(f".{target.name}.new")
    beside.write_text(record.model_dump_json(indent=2) + "\n", "utf-8")
    beside.replace(target)


def official_files(folder: Path) -> list[Path]:
    """The readable files below ``folder``, one folder for each source, sorted; [] without one."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if Path(place) == folder:
            continue
        found += [
            Path(place, name)
            for name in sorted(names)
            if Path(name).suffix.lower() in ENDINGS and not name.startswith((".", "~$"))
        ]
    return found


def source_of(path: Path, folder: Path) -> str:
    """The id of the source that a file below ``folder`` belongs to."""
    return path.relative_to(folder).parts[0]


def read_official(path: Path, folder: Path, source: Source) -> Text:
    """Read an official file below ``folder`` as a text of ``source``.

    Raises :class:`corpus.readers.Unreadable`.
    """
    record = read_record(path)
    url = record.url if record else next(iter(source.official), "")
    file = FOLDER / path.relative_to(folder)
    return official_text(read(path), source, url, file, record.language if record else "")


def official_text(reading: Reading, source: Source, url: str, file: Path, language: str) -> Text:
    """What was read from ``url`` as a text of ``source``; its language is found out when empty."""
    if not language:
        blocks = [block for section in reading.sections[:20] for block in section.blocks[:5]]
        language = detect(" ".join(blocks), DOCUMENT_LANGUAGES, otherwise=source.languages[0])
    sections = tuple(_addressed(section, url) for section in reading.sections)
    return Text(source.id, language, source.title(language), Sort.OFFICIAL, file, sections)


def places(path: Path) -> Iterator[str]:
    """The fragments that an address of this file may end in: anchors of a page, ``page=N``.

    Raises :class:`corpus.readers.Unreadable` for a PDF that cannot be read.
    """
    if path.suffix.lower() in {".html", ".htm"}:
        soup = BeautifulSoup(decoded(path.read_bytes()), "lxml")
        for tag in soup.find_all(True):
            for name in ("id", "name"):
                if isinstance(anchor := tag.get(name), str):
                    yield anchor
    else:
        pages = [section.page for section in read(path).sections if section.page is not None]
        yield from (f"page={page}" for page in range(1, max(pages, default=0) + 1))


def same_page(address: str) -> str:
    """An address without what does not tell pages apart: scheme, ``www.``, fragment, last slash."""
    bare = re.sub(r"^https?://(www\.)?", "", address.partition("#")[0], flags=re.IGNORECASE)
    host, slash, rest = bare.partition("/")
    return (host.lower() + slash + rest).rstrip("/")


def _record_path(path: Path) -> Path:
    return path.with_name(path.name + _RECORD)


def _addressed(section: Section, url: str) -> Section:
    """The section with the address that opens it: its page in a PDF, its anchor in a page."""
    page = url.partition("#")[0]
    fragment = f"#page={section.page}" if section.page is not None else section.address
    return Section(
        id=section.id,
        heading=section.heading,
        locator=section.locator,
        blocks=section.blocks,
        address=page + fragment if page else "",
        path=section.path,
        page=section.page,
        line=section.line,
    )
