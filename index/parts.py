"""The numbered parts of works that a text speaks of: "Article XII", "the fifth tool"."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_MOST = 400
"""Higher numbers name no part of a work, but a year or a law."""
_LONGEST_RANGE = 60
_PLURAL = ("s", "ar", "ler", "per", "eter", "der", "rer", "kter", "na")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a work: ``kind`` is the singular English name of ``parts.toml``."""

    kind: str
    number: int


def parts(text: str) -> frozenset[Part]:
    """The parts that a text names; a range such as "articles 25-27" names each of them."""
    return frozenset(part for part, _ in located(text))


def located(text: str) -> Iterator[tuple[Part, tuple[int, int]]]:
    """The parts that a text names, each with the place of the words that name it."""
    forms = _forms()
    for match in forms.before.finditer(text.lower()):
        kind = forms.kinds[match["kind"]]
        numbers = [
            _number(found[0])
            for found in forms.number.finditer(match["numbers"])
            # A lower-case "i" is no numeral but the Swedish word for "in".
            if found[0] != "i" or text[match.start("numbers") + found.start()] == "I"
        ]
        known = [number for number in numbers if number is not None and 0 < number <= _MOST]
        if len(known) == 2 and forms.range.search(match["numbers"]):
            low, high = known
            known = list(range(low, high + 1)) if 0 < high - low < _LONGEST_RANGE else known
        for number in known:
            yield Part(kind, number), match.span()
    for match in forms.after.finditer(text.lower()):
        yield Part(forms.kinds[match["kind"]], forms.numbers[match["ordinal"]]), match.span()


@dataclass(frozen=True, slots=True)
class _Forms:
    kinds: dict[str, str]
    numbers: dict[str, int]
    number: re.Pattern[str]
    range: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    bare: re.Pattern[str]
    relatives: dict[str, str]
    relative: re.Pattern[str]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def _forms() -> _Forms:
    data = _data()
    kinds = {word: kind for kind, words in data["kinds"].items() for word in words}
    ordinals = {word: int(n) for n, words in data["ordinals"].items() for word in words}
    cardinals = {word: int(n) for n, words in data["cardinals"].items() for word in words}
    kind = _any(kinds)
    # "The first human rights city" names no right.
    singular = {word: name for word, name in kinds.items() if not word.endswith(_PLURAL)}
    relatives = {word: name for name, words in data["relative"].items() for word in words}
    end = r"(?=\s*(?:[?.!,]|$|\b(?:mean|say|about|om|betyder|säger|innebär)))"
    number = rf"\d{{1,4}}|[ivxlc]+|{_any(cardinals)}"
    link = r"\s*(?:,|-|–|&|to|and|till|och)\s*"
    return _Forms(
        kinds,
        {**cardinals, **ordinals},
        re.compile(rf"(?<!\w)(?:{number})(?!\w)"),
        re.compile(r"(?:-|–|\bto\b|\btill\b)"),
        re.compile(
            rf"(?<!\w)(?P<kind>{kind})\.?\s+(?:(?:number|no|nummer|nr)\.?\s*)?"
            rf"(?P<numbers>(?:{number})(?!\w)(?:{link}(?:{number})(?!\w))*)"
        ),
        re.compile(
            rf"(?<!\w)(?P<ordinal>{_any(ordinals)})\s+(?:\w+\s+)?(?:\w{{2,}})?(?P<kind>{_any(singular)})(?!\w)"
        ),
        re.compile(
            rf"(?<!\w)(?:the|den|det)\s+(?P<ordinal>{_any(ordinals)})"
            rf"(?:\s+ones?)?{end}"
            r"|(?<!\w)(?:number|no|nummer|nr)\.?\s*(?P<number>\d{1,2})(?!\w)"
        ),
        relatives,
        re.compile(
            rf"(?<!\w)(?:(?:the|den|det)\s+)?(?P<relative>{_any(relatives)})"
            rf"(?:\s+(?:ones?|(?P<kind>{kind})))?{end}"
        ),
    )


def _any(words: dict[str, str] | dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _number(word: str) -> int | None:
    """The number that digits, a Roman numeral or a word stand for."""
    if word.isdigit():
        return int(word)
    if word in _forms().numbers:
        return _forms().numbers[word]
    if set(word) <= _ROMAN.keys():
        values = [_ROMAN[letter] for letter in word]
        return sum(
            -value if value < max(values[place:]) else value for place, value in enumerate(values)
        )
    return None


def kind_in(text: str) -> str | None:
    """The last kind of part that a text speaks of in the plural ("the ten principles")."""
    found = None
    kinds = _forms().kinds
    for word in re.findall(r"\w+", text.lower()):
        for form, kind in kinds.items():
            # Swedish counts in compounds: "grunduppdragen".
            if word == form or (len(form) > 5 and word.endswith(form)):
                found = kind
    return found


def ordinal_in(text: str) -> tuple[int, tuple[int, int]] | None:
    """The place in a row that a text points to ("the fourth one", "den tredje", "nr 4")."""
    match = _forms().bare.search(text.lower())
    if match is None:
        return None
    number = _number(match["ordinal"] or match["number"])
    return None if number is None else (number, match.span())


@dataclass(frozen=True, slots=True)
class Beside:
    """A place in a row that is told by another: ``next``, ``previous`` or ``last``.

    ``kind`` is that of the part, where it is said; ``span`` the place of the words.
    """

    relative: str
    kind: str | None
    span: tuple[int, int]

    def number(self, spoken: int | None, highest: int | None) -> int | None:
        """The number of the part, after the one spoken of and in a row as long as it is."""
        if self.relative == "last":
            return highest
        if spoken is None:
            return None
        return spoken + (1 if self.relative == "next" else -1)


def beside_in(text: str) -> Beside | None:
    """The relative place that a text points to ("the next one", "sista punkten")."""
    forms = _forms()
    match = forms.relative.search(text.lower())
    if match is None:
        return None
    kind = forms.kinds[match["kind"]] if match["kind"] else None
    return Beside(forms.relatives[match["relative"]], kind, match.span())


def called(kind: str, language: str) -> str:
    """What one part of a kind is called: "article", "artikel"."""
    words: dict[str, str] = _data()["called"][kind]
    return words.get(language, kind)


def counted(kind: str, language: str) -> str:
    """How one asks for the number of parts of a kind: "articles", "artiklar"."""
    words: dict[str, str] = _data()["counted"][kind]
    return words.get(language, words["en"])
