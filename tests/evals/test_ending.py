"""Outcomes, facts, words and agreement of wordings, by hand."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.turn import Outcome, Statement, Support
from evals.case import Case
from evals.measures import agreement
from evals.measures.ending import (
    abstained_rightly,
    abstention_precision,
    answered,
    asked_back_rightly,
    confusion,
    outcome_right,
)
from evals.measures.facts import Facts, facts
from evals.measures.reading import reading_level, sentences, words
from evals.record import CaseScore
from tests.evals.fakes import turn

YES, PARTLY, NONE = Outcome.ANSWERED, Outcome.PARTLY_ANSWERED, Outcome.NO_EVIDENCE


def case(**fields: Any) -> Case:
    return Case.model_validate({"id": "one", "question": "When?", **fields})


def test_a_partial_answer_does_where_an_answer_is_right() -> None:
    assert outcome_right(case(), turn(YES))
    assert outcome_right(case(), turn(PARTLY))
    assert not outcome_right(case(outcome="partly_answered"), turn(YES))
    assert not outcome_right(case(outcome="no_evidence"), turn(PARTLY))
    assert outcome_right(case(outcomes=["no_evidence", "answered"]), turn(NONE))


def test_coverage_is_of_questions_that_only_answering_is_right_for() -> None:
    assert answered(case(), turn(YES)) == answered(case(), turn(PARTLY)) == 1.0
    assert answered(case(), turn(NONE)) == 0.0
    assert answered(case(outcome="no_evidence"), turn(YES)) is None
    assert answered(case(outcomes=["answered", "no_evidence"]), turn(YES)) is None


def test_abstention_is_found_and_is_justified() -> None:
    unknown = case(outcomes=["no_evidence", "out_of_scope"])
    assert abstained_rightly(unknown, right=True) == 1.0
    assert abstained_rightly(unknown, right=False) == 0.0
    assert abstained_rightly(case(), right=False) is None
    assert abstention_precision(unknown, turn(NONE)) == 1.0
    assert abstention_precision(case(), turn(NONE)) == 0.0
    assert abstention_precision(unknown, turn(YES)) is None
    assert asked_back_rightly(case(outcome="clarify"), right=False) == 0.0
    assert asked_back_rightly(case(), right=True) is None


@pytest.mark.parametrize(
    ("outcomes", "unanswerable"),
    [
        (["no_evidence"], True),
        (["no_evidence", "out_of_scope"], True),
        (["no_evidence", "partly_answered"], True),
        (["partly_answered"], False),
        (["answered", "no_evidence"], False),
        (["refused", "no_evidence"], False),
        ([], False),
    ],
)
def test_unanswerable_is_what_only_abstaining_is_right_for(
    outcomes: list[str], unanswerable: bool
) -> None:
    assert case(outcomes=outcomes).unanswerable is unanswerable


def test_a_conversation_is_one_cluster_and_so_are_wordings() -> None:
    assert case(turns=["a"]).cluster == case(turns=["a", "b"]).cluster == "a"
    assert case().cluster == "When?"
    assert case(group="g").cluster == "g"


def test_facts_are_all_or_none() -> None:
    said = turn(YES, "Lund, in 2018.")
    assert facts(case(facts=["2018", "lund"]), said) == Facts((), ())
    assert facts(case(facts=["1997|1998", "Lund"]), said) == Facts(("1997|1998",), ())
    wrong = facts(case(facts=["2018"], not_facts=["Lund"]), said)
    assert wrong == Facts((), ("Lund",))
    assert not wrong.right
    assert facts(case(), said) is None


def test_an_answer_that_is_not_given_lacks_every_fact() -> None:
    silent = turn(NONE, "Nothing on 2018.")
    assert facts(case(facts=["2018"]), silent) == Facts(("2018",), ())
    assert facts(case(facts=["2018"], outcomes=["no_evidence", "answered"]), silent) is None
    assert facts(case(outcome="no_evidence", not_facts=["2018"]), silent) == Facts((), ())


def test_words_and_lix_of_what_is_shown() -> None:
    # Two sentences, eight words, two of them of more than six letters: 8 / 2 + 100 · 2 / 8.
    said = [
        Statement("Lund antog en stadga.", Support.VERBATIM, (1,)),
        Statement("Kommunfullmäktige beslutade om det.", Support.VERBATIM, (1,)),
    ]
    shown = sentences(replace(turn(YES), statements=tuple(said)))
    assert words(shown) == 8
    assert reading_level(shown) == 29
    hidden = sentences(replace(turn(NONE), statements=tuple(said)))
    assert words(hidden) is None
    assert reading_level(hidden) is None


def test_a_chunk_and_a_list_are_as_hard_to_read_as_their_sentences() -> None:
    def level(*texts: str) -> float | None:
        said = tuple(Statement(text, Support.VERBATIM, (1,)) for text in texts)
        return reading_level(sentences(replace(turn(YES), statements=said)))

    apart = level("Lund antog en stadga.", "Kommunfullmäktige beslutade om det.")
    assert apart == 29
    assert level("Lund antog en stadga. Kommunfullmäktige beslutade om det.") == apart
    # An abbreviation ends no sentence: 7 words, none of them long.
    assert level("Den gäller bl.a. skola och vård.") == 7
    # Four lines, eight words, four of them long: 8 / 4 + 100 · 4 / 8.
    items = ("The old city", "- decides", "- protects all", "- reports results")
    assert level("\n".join(items)) == level("\n\n---\n\n".join(items)) == level(*items) == 52
    assert level("2018") is None


def wording(right: float, *cited: str, group: str = "g") -> CaseScore:
    return CaseScore(
        case="c", cluster="g", language="en", kind="", values={"strictly_right": right},
        group=group, cited=cited,
    )  # fmt: skip


def test_wordings_agree_by_rightness_and_by_source() -> None:
    same = [wording(1, "a"), wording(1, "a", "b"), wording(1, "a", "c", "d")]
    assert agreement.all_right(same) == 1.0
    assert agreement.one_source(same) == 1.0
    # {a}, {a b}: 1/2; {a}, {a c d}: 1/3; {a b}, {a c d}: 1/4.
    assert agreement.likeness(same) == pytest.approx((1 / 2 + 1 / 3 + 1 / 4) / 3)
    apart = [wording(1, "a"), wording(0), wording(0)]
    assert agreement.all_right(apart) == 0.0
    assert agreement.one_source(apart) == 0.0
    # Twice 0; two that cite nothing are not alike or unlike.
    assert agreement.likeness(apart) == 0.0
    assert agreement.likeness(apart[1:]) is None


def test_a_wording_alone_agrees_with_nothing() -> None:
    some = [wording(1), wording(1, group="h"), wording(0), wording(1, group="")]
    assert [(name, len(group)) for name, group in agreement.wordings(some)] == [("g", 2)]


def test_confusion_has_only_what_is_wrong_off_its_diagonal() -> None:
    def ended(expected: list[str], outcome: str, right: float) -> CaseScore:
        return wording(right).model_copy(
            update={
                "expected": tuple(expected),
                "outcome": outcome,
                "values": {"outcome_right": right},
            }
        )

    counts = confusion(
        [
            ended(["answered"], "answered", 1),
            ended(["answered"], "partly_answered", 1),
            ended(["answered"], "no_evidence", 0),
            ended(["no_evidence", "out_of_scope"], "out_of_scope", 1),
            ended(["no_evidence", "out_of_scope"], "answered", 0),
        ]
    )
    assert counts == {
        "answered": {"answered": 1, "no_evidence": 1},
        "partly_answered": {"partly_answered": 1},
        "out_of_scope": {"out_of_scope": 1},
        "no_evidence": {"answered": 1},
    }
