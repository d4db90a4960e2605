"""Sections and their Swedish pairs: what drifted apart, and what only sounds different."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.check import problems
from corpus.digest import read_digest
from corpus.library import SHIPPED
from corpus.pair import drifts, numbers
from corpus.text import Section, Sort, Text


def text(language: str, words: str, **fields: object) -> Text:
    plain = Section(
        id="one", heading="One", locator="Article 2", blocks=(words,), address="https://a.example/"
    )
    section = replace(plain, **fields)  # type: ignore[arg-type]
    file = Path("texts", "charter", f"{language}.md")
    return Text("charter", language, "A charter", Sort.DIGEST, file, (section,))


def differences(english: str, swedish: str) -> list[str]:
    return [problem.message for problem in drifts(text("en", english), text("sv", swedish))]


@pytest.mark.parametrize(
    ("english", "swedish"),
    [
        ("It has 1,200 members in 2019.", "Den hade 1 200 medlemmar 2019."),
        ("It grew by 1.5 points.", "Den växte med 1,5 enheter."),
        ("Twelve rights and twenty-three plans.", "Tolv rättigheter och tjugotre planer."),
        ("The Ten-Point Action Plan of 2004.", "Tiopunktsplanen från 2004."),
        ("Every two years since 1995.", "Vartannat år sedan 1995."),
        ("Every four or five years.", "Vart fjärde eller femte år."),
        ("The 8th forum.", "Det åttonde forumet."),
        ("A ten-year programme.", "Ett tioårigt program."),
        ("One city, Article XII.", "En stad, artikel XII."),
        ("Article 51(1) binds.", "Artikel 51.1 binder."),
        ("Call +46 911 69 60 00.", "Ring 0911-69 60 00."),
        ("The number is 116 111.", "Numret är 116 111."),
        ("A hundred indicators.", "Hundra indikatorer."),
        ("The 1990s.", "1990-talet."),
        ("Both committees, the two of them.", "Kommittéerna."),
        ("The Four Freedoms Award.", "Priset Four Freedoms Award."),
    ],
)
def test_the_same_said_in_two_languages_has_not_drifted(english: str, swedish: str) -> None:
    assert differences(english, swedish) == []


@pytest.mark.parametrize(
    ("english", "swedish", "said"),
    [
        ("Adopted in 2011.", "Antogs 2012.", ["lacks 2011", "has 2012"]),
        ("Adopted in 2011.", "Antogs.", ["lacks 2011"]),
        ("Twelve rights.", "Elva rättigheter.", ["lacks 12", "has 11"]),
        ("More than 350 cities.", "Fler än 400 städer.", ["lacks 350", "has 400"]),
        ("1,200 members.", "1 300 medlemmar.", ["lacks 1200", "has 1300"]),
        ("Article XII.", "Artikel XIII.", ["lacks XII", "has XIII"]),
        ("On 17 May 2014.", "Den 18 maj 2014.", ["lacks 17", "has 18"]),
    ],
)
def test_another_number_has_drifted(english: str, swedish: str, said: list[str]) -> None:
    found = differences(english, swedish)
    assert len(found) == len(said)
    assert all(part in message for part, message in zip(said, found, strict=True))


def test_address_checked_and_locator_are_compared() -> None:
    english = text("en", "All.")
    swedish = text("sv", "Alla.", address="https://b.example/", checked=False, locator="Artikel 3")
    found = [problem.message for problem in drifts(english, swedish)]
    assert any("the address there is https://a.example/" in message for message in found)
    assert any("checked there is true" in message for message in found)
    assert any("the locator lacks 2" in message for message in found)
    assert any("only this locator has 3" in message for message in found)


def test_a_drift_names_both_files_and_lines() -> None:
    english, swedish = text("en", "In 2011.", line=8), text("sv", "2012.", line=9)
    first = next(drifts(english, swedish))
    assert (first.file.as_posix(), first.line) == ("texts/charter/sv.md", 9)
    assert "texts/charter/en.md:8" in first.message


def test_sections_without_a_pair_are_another_rule_s_matter() -> None:
    assert differences("In 2011.", "Antogs 2011.") == []
    assert list(drifts(text("en", "2011", id="a"), text("sv", "2012", id="b"))) == []


def test_words_for_one_and_two_demand_nothing() -> None:
    assert numbers("one of two", "en").firm == frozenset()
    assert numbers("2 av 3", "sv").firm == {"2", "3"}


def test_no_pair_of_the_shipped_corpus_has_drifted() -> None:
    assert [str(problem) for problem in problems(SHIPPED) if "drifted" in problem.message] == []


def test_a_wrong_year_anywhere_in_the_shipped_corpus_would_be_found() -> None:
    """Each section with a year, one at a time, gets the year after in Swedish."""
    tried = missed = 0
    for path in sorted((SHIPPED / "texts").glob("*/sv.md")):
        swedish = read_digest(path, path)
        english = read_digest(path.with_name("en.md"), path.with_name("en.md"))
        for section in swedish.sections:
            years = sorted(set(re.findall(r"\b(?:19|20)\d\d\b", " ".join(section.blocks))))
            if not years:
                continue
            wrong = tuple(
                block.replace(years[0], str(int(years[0]) + 60)) for block in section.blocks
            )
            changed = replace(swedish, sections=(replace(section, blocks=wrong),))
            tried += 1
            missed += not list(drifts(english, changed))
    assert tried > 300
    assert missed == 0
