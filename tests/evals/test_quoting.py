"""Quotes, places and conditions are those of the corpus."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.citing import citation
from assistant.turn import Outcome, Turn
from corpus.library import Library
from evals.holdings import Holdings
from evals.measures.limiting import conditions_kept, dropped, limits
from evals.measures.quoting import exact, misplaced, place_right, quote_exact
from tests.evals.fakes import turn


@pytest.fixture(scope="module")
def holdings(small_library: Library) -> Holdings:
    return Holdings(small_library)


@pytest.fixture(scope="module")
def answered(small_assistant: Assistant) -> Turn:
    return small_assistant.answer(["When did Graz become a human rights city?"])


def changed(turn: Turn, fields: Mapping[str, Any]) -> Turn:
    first = replace(turn.citations[0], **fields)
    return replace(turn, citations=(first, *turn.citations[1:]))


def test_what_the_corpus_holds_is_exact(answered: Turn, holdings: Holdings) -> None:
    assert quote_exact(answered, holdings) == 1.0
    assert quote_exact(answered, None) == 1.0
    assert place_right(answered, holdings) == 1.0
    assert place_right(answered, None) is None


def test_a_quote_that_is_not_in_its_passage(answered: Turn, holdings: Holdings) -> None:
    wrong = answered.citations[0].quote.replace("2001", "2002")
    spoiled = changed(answered, {"quote": wrong})
    for against in (holdings, None):
        # One of its citations is wrong.
        assert quote_exact(spoiled, against) == 1 - 1 / len(answered.citations)
    assert quote_exact(changed(answered, {"quote": " "}), None) < 1  # type: ignore[operator]


def test_a_forged_passage_is_told_by_the_corpus_alone(answered: Turn, holdings: Holdings) -> None:
    first = answered.citations[0]
    forged = replace(
        first,
        quote=first.quote.replace("2001", "2002"),
        passage=first.passage.replace("2001", "2002"),
    )
    assert exact(forged, None)
    assert not exact(forged, holdings)
    assert not exact(replace(forged, passage_id="unheard-of"), holdings)


def test_a_passage_cut_otherwise_is_known_by_what_its_source_says(
    answered: Turn, holdings: Holdings
) -> None:
    first = answered.citations[0]
    piece = f"{first.passage}\n\n"
    other = replace(first, passage_id="chunk-7", passage=piece, quote=first.quote)
    assert exact(other, holdings)
    assert not exact(replace(other, source_id="city-lund"), holdings)
    assert not any(misplaced(other, holdings))


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"locator": "Article 99"}, "locator"),
        ({"page": 3}, "page"),
        ({"url": "https://city.example/graz#page=3"}, "url"),
        ({"url": ""}, "url"),
        ({"title": "Graz in Bloom"}, "title"),
        ({"publisher": "Nobody"}, "publisher"),
        ({"year": 1901}, "year"),
        ({"force": "binding-treaty"}, "force"),
        ({"kind": "treaty"}, "kind"),
        ({"sort": "official"}, "sort"),
        ({"language": "sv"}, "language"),
        ({"checked": False}, "checked"),
        ({"source_id": "invented"}, "source_id"),
    ],
)
def test_every_field_of_a_place_is_compared(
    answered: Turn, holdings: Holdings, fields: dict[str, Any], named: str
) -> None:
    spoiled = changed(answered, fields)
    assert list(misplaced(spoiled.citations[0], holdings)) == [named]
    assert place_right(spoiled, holdings) == 1 - 1 / len(answered.citations)


def test_a_page_is_opened_where_the_passage_has_one(small_library: Library) -> None:
    holdings = Holdings(small_library)
    one = next(iter(holdings.passages.values()))
    holdings.passages[one.id] = replace(one, page=7, address="")
    source = holdings.sources[one.source_id]
    cited = citation(1, holdings.passages[one.id], [0], holdings.sources, "en")
    assert cited.url == f"{source.official[0]}#page=7"
    assert not any(misplaced(cited, holdings))
    assert list(misplaced(replace(cited, url=f"{source.official[0]}#page=8"), holdings)) == ["url"]
    assert list(misplaced(replace(cited, page=8), holdings)) == ["page"]


def test_no_answer_is_unscored(holdings: Holdings) -> None:
    silent = turn(Outcome.NO_EVIDENCE)
    assert quote_exact(silent, holdings) is None
    assert place_right(silent, holdings) is None
    assert conditions_kept(silent, holdings) is None


def test_a_condition_that_follows_is_shown(small_assistant: Assistant, holdings: Holdings) -> None:
    found = small_assistant.answer(["Does the City Charter ask for an ombudsperson?"])
    condition = "However, a small city may share an ombudsperson with its neighbours."
    assert condition in found.text
    assert conditions_kept(found, holdings) == 1.0
    assert dropped(found, holdings) == []
    left = tuple(one for one in found.statements if one.text != condition)
    cut = replace(found, statements=left)
    assert conditions_kept(cut, holdings) == 0.0
    assert dropped(cut, holdings) == [condition]


def test_conditions_by_language(answered: Turn, holdings: Holdings) -> None:
    assert limits("Unless the mayor asks.", "en")
    assert limits("Om inte borgmästaren frågar.", "sv")
    assert not limits("Men are equal.", "en")
    assert not limits("Butter is equal.", "en")
    assert not limits("Mais non.", "fr")
    assert conditions_kept(answered, holdings) is None
