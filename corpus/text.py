"""A text: one language version of a source, made of sections."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

ITEM = "- "
"""A block that begins with this is an item of a list."""


class Sort(StrEnum):
    """Whose words a text holds."""

    DIGEST = "digest"  # ours, shipped with the corpus
    OFFICIAL = "official"  # the publisher's, fetched onto this machine
    DOCUMENT = "document"  # a file from a folder that the user named


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, with the place a person would look it up.

    ``blocks`` are paragraphs and list items in reading order, each plain text on one line.
    ``path`` are the headings above this one. ``page`` counts from 1 and is ``None`` where the
    format has no pages. ``line`` is where the section starts in its file, from 1.
    ``plain`` says sentences again in plain words, by the sentence's number in the section, from 1.
    """

    id: str
    heading: str
    locator: str
    blocks: tuple[str, ...]
    address: str = ""
    checked: bool = True
    asks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    page: int | None = None
    line: int = 1
    plain: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    """One language version of a source. ``file`` is relative to the folder it was read from.

    ``reviewed`` is the day a person last read a digest against its source.
    """

    source_id: str
    language: str
    title: str
    sort: Sort
    file: Path
    sections: tuple[Section, ...]
    reviewed: date | None = None
