"""A text taken apart for comparison: its words, clauses, numbers and what marks them."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.lexicon import MARKS, lexicon
from assistant.quantity import Quantity, quantities
from index.terms import folded, terms

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_PAUSE = re.compile(r"[,;:()\[\]–—\n]|[.!?](?=\s|$)|\s[-/]\s")
_GENITIVE = re.compile(r"['’]s?$")
_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in its place.

    ``term`` is its stem without diacritics; a word without ``content`` (a stop word, a number)
    is compared by other means. ``clause`` counts from 0.
    """

    text: str
    start: int
    term: str
    clause: int
    content: bool
    first: bool

    @property
    def capital(self) -> bool:
        """Whether it is written as a name may be."""
        return self.text[0].isupper()

    @property
    def proper(self) -> bool:
        """Whether it is surely written as a name: capitalised inside a sentence."""
        return self.text[0].isupper() and not self.first

    @property
    def bare(self) -> str:
        """The word without an English genitive."""
        return _GENITIVE.sub("", self.text)


@dataclass(frozen=True, eq=False)
class Wording:
    """A text taken apart. ``marks`` gives the places each kind of mark begins at, in order."""

    text: str
    language: str
    words: tuple[Word, ...]
    quantities: tuple[Quantity, ...]
    marks: dict[str, tuple[int, ...]]

    @cached_property
    def content(self) -> tuple[Word, ...]:
        """The words that carry the subject."""
        return tuple(word for word in self.words if word.content)

    @property
    def names(self) -> tuple[Word, ...]:
        """Words that are capitalised though no sentence begins with them."""
        return tuple(word for word in self.words if word.capital and not word.first)

    def quotes(self) -> tuple[str, ...]:
        """What stands in quotation marks."""
        return tuple(quote.strip(" .,;:!?") for quote in _QUOTED.findall(self.text))

    def clause_at(self, place: int) -> int:
        """The clause of the character with that number."""
        return max((word.clause for word in self.words if word.start <= place), default=0)


def wording(text: str, language: str) -> Wording:
    """Take a text apart. Any text can be; an unknown language has no marks."""
    rules = lexicon(language).marks
    plain = text.lower()
    if len(plain) != len(text):  # a letter whose lower case is longer would move every place
        plain = text
    numbers = quantities(text, language)
    counted = {place for number in numbers for place in range(number.start, number.end)}
    spans = {name: [match.span() for match in rules[name].finditer(plain)] for name in MARKS}
    cuts = sorted(
        {match.start() for match in _PAUSE.finditer(text)} | {start for start, _ in spans["splits"]}
    )
    words: list[Word] = []
    clause = cut = 0
    begins = True
    end = 0
    for match in _WORD.finditer(text):
        while cut < len(cuts) and cuts[cut] <= match.start():
            cut += 1
            clause += bool(words) and words[-1].clause == clause
        begins = begins or bool(
            re.search(r"[.!?:\n][\s\"“”„]*$|\n-\s*$", text[end : match.start()])
        )
        stems = terms(_GENITIVE.sub("", match[0]), language)
        content = bool(stems) and not {match.start(), match.end() - 1} & counted
        words.append(
            Word(
                match[0],
                match.start(),
                stems[0] if stems else folded(match[0].lower()),
                clause,
                content,
                begins,
            )
        )
        begins = False
        end = match.end()
    places = {name: tuple(start for start, _ in spans[name]) for name in MARKS if name != "splits"}
    return Wording(text, language, tuple(words), numbers, places)


@lru_cache(maxsize=4_000)
def corpus_wording(text: str, language: str) -> Wording:
    """The same of a text of the corpus, kept: the same text is the same object.

    Never for what a model or a person wrote, which is not to stay in memory.
    """
    return wording(text, language)
