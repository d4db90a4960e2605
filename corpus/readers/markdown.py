"""Markdown, with or without YAML front matter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.readers import Reading, Unreadable
from corpus.readers.outline import Outline
from corpus.readers.plain import decoded

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading (``level`` from 1), a block (``level`` 0) or a fenced block (``info`` set)."""

    text: str
    line: int
    level: int = 0
    info: str = ""


def read(path: Path) -> Reading:
    """Read a Markdown file; a front matter's ``title`` and ``language`` are taken over."""
    fields, body, first_line = front_matter(decoded(path.read_bytes()))
    outline = Outline()
    title = str(fields.get("title") or "")
    for piece in pieces(body, first_line):
        if piece.level:
            title = title or piece.text
            outline.heading(piece.level, piece.text, line=piece.line)
        elif not piece.info:
            outline.block(piece.text)
    language = fields.get("language")
    return Reading(outline.sections(), title, language if isinstance(language, str) else "")


def front_matter(text: str) -> tuple[dict[str, Any], str, int]:
    """The fields, the body, and the line on which the body starts.

    Raises :class:`Unreadable` when the front matter is not a YAML mapping.
    """
    text = text.replace("\r\n", "\n")
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text, 1
    try:
        fields = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        raise Unreadable(f"has front matter that is not YAML: {error}") from error
    if not isinstance(fields, dict):
        raise Unreadable("has front matter that is not a list of fields.")
    return fields, text[match.end() :], match[0].count("\n") + 1


def pieces(body: str, first_line: int = 1) -> Iterator[Piece]:
    """Headings, paragraphs, list items, table rows and fenced blocks, in order."""
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    line = first_line
    level = 0
    row: list[str] | None = None
    for token in tokens:
        if token.map:
            line = first_line + token.map[0]
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield Piece(" · ".join(cell for cell in row if cell), line)
            row = None
        elif token.type == "fence":
            yield Piece(token.content, line, info=token.info.strip() or "code")
        elif token.type == "inline":
            if row is not None:
                row.append(_plain(token))
            else:
                yield Piece(_plain(token), line, level)


def _plain(token: Token) -> str:
    """The words of an inline token, without its mark-up."""
    parts = []
    for child in token.children or []:
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts).strip()
