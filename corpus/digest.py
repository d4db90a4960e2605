"""Digests: our own texts about a source, in the form that ``docs/texts.md`` describes."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.manifest import Address, Identifier, LanguageCode, Words, validation_problems
from corpus.problem import Problem, Unsound
from corpus.readers import Unreadable
from corpus.readers.markdown import (
    YAML_FAULTS,
    BadFrontMatter,
    Piece,
    front_matter,
    pieces,
    read_yaml,
    yaml_fault,
)
from corpus.text import ITEM, Section, Sort, Text

PLACEHOLDER = "TODO:"
"""Begins what a person has yet to write; ``python -m corpus check`` asks for it."""

_PLAIN = "plain"
"""What the fenced block of a plain version is called."""
_PLAIN_LINE = re.compile(r"([1-9]\d?)\. (\S.*)")

Model = TypeVar("Model", bound=BaseModel)


class _FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid")

    source: Identifier
    language: LanguageCode
    title: Words
    reviewed: date


class _SectionBlock(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Identifier
    locator: Words
    address: Address
    checked: bool
    asks: dict[LanguageCode, list[Words]] = {}


def is_digest(text: str) -> bool:
    """Whether a Markdown file says of itself that it is a digest."""
    try:
        fields, _, _ = front_matter(text)
    except Unreadable:
        return False
    return "source" in fields and "reviewed" in fields


def read_digest(path: Path, file: Path) -> Text:
    """Read ``path`` as a digest; ``file`` is the name it goes by in messages and citations.

    Raises :class:`Unsound` with every problem in the file.
    """
    try:
        written = path.read_text("utf-8-sig")
        fields, body, first_line = front_matter(written)
    except BadFrontMatter as error:
        raise Unsound([Problem(file, error.line, str(error))]) from error
    except UnicodeDecodeError as error:
        raise Unsound([Problem(file, 1, "is not UTF-8")]) from error
    problems: list[Problem] = []
    lines = written.splitlines()
    head = _validated(_FrontMatter, fields, file, lines[: first_line - 1], 1, problems)
    sections = _sections(list(pieces(body, first_line)), file, lines, problems)
    if not sections and not problems:
        problems.append(Problem(file, first_line, "has no section"))
    seen: set[str] = set()
    for section in sections:
        if section.id in seen:
            problems.append(Problem(file, section.line, f"section id {section.id!r} is used twice"))
        seen.add(section.id)
    if problems or head is None:
        raise Unsound(problems)
    return Text(
        source_id=head.source,
        language=head.language,
        title=head.title,
        sort=Sort.DIGEST,
        file=file,
        sections=tuple(sections),
        reviewed=head.reviewed,
    )


def unwritten(text: Text) -> list[Section]:
    """The sections that still hold a placeholder."""
    return [
        section
        for section in text.sections
        if PLACEHOLDER in section.heading
        or PLACEHOLDER in section.locator
        or any(PLACEHOLDER in block for block in section.blocks)
    ]


def _sections(
    found: list[Piece], file: Path, lines: list[str], problems: list[Problem]
) -> list[Section]:
    sections: list[Section] = []
    headings = [number for number, piece in enumerate(found) if piece.level]
    if found and (not headings or headings[0] != 0):
        problems.append(Problem(file, found[0].line, "text before the first heading"))
    for start, end in pairwise([*headings, len(found)]):
        heading, *content = found[start:end]
        if heading.level != 2:
            problems.append(Problem(file, heading.line, "a section's heading is written with ##"))
        if not content or content[0].info != "section":
            problems.append(
                Problem(file, heading.line, "a section block must follow the heading directly")
            )
            continue
        blocks = tuple(
            f"{ITEM}{piece.text}" if piece.item else piece.text
            for piece in content[1:]
            if piece.text and not piece.info
        )
        if not blocks:
            problems.append(Problem(file, heading.line, "the section is empty"))
        block = _block(content[0], file, lines, problems)
        plain = _plain([piece for piece in content if piece.info == _PLAIN], file, problems)
        if block is not None and blocks:
            sections.append(
                Section(
                    id=block.id,
                    heading=heading.text,
                    locator=block.locator,
                    blocks=blocks,
                    address=block.address,
                    checked=block.checked,
                    asks={language: tuple(asks) for language, asks in block.asks.items()},
                    line=heading.line,
                    plain=plain,
                )
            )
    return sections


def _plain(found: list[Piece], file: Path, problems: list[Problem]) -> dict[int, str]:
    """What the lines of a plain version say, by the number of the sentence they stand for."""
    said: dict[int, str] = {}
    for piece in found:
        for line, written in enumerate(piece.text.splitlines(), start=piece.line + 1):
            match = _PLAIN_LINE.fullmatch(written.strip())
            if match is None:
                problems.append(
                    Problem(file, line, "a line of a plain version is a number, a full stop, words")
                )
            elif int(match[1]) in said:
                problems.append(Problem(file, line, f"a second plain version of {match[1]}"))
            else:
                said[int(match[1])] = match[2]
    return said


def _block(
    piece: Piece, file: Path, lines: list[str], problems: list[Problem]
) -> _SectionBlock | None:
    try:
        fields = read_yaml(piece.text)
    except YAML_FAULTS as error:
        line, fault = yaml_fault(error)
        problems.append(Problem(file, piece.line + line, f"the section block is not YAML: {fault}"))
        return None
    lines = lines[: piece.line + piece.text.count("\n")]
    return _validated(_SectionBlock, fields, file, lines, piece.line, problems)


def _validated(
    model: type[Model],
    fields: Any,
    file: Path,
    lines: list[str],
    first: int,
    problems: list[Problem],
) -> Model | None:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        problems += validation_problems(error, file, lines, first)
        return None
