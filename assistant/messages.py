"""What the assistant says in its own words, by language (``messages.toml``)."""

import tomllib
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "sv")
"""The languages that the assistant speaks; others are answered in the first."""


def message(name: str, language: str, **places: str) -> str:
    """The text called ``name``, with its places filled. Raises ``KeyError`` for an unknown name."""
    return _texts()[name][spoken(language)].format(**places)


def spoken(language: str) -> str:
    """The language that the assistant uses with someone who writes ``language``."""
    return language if language in LANGUAGES else LANGUAGES[0]


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
