"""An answer in plain words: the same citations, and nothing that the sentence did not say."""

from dataclasses import replace

import pytest

from assistant.answering import Assistant
from assistant.reading_level import in_plain_words
from assistant.turn import Plain, Support, Turn
from corpus.passage import Passage
from index.hit import Hits


@pytest.fixture(scope="module")
def turn(small_assistant: Assistant) -> Turn:
    answered = small_assistant.answer(["When did Lund become a human rights city?"])
    assert answered.plain is not None
    return answered


def changed(turn: Turn, **fields: object) -> Turn:
    """The Turn over passages with other contents."""

    def other(passage: Passage) -> Passage:
        return replace(passage, **fields) if passage.plain else passage  # type: ignore[arg-type]

    kept = tuple(replace(hit, passage=other(hit.passage)) for hit in turn.hits.kept)
    return replace(turn, hits=Hits(kept, turn.hits.rejected))


def plain(turn: Turn) -> Plain:
    found = in_plain_words(turn)
    assert found is not None
    return found


def test_a_sentence_gives_way_to_its_plain_version_with_its_citation(turn: Turn) -> None:
    assert turn.text.startswith("Lund became a human rights city in August 2018. [1]")
    again = plain(turn)
    assert again == turn.plain
    assert again.text.startswith(
        "Lund is a human rights city. [1] Lund became one in August 2018. [1]"
    )
    cited = {number for statement in turn.statements for number in statement.citations}
    assert {number for one in again.statements for number in one.citations} == cited


def test_every_plain_sentence_is_the_passage_s_own_and_the_others_stay(turn: Turn) -> None:
    passages = {hit.passage.id: hit.passage for hit in turn.hits.all}
    by_number = {one.number: passages[one.passage_id] for one in turn.citations}
    for statement in plain(turn).statements:
        passage = by_number[statement.citations[0]]
        if statement.support is Support.SUPPORTED:
            assert statement.text in [said for again in passage.plain for said in again]
        else:
            assert statement in turn.statements


def test_swedish_has_it_too(small_assistant: Assistant) -> None:
    turn = small_assistant.answer(["När blev Lund MR-stad?"], "sv")
    assert plain(turn).text.startswith("Lund är en MR-stad. [1] Lund blev det i augusti 2018. [1]")


def test_an_answer_without_plain_versions_has_none(small_assistant: Assistant) -> None:
    turn = small_assistant.answer(["When did Graz become a human rights city?"])
    assert turn.statements
    assert turn.plain is None
    assert small_assistant.answer(["hello"]).plain is None


def test_a_plain_version_without_the_date_is_not_shown(turn: Turn) -> None:
    assert in_plain_words(changed(turn, plain=(("Lund is one.",), (), ()))) is None


def test_a_text_that_is_not_made_of_the_statements_has_none(turn: Turn) -> None:
    assert in_plain_words(replace(turn, text="In 2018, in other words. [1]")) is None


def test_a_sentence_that_rests_on_two_passages_stays(turn: Turn) -> None:
    both = tuple(replace(one, citations=(1, 1)) for one in turn.statements)
    assert in_plain_words(replace(turn, statements=both)) is None


def test_a_citation_of_an_unknown_passage_stays(turn: Turn) -> None:
    assert in_plain_words(replace(turn, hits=Hits(()))) is None


def test_the_layout_stays(turn: Turn) -> None:
    sentences = turn.statements[:1]
    listed = replace(turn, text=f"- {sentences[0].text} [1]\n", statements=sentences)
    assert plain(listed).text == (
        "- Lund is a human rights city. [1] Lund became one in August 2018. [1]\n"
    )


def test_the_record_holds_both_wordings(turn: Turn, small_assistant: Assistant) -> None:
    record = turn.record()
    again = plain(turn)
    assert record["plain"]["text"] == again.text
    assert record["plain"]["statements"][0] == {
        "text": "Lund is a human rights city.",
        "support": "supported",
        "citations": [1],
    }
    assert record["statements"][0]["support"] == "verbatim"
    assert small_assistant.answer(["hello"]).record()["plain"] is None
