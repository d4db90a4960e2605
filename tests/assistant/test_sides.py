"""The two sides of a comparison, each with a question of its own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.sides import sides


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("What is the difference between the European Charter and the Gwangju Principles?",
         "the European Charter", "the Gwangju Principles"),
        ("Compare Graz with Lund", "Graz", "Lund"),
        ("How do Graz and Lund differ?", "Graz", "Lund"),
        ("How does Graz differ from Lund?", "Graz", "Lund"),
        ("Graz vs. Lund", "Graz", "Lund"),
        ("What sets Graz apart from Lund?", "Graz", "Lund"),
        ("What do Graz and Lund have in common?", "Graz", "Lund"),
        ("Is the City Charter the same as the Harbour Charter?",
         "the City Charter", "the Harbour Charter"),
        ("difference between the ombudsperson in Montreal and in Gwangju",
         "the ombudsperson in Montreal", "the ombudsperson in Gwangju"),
        ("difference between Graz and Lund when it comes to, say, children", "Graz", None),
    ],
)  # fmt: skip
def test_english(question: str, one: str, other: str | None) -> None:
    pair = sides(question, "en")
    assert pair is not None
    assert pair[0].name == one
    assert pair[0].question == f"What is {one}?"
    if other is not None:
        assert pair[1].name == other


@pytest.mark.parametrize(
    "question",
    [
        "Vad är skillnaden mellan Graz och Lund?",
        "Hur skiljer sig Graz från Lund?",
        "Jämför Graz med Lund",
        "Vad har Graz och Lund gemensamt?",
    ],
)
def test_swedish(question: str) -> None:
    pair = sides(question, "sv")
    assert pair is not None
    assert [side.name for side in pair] == ["Graz", "Lund"]
    assert pair[1].question == "Vad är Lund?"


@pytest.mark.parametrize(
    ("question", "language", "asked"),
    [
        ("Which came first, Graz or Lund?", "en", "When did Graz become"),
        ("Did Graz become a human rights city before Lund?", "en", "When did Graz become"),
        ("Vilken blev först: Graz eller Lund?", "sv", "När blev Graz"),
        ("Blev Graz MR-stad före Lund?", "sv", "När blev Graz"),
    ],
)
def test_what_came_first_asks_for_dates(question: str, language: str, asked: str) -> None:
    pair = sides(question, language)
    assert pair is not None
    assert pair[0].question.startswith(asked)
    assert pair[1].name == "Lund"


@pytest.mark.parametrize(
    "question",
    [
        "",
        "When did Graz become a human rights city?",
        "What is the difference between Graz and graz?",
        "Which rights and duties are there?",
        "What makes a difference?",
        f"What is the difference between {'a ' * 40}and Lund?",
    ],
)
def test_other_questions_have_no_sides(question: str) -> None:
    assert sides(question, "en") is None


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    st.one_of(
        st.text(max_size=120),
        st.lists(
            st.sampled_from(
                ["difference", "between", "and", "or", "first", ":", "Graz", "in", "Lund", "{",
                 "}", "{side}", "vs", "compare", "same as", "skillnad", "mellan", "och", ",", "("]
            ),
            max_size=12,
        ).map(" ".join),
    ),
    st.sampled_from(["en", "sv"]),
)  # fmt: skip
def test_whatever_is_typed_has_two_sides_or_none(question: str, language: str) -> None:
    pair = sides(question, language)
    if pair is not None:
        assert all(side.name and side.name in side.question for side in pair)


def test_the_genitive_of_an_abbreviation_is_part_of_a_side() -> None:
    pair = sides("Vad är skillnaden mellan FRA:s ramverk och SKR:s plattform?", "sv")
    assert pair is not None
    assert [side.name for side in pair] == ["FRA:s ramverk", "SKR:s plattform"]
