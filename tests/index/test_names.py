"""Names say nothing of the language that a question is asked in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.names import without_names

KNOWN = frozenset({"stockholm", "pitea", "eccar"})


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Is Stockholm a human rights city?", "Is a human rights city?"),
        ("Berätta om Piteå!", "Berätta om"),
        ("is stockholm big", "is stockholm big"),
        ("ECCAR?", "ECCAR?"),
        ("", ""),
    ],
)
def test_known_names_are_left_out(question: str, left: str) -> None:
    assert without_names(question, KNOWN) == left


@given(st.text(max_size=100))
def test_any_text_keeps_its_other_words(text: str) -> None:
    assert without_names(text, frozenset()) in (text, " ".join(text.split()))
