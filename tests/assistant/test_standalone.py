"""Follow-ups become questions that stand alone; a new question is left as it is."""

import pytest

from assistant.standalone import standalone

NAMES = frozenset({"graz", "lund", "vienna", "austria", "sweden", "europe", "charter"})


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (
            ["What was the first human rights city in Europe?", "and in Austria?"],
            "What was the first human rights city in Austria?",
        ),
        (
            ["What was the first human rights city in Europe?", "and in Austria?", "And Sweden?"],
            "What was the first human rights city in Sweden?",
        ),
        (
            ["When did Graz become a human rights city?", "what about Lund?"],
            "When did Lund become a human rights city?",
        ),
        (
            ["When did Graz become a human rights city?", "what about lund?"],
            "When did lund become a human rights city?",
        ),
        (["Vilka städer finns?", "och i Lund?"], "Vilka städer finns i Lund?"),
        (["What is the City Charter?", "When was it adopted?"],
         "What is the City Charter – When was it adopted?"),
        (["What is the City Charter?", "why?"], "What is the City Charter – why?"),
    ],
)  # fmt: skip
def test_a_follow_up_finds_its_question(turns: list[str], expected: str) -> None:
    language = "sv" if turns[0].startswith("Vilka") else "en"
    assert standalone(turns, language, NAMES) == expected


@pytest.mark.parametrize(
    "question",
    [
        "When did Lund become a human rights city?",
        "And which articles does the charter of Vienna have?",
        "How can my municipality start working with human rights?",
    ],
)
def test_a_question_of_its_own_stays(question: str) -> None:
    assert standalone(["What is the City Charter?", question], "en", NAMES) == question


def test_the_first_message_is_the_question() -> None:
    assert standalone(["and in Austria?"], "en", NAMES) == "and in Austria?"
