"""Passages: a few sentences of one section, every sentence once, with an id of their content."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.passage import MOST_WORDS, Passage, from_record, passages, to_record
from corpus.sentence import sentence_spans
from corpus.text import Section, Sort, Text
from tests.corpus.conftest import steady

WORDS = st.lists(st.sampled_from(["Rights", "city", "2019.", "council.", "Why?", "e.g.", "(a)"]))
LONG = st.integers(1, 2 * MOST_WORDS).map(lambda count: "A" + " word" * count + ".")
BLOCK = st.lists(WORDS.map(" ".join) | LONG, min_size=1, max_size=4).map(" ".join)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    contents = draw(st.lists(st.lists(BLOCK, max_size=4), max_size=4))
    sections = tuple(
        section(*blocks, id=f"s{number}", heading=f"Heading {number}")
        for number, blocks in enumerate(contents)
    )
    return text(*sections)


def section(*blocks: str, id: str = "s", heading: str = "Duties", page: int = 3) -> Section:  # noqa: A002
    return Section(id, heading, "Article 7", blocks, "https://a.example/#s", page=page)


def text(*sections: Section) -> Text:
    return Text("charter", "en", "Charter", Sort.DOCUMENT, Path("charter.pdf"), sections)


def sentences(passage: Passage) -> list[str]:
    return [passage.sentence(number) for number in range(len(passage.sentences))]


def test_a_passage_says_where_it_stands() -> None:
    asks: dict[str, tuple[str, ...]] = {"en": ("Who acts?",), "sv": ("Vem agerar?",)}
    standing = replace(
        section("The city acts. It listens.", "- Everyone asks."),
        path=("Charter", "Part I"),
        checked=False,
        asks=asks,
    )
    (passage,) = passages(text(standing))
    assert passage.text == "The city acts. It listens.\n- Everyone asks."
    assert sentences(passage) == ["The city acts.", "It listens.", "Everyone asks."]
    assert passage.context == "Charter · Part I · Duties"
    assert (passage.source_id, passage.language, passage.title) == ("charter", "en", "Charter")
    assert (passage.file, passage.sort) == ("charter.pdf", Sort.DOCUMENT)
    assert (passage.section_id, passage.heading, passage.path) == ("s", "Duties", standing.path)
    assert (passage.locator, passage.page, passage.part) == ("Article 7", 3, 0)
    assert passage.address == "https://a.example/#s"
    assert (passage.checked, passage.asks) == (False, asks)


def test_a_longer_section_is_cut_between_sentences_and_counted() -> None:
    sentence = "word " * 49 + "end."
    parts = list(passages(text(section(" ".join(["A" + sentence] * 5)))))
    assert [(part.part, len(part.sentences)) for part in parts] == [(0, 2), (1, 2), (2, 1)]


def test_a_single_sentence_that_is_too_long_is_kept_whole() -> None:
    long = "A" + " word" * (MOST_WORDS + 10) + "."
    found = [sentences(part) for part in passages(text(section(f"Short. {long} Short again.")))]
    assert found == [["Short."], [long], ["Short again."]]


def test_a_page_that_repeats_itself_comes_once() -> None:
    assert len(list(passages(text(section("The same."), section("The same."))))) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"heading": "Rights"},
        {"locator": "Article 8"},
        {"blocks": ("The city acts!",)},
        {"address": ""},
        {"page": 4},
        {"checked": False},
        {"path": ("Part I",)},
        {"asks": {"en": ("Who?",)}},
    ],
)
def test_whatever_changes_makes_a_new_passage(change: dict[str, object]) -> None:
    before = section("The city acts.")
    after = replace(before, **change)  # type: ignore[arg-type]
    (old,), (new,) = passages(text(before)), passages(text(after))
    assert old.id != new.id


def test_the_id_is_the_same_in_every_run_and_on_every_machine() -> None:
    (passage,) = passages(text(section("The city acts.")))
    assert passage.id == "e4b3eec67977de8a2731"


@steady
@given(texts())
def test_a_passage_never_crosses_a_heading_and_loses_no_sentence(text: Text) -> None:
    found = list(passages(text))
    for section in text.sections:
        expected = [
            block[start:end]
            for block in section.blocks
            for start, end in sentence_spans(block, text.language)
        ]
        mine = [passage for passage in found if passage.section_id == section.id]
        assert all(passage.heading == section.heading for passage in mine)
        assert [passage.part for passage in mine] == list(range(len(mine)))
        assert [sentence for passage in mine for sentence in sentences(passage)] == expected


@steady
@given(texts())
def test_passages_are_short_and_their_ids_stable_and_unique(text: Text) -> None:
    found = list(passages(text))
    for passage in found:
        assert len(passage.sentences) == 1 or len(passage.text.split()) <= MOST_WORDS
    ids = [passage.id for passage in found]
    assert ids == [passage.id for passage in passages(text)]
    assert len(ids) == len(set(ids))


@steady
@given(texts())
def test_a_record_gives_back_the_passage_on_one_line(text: Text) -> None:
    for passage in passages(text):
        record = to_record(passage)
        assert "\n" not in record
        assert from_record(record) == passage


@pytest.mark.parametrize("record", ["", "{", "{}", "[]", '{"sort": "digest"}', "null"])
def test_a_line_that_is_no_record_is_refused(record: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        from_record(record)
