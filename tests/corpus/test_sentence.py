"""Sentences are found where a reader would end them, and nothing of a block is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentence import sentence_spans
from tests.corpus.conftest import steady

PIECES = st.sampled_from(
    [
        *("Rights", "cities", "e.g.", "t.ex.", "1.", "§ 7.", "2019.", "Why?", "No!", "(p. 4)."),
        *("“Yes.”", "Å.", "é.", "😀", "...", "A.B.", "U.N."),
        *("\u2028", "\x85", "\n\n", "\r", "\u00a0", "\ufeff"),
    ]
)
BLOCKS = st.one_of(
    st.text(),
    st.lists(PIECES, max_size=12).map(" ".join),
    st.lists(PIECES, max_size=12).map("".join),
)


def sentences(block: str, language: str = "en") -> list[str]:
    return [block[start:end] for start, end in sentence_spans(block, language)]


@pytest.mark.parametrize(
    ("language", "block", "expected"),
    [
        ("en", "Lund is a city. Is Graz? Yes!", ["Lund is a city.", "Is Graz?", "Yes!"]),
        ("en", "See Art. 7 of the charter.", ["See Art. 7 of the charter."]),
        ("en", "Dr. Kim wrote it, e.g. the plan.", ["Dr. Kim wrote it, e.g. the plan."]),
        (
            "sv",
            "Staden har t.ex. ett råd. Rådet möts.",
            ["Staden har t.ex. ett råd.", "Rådet möts."],
        ),
        ("en", "Cities act, approx. ten of them.", ["Cities act, approx. ten of them."]),
        ("en", "1. The right to the city.", ["1. The right to the city."]),
        ("en", "A list. 2. The duty.", ["A list.", "2. The duty."]),
        ("en", "It costs 4.5 million. That is much.", ["It costs 4.5 million.", "That is much."]),
        ("en", "  Spaces around.  And between. ", ["Spaces around.", "And between."]),
        ("xx", "An unknown language. It works.", ["An unknown language.", "It works."]),
        ("", "No language. It works.", ["No language.", "It works."]),
        ("en", "", []),
        ("en", " \n\t ", []),
    ],
)
def test_where_sentences_end(language: str, block: str, expected: list[str]) -> None:
    assert sentences(block, language) == expected


@steady
@given(BLOCKS, st.sampled_from(["en", "sv", "de", "tr", "xx", ""]))
def test_spans_are_in_order_and_exact_and_lose_nothing(block: str, language: str) -> None:
    spans = sentence_spans(block, language)
    assert all(0 <= start < end <= len(block) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    found = sentences(block, language)
    assert all(sentence == sentence.strip() for sentence in found)
    assert "".join("".join(found).split()) == "".join(block.split())
