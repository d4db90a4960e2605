"""The support check on true and damaged sentences, with the real embedding model."""

import pytest

from assistant.assembly import support_check
from assistant.settings import Settings
from corpus.library import SHIPPED, read_library
from evals.mutation import TRUE, Judged, judged, read_trials, refused
from index.names import names

AIM = 0.95
"""The share of damaged sentences to catch; kinds that reach it without an entailment model are
held to it, the others to what was reached (docs/adr/0007-support-check.md)."""


@pytest.fixture(scope="module")
def results() -> list[Judged]:
    passages = tuple(read_library(SHIPPED).passages())
    trials = read_trials(passages)
    assert trials, "no cases in evals/mutations"
    return judged(support_check(Settings(nli_model=""), names(passages)), trials)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_few_true_sentences_are_refused(results: list[Judged], language: str) -> None:
    share = refused((one for one in results if one.trial.language == language), TRUE)
    assert share.value <= 0.10, share
