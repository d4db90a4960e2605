"""Which sentence of a message asks, and what is told around it."""

import re

from corpus.sentence import sentence_spans

_ASKING = re.compile(
    r"\b(?:wh(?:o|om|ose|at|en|ere|y|ich)|how|tell me|explain|list|"
    r"v(?:ad|em|ilken|ilket|ilka|ar|art|arför)|hur|när|berätta|förklara|lista)\b",
    re.IGNORECASE,
)


def focus(message: str, language: str) -> tuple[str, str]:
    """What a message tells before it asks, and what it asks.

    "I moved to Lund last year. When did the city decide?" tells of Lund, and asks for a date.
    What comes after the question is left out; a message without a question is asked whole, and
    so is one with several.
    """
    sentences = [message[start:end] for start, end in sentence_spans(message, language)]
    if len(sentences) < 2:
        return "", message
    asking = [number for number, one in enumerate(sentences) if one.rstrip().endswith("?")]
    if not asking:
        asking = [number for number, one in enumerate(sentences) if _ASKING.search(one)][-1:]
    if not asking or len(asking) > 1 or len(sentences[asking[0]].split()) < 2:
        return "", message
    told = " ".join(sentences[: asking[0]])
    return told, sentences[asking[0]]


def asking(question: str) -> bool:
    """Whether there is a word to look for: letters, or the number of a document ("39/7")."""
    return re.search(r"[^\W\d_]{2}|\d/\d", question) is not None
