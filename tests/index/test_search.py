"""Searching: the right passage first, the rejected ones visible, the language followed."""

import pytest

from assistant.weights import weights
from index.hit import Hits
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
