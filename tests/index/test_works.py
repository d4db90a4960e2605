"""The works that a question names, by title or by a shorter name."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library import Library
from corpus.source import Source
from index.works import Works, plain


@pytest.fixture
def sources(small_library: Library) -> list[Source]:
    harbour = replace(
        small_library.sources["charter"],
        id="harbour",
        titles={"en": "The Harbour Charter"},
        known_as=("Harbour Charter", "Harbour City Charter", "hamnstadgan å la carte"),
    )
    return [*small_library.sources.values(), harbour]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What is the City Charter?", ["charter"]),
        ("what does the CITY CHARTER's article say", ["charter"]),
        ("Vad är stadens stadga?", ["charter"]),
        ("Vad är STADENS STADGAS syfte?", ["charter"]),
        ("Vad säger hamnstadgan à la carte?", ["harbour"]),
        ("Does the Harbour City Charter bind?", ["harbour"]),
        ("City Charter or Harbour Charter?", ["charter", "harbour"]),
        ("When did Lund decide?", ["city-lund"]),
        ("Lunds beslut", ["city-lund"]),
        ("Is Lundby a city?", []),
        ("Which capacity charters are there?", []),
        ("", []),
    ],
)
def test_a_question_names_works(sources: list[Source], question: str, named: list[str]) -> None:
    mentions = Works(sources).mentioned(question)
    assert [id_ for mention in mentions for id_ in mention.sources] == named


def test_a_mention_has_its_place(sources: list[Source]) -> None:
    question = "Är Stadens stadga bindande?"
    (mention,) = Works(sources).mentioned(question)
    assert question[mention.start : mention.end] == "Stadens stadga"


def test_a_name_that_two_works_share_means_both(small_library: Library) -> None:
    first = small_library.sources["charter"]
    works = Works([first, replace(first, id="harbour")])
    assert works.mentioned("Is the City Charter binding?")[0].sources == {"charter", "harbour"}


def test_the_title_of_a_subject_is_no_name(small_library: Library) -> None:
    nameless = replace(small_library.sources["city-lund"], known_as=())
    assert Works([nameless]).mentioned("Lund, Sweden") == []
    assert Works([]).mentioned("Lund") == []


@given(st.text())
def test_plain_text_keeps_its_places(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)
