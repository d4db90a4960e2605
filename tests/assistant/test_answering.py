"""From a question to a Turn, over the small corpus."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering import Assistant
from assistant.question import MOST_CHARACTERS
from assistant.turn import Outcome, Support, Turn
from tests.conftest import CONTACT


def assert_every_sentence_stands(turn: Turn) -> None:
    numbers = {citation.number: citation for citation in turn.citations}
    assert list(numbers) == list(range(1, len(numbers) + 1))
    for statement in turn.statements:
        assert statement.support is Support.VERBATIM
        assert statement.citations
        for number in statement.citations:
            assert statement.text in numbers[number].quote
            assert numbers[number].quote in numbers[number].passage
    used = [number for statement in turn.statements for number in statement.citations]
    assert sorted(set(used)) == list(numbers)
    assert list(dict.fromkeys(used)) == sorted(set(used))


def test_a_fact_is_answered_with_its_source(small_assistant: Assistant) -> None:
    turn = small_assistant.answer(["When did Graz become a human rights city?"])
    assert turn.outcome is Outcome.ANSWERED
    assert turn.text.startswith("Graz became a human rights city on 8 February 2001. [1]")
    citation = turn.citations[0]
    assert (citation.source_id, citation.locator) == (
        "city-graz",
        "Council decision of 8 February 2001",
    )
    assert citation.url == "https://city.example/graz"
    assert_every_sentence_stands(turn)


def test_a_swedish_question_is_answered_in_swedish_on_either_page(
    small_assistant: Assistant,
) -> None:
    for page in ("en", "sv"):
        turn = small_assistant.answer(["När blev Lund MR-stad?"], page)
        assert turn.language == "sv"
        assert "Lund blev MR-stad i augusti 2018." in turn.text
        assert turn.citations[0].title == "Lund, Sverige"


def test_a_condition_stays_attached(small_assistant: Assistant) -> None:
    turn = small_assistant.answer(["Does the City Charter ask for an ombudsperson?"])
    assert "However, a small city may share an ombudsperson with its neighbours." in turn.text
    assert_every_sentence_stands(turn)


def test_a_list_is_complete(small_assistant: Assistant) -> None:
    turn = small_assistant.answer(["Which articles does the City Charter have?"])
    introduction, *items = turn.text.split("\n")
    assert introduction == "The City Charter has three articles. [1]"
    assert [item.partition(":")[0] for item in items] == [
        "- Article I",
        "- Article II",
        "- Article III",
    ]
    assert_every_sentence_stands(turn)


def test_a_follow_up_is_asked_of_something_else(small_assistant: Assistant) -> None:
    turn = small_assistant.answer(["When did Graz become a human rights city?", "and Lund?"])
    assert turn.standalone_question == "When did Lund become a human rights city?"
    assert "August 2018" in turn.text


def test_what_was_not_compared_is_marked(small_assistant: Assistant) -> None:
    turn = small_assistant.answer(["What does the human rights council of Graz do?"])
    assert not turn.citations[0].checked


@pytest.mark.parametrize(
    "question",
    [
        "How much money does Graz spend on its council?",
        "What is the phone number of the council of Graz?",
        "Vad kostar rådet i Graz?",
    ],
)
def test_what_the_sources_do_not_hold_is_said(small_assistant: Assistant, question: str) -> None:
    turn = small_assistant.answer([question])
    assert turn.outcome is Outcome.NO_EVIDENCE
    assert not turn.citations
    assert not turn.statements
    assert not turn.hits.kept
    assert turn.hits.rejected
    assert CONTACT in turn.text


@pytest.mark.parametrize("question", ["How do I bake bread?", "Hur bakar man bröd?"])
def test_what_is_about_something_else_is_said(small_assistant: Assistant, question: str) -> None:
    turn = small_assistant.answer([question])
    assert turn.outcome is Outcome.OUT_OF_SCOPE
    assert not turn.citations


def test_nothing_typed_and_too_much_typed_get_a_message(small_assistant: Assistant) -> None:
    for empty in ([], [""], ["  \u200b "]):
        assert small_assistant.answer(empty).outcome is Outcome.CLARIFY
    turn = small_assistant.answer(["a" * (MOST_CHARACTERS + 1)])
    assert turn.outcome is Outcome.REFUSED
    assert str(MOST_CHARACTERS) in turn.text


def test_personal_data_is_masked_before_anything_else(small_assistant: Assistant) -> None:
    turn = small_assistant.answer(["I am a@b.example: when did Lund become a human rights city?"])
    assert "a@b.example" not in turn.question
    assert turn.outcome is Outcome.ANSWERED


def test_the_same_question_has_the_same_answer(small_assistant: Assistant) -> None:
    one, other = (small_assistant.answer(["Is the City Charter binding?"]) for _ in range(2))
    assert one.text == other.text
    assert one.citations == other.citations


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.text(max_size=120), min_size=1, max_size=3))
def test_whatever_is_typed_there_is_a_turn(small_assistant: Assistant, turns: list[str]) -> None:
    turn = small_assistant.answer(turns)
    assert turn.text
    assert_every_sentence_stands(turn)
    if turn.outcome is not Outcome.ANSWERED:
        assert turn.message == turn.text
