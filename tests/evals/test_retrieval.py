"""Rankings are measured as can be computed by hand."""

from dataclasses import replace
from math import log2

import pytest

from assistant.answering import Assistant
from assistant.turn import Outcome
from evals.case import Case
from evals.measures.retrieval import ranking, retrieval
from tests.evals.fakes import turn


@pytest.mark.parametrize(
    ("ranked", "relevant", "recall", "gain", "rank"),
    [
        # The one source comes first.
        (["a", "b"], ["a"], 1.0, 1.0, 1.0),
        # It comes third: nDCG 1/log2(4).
        (["b", "c", "a"], ["a"], 1.0, 0.5, 1 / 3),
        # Two of three are found, second and fourth; the ideal has them first, second and third.
        (
            ["x", "a", "y", "b"],
            ["a", "b", "c"],
            2 / 3,
            (1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3) + 1 / log2(4)),
            0.5,
        ),
        # The sixth is too late for recall at 5, not for nDCG at 10: 1/log2(7).
        (["b", "c", "d", "e", "f", "a"], ["a"], 0.0, 1 / log2(7), 1 / 6),
        # A source that comes twice counts where it comes first, and takes one place.
        (["b", "b", "b", "b", "b", "a"], ["a"], 1.0, 1 / log2(3), 0.5),
        (["b"], ["a"], 0.0, 0.0, 0.0),
        ([], ["a"], 0.0, 0.0, 0.0),
    ],
)
def test_a_ranking_by_hand(
    ranked: list[str], relevant: list[str], recall: float, gain: float, rank: float
) -> None:
    assert ranking(ranked, relevant) == {
        "recall_at_5": pytest.approx(recall),
        "ndcg_at_10": pytest.approx(gain),
        "reciprocal_rank": pytest.approx(rank),
    }


def case(**fields: object) -> Case:
    return Case.model_validate({"id": "one", "question": "When?", **fields})


def test_what_was_found_is_ranked_by_source_or_by_the_section_named(
    small_assistant: Assistant,
) -> None:
    found = small_assistant.answer(["When did Graz become a human rights city?"])
    assert retrieval(case(sources=["city-graz"]), found)["reciprocal_rank"] == 1.0
    sections = [f"{hit.passage.source_id}#{hit.passage.section_id}" for hit in found.hits.all]
    second = list(dict.fromkeys(sections))[1]
    named = case(sources=["city-graz"], passages=[second])
    assert retrieval(named, found)["reciprocal_rank"] == 0.5


def test_the_threshold_does_not_change_the_ranking(small_assistant: Assistant) -> None:
    found = small_assistant.answer(["When did Graz become a human rights city?"])
    rejected = replace(found, hits=replace(found.hits, kept=(), rejected=found.hits.all))
    one = case(sources=["city-graz"])
    assert retrieval(one, found) == retrieval(one, rejected)


def test_what_was_not_searched_is_unscored_and_what_was_not_found_is_zero() -> None:
    silent = turn(Outcome.OUT_OF_SCOPE)
    assert set(retrieval(case(sources=["a"]), silent).values()) == {None}
    assert set(retrieval(case(), replace(silent, likely=0.1)).values()) == {None}
    assert set(retrieval(case(sources=["a"]), replace(silent, likely=0.1)).values()) == {0.0}
