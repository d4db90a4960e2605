"""Typing mistakes are corrected towards the words of the passages, and nothing else is."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.library import Library
from index.spelling import Spelling

LANGUAGES = frozenset({"en", "sv"})


@pytest.fixture(scope="module")
def spelling(small_library: Library) -> Spelling:
    return Spelling.of(small_library.passages())


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("Does the charter ask for an ombudspersn?", "Does the charter ask for an ombudsperson?"),
        ("the munciipal council", "the municipal council"),
        ("Discriminatoin", "Discrimination"),
        ("the ombudpresons", "the ombudpresons"),
        ("When did Gratz declare it?", "When did Graz declare it?"),
        ("bord members of the house", "bord members of the house"),
        ("Hrut", "Hrut"),
        ("a7b 2018 39/7", "a7b 2018 39/7"),
        ("", ""),
    ],
)
def test_english(spelling: Spelling, typed: str, corrected: str) -> None:
    assert spelling.corrected(typed, "en") == corrected


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("Kommunfullmäktgie i Lund", "Kommunfullmäktige i Lund"),
        ("beslutt", "beslut"),
        ("Österike", "Österrike"),
        ("cykelvägar i staden", "cykelvägar i staden"),
        ("What is a council?", "What is a council?"),
    ],
)
def test_swedish(spelling: Spelling, typed: str, corrected: str) -> None:
    assert spelling.corrected(typed, "sv") == corrected


def test_the_more_frequent_neighbour_wins(small_library: Library) -> None:
    passage = next(small_library.passages())
    text = "zorbing zorbing zorbing zorbilg"
    spelling = Spelling.of([replace(passage, text=text, asks={})])
    assert spelling.corrected("zorbiig", "en") == "zorbing"


def test_without_words_nothing_changes() -> None:
    assert Spelling({}).corrected("ombudspersn", "en") == "ombudspersn"


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en", "sv", "xx"]))
def test_whatever_is_typed_keeps_its_other_characters(
    spelling: Spelling, text: str, language: str
) -> None:
    corrected = spelling.corrected(text, language)
    assert [c for c in corrected if not c.isalpha()] == [c for c in text if not c.isalpha()]
