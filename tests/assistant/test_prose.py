"""Prose into sentences with their markers, and what is more than text."""

import pytest

from assistant.prose import is_plain, sentences, visible


def read(written: str, language: str = "en") -> list[tuple[str, tuple[int, ...]]]:
    return [(one.text, one.cited) for one in sentences(written, language)]


@pytest.mark.parametrize(
    "written",
    [
        "Graz is one [1]. It has a council [1][2].",
        "Graz is one. [1] It has a council. [1] [2]",
        "Graz is one.[1] It has a council.[1][2]",
        "Graz is one [1]. It has a council [1, 2].",
        "- Graz is one [1].\n- It has a council [1; 2].",
        "## **Graz** is one【1】.\n\n1. It has a `council` [2][1][2].",
        "<think>Graz? [3]</think>Graz is one [1]. It has a council [1][2].",
        "```\nprint [1].\n```\nGraz is one [1]. It\u200b has a council [1][2].",
    ],
)
def test_markers_belong_to_their_sentence(written: str) -> None:
    (first, cited), (second, both) = read(written)
    assert (first, cited) == ("Graz is one.", (1,))
    assert (second, set(both)) == ("It has a council.", {1, 2})


def test_a_sentence_without_a_marker_has_none() -> None:
    assert read("Graz is one. Lund is one. [2] And Piteå?") == [
        ("Graz is one.", ()),
        ("Lund is one.", (2,)),
        ("And Piteå?", ()),
    ]


def test_swedish_abbreviations_end_nothing() -> None:
    assert read("Rådet har bl.a. 25 ledamöter [1]. Åtta är jurister [2].", "sv") == [
        ("Rådet har bl.a. 25 ledamöter.", (1,)),
        ("Åtta är jurister.", (2,)),
    ]


def test_a_quotation_keeps_its_marks() -> None:
    assert read("It says “Cities must report.” [1] They do [2].") == [
        ("It says “Cities must report.”", (1,)),
        ("They do.", (2,)),
    ]


def test_what_is_not_for_readers_is_left_out_finished_or_not() -> None:
    assert visible("Graz. <think>hm") == "Graz. "
    assert visible("Graz.\n```js\nalert(1)").strip() == "Graz."


@pytest.mark.parametrize(
    "text",
    [
        "See https://evil.example/x.",
        "See evil.example for more.",
        "Go to HTTP://EVIL.",
        "Click [here](https://evil.example).",
        "![](data:x)",
        "<img src=x onerror=alert(1)>",
        "&lt;script&gt;",
        "&#60;b",
        "javascript:alert(1)",
        "Write to a@b.example.",
        "It is {{7*7}}.",
        "Ring tel:112.",
        "See [source 3].",
    ],
)
def test_markup_and_addresses_are_not_plain(text: str) -> None:
    assert not is_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "Resolution A/HRC/48/7 of 2021-2030 says so, e.g. in Art. 2.1 (a).",
        "Det gäller t.ex. barn, bl.a. i Åre, kl. 10.30 och 2,5 % & mer.",
        "“Every organ of society”: Europe's cities, too…",
    ],
)
def test_ordinary_sentences_are_plain(text: str) -> None:
    assert is_plain(text)
