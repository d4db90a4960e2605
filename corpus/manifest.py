"""``sources.toml``: which works the corpus draws on."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from corpus.problem import Problem, Unsound
from corpus.source import FileType, Force, Kind, OfficialText, Source

FILE_NAME = "sources.toml"

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\.[^\s]+$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


class _Fetch(BaseModel):
    """One official text as it is written."""

    model_config = ConfigDict(extra="forbid")

    url: Address
    language: LanguageCode
    type: FileType


class _Entry(BaseModel):
    """One ``[[source]]`` table as it is written."""

    model_config = ConfigDict(extra="forbid")

    id: Identifier
    title: Words
    title_sv: Words | None = None
    publisher: Words
    year: Annotated[int, Field(ge=1000, le=2100)] | None = None
    kind: Kind
    force: Force
    languages: Annotated[list[LanguageCode], Field(min_length=1)]
    licence: Words
    official: list[Address] = []
    found: list[Address] = []
    fetch: list[_Fetch] = []
    reviewed: date | None = None

    @model_validator(mode="after")
    def _fetch_is_ours(self) -> "_Entry":
        known = {*self.official, *self.found}
        seen: set[str] = set()
        for text in self.fetch:
            if text.url not in known:
                raise ValueError(f"fetch: {text.url} is not among official and found")
            if text.language not in self.languages:
                raise ValueError(f"fetch: {text.language!r} is not among languages")
            if text.url in seen:
                raise ValueError(f"fetch: {text.url} is listed twice")
            seen.add(text.url)
        return self


def read_manifest(path: Path) -> dict[str, Source]:
    """The sources of a manifest by id, in the order of the file.

    Raises :class:`Unsound` with every problem found, each with its line.
    """
    return {entry.id: _source(entry) for entry in _entries(path)}


def read_official_texts(path: Path) -> dict[str, tuple[OfficialText, ...]]:
    """What there is to fetch, by source id; every source of the manifest is a key.

    Raises :class:`Unsound` as :func:`read_manifest` does.
    """
    return {
        entry.id: tuple(OfficialText(text.url, text.language, text.type) for text in entry.fetch)
        for entry in _entries(path)
    }


def _entries(path: Path) -> list[_Entry]:
    written = path.read_text("utf-8")
    try:
        tables = tomllib.loads(written).get("source", [])
    except tomllib.TOMLDecodeError as error:
        raise Unsound([Problem(path, _line_of(error), f"is not TOML: {error}")]) from error
    starts = [
        number
        for number, line in enumerate(written.splitlines(), start=1)
        if line.strip() == "[[source]]"
    ]
    entries: dict[str, _Entry] = {}
    problems: list[Problem] = []
    for line, table in zip(starts, tables, strict=True):
        try:
            entry = _Entry.model_validate(table)
        except ValidationError as error:
            problems += [
                Problem(path, line, ": ".join([*map(str, fault["loc"]), fault["msg"]]))
                for fault in error.errors()
            ]
            continue
        if entry.id in entries:
            problems.append(Problem(path, line, f"source {entry.id!r} is listed twice"))
        entries[entry.id] = entry
    if problems:
        raise Unsound(problems)
    return list(entries.values())


def _line_of(error: tomllib.TOMLDecodeError) -> int:
    """The line a TOML error speaks of; Python 3.11 names it only in the message."""
    _, _, after = str(error).partition("at line ")
    number = after.split(",")[0].split(")")[0]
    return int(number) if number.isdigit() else 1


def _source(entry: _Entry) -> Source:
    titles = {"en": entry.title}
    if entry.title_sv:
        titles["sv"] = entry.title_sv
    return Source(
        id=entry.id,
        titles=titles,
        publisher=entry.publisher,
        year=entry.year,
        kind=entry.kind,
        force=entry.force,
        languages=tuple(entry.languages),
        licence=entry.licence,
        official=tuple(entry.official),
        found=tuple(entry.found),
        reviewed=entry.reviewed,
    )
