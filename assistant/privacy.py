"""Personal data in what a person typed: found, and masked before anything else sees it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum.se import personnummer

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"(?<![\w/.-])\d{6}(?:\d{2})?[-+]?\d{4}(?![\w/-])")
_NOT_A_PHONE = re.compile(r"(?:ISBN|ISSN|DOI|RES|HRC)\W*$|[/.]$", re.IGNORECASE)

_MASK = re.compile(r"\[(?:e-mail|phone number|personal number)\]")

HOME = "SE"
"""Region whose phone numbers are known without a country code."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A piece of personal data: the half-open span in the text and what it is."""

    start: int
    end: int
    kind: str


def findings(text: str) -> list[Finding]:
    """E-mail addresses, phone numbers and Swedish personal numbers, in order, not overlapping.

    Phone numbers are judged by phonenumbers (valid numbers only), personal numbers by
    python-stdnum (date and check digit). Years, resolution numbers, ISBN and DOI are none.
    """
    found: list[Finding] = []
    for finding in sorted([*_emails(text), *_personal_numbers(text), *_phones(text)]):
        if not found or finding.start >= found[-1].end:
            found.append(finding)
    return found


def masked(text: str) -> str:
    """The text with each finding replaced by its kind in brackets."""
    for finding in reversed(findings(text)):
        text = f"{text[: finding.start]}[{finding.kind}]{text[finding.end :]}"
    return text


def unmasked(text: str) -> str:
    """The text without the brackets of :func:`masked`: what is left to search for."""
    return " ".join(_MASK.sub(" ", text).split())


def _emails(text: str) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text):
        yield Finding(*match.span(), "e-mail")


def _personal_numbers(text: str) -> Iterator[Finding]:
    for match in _NUMBER.finditer(text):
        if personnummer.is_valid(match[0]):
            yield Finding(*match.span(), "personal number")


def _phones(text: str) -> Iterator[Finding]:
    for match in PhoneNumberMatcher(text, HOME, leniency=Leniency.STRICT_GROUPING):
        if not _NOT_A_PHONE.search(text[: match.start]):
            yield Finding(match.start, match.end, "phone number")
