"""Headings and blocks as they come, gathered into sections."""

import re

from corpus.text import Section
from corpus.visible import visible

BULLETS = "•●○▪■◦‣⁃\x7f\uf0b7\uf0a7*-"
"""Signs that begin a list item, with those that Word's and PDF's own fonts put in their place."""

_SPACE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w]+")


def one_line(text: str) -> str:
    """The text with every run of white space as one blank, and without what nobody sees."""
    return _SPACE.sub(" ", visible(text)).strip()


def slug(text: str) -> str:
    """A heading as an identifier: lower-case words joined by hyphens."""
    return _NOT_WORD.sub("-", text.lower()).strip("-")[:60].strip("-")


class Outline:
    """Collects what a reader meets, in reading order."""

    def __init__(self) -> None:
        self._above: list[tuple[int, str]] = []
        self._sections: list[Section] = []
        self._start: tuple[str, str, str, int | None, int] = ("", "", "", None, 1)
        self._blocks: list[str] = []

    def heading(
        self, level: int, text: str, *, anchor: str = "", page: int | None = None, line: int = 1
    ) -> None:
        """Begin a section under a heading; ``level`` 1 is the highest, 0 a title above it."""
        self._close()
        while self._above and self._above[-1][0] >= level:
            self._above.pop()
        heading = one_line(text)
        self._above.append((level, heading))
        self._start = (heading, heading, anchor, page, line)

    def page(self, number: int, label: str) -> None:
        """Begin a section at the top of a page, under whatever heading is open."""
        self._close()
        heading = self._above[-1][1] if self._above else ""
        self._start = (heading, label, "", number, 1)

    def block(self, text: str) -> None:
        """Add a paragraph or list item; empty ones are passed over."""
        if written := one_line(text):
            self._blocks.append(written)

    def sections(self) -> tuple[Section, ...]:
        """The sections that hold text, in order."""
        self._close()
        return tuple(self._sections)

    def _close(self) -> None:
        heading, locator, anchor, page, line = self._start
        if self._blocks:
            self._sections.append(
                Section(
                    id=anchor or slug(locator) or f"part-{len(self._sections) + 1}",
                    heading=heading,
                    locator=locator,
                    blocks=tuple(self._blocks),
                    address=f"#{anchor}" if anchor else "",
                    path=tuple(text for _, text in self._above[:-1]),
                    page=page,
                    line=line,
                )
            )
        self._blocks = []
