"""What the sources hold on one question."""

from dataclasses import replace

import pytest

from assistant.finding import Finder
from assistant.weights import weights
from index.search import Index

GRAZ = "When did Graz become a human rights city?"


@pytest.fixture(scope="module")
def finder(small_index: Index) -> Finder:
    return Finder(small_index, weights())


def test_an_answer_is_likely_and_chosen(finder: Finder) -> None:
    finding = finder.find(GRAZ, "en")
    assert finding.chosen[0].text == "Graz became a human rights city on 8 February 2001."
    assert finding.wanted.name == "date"
    assert 0.6 < finding.likely <= 1
    assert finder.holds(finding)
    assert not finding.missed


def test_nothing_is_nothing(finder: Finder) -> None:
    everything = frozenset(finder.index.sources)
    for finding in (finder.find("zzz qqq", "en"), finder.find(GRAZ, "en", everything)):
        assert (finding.chosen, finding.signals, finding.likely) == ((), None, 0)
        assert not finder.holds(finding)


def test_a_sum_that_is_not_there_is_missed(finder: Finder) -> None:
    finding = finder.find("How much money did Graz spend on its human rights council?", "en")
    assert finding.chosen
    assert finding.missed
    assert not finder.holds(finding)


def test_what_is_left_out_is_not_chosen(finder: Finder) -> None:
    finding = finder.find(GRAZ, "en", frozenset({"city-graz"}))
    assert "city-graz" not in {one.hit.passage.source_id for one in finding.chosen}
    assert finding.likely < finder.find(GRAZ, "en").likely


def test_a_question_near_an_ask_is_settled(finder: Finder) -> None:
    assert finder.settled("Is the City Charter binding?", "en")
    assert finder.settled("Är stadgan bindande?", "sv")
    assert not finder.settled("And the neighbours?", "en")


def test_what_is_likely_enough_differs_by_language(finder: Finder) -> None:
    evidence = weights().evidence
    for language, kind in (("en", "native"), ("sv", "foreign")):
        finding = finder.find(GRAZ, language)
        assert finding.enough == evidence[kind].answer
        assert finder.holds(replace(finding, likely=finding.enough))
        assert not finder.holds(replace(finding, likely=finding.enough - 0.01))


def test_each_language_has_its_model(finder: Finder) -> None:
    assert finder.ours
    assert [finder.kind(language) for language in ("en", "sv")] == ["native", "foreign"]
