"""Which sentence of a message asks, and what is told around it."""

import re
import tomllib
from functools import cache
from pathlib import Path

from corpus.sentence import sentence_spans

_ASKING = re.compile(
    r"\b(?:wh(?:o|om|ose|at|en|ere|y|ich)|how|tell me|explain|list|"
    r"v(?:ad|em|ilken|ilket|ilka|ar|art|arför)|hur|när|berätta|förklara|lista)\b",
    re.IGNORECASE,
)


def focus(message: str, language: str) -> tuple[str, str]:
    """What a message tells before it asks, and what it asks.

    "I moved to Lund last year. When did the city decide?" tells of Lund, and asks for a date.
    What comes after the question belongs to it ("We obey the law already."), up to the first
    order or aside, which are left out, as is an order before it to forget how one answers
    (``focus.toml``). A message without a question is asked
    whole, and so is one with several.
    """
    spans = sentence_spans(message, language)
    sentences = [message[start:end] for start, end in spans]
    if len(sentences) < 2:
        return "", message
    asking = [number for number, one in enumerate(sentences) if one.rstrip().endswith("?")]
    if not asking:
        asking = [number for number, one in enumerate(sentences) if _ASKING.search(one)][-1:]
    if not asking or len(asking) > 1 or len(sentences[asking[0]].split()) < 2:
        return "", message
    first = last = asking[0]
    while last + 1 < len(spans) and not _is(sentences[last + 1], "order", "aside"):
        last += 1
    told = [one for one in sentences[:first] if not _is(one, "undoing")]
    return " ".join(told), message[spans[first][0] : spans[last][1]]


def _is(sentence: str, *kinds: str) -> bool:
    """Whether a sentence is of one of the kinds of ``focus.toml``."""
    return any(rule.search(sentence) for kind in kinds for rule in _rules()[kind])


@cache
def _rules() -> dict[str, list[re.Pattern[str]]]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        kind: [re.compile(rule, re.IGNORECASE) for rule in rules] for kind, rules in data.items()
    }


def asking(question: str) -> bool:
    """Whether there is a word to look for: letters, or the number of a document ("39/7")."""
    return re.search(r"[^\W\d_]{2}|\d/\d", question) is not None
