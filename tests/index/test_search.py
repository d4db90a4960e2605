"""Searching: the right passage first, the rejected ones visible, the language followed."""

from dataclasses import replace

import pytest

from assistant.weights import weights
from index.hit import Hits
from index.parts import Part
from index.search import Index, Retriever

FUSION = weights().fusion


def first(hits: Hits) -> tuple[str, str, str]:
    passage = hits.kept[0].passage
    return passage.source_id, passage.section_id, passage.language


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("When did Lund become a human rights city?", "en", ("city-lund", "declared", "en")),
        ("När blev Lund MR-stad?", "sv", ("city-lund", "declared", "sv")),
        ("Does the charter ask for an ombudsperson?", "en", ("charter", "article-iii", "en")),
        ("artikel III i stadgan", "sv", ("charter", "article-iii", "en")),
        ("osterrike", "sv", ("city-graz", "summary", "sv")),
    ],
)
def test_the_right_passage_comes_first(
    small_index: Index, question: str, language: str, expected: tuple[str, str, str]
) -> None:
    assert first(small_index.search(question, language, FUSION)) == expected


def test_kept_and_rejected_together_are_all_and_in_order(small_index: Index) -> None:
    hits = small_index.search("When did Lund become a human rights city?", "en", FUSION, count=8)
    scores = [hit.score for hit in hits.all]
    assert scores == sorted(scores, reverse=True)
    assert len(hits.all) == 8
    assert hits.rejected
    assert min(hit.score for hit in hits.kept) >= FUSION.keep * scores[0]


def test_each_sentence_has_its_nearness(small_index: Index) -> None:
    hits = small_index.search("When did Lund become a human rights city?", "en", FUSION)
    for hit in hits.all:
        assert len(hit.nearness) == len(hit.passage.sentences)
    declared, decided, first_in_sweden = hits.kept[0].nearness
    assert decided < declared < first_in_sweden


def test_words_that_no_passage_holds_find_nothing(small_index: Index) -> None:
    hits = small_index.search("zzz qqq", "en", FUSION)
    assert not hits.kept


def test_the_retriever_gives_the_kept_hits_as_documents(small_index: Index) -> None:
    found = Retriever(index=small_index, fusion=FUSION).invoke("When did Graz declare itself?")
    assert found[0].metadata["source_id"] == "city-graz"
    assert (
        found[0].page_content
        == small_index.search("When did Graz declare itself?", "en", FUSION).kept[0].passage.text
    )


def test_a_named_part_of_a_named_work_gains(small_index: Index) -> None:
    question = "article II of the City Charter"
    with_gain = small_index.search(question, "en", FUSION)
    without = small_index.search(question, "en", replace(FUSION, work=0, part=0))
    assert first(with_gain) == ("charter", "article-ii", "en")
    assert with_gain.kept[0].score == pytest.approx(
        without.kept[0].score + FUSION.work + FUSION.part, abs=1e-5
    )


def test_a_named_work_gains_and_a_named_city_does_not(small_index: Index) -> None:
    def gain(question: str) -> dict[str, float]:
        gained = small_index.search(question, "en", FUSION, 12).all
        plain = small_index.search(question, "en", replace(FUSION, work=0), 12).all
        scores = {hit.passage.id: hit.score for hit in plain}
        return {hit.passage.source_id: hit.score - scores[hit.passage.id] for hit in gained}

    for source, gained in gain("Is the City Charter of Graz binding?").items():
        assert gained == pytest.approx(FUSION.work if source == "charter" else 0, abs=1e-5)
    assert max(gain("What does Graz do?").values()) == pytest.approx(0, abs=1e-5)


def test_a_part_without_a_work_is_looked_for_in_all(small_index: Index) -> None:
    assert first(small_index.search("artikel 2", "en", FUSION)) == ("charter", "article-ii", "en")


def test_other_words_for_the_same_find_the_passage(small_index: Index) -> None:
    hits = small_index.search("Since when is Graz a HRC?", "en", FUSION)
    plainly = small_index.search("Since when is Graz a human rights city?", "en", FUSION)
    assert hits.kept[0].passage == plainly.kept[0].passage
    assert hits.kept[0].keywords == pytest.approx(plainly.kept[0].keywords)
    assert hits.kept[0].likeness == pytest.approx(plainly.kept[0].likeness)


def test_what_is_left_out_is_not_found(small_index: Index) -> None:
    question = "When did Lund become a human rights city?"
    every = small_index.search(question, "en", FUSION, 12).all
    best = every[0].passage
    for gone in ({best.id}, {best.source_id}, {best.id, "unknown"}):
        hits = small_index.search(question, "en", FUSION, 12, frozenset(gone)).all
        assert hits
        assert all(not gone & {hit.passage.id, hit.passage.source_id} for hit in hits)
    assert small_index.search(question, "en", FUSION, 12, frozenset({"unknown"})).all == every


def test_everything_left_out_leaves_nothing(small_index: Index) -> None:
    gone = frozenset(small_index.sources)
    assert small_index.search("When did Lund decide?", "en", FUSION, 12, gone) == Hits(())


def test_the_parts_of_works_are_known(small_index: Index) -> None:
    articles = {Part("article", number) for number in (1, 2, 3)}
    assert small_index.parts_of(["charter"]) == articles
    assert small_index.parts_of(["charter", "city-graz"]) == articles
    assert small_index.parts_of(["city-graz", "unknown"]) == small_index.parts_of([]) == set()


def test_the_names_are_those_of_the_passages(small_index: Index) -> None:
    assert {"graz", "lund", "austria"} <= small_index.names
    assert not {"city", "council", "the"} & small_index.names


def test_what_is_asked_besides_the_names_has_signals_of_its_own(small_index: Index) -> None:
    declared, other = (
        small_index.search(question, "en", FUSION).kept[0]
        for question in ("When did Lund become a human rights city?", "How many trees has Lund?")
    )
    for hit in (declared, other):
        assert len(hit.nearness_rest) == len(hit.passage.sentences)
        assert hit.rest == pytest.approx(max(hit.nearness_rest))
    assert declared.rest_ask > other.rest_ask
    assert declared.rest_likeness > other.rest_likeness


def test_what_introduces_the_work_that_is_asked_for_is_no_worse_than_any_other(
    small_index: Index,
) -> None:
    hits = small_index.search("What is the City Charter?", "en", FUSION)
    (introducing,) = [hit for hit in hits.kept if hit.introduces]
    assert introducing.passage.source_id == "charter"
    assert introducing.score == max(hit.score for hit in hits.kept)


def test_a_question_about_something_of_a_work_has_no_introduction(small_index: Index) -> None:
    hits = small_index.search("When was the City Charter signed?", "en", FUSION)
    assert not any(hit.introduces for hit in hits.all)
