"""Plain versions: a section's sentences said again in plain words, and whether they may be."""

import re
from collections.abc import Iterable, Iterator

from corpus.pair import numbers
from corpus.problem import Problem
from corpus.sentence import sentence_spans
from corpus.text import ITEM, Section, Text

MOST_WORDS = 15
"""A sentence in plain words is at most this long."""

_END = re.compile(r"(?<=[.!?]) +")
_WORD = re.compile(r"[^\W\d_]+")
_LONG = 6
"""Björnsson's long word has more letters than this."""
_STEM = 4
"""Letters that two forms of one name share: Sweden and Swedish, Lund and Lunds."""


def sentences(section: Section, language: str) -> list[str]:
    """The sentences of a section in reading order; a plain version counts them from 1."""
    return [
        said[start:end]
        for said in (block.removeprefix(ITEM) for block in section.blocks)
        for start, end in sentence_spans(said, language)
    ]


def cut(written: str) -> tuple[str, ...]:
    """The sentences of one line of a plain version: there, every full stop ends one."""
    return tuple(_END.split(written)) if written else ()


def lost(sentence: str, plain: Iterable[str], language: str) -> list[str]:
    """The numbers and names of a sentence that its plain version does not hold.

    A name is a word that is capitalised inside the sentence; another form of it will do. A plain
    version that has lost one does not say the same, and is not shown.
    """
    said = " ".join(plain)
    # The rules for numbers know two languages; digits are the same in all.
    spoken = language if language in ("en", "sv") else "en"
    there, here = numbers(sentence, spoken), numbers(said, spoken)
    stems = {_stem(word) for word in _WORD.findall(said)}
    names = dict.fromkeys(word for word in _names(sentence) if _stem(word) not in stems)
    return [*sorted(there.firm - here.firm - here.loose), *names]


def lix(text: Iterable[str]) -> float:
    """How hard sentences are to read: words a sentence, and the percentage of long words.

    LIX, from Björnsson 1968, "Läsbarhet"; 25 is a children's book, 40 a newspaper, 60 a law.
    Raises ``ZeroDivisionError`` without a word.
    """
    said = list(text)
    words = [word for sentence in said for word in _WORD.findall(sentence)]
    return len(words) / len(said) + 100 * sum(len(word) > _LONG for word in words) / len(words)


def levels(section: Section, language: str) -> tuple[list[str], list[str]]:
    """The sentences of a section that have a plain version, and the sentences of that."""
    original = sentences(section, language)
    pairs = [
        (original[number - 1], cut(written))
        for number, written in section.plain.items()
        if number <= len(original)
    ]
    return [sentence for sentence, _ in pairs], [said for _, plain in pairs for said in plain]


def unlike(text: Text) -> Iterator[Problem]:
    """Where a plain version is not plain, or does not say what its sentence says."""
    for section in text.sections:
        original = sentences(section, text.language)
        for number, written in section.plain.items():
            for message in _faults(text, section, original, number, written):
                yield Problem(text.file, section.line, f"plain version of {number}: {message}")
        standard, plain = levels(section, text.language)
        if plain and lix(plain) >= lix(standard):
            yield Problem(text.file, section.line, "the plain version is no easier to read")


def _faults(
    text: Text, section: Section, original: list[str], number: int, written: str
) -> Iterator[str]:
    if number > len(original):
        yield f"the section has {len(original)} sentences"
        return
    sentence, plain = original[number - 1], cut(written)
    for said in plain:
        if (count := len(said.split())) > MOST_WORDS:
            yield f"{count} words in {said!r}"
    if missing := lost(sentence, plain, text.language):
        yield f"lacks {', '.join(missing)}"
    held = " ".join([text.title, section.heading, section.locator, *original])
    if more := [one for said in plain for one in lost(said, [held], text.language)]:
        yield f"{', '.join(more)} does not stand in the section"


def _names(sentence: str) -> list[str]:
    """Capitalised words; the first of a sentence only when all of it is capital."""
    words = _WORD.findall(sentence)
    return [
        word
        for place, word in enumerate(words)
        if len(word) > 1 and word[0].isupper() and (place > 0 or word.isupper())
    ]


def _stem(word: str) -> str:
    return word.casefold()[:_STEM]
