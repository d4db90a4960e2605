"""Numbers and months, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.quantity import quantities


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("On 17 May 2014", "en", ["17", "month 5", "2014"]),
        ("2014-05-17", "en", ["2014", "month 5", "5", "17"]),
        ("den 5 mars 2018", "sv", ["5", "month 3", "2018"]),
        ("twenty-one cities, two and three", "en", ["21", "2", "3"]),
        ("two thousand five hundred", "en", ["2500"]),
        ("tjugofem kommuner och tvåhundra byar", "sv", ["25", "200"]),
        ("the seventh and the eighth", "en", ["7", "8"]),
        ("den sjunde principen", "sv", ["7"]),
        ("Article XII and principle V", "en", ["12", "5"]),
        ("artikel XIV och rättighet I", "sv", ["14", "1"]),
        ("over 40,000 or 40 000", "en", ["40000", "40000"]),
        ("target 11.5", "en", ["11.5"]),
        ("resolution 33/8", "en", ["33", "8"]),
        ("Cities may march. I agree.", "en", []),
        ("I Lund och en stad", "sv", []),
        ("drei Städte, 12 Artikel", "de", ["12"]),
    ],
)
def test_one_value_for_every_way_of_writing(text: str, language: str, values: list[str]) -> None:
    assert [quantity.value for quantity in quantities(text, language)] == values


def test_a_grouped_number_may_be_two() -> None:
    assert set(quantities("114 140", "sv")[0].forms) == {"114140", "114", "140"}


@given(st.text(), st.sampled_from(["en", "sv", "de"]))
def test_any_text_has_quantities_in_its_bounds(text: str, language: str) -> None:
    for quantity in quantities(text, language):
        assert 0 <= quantity.start < quantity.end <= len(text)
