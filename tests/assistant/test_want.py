"""What a question asks for, and what shows it."""

import pytest

from assistant.want import want


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("When did Lund decide?", "date"),
        ("Vilket år var det?", "date"),
        ("How many articles are there?", "number"),
        ("What did Rosario spend on its office?", "money"),
        ("Vad kostar det?", "money"),
        ("What is the phone number of the office?", "contact"),
        ("Which city was first?", "place"),
        ("Who founded PDHRE?", "person"),
        ("What are the ten principles?", "list"),
        ("Varför blir städer MR-städer?", "reason"),
        ("How does a city become one?", "manner"),
        ("What does article 7 say?", "wording"),
        ("Vad säger princip 7?", "wording"),
        ("What is a human rights city?", "anything"),
    ],
)
def test_kinds_of_question(question: str, name: str) -> None:
    assert want(question).name == name


@pytest.mark.parametrize(
    ("question", "met", "unmet"),
    [
        ("When?", "It was in 1997.", "It was a long time ago."),
        ("How many rights?", "It has twelve rights.", "It was adopted on 11 December 2011."),
        ("What does it cost?", "A budget of 1 million euro.", "The budget is public."),
        ("Hur många?", "Den har 28 artiklar.", "Den antogs år 2000."),
    ],
)
def test_a_sentence_shows_what_it_holds(question: str, met: str, unmet: str) -> None:
    assert want(question).met(met, question) == 1
    assert want(question).met(unmet, question) < 1


def test_what_the_question_says_itself_shows_nothing() -> None:
    kind = want("Who founded PDHRE?")
    assert kind.met("PDHRE was founded in 1989.", "Who founded PDHRE?") == 0
    assert kind.met("Shulamith Koenig founded PDHRE.", "Who founded PDHRE?") == 1
