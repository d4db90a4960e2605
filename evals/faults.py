"""What is wrong with an answer, worded in English or Swedish (``faults.toml``)."""

import re
from pathlib import Path

from assistant.web.texts import Texts, load_texts
from evals.record import Fault

TEXTS = Path(__file__).with_suffix(".toml")
_QUOTED = 160
"""Characters of a sentence that are quoted."""


def in_words(fault: Fault, language: str) -> str:
    """A sentence that says what is wrong.

    Raises ``ValueError`` for a language that there are no words in.
    """
    texts = load_texts(language, TEXTS)
    said = {place: _said(place, values, texts) for place, values in fault.places.items()}
    return texts.filled(fault.name, **said)


def _said(place: str, values: tuple[str, ...], texts: Texts) -> str:
    match place:
        case "expected" | "came":
            return texts["or"].join(texts[f"ending.{one}"] for one in values)
        case "place":
            return ", ".join(texts[f"place.{one}"] for one in values)
        case "fact":
            return texts["or"].join(f"“{one}”" for value in values for one in _readable(value))
        case "text":
            return " ".join(map(_short, values))
        case _:
            return ", ".join(values)


def _readable(pattern: str) -> list[str]:
    """A pattern of a case as words: what stands between bars is one or the other."""
    return re.sub(r"\\(.)", r"\1", pattern.replace(r"\b", "")).split("|")


def _short(text: str) -> str:
    return f"“{text if len(text) <= _QUOTED else text[:_QUOTED].rstrip() + '…'}”"
