"""Digests: our own texts about a source, in the form that ``docs/texts.md`` describes."""

from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.manifest import Address, Identifier, LanguageCode, Words
from corpus.problem import Problem, Unsound
from corpus.readers import Unreadable
from corpus.readers.markdown import Piece, front_matter, pieces
from corpus.text import Section, Sort, Text

PLACEHOLDER = "TODO:"
"""Begins what a person has yet to write; ``python -m corpus check`` asks for it."""

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
        fields, body, first_line = front_matter(path.read_text("utf-8"))
    except (Unreadable, UnicodeDecodeError) as error:
        raise Unsound([Problem(file, 1, str(error))]) from error
    problems: list[Problem] = []
    head = _validated(_FrontMatter, fields, file, 1, problems)
    sections = _sections(list(pieces(body, first_line)), file, problems)
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


def _sections(found: list[Piece], file: Path, problems: list[Problem]) -> list[Section]:
    sections: list[Section] = []
    headings = [number for number, piece in enumerate(found) if piece.level]
    if found and (not headings or headings[0] != 0):
        problems.append(Problem(file, found[0].line, "text before the first heading"))
    for start, end in zip(headings, [*headings[1:], len(found)], strict=True):
        heading, *content = found[start:end]
        if heading.level != 2:
            problems.append(Problem(file, heading.line, "a section's heading is written with ##"))
        if not content or content[0].info != "section":
            problems.append(
                Problem(file, heading.line, "a section block must follow the heading directly")
            )
            continue
        blocks = tuple(piece.text for piece in content[1:] if piece.text and not piece.info)
        if not blocks:
            problems.append(Problem(file, heading.line, "the section is empty"))
        block = _block(content[0], file, problems)
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
                )
            )
    return sections


def _block(piece: Piece, file: Path, problems: list[Problem]) -> _SectionBlock | None:
    try:
        fields = yaml.safe_load(piece.text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = piece.line + 1 + (mark.line if mark else 0)
        problems.append(Problem(file, line, f"the section block is not YAML: {error}"))
        return None
    return _validated(_SectionBlock, fields, file, piece.line, problems)


def _validated(
    model: type[Model], fields: Any, file: Path, line: int, problems: list[Problem]
) -> Model | None:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        problems += [
            Problem(file, line, f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}")
            for fault in error.errors()
        ]
        return None
