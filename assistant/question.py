"""What a person typed, made fit to work with."""

import re
import unicodedata

MOST_CHARACTERS = 1_000
"""A longer question is refused; the page says so before it is sent."""

_SPACE = re.compile(r"\s+")

# Cc control, Cf format (zero width, direction, tags), Co private use, Cs surrogate, Cn unassigned.
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn"}


def clean(raw: str) -> str:
    """The text in composed Unicode (NFC), on one line, without characters that nobody sees."""
    composed = unicodedata.normalize("NFC", raw)
    visible = (
        character if character.isspace() or unicodedata.category(character) not in _HIDDEN else ""
        for character in composed
    )
    return _SPACE.sub(" ", "".join(visible)).strip()
