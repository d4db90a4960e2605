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
        ("What is a human rights city?", "definition"),
        ("Is the charter binding?", "yes_or_no"),
        ("human rights city", "anything"),
        ("Graz – when was that?", "date"),
        ("A book about Lund – vem var redaktör?", "person"),
        ("Hur röstade man när den antogs?", "manner"),
        ("How long do I have?", "duration"),
        ("Hur lång tid har jag på mig?", "duration"),
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
        ("How long?", "It must arrive within three weeks.", "It was adopted in 2018."),
        ("Who signed?", "Mayor Ana Ruiz signed it.", "It was signed in the Carrasco Hall."),
    ],
)
def test_a_sentence_shows_what_it_holds(question: str, met: str, unmet: str) -> None:
    assert want(question).met(met, question) == 1
    assert want(question).met(unmet, question) < 1


def test_what_the_question_says_itself_shows_nothing() -> None:
    kind = want("Who founded PDHRE?")
    assert kind.met("PDHRE was founded in 1989.", "Who founded PDHRE?") == 0
    assert kind.met("Shulamith Koenig founded PDHRE.", "Who founded PDHRE?") == 1


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What is happening in Lund right now?", "current"),
        ("Vad händer i Lund nästa vecka?", "current"),
        ("What share of cities signed?", "share"),
        ("Hur stor andel av städerna?", "share"),
        ("What do researchers think of the charter?", "opinion"),
        ("Vad anser forskare om stadgan?", "opinion"),
        ("Is the charter binding?", "yes_or_no"),
        ("Är stadgan bindande?", "yes_or_no"),
        ("Vem grundade PDHRE?", "person"),
        ("Hur blir en stad MR-stad?", "manner"),
        ("", "anything"),
    ],
)
def test_further_kinds_of_question(question: str, name: str) -> None:
    assert want(question).name == name


def test_a_number_counts_in_full_beside_what_is_counted() -> None:
    question = "How many articles does the charter have?"
    assert want(question).met("It has 28 articles.", question) == 1
    assert 0 < want(question).met("It was signed by 28 mayors.", question) < 1


@pytest.mark.parametrize(
    "question", ["What does it cost?", "Vilket telefonnummer har rådet?", "How many people?"]
)
def test_some_answers_must_show_what_is_wanted(question: str) -> None:
    assert want(question).must


def test_a_kind_that_no_sentence_shows_is_always_met() -> None:
    assert not want("Why?").shows
    assert want("Why?").met("", "Why?") == 1


def test_a_place_is_no_person_although_the_question_says_its_article() -> None:
    question = "Who signed the proclamation in Rosario?"
    wanted = want(question)
    assert wanted.met("It was signed in the Carrasco Hall.", question) == 0
    assert wanted.met("More than 100 people signed it.", question) == 1


@pytest.mark.parametrize(
    ("question", "sentence", "met"),
    [
        ("Is Graz a human rights city?", "Graz became a human rights city in 2001.", 1),
        ("Is Paris a human rights city?", "Paris saw the declaration of 1948.", 0),
        ("Är Lund en MR-stad?", "Ja, Lunds kommun är MR-kommun sedan 2018.", 1),
        ("Är Lund en MR-stad?", "Graz är en MR-stad.", 0),
        ("Is Nagpur still a human rights city?", "Nagpur was a human rights city.", 1),
    ],
)
def test_a_standing_is_told_only_of_the_city_itself(
    question: str, sentence: str, met: float
) -> None:
    assert want(question).name == "standing"
    assert want(question).met(sentence, question) == met


def test_a_question_for_all_of_a_list_wants_no_part_of_it() -> None:
    for question in ("Which cities are in Sweden?", "Vilka städer ligger i Sverige?"):
        assert want(question).some_of(question)
    for question in ("What are the ten principles?", "Vilka är de fyra grunderna?"):
        assert not want(question).some_of(question)
