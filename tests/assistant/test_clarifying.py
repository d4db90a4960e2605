"""Questions that say too little, and what they could mean."""

import pytest

from assistant.answering import Assistant
from assistant.clarifying import options
from assistant.turn import Outcome
from assistant.weights import weights
from index.search import Index

BOTH = ("Is the City Charter binding?", "Is the Harbour Charter binding?")


@pytest.mark.parametrize(
    ("question", "page", "meant"),
    [
        ("Is the charter binding?", "en", BOTH),
        ("Är stadgan bindande?", "sv",
         ("Är stadens stadga bindande?", "Är hamnens stadga bindande?")),
    ],
)  # fmt: skip
def test_several_works_of_a_sort_are_options(
    two_charters: Assistant, question: str, page: str, meant: tuple[str, ...]
) -> None:
    turn = two_charters.answer([question], page)
    assert turn.outcome is Outcome.CLARIFY
    assert sorted(turn.suggestions) == sorted(meant)
    assert not turn.citations
    assert turn.hits.rejected


def test_each_option_is_answered(two_charters: Assistant) -> None:
    for question in BOTH:
        turn = two_charters.answer(["Is the charter binding?", question])
        assert turn.outcome is Outcome.ANSWERED
        assert {one.source_id for one in turn.citations} == {
            "charter" if "City" in question else "harbour"
        }


def test_of_one_charter_there_is_no_doubt(small_assistant: Assistant) -> None:
    turn = small_assistant.answer(["Is the charter binding?"])
    assert turn.outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    "question",
    [
        "Is the City Charter binding?",
        "When did Graz decide it?",
        "Is the charter that the cities of the league signed binding for them?",
        "How do municipal councils advise mayors?",
        "",
    ],
)
def test_what_says_enough_has_no_options(small_index: Index, question: str) -> None:
    hits = small_index.search(question, "en", weights().fusion).all
    assert options(question, "en", small_index, hits, settled=False) == ()


def test_a_question_that_points_at_nothing_offers_the_nearest(small_index: Index) -> None:
    hits = small_index.search("When did a city become one of the councils?", "en",
                              weights().fusion).all  # fmt: skip
    found = options("When did it become one?", "en", small_index, hits, settled=False)
    assert 2 <= len(found) <= 4
    assert all(question.endswith("?") for question in found)
    assert options("When did it become one?", "en", small_index, hits, settled=True) == ()
    assert options("When did it become one?", "en", small_index, (), settled=False) == ()
