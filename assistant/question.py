"""What a person typed, made fit to work with."""

import re
import unicodedata
from collections.abc import Iterator

from corpus.visible import visible

MOST_CHARACTERS = 1_000
"""A longer question is refused; the page says so before it is sent."""

_SPACE = re.compile(r"\s+")

# Cc control, Cf format (zero width, direction, tags), Co private use, Cs surrogate, Cn unassigned.
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn"}

_MOST_MARKS = 4
"""No script needs more marks on one letter (Unicode Technical Standard 39, section 5.4)."""


def clean(raw: str) -> str:
    """The text in composed Unicode (NFC), on one line, without characters that nobody sees."""
    seen = "".join(
        character
        for character in visible(raw)
        if character.isspace() or unicodedata.category(character) not in _HIDDEN
    )
    composed = unicodedata.normalize("NFC", _SPACE.sub(" ", seen).strip())
    return "".join(_with_few_marks(composed))


def _with_few_marks(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if marks <= _MOST_MARKS:
            yield character
