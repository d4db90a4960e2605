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
from corpus.readers.outline import Outline, one_line
from corpus.readers.plain import decoded
from corpus.visible import visible

YAML_FAULTS = (yaml.YAMLError, ValueError, TypeError, RecursionError)
"""What PyYAML raises on a broken document: also for an impossible date, or a key it cannot use."""

_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)


class BadFrontMatter(Unreadable):
    """Front matter that is not YAML; ``line`` of the file, from 1, is where it breaks."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading (``level`` from 1), a block (``level`` 0) or a fenced block (``info`` set).

    ``item`` is set on the first block of a list item.
    """

    text: str
    line: int
    level: int = 0
    info: str = ""
    item: bool = False


def read(path: Path) -> Reading:
    """Read a Markdown file; a front matter's ``title`` and ``language`` are taken over."""
    fields, body, first_line = front_matter(decoded(path.read_bytes()))
    outline = Outline()
    title = one_line(str(fields.get("title") or ""))
    for piece in pieces(body, first_line):
        if piece.level:
            title = title or one_line(piece.text)
            outline.heading(piece.level, piece.text, line=piece.line)
        elif not piece.info:
            outline.block(piece.text)
    language = fields.get("language")
    return Reading(outline.sections(), title, language if isinstance(language, str) else "")


def front_matter(text: str) -> tuple[dict[str, Any], str, int]:
    """The fields, the body, and the line on which the body starts.

    What stands between two rules is front matter only when it is a YAML mapping. Raises
    :class:`BadFrontMatter` when it is not YAML at all.
    """
    text = text.replace("\r\n", "\n")
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text, 1
    try:
        fields = read_yaml(match[1])
    except YAML_FAULTS as error:
        line, fault = yaml_fault(error)
        raise BadFrontMatter(f"has front matter that is not YAML: {fault}", 1 + line) from error
    if not isinstance(fields, dict):
        return {}, text, 1
    return fields, text[match.end() :], match[0].count("\n") + 1


def read_yaml(text: str) -> Any:
    """The value that a YAML text writes down. Raises one of :data:`YAML_FAULTS`.

    Where PyYAML was built with libyaml that is used: the corpus holds a thousand such blocks.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506 -- both are safe loaders


def yaml_fault(error: Exception) -> tuple[int, str]:
    """The line, from 1, of an error of :data:`YAML_FAULTS` (0 where unknown), and what it is."""
    mark = getattr(error, "problem_mark", None)
    return (mark.line + 1 if mark else 0), one_line(getattr(error, "problem", None) or str(error))


def pieces(body: str, first_line: int = 1) -> Iterator[Piece]:
    """Headings, paragraphs, list items, table rows and fenced blocks, in order."""
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    line = first_line
    level = 0
    row: list[str] | None = None
    item = False
    for token in tokens:
        if token.map:
            line = first_line + token.map[0]
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "list_item_open":
            item = True
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield Piece(" · ".join(cell for cell in row if cell), line)
            row = None
        elif token.type == "fence":
            yield Piece(token.content, line, info=token.info.strip() or "code")
        elif token.type == "code_block":
            yield Piece(token.content.strip(), line)
        elif token.type == "html_block":
            if words := visible(_TAG.sub(" ", token.content)).strip():
                yield Piece(words, line)
        elif token.type == "inline":
            if row is not None:
                row.append(_plain(token))
            else:
                yield Piece(_plain(token), line, level, item=item)
                item = False


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
    return visible("".join(parts)).strip()
