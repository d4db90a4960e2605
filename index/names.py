"""Proper names, as the passages themselves write them."""

import re
from collections import Counter
from collections.abc import Iterable

from corpus.passage import Passage
from index.terms import folded, stop_words

_WORD = re.compile(r"\w+(?:[-'’/]\w+)*")
_MARKS = ".,:;?!\"'()”“’"
_LOWER_AT_MOST = 0.2
"""A name is written in lower case at most this often."""


def names(passages: Iterable[Passage]) -> frozenset[str]:
    """Words that stand capitalised inside sentences, in lower case and without diacritics.

    A way to know "lund" for a name in a question that is typed without capitals.
    """
    capital: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    for passage in passages:
        for start, end in passage.sentences:
            words = _WORD.findall(passage.text, start, end)
            # The first word is capitalised anyway, and so says nothing.
            for word in words[1:]:
                (capital if word[0].isupper() else lower)[folded(word.lower())] += 1
    return frozenset(
        word
        for word, count in capital.items()
        if len(word) > 1 and lower[word] <= _LOWER_AT_MOST * (count + lower[word])
    )


def named(question: str, language: str, known: frozenset[str]) -> list[str]:
    """The names and numbers in a question, as lower-case words without diacritics, in order.

    A word is a name when the passages write it so, or when it is capitalised inside the question.
    """
    found = []
    words = _WORD.findall(question)
    shouting = question.isupper()
    for place, word in enumerate(words):
        plain = folded(word.lower())
        if word.lower() in stop_words(language):
            continue
        capital = word[0].isupper() and place > 0 and not shouting
        if capital or plain in known or any(character.isdigit() for character in word):
            found.append(plain)
    return found


def without_names(question: str, known: frozenset[str]) -> str:
    """The words of a question that are no names, or the whole of it where all of them are.

    Here a name is a word with a capital that the passages write so too.
    """
    words = question.split()
    said = [
        word
        for word in words
        if not (
            word[0].isupper()
            and _WORD.fullmatch(bare := word.strip(_MARKS))
            and folded(bare.lower()) in known
        )
    ]
    return " ".join(said) if said else question
