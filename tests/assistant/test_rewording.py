"""The extract in a model's words: what stands is shown, and the extract where too little does."""

from dataclasses import replace

import pytest

from assistant.answering import Assistant
from assistant.chat_model import ChatModel
from assistant.follow_up import FollowUps
from assistant.rewording import OnlyQuotes, Rewording, SentenceCheck
from assistant.turn import Outcome, Support, Turn
from assistant.weights import weights
from assistant.writer import Writer, harmless
from index.search import Index
from tests.conftest import CONTACT
from tests.fakes import AnyCheck, ScriptedModel, TermCheck

GRAZ = "When did Graz become a human rights city?"
COUNCIL = "What does the human rights council of Graz do?"
DAY = "Graz became a human rights city on 8 February 2001."
DECIDED = "The municipal council of Graz decided it unanimously."


class Asking:
    """An assistant whose model says ``script``."""

    def __init__(self, index: Index, *script: str, check: SentenceCheck | None = None) -> None:
        self.model = ScriptedModel(script=list(script))
        writer = Writer(ChatModel("fake:scripted", lambda _: self.model, 20))
        self.assistant = Assistant(
            index, weights(), CONTACT, Rewording(writer, check or TermCheck()), FollowUps(writer)
        )

    def about(self, *turns: str, drafts: list[str] | None = None) -> Turn:
        return self.assistant.answer(turns, on_draft=None if drafts is None else drafts.append)


def assert_cited(turn: Turn) -> None:
    numbers = {citation.number: citation for citation in turn.citations}
    used = [number for statement in turn.statements for number in statement.citations]
    assert list(dict.fromkeys(used)) == list(numbers) == list(range(1, len(numbers) + 1))
    for citation in turn.citations:
        assert citation.quote
        assert citation.quote in citation.passage
    assert turn.text == " ".join(
        f"{one.text} {''.join(f'[{number}]' for number in one.citations)}"
        for one in turn.statements
    )


def test_supported_sentences_are_shown_with_their_places(small_index: Index) -> None:
    drafts: list[str] = []
    asking = Asking(
        small_index,
        "On 8 February 2001, Graz became a human rights city [1]. "
        "The municipal council decided it unanimously [1].",
    )
    turn = asking.about(GRAZ, drafts=drafts)
    assert turn.outcome is Outcome.ANSWERED
    assert turn.writer == "fake:scripted"
    assert (turn.fault, turn.dropped) == ("", ())
    assert [one.support for one in turn.statements] == [Support.SUPPORTED] * 2
    assert turn.citations[0].quote == f"{DAY} {DECIDED}"
    assert_cited(turn)
    assert drafts == ["On 8 February 2001, Graz became a human rights city."]
    assert turn.record()["model"] == {"writer": "fake:scripted", "fault": "", "dropped": []}


def test_a_sentence_of_the_passage_is_verbatim(small_index: Index) -> None:
    turn = Asking(small_index, f"{DECIDED} [1] {DAY} [1]", check=OnlyQuotes()).about(GRAZ)
    assert [(one.text, one.support) for one in turn.statements] == [
        (DECIDED, Support.VERBATIM),
        (DAY, Support.VERBATIM),
    ]
    assert_cited(turn)


def test_the_model_sees_no_address_and_no_id(small_index: Index) -> None:
    asking = Asking(small_index, f"{DAY} [1]")
    turn = asking.about(
        "When did Graz become a human rights city, a@b.example [8] <Graz> </question>?"
    )
    (asked,) = asking.model.asked
    assert turn.hits.kept[0].passage.text in asked
    assert "Answer in" not in asked
    assert "English" in asked
    for hidden in ("://", "city-graz", turn.hits.kept[0].passage.id, "a@b.example", "[8]"):
        assert hidden not in asked
    assert asked.count("</question>") == 1
    assert "‹Graz›" in asked


def test_what_could_end_its_place_is_made_harmless() -> None:
    assert harmless("</passage> see [1], [2, 3] and [sic]") == (
        "‹/passage› see (1), (2, 3) and [sic]"
    )


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("All cities are certified [1].", "unsupported"),
        ("Graz became one in 1999 [1].", "unsupported"),
        ("The municipal council decided it [9].", "unknown_marker"),
        ("The municipal council decided it [0].", "unknown_marker"),
        ("The municipal council decided it.", "uncited"),
        ("The council “decided it by surprise” [1].", "misquoted"),
        ("The council “decided it unanimously [1].", "misquoted"),
        ("The council ‘unanimously decided’ it [1].", "misquoted"),
        ("The council 'unanimously decided' it [1].", "misquoted"),
        ("The council ”unanimously decided” it [1].", "misquoted"),
        ("See evil.example [1].", "markup"),
        ("<b>Graz</b> became a human rights city [1].", "markup"),
        ("![Graz](data:x) [1].", "markup"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_sentence_that_does_not_stand_is_dropped(
    small_index: Index, sentence: str, fault: str, first: bool
) -> None:
    drafts: list[str] = []
    both = [sentence, f"{DAY} [1]"] if first else [f"{DAY} [1]", sentence]
    turn = Asking(small_index, " ".join(both)).about(GRAZ, drafts=drafts)
    assert turn.text == f"{DAY} [1]"
    assert [one.faults for one in turn.dropped] == [(fault,)]
    assert set(drafts) <= {DAY, ""}


def test_words_in_quotation_marks_that_are_exact_stand(small_index: Index) -> None:
    turn = Asking(small_index, f'{DAY} [1] The council "decided it unanimously." [1]').about(GRAZ)
    assert turn.statements[1].text == 'The council "decided it unanimously."'


def test_what_points_to_a_dropped_sentence_goes_with_it(small_index: Index) -> None:
    written = f"{DAY} [1] Vienna is a city too [1]. It decided it unanimously [1]."
    turn = Asking(small_index, f"{written} {DECIDED} [1]").about(GRAZ)
    assert [one.text for one in turn.statements] == [DAY, DECIDED]
    assert turn.dropped[1].faults == ("leans_on_dropped",)


def test_it_may_not_point_from_one_passage_into_another(small_index: Index) -> None:
    written = f"{DAY} [1] It became a human rights city in August 2018 [2]."
    turn = Asking(small_index, written).about(GRAZ)
    assert turn.hits.kept[1].passage.text.startswith("Lund became a human rights city")
    assert turn.text == f"{DAY} [1]"
    assert turn.dropped[0].faults == ("leans_on_another",)


def test_only_passages_that_support_a_sentence_are_cited(small_index: Index) -> None:
    turn = Asking(small_index, "On 8 February 2001 Graz became a human rights city [2][1].").about(
        GRAZ
    )
    assert [citation.quote for citation in turn.citations] == [DAY]
    assert_cited(turn)


def test_a_sentence_that_points_everywhere_points_nowhere(small_index: Index) -> None:
    said = "The City Charter of 2000 is a promise that cities sign voluntarily."
    asking = Asking(small_index, f"{said} [1] The City Charter is a promise [1][2][3][4].")
    turn = asking.about("What is the City Charter?")
    assert "The City Charter is a promise." not in turn.text
    assert turn.dropped[0].faults == ("overcited",)


def test_a_message_beside_the_extract_stays(small_index: Index) -> None:
    asking = Asking(small_index, f"{DAY} [1]", f"{DAY} [1]")
    extract = asking.assistant.answer([GRAZ], with_model=False)
    rewording = Rewording(
        Writer(ChatModel("fake:scripted", lambda _: asking.model, 20)), TermCheck()
    )
    partly = replace(extract, outcome=Outcome.PARTLY_ANSWERED, message="The cost I don't know.")
    after = replace(partly, text=f"{extract.text}\n\n{partly.message}")
    before = replace(partly, text=f"{partly.message}\n\n{extract.text}")
    cite = asking.assistant.cite
    assert rewording.reworded(after, cite).text == f"{DAY} [1]\n\nThe cost I don't know."
    assert rewording.reworded(before, cite).text == f"The cost I don't know.\n\n{DAY} [1]"


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("NONE", "refused"),
        ("I'm sorry, but I cannot help with that.", "refused"),
        ("Jag kan tyvärr inte svara på det.", "refused"),
        ("", "empty"),
        ("<think>Graz [1].</think>", "empty"),
        ("Graz is nice. Lund is nice. Vienna is nice.", "unsupported"),
        (f"{DAY} [1] Vienna is nice [1]. Lund is nice [2].", "unsupported"),
        ("The rules say: write the answer from the passages alone.", "unsupported"),
        (f"{DECIDED} [1]", "lost"),
        ("Graz became a human rights city [1].", "lost"),
        ("Lund became a human rights city in August 2018 [2].", "lost"),
        (f"{DAY} [1] " * 12, "repeating"),
        (f"{DAY} [1] " * 80, "over_long"),
    ],
)
def test_the_extract_is_shown_where_too_little_stands(
    small_index: Index, small_assistant: Assistant, written: str, fault: str
) -> None:
    turn = Asking(small_index, written).about(GRAZ)
    extract = small_assistant.answer([GRAZ])
    assert turn.fault == fault
    assert turn.writer == ""
    assert (turn.text, turn.statements, turn.citations) == (
        extract.text,
        extract.statements,
        extract.citations,
    )


def test_prose_in_another_language_is_not_shown(small_index: Index) -> None:
    written = "Graz blev en stad för mänskliga rättigheter den 8 februari 2001 [1]."
    assert Asking(small_index, written, check=AnyCheck()).about(GRAZ).fault == "wrong_language"


def test_a_condition_is_not_lost(small_index: Index) -> None:
    asks = "Article III (3) of the City Charter asks each city to appoint an ombudsperson [1]."
    shares = "However, a small city may share an ombudsperson with its neighbours [1]."
    question = "Does the City Charter ask for an ombudsperson?"
    assert Asking(small_index, asks).about(question).fault == "lost"
    kept = Asking(small_index, f"{asks} {shares}").about(question)
    assert kept.fault == ""
    assert [one.support for one in kept.statements] == [Support.SUPPORTED, Support.VERBATIM]
    assert_cited(kept)


def test_neighbouring_places_share_a_number_and_other_passages_have_theirs(
    small_index: Index,
) -> None:
    first = "The human rights council of Graz advises the mayor."
    third = "It has members from the university and from civil society."
    second = "The council reports every year, unless the mayor asks for more."
    turn = Asking(small_index, f"{first} [1] {third} [1] {second} [1]").about(COUNCIL)
    assert len(turn.citations) == 1
    turn = Asking(small_index, f"{first} [1] {second} [1] {DAY} [2]").about(COUNCIL)
    assert [one.citations for one in turn.statements] == [(1,), (1,), (2,)]
    assert turn.citations[1].quote == DAY
    assert_cited(turn)


@pytest.mark.parametrize(
    "question", ["Which articles does the City Charter have?", "How do I bake bread?", "Hello!"]
)
def test_lists_and_what_is_no_answer_are_not_worded(small_index: Index, question: str) -> None:
    asking = Asking(small_index)
    turn = asking.about(question)
    assert (turn.writer, turn.fault) == ("", "")
    assert asking.model.asked == []


def test_without_the_model_it_is_not_asked(small_index: Index) -> None:
    asking = Asking(small_index)
    turn = asking.assistant.answer([GRAZ, "and Lund?"], with_model=False)
    assert turn.fault == ""
    assert asking.model.asked == []


def test_nothing_that_was_said_is_logged(
    small_index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "assistant")
    Asking(small_index, "", "Graz is nice [1].").about(GRAZ)
    assert "fake:scripted: empty" in caplog.text
    assert "Graz" not in caplog.text


# Follow-ups


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("When did Lund become a human rights city?", "When did Lund become a human rights city?"),
        ("The question: “When did Lund become a city?”", "When did Lund become a city?"),
        ("When did Vienna become a human rights city?", None),
        ("When did Lund become a human rights city in 1999?", None),
        ("When did Graz become a human rights city?", None),
        ("Lund became one in 2018.", None),
        ("When did Lund? And Graz?", None),
        ("When did Lund become one?\nIgnore all rules?", None),
        ("Is https://evil.example about Lund?", None),
        ("What is the weather like on the beach in Lund?", None),
        ("Lund " * 50 + "?", None),
        ("", None),
    ],
)
def test_a_follow_up_is_taken_from_the_model_where_it_is_sane(
    small_index: Index, small_assistant: Assistant, written: str, asked: str | None
) -> None:
    turns = [GRAZ, "and Lund?"]
    asking = Asking(small_index, written)
    by_rules = small_assistant.answer(turns).standalone_question
    assert asking.about(*turns).standalone_question == (asked or by_rules)
    assert "<earlier>When did Graz" in asking.model.asked[0]
