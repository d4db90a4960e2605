"""Chosen sentences as statements with their citations."""

from dataclasses import replace

from assistant.citing import citation, cited
from assistant.compose import Chosen
from assistant.turn import Support
from corpus.library import Library
from index.hit import Hit
from tests.assistant.test_compose import passage


def hit(library: Library, source: str, section: str) -> Hit:
    return Hit(passage(library, source, section), 1, 1, 1, 1)


def test_statements_point_to_their_citation(small_library: Library) -> None:
    graz, lund = (hit(small_library, city, "declared") for city in ("city-graz", "city-lund"))
    chosen = [Chosen(graz, 0), Chosen(graz, 1), Chosen(lund, 0)]
    statements, citations, text = cited(chosen, small_library.sources, "en")
    assert [(one.text, one.citations) for one in statements] == [
        ("Graz became a human rights city on 8 February 2001.", (1,)),
        ("The municipal council of Graz decided it unanimously.", (1,)),
        ("Lund became a human rights city in August 2018.", (2,)),
    ]
    assert {one.support for one in statements} == {Support.VERBATIM}
    assert [one.number for one in citations] == [1, 2]
    assert citations[0].quote == f"{statements[0].text} {statements[1].text}"
    assert text == (f"{statements[0].text} [1] {statements[1].text} [1] {statements[2].text} [2]")


def test_the_sides_of_a_comparison_stand_on_lines_of_their_own(small_library: Library) -> None:
    graz, lund = (hit(small_library, city, "declared") for city in ("city-graz", "city-lund"))
    _, _, text = cited([Chosen(graz, 0, 0), Chosen(lund, 0, 1)], small_library.sources, "en")
    assert text.splitlines() == [
        "Graz became a human rights city on 8 February 2001. [1]",
        "Lund became a human rights city in August 2018. [2]",
    ]


def test_a_list_keeps_its_lines(small_library: Library) -> None:
    articles = hit(small_library, "charter", "articles")
    chosen = [Chosen(articles, number) for number in range(3)]
    _, citations, text = cited(chosen, small_library.sources, "en")
    assert len(citations) == 1
    assert text.splitlines() == [
        "The City Charter has three articles. [1]",
        "- Article I: Right to the City. [1]",
        "- Article II: Non-discrimination. [1]",
    ]


def test_a_citation_opens_the_place(small_library: Library) -> None:
    found = passage(small_library, "charter", "articles")
    sources = small_library.sources
    paged = replace(found, page=7, address="https://charter.example/text#top")
    assert citation(1, paged, [0], sources, "en").url == "https://charter.example/text#page=7"
    elsewhere = replace(found, address="")
    assert citation(1, elsewhere, [0], sources, "en").url == "https://charter.example/text"
    bare = {"charter": replace(sources["charter"], official=())}
    assert citation(1, replace(elsewhere, page=7), [0], bare, "en").url == ""


def test_the_title_is_in_the_language_of_the_question(small_library: Library) -> None:
    found = passage(small_library, "charter", "articles")
    assert citation(1, found, [0], small_library.sources, "sv").title == "Stadens stadga"
    assert citation(1, found, [0], small_library.sources, "de").title == "The City Charter"


def test_nothing_chosen_is_nothing_said(small_library: Library) -> None:
    assert cited([], small_library.sources, "en") == ((), (), "")
