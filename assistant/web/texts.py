"""What a page says in its own words, by language (a file like ``texts.toml``)."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "sv")
"""The languages that the page speaks."""

PAGE = Path(__file__).with_suffix(".toml")
"""The words of the page that people ask on."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The page's words in one language; names are dotted as in the file (``force.eu-law``)."""

    language: str
    words: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """The text called ``name``, its places as they are written."""
        return self.words[name]

    def filled(self, name: str, **places: object) -> str:
        """The text called ``name``, with its places filled."""
        return self.words[name].format(**places)


@cache
def load_texts(language: str, path: Path = PAGE) -> Texts:
    """A page's words in ``language``; raises ``ValueError`` for one that it does not speak."""
    if language not in LANGUAGES:
        raise ValueError(f"no page in {language!r}, only in {', '.join(LANGUAGES)}")
    return Texts(language, {name: words[language] for name, words in translations(path).items()})


def translations(path: Path = PAGE) -> dict[str, dict[str, str]]:
    """Every text of a file in every language, by dotted name."""
    return dict(_leaves(tomllib.loads(path.read_text("utf-8"))))


def _leaves(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    for name, value in table.items():
        if all(isinstance(inner, dict) for inner in value.values()):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
