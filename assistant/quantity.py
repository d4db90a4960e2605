"""Numbers, years and months in a text, however they are written (``quantity.toml``)."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DIGITS = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)|\d+[.,]\d+(?![\d.])|\d+")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_ROMAN = re.compile(r"\b(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b")
_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_HUNDRED, _THOUSAND = 100, 1000


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a month at a place of a text.

    ``forms`` are the values it may be read as, ``"1000"`` or ``"month 3"``; the first is the
    likeliest. ``start`` and ``end`` are a half-open span. ``sure`` is not set where the word may
    mean something else than a number.
    """

    forms: tuple[str, ...]
    start: int
    end: int
    sure: bool = True

    @property
    def value(self) -> str:
        """The likeliest reading."""
        return self.forms[0]


def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order: digits, dates, number words and Roman numerals.

    A language without word data has digits and Roman numerals only.
    """
    found = [*_dates(text), *_digits(text), *_romans(text, language)]
    if language in _data():
        found += [*_spelled(text.lower(), language), *_months(text, language)]
    return tuple(sorted(found, key=lambda quantity: (quantity.start, quantity.end)))


def _dates(text: str) -> Iterator[Quantity]:
    for date in _ISO_DATE.finditer(text):
        yield Quantity((f"month {int(date[2])}",), date.start(2), date.end(2))


def _digits(text: str) -> Iterator[Quantity]:
    for number in _DIGITS.finditer(text):
        runs = [str(int(run)) for run in re.findall(r"\d+", number[0])]
        if len(runs) == 1:
            forms = [runs[0]]
        elif all(len(run) == 3 for run in re.split(r"\D", number[0])[1:]):
            # 1 000 and 1,000 are one number; "114 140" may be two.
            forms = [str(int(re.sub(r"\D", "", number[0]))), *runs]
        else:
            forms = [".".join(runs), *runs]
        yield Quantity(tuple(forms), number.start(), number.end())


def _romans(text: str, language: str) -> Iterator[Quantity]:
    numbered = _data().get(language, {}).get("numbered", [])
    for numeral in _ROMAN.finditer(text):
        if not numeral[0]:
            continue
        before = re.findall(r"\w+", text[: numeral.start()].lower())[-1:]
        # A single letter is a word or an initial, unless it numbers something.
        if len(numeral[0]) > 1 or (before and before[0] in numbered):
            yield Quantity((str(_roman(numeral[0])),), numeral.start(), numeral.end())


def _roman(numeral: str) -> int:
    values = [_LETTERS[letter] for letter in numeral]
    after = [*values[1:], 0]
    return sum(-one if one < other else one for one, other in zip(values, after, strict=True))


def _spelled(plain: str, language: str) -> Iterator[Quantity]:
    """Runs of number words; "twenty-one" is one number, "two and three" are two."""
    data = _data()[language]
    run, word = _word_rules(language)
    for match in run.finditer(plain):
        for total, start, end in _numbers(word, plain, match.start(), match.end(), data["words"]):
            if plain[start:end] not in data["inside"]:
                sure = plain[start:end] not in data["unsure"]
                yield Quantity((str(total),), start, end, sure)


def _numbers(
    word: re.Pattern[str], plain: str, first: int, last: int, words: dict[str, int]
) -> Iterator[tuple[int, int, int]]:
    """The numbers that a run of number words makes, each with its span."""
    total = group = 0
    start = end = first
    for part in word.finditer(plain, first, last):
        value = words[part[0]]
        if part.start() > first and not _goes_on(total, group, value):
            yield total + group, start, end
            total, group, start = 0, 0, part.start()
        end = part.end()
        if value >= _THOUSAND:
            total, group = total + max(group, 1) * value, 0
        elif value == _HUNDRED:
            group = max(group, 1) * value
        else:
            group += value
    yield total + group, start, end


def _goes_on(total: int, group: int, value: int) -> bool:
    if value >= _HUNDRED:
        return 0 < group < value or (group == 0 and total > 0 and value == _HUNDRED)
    tens = group % _HUNDRED
    return (
        (group == 0 and total > 0)
        or (group > 0 and tens == 0)
        or (tens >= 20 and tens % 10 == 0 and value < 10)
    )


def _months(text: str, language: str) -> Iterator[Quantity]:
    data = _data()[language]
    for match in re.finditer(r"[^\W\d_]+", text):
        month = data["months"].get(match[0].lower())
        if month is None:
            continue
        near = text[max(match.start() - 6, 0) : match.start()] + text[match.end() : match.end() + 6]
        inside = text[: match.start()].rstrip()[-1:].isalpha()
        if match[0].lower() in data["lone"] and not (
            match[0][0].isupper() and (inside or any(map(str.isdigit, near)))
        ):
            continue
        yield Quantity((f"month {month}",), match.start(), match.end())


@cache
def _word_rules(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = _data()[language]
    any_of = "|".join(sorted(data["words"], key=len, reverse=True))
    joint = "|".join(map(re.escape, data["joints"]))
    return re.compile(rf"\b(?:{any_of})(?:(?:{joint})(?:{any_of}))*\b"), re.compile(any_of)


@cache
def _data() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
