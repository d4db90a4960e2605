"""Follow-ups become questions that stand alone; a new question is left as it is."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.standalone import Knowledge, Standalone, definite, pointing, standalone
from corpus.library import Library
from corpus.source import Kind, Source
from index.parts import Part
from index.works import Works

NAMES = frozenset(
    {"graz", "lund", "vienna", "austria", "sweden", "europe", "european", "gwangju", "rosario",
     "principles", "charter", "fra"}
)  # fmt: skip


@pytest.fixture(scope="module")
def knowledge(small_library: Library) -> Knowledge:
    def work(id_: str, year: int | None, *names: str) -> Source:
        charter = small_library.sources["charter"]
        titles = {"en": names[0]}
        return replace(charter, id=id_, titles=titles, year=year, known_as=names)

    sources = [
        work("european-charter", 2000, "European Charter", "Europeiska stadgan"),
        work("global-charter", 2011, "Global Charter", "globala stadgan"),
        work("principles", 2014, "Gwangju Principles", "Gwangjuprinciperna"),
        work("framework", 2022, "FRA framework", "FRA-ramverket"),
        *(
            replace(work(city, None, city), kind=Kind.CITY_PROFILE)
            for city in ("Graz", "Lund", "Rosario")
        ),
    ]
    leads = {
        "Which city was the first human rights city?": "Rosario in Argentina was the first.",
        "Vilken stad var först?": "Rosario i Argentina var först.",
    }
    return Knowledge(
        NAMES,
        Works(sources),
        lambda question: leads.get(question, ""),
        lambda question: question == "How does a city begin?",
        lambda year: [source.known_as[0] for source in sources if source.year == year],
        lambda ids: frozenset(Part("principle", number) for number in range(1, 11) if ids),
    )


FIRST = "What was the first human rights city in Europe?"
GRAZ = "When did Graz become a human rights city?"
CHARTER = "What is the European Charter?"
PRINCIPLES = "What are the ten Gwangju Principles?"


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        # Places and other things, asked the same.
        ([FIRST, "and in Austria?"], "What was the first human rights city in Austria?"),
        ([FIRST, "and in Austria?", "And Sweden?"],
         "What was the first human rights city in Sweden?"),
        ([GRAZ, "what about Lund?"], "When did Lund become a human rights city?"),
        ([GRAZ, "what about lund?"], "When did lund become a human rights city?"),
        ([GRAZ, "Same question for Vienna"], "When did Vienna become a human rights city?"),
        ([CHARTER, "and the Global Charter?"], "What is the Global Charter?"),
        (["Is the European Charter binding?", "what about the FRA framework?"],
         "Is the FRA framework binding?"),
        # Pronouns.
        ([CHARTER, "When was it adopted?"], "When was European Charter adopted?"),
        ([CHARTER, "Who wrote it?"], "Who wrote European Charter?"),
        ([CHARTER, "What are its articles?"], "What are European Charter's articles?"),
        ([GRAZ, "Is there an ombudsperson there?"], "Is there an ombudsperson in Graz?"),
        (["Which city was the first human rights city?", "When did it decide?"],
         "When did Rosario decide?"),
        # Parts.
        (["What does article 25 of the European Charter say?", "And article 26?"],
         "What does article 26 of the European Charter say?"),
        ([CHARTER, "What does article 4 say?"], "What does article 4 of European Charter say?"),
        ([PRINCIPLES, "and the fourth one?"], "What is principle 4 of Gwangju Principles?"),
        ([PRINCIPLES, "What does the fourth mean?"],
         "What does principle 4 of Gwangju Principles mean?"),
        # Corrections.
        ([GRAZ, "No, I meant Lund"], "When did Lund become a human rights city?"),
        ([GRAZ, "sorry, not Graz, Lund"], "When did Lund become a human rights city?"),
        ([GRAZ, "no, Lund, not Graz"], "When did Lund become a human rights city?"),
        ([CHARTER, "I meant the 2011 one"], "What is the Global Charter?"),
        (["When was the Global Charter adopted?", "I mean the European one"],
         "When was the European Charter adopted?"),
        # Definite nouns.
        ([CHARTER, GRAZ, "How many articles does the charter have?"],
         "How many articles does European Charter have?"),
        ([GRAZ, "What does the city do for children?"], "What does Graz do for children?"),
        # New topics.
        ([GRAZ, "Another question: how does a city begin?"], "how does a city begin?"),
        ([GRAZ, "How does a city begin?"], "How does a city begin?"),
        ([GRAZ, "Different topic: why?"], "why?"),
        # Why.
        ([CHARTER, "why?"], "What is the European Charter – why?"),
        (["Is the European Charter binding?", "why?"], "Why is the European Charter binding?"),
        ([GRAZ, "and?"], GRAZ),
        ([GRAZ, "?"], GRAZ),
    ],
)  # fmt: skip
def test_a_follow_up_finds_its_question(
    knowledge: Knowledge, turns: list[str], expected: str
) -> None:
    assert standalone(turns, "en", knowledge).question == expected


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (["Vilka städer finns?", "och i Lund?"], "Vilka städer finns i Lund?"),
        (["När blev Graz MR-stad?", "och Lund?"], "När blev Lund MR-stad?"),
        (["När blev Graz MR-stad?", "hur är det med Lund?"], "När blev Lund MR-stad?"),
        (["När blev Graz MR-stad?", "Nej, jag menade Lund"], "När blev Lund MR-stad?"),
        (["När blev Graz MR-stad?", "inte Graz utan Lund"], "När blev Lund MR-stad?"),
        (["Vad är Europeiska stadgan?", "Är den bindande?"],
         "Europeiska stadgan – Är den bindande?"),
        (["Vad är Europeiska stadgan?", "Hur många artiklar har stadgan?"],
         "Hur många artiklar har Europeiska stadgan?"),
        (["Vilka är de tio Gwangjuprinciperna?", "och den fjärde?"],
         "Vad är princip 4 i Gwangjuprinciperna?"),
        (["Vilka är de tio Gwangjuprinciperna?", "Vad betyder den andra?"],
         "Vad betyder princip 2 i Gwangjuprinciperna?"),
        (["Är Europeiska stadgan bindande?", "why?"], "Är Europeiska stadgan bindande – why?"),
        (["Vad säger artikel 25 i Europeiska stadgan?", "och artikel 26?"],
         "Vad säger artikel 26 i Europeiska stadgan?"),
        (["Vad är Europeiska stadgan?", "varför?"], "Vad är Europeiska stadgan – varför?"),
        (["När blev Graz MR-stad?", "Byt ämne: hur börjar en stad?"], "hur börjar en stad?"),
    ],
)  # fmt: skip
def test_a_swedish_follow_up_finds_its_question(
    knowledge: Knowledge, turns: list[str], expected: str
) -> None:
    assert standalone(turns, "sv", knowledge).question == expected


@pytest.mark.parametrize(
    ("said", "language", "besides"),
    [
        ("no, the other one", "en", "source"),
        ("the other", "en", "source"),
        ("nej, den andra", "sv", "source"),
        ("more", "en", "passage"),
        ("Tell me more!", "en", "passage"),
        ("anything else?", "en", "passage"),
        ("go on", "en", "passage"),
        ("mer", "sv", "passage"),
        ("Berätta mer om det", "sv", "passage"),
        ("fortsätt", "sv", "passage"),
    ],
)
def test_another_answer_to_the_same_question_is_wanted(
    knowledge: Knowledge, said: str, language: str, besides: str
) -> None:
    assert standalone([GRAZ, said], language, knowledge) == Standalone(GRAZ, besides, GRAZ)


@pytest.mark.parametrize(
    "question",
    [
        "When did Lund become a human rights city?",
        "How can my municipality start working with human rights?",
        "Which frameworks exist for small cities working with children?",
        "What does the FRA framework say about children?",
    ],
)
def test_a_question_of_its_own_stays(knowledge: Knowledge, question: str) -> None:
    assert standalone([CHARTER, question], "en", knowledge).question == question


def test_the_first_message_is_the_question(knowledge: Knowledge) -> None:
    assert standalone(["and in Austria?"], "en", knowledge) == Standalone("and in Austria?")
    assert standalone([], "en", knowledge) == Standalone("")


def test_the_question_before_stands_alone_too(knowledge: Knowledge) -> None:
    found = standalone([FIRST, "and in Austria?", "And Sweden?"], "en", knowledge)
    assert found.before == "What was the first human rights city in Austria?"


def test_what_is_joined_does_not_grow(knowledge: Knowledge) -> None:
    whole = standalone([CHARTER, *["why?"] * 8], "en", knowledge).question
    assert whole == "What is the European Charter – why?"


@pytest.mark.parametrize(
    "question",
    ["When was it adopted?", "Is that so?", "Vem skrev den?", "Does that apply to Lund?",
     "What does that mean?", "Can a city do that without money?", "Who decides that?",
     "Does the mayor know it?", "Who supervises that act?", "Gäller det en stad som Lund?"],
)  # fmt: skip
def test_some_questions_point(question: str) -> None:
    assert pointing(question)


@pytest.mark.parametrize(
    "question",
    ["Is there a city in Sweden?", "Is it true that cities sign?", "Finns det MR-städer?",
     "When did Graz decide?", "What is a city that adopts human rights called?",
     "How can cities that sign the charter report?", "What helps people that rent a home?",
     "Is there help for a small town that wants to begin?", "Vad gäller för den som hyr?", ""],
)  # fmt: skip
def test_others_do_not(question: str) -> None:
    assert not pointing(question)


def test_a_sort_of_work_is_known() -> None:
    for question, noun in (("Is the charter binding?", "charter"), ("Vad är stadgan?", "stadgan")):
        found = definite(question)
        assert found is not None
        assert found["noun"] == noun
    assert definite("Is a charter binding?") is None


PIECES = ["and", "no,", "not", "the", "other", "one", "fourth", "article", "26", "it", "its",
          "there", "Graz", "graz", "European Charter", "charter", "in", "?", "–", "och", "den",
          "why", "more", "I meant", "2011", "ß", "İ", "\u0301", "’s", "1.", "ﬁ", "Ⅻ"]  # fmt: skip


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)
        ),
        max_size=5,
    ),
    st.sampled_from(["en", "sv", "de"]),
)
def test_whatever_was_said_there_is_a_question(
    knowledge: Knowledge, turns: list[str], language: str
) -> None:
    found = standalone(turns, language, knowledge)
    assert found.besides in {"", "source", "passage"}
    assert found.question or not any(turn.strip() for turn in turns)
