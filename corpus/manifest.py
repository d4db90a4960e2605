"""``sources.toml``: which works the corpus draws on."""

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from corpus.problem import Problem, Unsound
from corpus.source import FileType, Force, Kind, OfficialText, Source
from corpus.visible import visible

FILE_NAME = "sources.toml"

_ITEM = re.compile(r"\s*[-\"']")
_START = re.compile(r"\s*\[\[\s*source\s*\]\]")

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\.[^\s]+$")]
Words = Annotated[
    str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(visible)
]
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
    known_as: list[Words] = []
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


def read_manifest(path: Path, file: Path | None = None) -> dict[str, Source]:
    """The sources of a manifest by id, in the order of the file.

    ``file`` is the name it goes by in messages. Raises :class:`Unsound` with every problem found,
    each with its line.
    """
    return {entry.id: _source(entry) for entry in _entries(path, file or path)}


def read_official_texts(path: Path) -> dict[str, tuple[OfficialText, ...]]:
    """What there is to fetch, by source id; every source of the manifest is a key.

    Raises :class:`Unsound` as :func:`read_manifest` does.
    """
    return {
        entry.id: tuple(OfficialText(text.url, text.language, text.type) for text in entry.fetch)
        for entry in _entries(path, path)
    }


def _entries(path: Path, file: Path) -> list[_Entry]:
    try:
        written = path.read_text("utf-8-sig")
        fields = tomllib.loads(written)
    except UnicodeDecodeError as error:
        raise Unsound([Problem(file, 1, "is not UTF-8")]) from error
    except tomllib.TOMLDecodeError as error:
        line = _line_of(error, written)
        raise Unsound([Problem(file, line, f"is not TOML: {error}")]) from error
    lines = written.splitlines()
    problems = [
        Problem(file, line_of_field(lines, 1, name), f"{name!r} is not a [[source]]")
        for name in fields
        if name != "source"
    ]
    tables = fields.get("source", [])
    starts = [number for number, line in enumerate(lines, start=1) if _START.match(line)]
    if not isinstance(tables, list) or len(starts) != len(tables):
        raise Unsound([*problems, Problem(file, 1, "each source begins with a line [[source]]")])
    entries: dict[str, _Entry] = {}
    for (start, end), table in zip(pairwise([*starts, len(lines) + 1]), tables, strict=True):
        try:
            entry = _Entry.model_validate(table)
        except ValidationError as error:
            problems += validation_problems(error, file, lines[: end - 1], start)
            continue
        if entry.id in entries:
            line = line_of_field(lines, start, "id")
            problems.append(Problem(file, line, f"source {entry.id!r} is listed twice"))
        entries[entry.id] = entry
    if problems:
        raise Unsound(problems)
    return list(entries.values())


def validation_problems(
    error: ValidationError, file: Path, lines: Sequence[str], first: int
) -> list[Problem]:
    """Every fault of a block of fields that begins on line ``first``, with its line."""
    return [
        Problem(
            file,
            _line_of_value(lines, first, fault["loc"]),
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}".removeprefix(": "),
        )
        for fault in error.errors()
    ]


def _line_of_value(lines: Sequence[str], first: int, place: Sequence[str | int]) -> int:
    """The line of a value; of the innermost field around it where no line begins with it."""
    line = first
    for step in place:
        if isinstance(step, str):
            line = line_of_field(lines, line, step)
        elif _ITEM.match("".join(lines[line + step : line + step + 1])):
            line += 1 + step
    return line


def line_of_field(lines: Sequence[str], first: int, name: str) -> int:
    """The line, from ``first`` on, where a field of TOML or YAML stands; ``first`` if nowhere."""
    field = re.compile(rf"\W*{re.escape(name)}\W*[=:\]]")
    numbered = enumerate(lines[first - 1 :], start=first)
    return next((number for number, line in numbered if field.match(line)), first)


def _line_of(error: tomllib.TOMLDecodeError, written: str) -> int:
    """The line a TOML error speaks of; Python 3.11 names it only in the message."""
    match = re.search(r"at line (\d+)", str(error))
    return int(match[1]) if match else max(1, len(written.splitlines()))


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
        known_as=tuple(entry.known_as),
        reviewed=entry.reviewed,
    )
