"""Personal data is masked; years, resolutions, ISBN and DOI are none."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.privacy import findings, masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to anna.b@example.org please", "Write to [e-mail] please"),
        ("Ring mig på 070-174 06 58", "Ring mig på [phone number]"),
        ("Call +46 8 123 456 78 now", "Call [phone number] now"),
        ("Mitt nummer är 811228-9874", "Mitt nummer är [personal number]"),
    ],
)
def test_personal_data_is_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the strategy 2021-2030",
        "resolution A/HRC/RES/51/12 of 2022",
        "ISBN 978-92-9461-415-5",
        "doi:10.2811/908860",
        "on 17 May 2014 at 10.30",
        "article 21 and 811228-9875",
    ],
)
def test_figures_that_name_no_person_stay(text: str) -> None:
    assert masked(text) == text


@settings(max_examples=150, derandomize=True)
@given(st.text(alphabet="0123456789+-@. abcåö", max_size=60))
def test_findings_are_in_order_and_apart(text: str) -> None:
    found = findings(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
