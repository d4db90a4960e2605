"""A question in other words."""

from dataclasses import replace

import pytest

from corpus.library import Library
from corpus.passage import Passage
from index.synonyms import Synonyms

GROUPS = [["SKR", "SALAR", "Sveriges Kommuner och Regioner"], ["MR-stad", "människorättsstad"]]


@pytest.fixture
def passage(small_library: Library) -> Passage:
    return next(small_library.passages())


@pytest.mark.parametrize(
    ("question", "variants"),
    [
        ("What does SKR do?", ["What does SALAR do?",
                               "What does Sveriges Kommuner och Regioner do?"]),
        ("what does skr do?", ["what does SALAR do?",
                               "what does Sveriges Kommuner och Regioner do?"]),
        ("Vad är en människorättsstad?", ["Vad är en MR-stad?"]),
        ("Vad är en MANNISKORATTSSTAD?", ["Vad är en MR-stad?"]),
        ("Where is Skrea?", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_term_stands_for_another(question: str, variants: list[str]) -> None:
    assert Synonyms(GROUPS).variants(question) == variants


def test_there_are_few_wordings() -> None:
    assert len(Synonyms([list("abcdefgh")]).variants("a b c")) == 3


def test_a_term_of_two_groups_joins_neither() -> None:
    synonyms = Synonyms([["DO", "ombudsman"], ["DO", "dissolved oxygen"]])
    assert synonyms.variants("ombudsman") == ["DO"]
    assert synonyms.variants("DO") == ["ombudsman", "dissolved oxygen"]


def test_no_groups_are_no_error() -> None:
    assert Synonyms([]).variants("SKR") == []


def test_passages_introduce_abbreviations(passage: Passage) -> None:
    text = "The Global Parliament of Mayors (GPM) met. The city council (CC) did not."
    synonyms = Synonyms.of([replace(passage, text=text)])
    assert synonyms.variants("What is the GPM?") == ["What is the Global Parliament of Mayors?"]
    introduced = replace(passage, text="The League of Harbour Cities met (it did).")
    harbour = replace(passage, text="The Harbour Cities League (HCL) met.")
    assert Synonyms.of([introduced, harbour]).variants("Who leads the HCL?") == [
        "Who leads the Harbour Cities League?"
    ]
    assert Synonyms.of([harbour]).variants("the harbour cities league") == ["the HCL"]
    assert synonyms.variants("What did the CC do?") == []


def test_the_written_groups_hold_in_both_languages() -> None:
    synonyms = Synonyms.of([])
    assert "What is a human rights city?" in synonyms.variants("What is a HRC?")
    assert "Vad är en MR-stad?" in synonyms.variants("Vad är en människorättsstad?")
