"""Cleaning: one line, nothing hidden."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.question import clean


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  What\n is\t it? ", "What is it?"),
        ("Vad a\u0308r det?", "Vad är det?"),
        ("ig\u200bnore", "ignore"),
        ("abc\u202edef\u202c", "abcdef"),
        ("hi\U000e0041\U000e0042", "hi"),
        ("\x00\x07", ""),
        ("Pitea\u200b\u030a", "Piteå"),
        ("a\u034fb\u3164c\ufe0fd\U000e0141", "abcd"),
        ("e" + 50 * "\u0316", "e" + 4 * "\u0316"),
    ],
)
def test_a_question_is_made_plain(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@settings(max_examples=200, derandomize=True)
@given(st.text(max_size=200))
def test_nothing_hidden_survives_and_cleaning_twice_changes_nothing(raw: str) -> None:
    once = clean(raw)
    assert not any(unicodedata.category(character).startswith("C") for character in once)
    assert clean(once) == once
