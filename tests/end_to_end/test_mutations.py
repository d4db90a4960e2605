"""The support check on true and damaged sentences, with the real embedding model."""

from functools import cache

import pytest

from assistant.assembly import embedding_model
from assistant.settings import Settings
from assistant.support import SupportCheck
from corpus.library import SHIPPED, read_library
from corpus.passage import Passage
from evals.mutation import (
    BUILDING,
    TRUE,
    Trial,
    Weighed,
    cross_validated,
    prepared,
    read_trials,
    refused,
)
from index.names import names

EVERY = 4
"""A case in so many is taken, for time."""


@cache
def passages() -> tuple[Passage, ...]:
    return tuple(read_library(SHIPPED).passages())


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    """A part of the cases, whole."""
    found = read_trials(passages())
    assert found, "no cases in evals/mutations"
    cases = list(dict.fromkeys(one.case for one in found if one.split in BUILDING))[::EVERY]
    cases += list(dict.fromkeys(one.case for one in found if one.split not in BUILDING))[::2]
    return [one for one in found if one.case in set(cases)]


@pytest.fixture(scope="module")
def check(trials: list[Trial]) -> SupportCheck:
    return prepared(trials, names(passages()), embedding_model(Settings()))


@pytest.fixture(scope="module")
def weighed(check: SupportCheck, trials: list[Trial]) -> Weighed:
    """Odds from forests that were fitted without the source of the sentence."""
    chosen = [one for one in trials if one.split in BUILDING]
    found = [check.differences(one.text, one.evidence, one.language) for one in chosen]
    return cross_validated(chosen, found, 5)


# The aim is 0.95 caught and at most 0.10 refused. It is not reached without an entailment model:
# these floors hold what is (docs/adr/0007-support-check.md), less for forests of a few cases.
@pytest.mark.parametrize(("language", "most_refused"), [("en", 0.34), ("sv", 0.46)])
def test_few_true_sentences_fall_with_most_damaged_ones(
    weighed: Weighed, language: str, most_refused: float
) -> None:
    results = [one for one in weighed.judged(0.90) if one.trial.language == language]
    assert refused(results).value >= 0.90
    assert refused(results, TRUE).value <= most_refused


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_wrong_number_is_caught(weighed: Weighed, language: str) -> None:
    results = [one for one in weighed.judged() if one.trial.language == language]
    assert refused(results, "number").value >= 0.95
