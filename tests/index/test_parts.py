"""Numbered parts of works, as questions and locators name them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parts import Part, beside_in, called, counted, kind_in, located, ordinal_in, parts


@pytest.mark.parametrize(
    ("text", "kind", "numbers"),
    [
        ("What does article 12 say?", "article", {12}),
        ("Article XII of the Charter", "article", {12}),
        ("art. 4", "article", {4}),
        ("article no. 7", "article", {7}),
        ("Artikel XIX", "article", {19}),
        ("articles 25-27", "article", {25, 26, 27}),
        ("articles 25 to 27", "article", {25, 26, 27}),
        ("artiklarna 3 till 5", "article", {3, 4, 5}),
        ("articles 2, 4 and 9", "article", {2, 4, 9}),
        ("artiklarna 2 och 9", "article", {2, 9}),
        ("the fifth tool", "tool", {5}),
        ("the 3rd guiding principle", "principle", {3}),
        ("den tionde principen", "principle", {10}),
        ("det andra grundläggande steget", "step", {2}),
        ("princip tre", "principle", {3}),
        ("principle ten", "principle", {10}),
        ("KAPITEL 3", "chapter", {3}),
        ("mål 11", "goal", {11}),
    ],
)
def test_parts_are_known_by_number(text: str, kind: str, numbers: set[int]) -> None:
    assert parts(text) == {Part(kind, number) for number in numbers}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "article",
        "The first human rights city",
        "article 2011",
        "article 0",
        "particle 5",
        "article Vienna",
        "A/HRC/30/49",
        "artikeln om vatten",
    ],
)
def test_other_numbers_name_no_part(text: str) -> None:
    assert parts(text) == frozenset()


def test_a_range_that_is_none_names_its_ends() -> None:
    assert parts("articles 27-25") == {Part("article", 27), Part("article", 25)}
    assert parts("articles 1-300") == {Part("article", 1), Part("article", 300)}


def test_a_part_has_its_place() -> None:
    text = "And what about article 26, please?"
    ((part, (start, end)),) = located(text)
    assert part == Part("article", 26)
    assert text[start:end] == "article 26"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("and the fourth one?", 4),
        ("What is the second?", 2),
        ("What does the third mean?", 3),
        ("och den tredje?", 3),
        ("vad betyder nummer 6?", 6),
        ("nr 4", 4),
        ("den femte innebär vad?", 5),
    ],
)
def test_a_place_in_a_row_is_known(text: str, number: int) -> None:
    found = ordinal_in(text)
    assert found is not None
    assert found[0] == number


@pytest.mark.parametrize("text", ["", "the first city", "den andra staden", "4"])
def test_a_thing_that_is_named_is_no_place_in_a_row(text: str) -> None:
    assert ordinal_in(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What are the ten principles?", "principle"),
        ("Vilka är de fem grunduppdragen?", "mission"),
        ("Which tools and structures are there?", "structure"),
        ("Where is Lund?", None),
    ],
)
def test_what_is_counted_is_known(text: str, kind: str | None) -> None:
    assert kind_in(text) == kind


def test_how_to_ask_for_their_number() -> None:
    assert counted("article", "en") == "articles"
    assert counted("article", "sv") == "artiklar"
    assert counted("article", "de") == "articles"


def test_one_of_them_has_a_name_in_each_language() -> None:
    assert called("principle", "en") == "principle"
    assert called("principle", "sv") == "princip"
    assert called("principle", "de") == "principle"


@settings(max_examples=300, derandomize=True)
@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(
            st.sampled_from(
                ["article", "art.", "mål", "IVXLC", "iiii", "iv", "9999", "-", "–", "och", "to",
                 "tre", "no.", "the", "fifth", "one", "\u0131", "\u0660", "\u00b2", "ⅻ", ","]
            ),
            max_size=12,
        ).map(" ".join),
    )
)  # fmt: skip
def test_any_text_has_parts_in_it_or_none(text: str) -> None:
    for part, (start, end) in located(text):
        assert 0 < part.number <= 400
        assert 0 <= start < end <= len(text.lower())
    ordinal_in(text)
    kind_in(text)


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("and the next one?", None, 4),
        ("nästa princip?", "principle", 4),
        ("the previous one", None, 2),
        ("vad handlar den sista om?", None, 10),
    ],
)
def test_a_place_in_a_row_is_told_by_another(text: str, kind: str | None, number: int) -> None:
    found = beside_in(text)
    assert found is not None
    assert (found.kind, found.number(3, 10)) == (kind, number)


def test_no_place_is_told_where_nothing_was_spoken_of() -> None:
    found = beside_in("the next one")
    assert found is not None
    assert found.number(None, 10) is None
    assert beside_in("last year in Lund") is None


def test_a_part_is_called_in_the_language_asked() -> None:
    assert (called("article", "sv"), called("article", "en")) == ("artikel", "article")
