"""Two language versions of one section that no longer say the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.problem import Problem
from corpus.text import Section, Text

# "1,200" and "1 200" are one number; "1.5" and "1,5", "51(1)" and "51.1" are two each.
_NUMBER = {
    "en": re.compile(r"(?<!\d)\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?!\d)|\d+"),
    "sv": re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+"),
}
_BETWEEN = str.maketrans("", "", ", \u00a0\u202f")
_ABROAD = re.compile(r"\+46[ \u00a0]?(?=\d)")
_ROMAN = re.compile(r"\b[IVXL]{2,}\b")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

_UNITS = {
    "en": "three four five six seven eight nine",
    "sv": "tre fyra fem sex sju åtta nio",
}
_TEENS = {
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "sv": "tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "sv": "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio",
}
_ORDINALS = {
    "en": "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "sv": "tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte",
}
_TWO = {
    "en": ["two", "both", "twice", "second", "neither", "either"],
    "sv": ["två", "båda", "bägge", "andra", "vartannat", "varannan"],
}


def _cardinals(language: str) -> dict[str, str]:
    """Number words from three on, and what they are worth. Two and one have too many uses."""
    hyphen = "-" if language == "en" else ""
    units = dict(enumerate(_UNITS[language].split(), start=3))
    values = {word: value for value, word in units.items()}
    values |= {word: value for value, word in enumerate(_TEENS[language].split(), start=10)}
    small = {1: "one" if language == "en" else "ett", 2: _TWO[language][0]} | units
    for number, tens in enumerate(_TENS[language].split(), start=2):
        values[tens] = 10 * number
        values |= {tens + hyphen + unit: 10 * number + value for value, unit in small.items()}
    values |= {"hundred": 100, "thousand": 1000} if language == "en" else {}
    values |= {"hundra": 100, "tusen": 1000} if language == "sv" else {}
    return {word: str(value) for word, value in values.items()}


_CARDINALS = {language: _cardinals(language) for language in ("en", "sv")}
_LOOSE = {
    language: dict.fromkeys(_TWO[language], "2")
    | {word: str(value) for value, word in enumerate(_ORDINALS[language].split(), start=3)}
    for language in ("en", "sv")
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers in a text, each written one way.

    ``firm`` ones must stand in the pair too: digits, number words from three on, Roman numerals.
    ``loose`` ones may answer a firm one: ordinals, words for two, words that begin with a number.
    """

    firm: frozenset[str]
    loose: frozenset[str]


def numbers(text: str, language: str) -> Numbers:
    """The numbers in a text in ``en`` or ``sv``."""
    text = _ABROAD.sub("0", text)
    firm = {match.translate(_BETWEEN) for match in _NUMBER[language].findall(text)}
    firm |= set(_ROMAN.findall(text))
    loose: set[str] = set()
    for whole in _WORD.findall(text.lower()):
        for word in [whole] if whole in _CARDINALS[language] else whole.split("-"):
            if value := _CARDINALS[language].get(word):
                firm.add(value)
            for spoken in ("en", "sv"):
                loose.update(_values(word, spoken))
    # "One" is an article in Swedish; nothing can be told from it.
    return Numbers(frozenset(firm - {"1"}), frozenset(loose))


def drifts(english: Text, swedish: Text) -> Iterator[Problem]:
    """How Swedish sections differ from their English pairs in what does not depend on language."""
    pairs = {section.id: section for section in english.sections}
    for section in swedish.sections:
        if (pair := pairs.get(section.id)) is not None:
            for difference in _differences(pair, section):
                yield Problem(
                    swedish.file,
                    section.line,
                    f"{section.id!r} drifted from {english.file}:{pair.line}: {difference}",
                )


def _values(word: str, language: str) -> Iterator[str]:
    if value := _LOOSE[language].get(word):
        yield value
    for number, value in _CARDINALS[language].items():
        if word.startswith(number):
            yield value


def _differences(english: Section, swedish: Section) -> Iterator[str]:
    if english.address != swedish.address:
        yield f"the address there is {english.address}"
    if english.checked != swedish.checked:
        yield f"checked there is {str(english.checked).lower()}"
    if bool(english.plain) != bool(swedish.plain):
        yield f"a plain version is only {'there' if english.plain else 'here'}"
    for name, ours, theirs in (
        ("locator", swedish.locator, english.locator),
        ("text", "\n".join(swedish.blocks), "\n".join(english.blocks)),
    ):
        here, there = numbers(ours, "sv"), numbers(theirs, "en")
        if missing := there.firm - here.firm - here.loose:
            yield f"the {name} lacks {_listed(missing)}"
        if more := here.firm - there.firm - there.loose:
            yield f"only this {name} has {_listed(more)}"


def _listed(found: frozenset[str]) -> str:
    return ", ".join(sorted(found, key=lambda number: (len(number), number)))
