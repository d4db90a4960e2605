"""Which section introduces a work, and which questions ask for a work as a whole."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library import SHIPPED, Library, read_library
from corpus.passage import Passage
from corpus.text import Sort
from index.introduction import Introductions
from index.works import Works


@pytest.fixture(scope="module")
def shipped() -> Introductions:
    library = read_library(SHIPPED)
    return Introductions(library.passages(), Works(library.sources.values()))


@pytest.mark.parametrize(
    ("question", "source", "section"),
    [
        ("What is the European Charter?", "european-charter-2000", "what-it-is"),
        ("Vad är Gwangjuprinciperna för något?", "gwangju-principles-2014", "what-they-are"),
        ("tell me about graz", "city-graz-2001", "summary"),
        ("Graz", "city-graz-2001", "summary"),
        ("Berätta om Lund som MR-stad!", "city-lund-2018", "overview"),
        ("What's ECCAR?", "eccar-ten-point-plan-2004", "what-is-eccar"),
        ("Kan du förklara SKR:s plattform", "skr-mr-platform", "what-it-is"),
        ("Describe the FRA framework in short", "fra-framework-2021", "framework-overview"),
    ],
)
def test_a_work_asked_for_as_a_whole_has_its_introduction(
    shipped: Introductions, question: str, source: str, section: str
) -> None:
    assert shipped.asked(question) == {(source, section)}


@pytest.mark.parametrize(
    "question",
    [
        "What is the ombudsman of the European Charter?",
        "When did Graz become a human rights city?",
        "Vad kräver SKR:s plattform?",
        "What is a human rights city?",
        "",
    ],
)
def test_a_question_for_something_of_a_work_asks_for_no_introduction(
    shipped: Introductions, question: str
) -> None:
    assert not shipped.asked(question)


def test_the_first_section_introduces_where_no_heading_does(small_library: Library) -> None:
    works = Works(small_library.sources.values())
    passages = list(small_library.passages())
    first = next(one.section_id for one in passages if one.source_id == "city-lund")
    assert Introductions(passages, works).asked("Lund?") == {("city-lund", first)}


def test_documents_promise_no_introduction(small_library: Library) -> None:
    works = Works(small_library.sources.values())
    official: list[Passage] = [replace(one, sort=Sort.OFFICIAL) for one in small_library.passages()]
    assert not Introductions(official, works).asked("Graz?")


@given(st.text(max_size=200))
def test_any_text_can_be_asked(shipped: Introductions, text: str) -> None:
    assert all(len(pair) == 2 for pair in shipped.asked(text))
