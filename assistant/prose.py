"""What a chat model wrote, as sentences with the numbers they cite."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.question import clean
from corpus.sentence import sentence_spans

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCED = re.compile(r"^\s*(?:```|~~~).*?(?:^\s*(?:```|~~~)|\Z)", re.DOTALL | re.MULTILINE)
_WIDE = str.maketrans("【】", "[]")
_LEADING = re.compile(r"^\s*(?:#{1,6}\s+|>\s*|[-*•+]\s+|\d{1,2}[.)]\s+)+")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_MARKER = r"\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]"
_MARKERS = re.compile(rf"\s*{_MARKER}")
# sentencex looks for an end of sentence before a space, not before a marker.
_MARKED_END = re.compile(rf"[.!?…][\"”’»)]*(?:\s*{_MARKER})+(?=\s|\Z)")
_BEHIND = re.compile(rf"(?:\s*{_MARKER})+\s*\Z")
_MARKUP = re.compile(
    r"[<>\[\]{}|\\]|&(?:#\w+|\w+);|\b[a-z][a-z+.-]*://|\b(?:javascript|data|mailto|tel):|"
    r"\S@\S|\b[\w-]{2,}\.[^\W\d_]{2,}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of prose without its markers; ``cited`` are their numbers, in order, once."""

    text: str
    cited: tuple[int, ...]


def visible(written: str) -> str:
    """What was written for a reader: without thoughts and fenced code, finished or not."""
    return _FENCED.sub("", _THOUGHT.sub("", written))


def sentences(written: str, language: str) -> list[Sentence]:
    """The sentences of prose, with emphasis, bullets and headings made plain."""
    return [
        sentence
        for line in visible(written).translate(_WIDE).splitlines()
        for piece in _pieces(_EMPHASIS.sub("", _LEADING.sub("", clean(line))))
        for sentence in _sentences(piece, language)
    ]


def is_plain(text: str) -> bool:
    """Whether a sentence is text alone: no markup, link, address or code."""
    return _MARKUP.search(text) is None


def _pieces(line: str) -> Iterator[str]:
    """The line, cut after every sentence that ends before its markers."""
    start = 0
    for found in _MARKED_END.finditer(line):
        yield line[start : found.end()]
        start = found.end()
    yield line[start:]


def _sentences(piece: str, language: str) -> Iterator[Sentence]:
    # Markers behind the last sentence belong to it.
    behind = _BEHIND.search(piece)
    markers = behind[0] if behind else ""
    said = piece.removesuffix(markers)
    spans = sentence_spans(said, language)
    for number, (start, end) in enumerate(spans, start=1):
        yield _sentence(said[start:end] + (markers if number == len(spans) else ""))


def _sentence(marked: str) -> Sentence:
    cited = (
        int(number) for marker in _MARKERS.findall(marked) for number in re.findall(r"\d+", marker)
    )
    return Sentence(_MARKERS.sub("", marked).strip(), tuple(dict.fromkeys(cited)))
