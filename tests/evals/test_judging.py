"""A Turn is judged by its case."""

from dataclasses import replace

import pytest

from assistant.answering import Assistant
from assistant.turn import Outcome, Turn
from evals.case import Case
from evals.judging import Judgement, judge


@pytest.fixture(scope="module")
def answered(small_assistant: Assistant) -> Turn:
    turn = small_assistant.answer(["When did Graz become a human rights city?"])
    assert turn.outcome is Outcome.ANSWERED
    return turn


@pytest.fixture(scope="module")
def unanswered(small_assistant: Assistant) -> Turn:
    turn = small_assistant.answer(["How much money does Graz spend on its council?"])
    assert turn.outcome is Outcome.NO_EVIDENCE
    return turn


def case(**fields: object) -> Case:
    return Case.model_validate({"id": "one", "question": "When?", **fields})


def test_an_answer_with_fact_and_source_is_right(answered: Turn) -> None:
    found = judge(case(facts=["8 february 2001"], sources=["city-graz"]), answered)
    assert found == Judgement(True, True, True, "")
    assert found.right


def test_where_nothing_is_asked_for_nothing_is_judged(answered: Turn) -> None:
    assert judge(case(), answered) == Judgement(True, None, None, "")


@pytest.mark.parametrize(
    ("fields", "judgement"),
    [
        ({"facts": ["1997"]}, Judgement(True, False, None, "lacks '1997'")),
        ({"facts": ["2001", "1997"]}, Judgement(True, False, None, "lacks '1997'")),
        ({"not_facts": ["unanimously"]}, Judgement(True, False, None, "says 'unanimously'")),
        ({"sources": ["charter"]}, Judgement(True, None, False, "cites city-graz")),
        ({"outcome": "no_evidence", "sources": ["charter"]},
         Judgement(False, None, None, "outcome answered, not no_evidence")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(
    answered: Turn, fields: dict[str, object], judgement: Judgement
) -> None:
    found = judge(case(**fields), answered)
    assert found == judgement
    assert not found.right


def test_another_source_that_holds_the_facts_is_as_good(answered: Turn) -> None:
    found = judge(case(sources=["charter"], facts=["8 February 2001"]), answered)
    assert found.citation is True


def test_a_partial_answer_does_where_an_answer_is_right(answered: Turn) -> None:
    partly = replace(answered, outcome=Outcome.PARTLY_ANSWERED)
    assert judge(case(facts=["2001"]), partly).right
    assert not judge(case(outcome="no_evidence"), partly).right
    assert not judge(case(outcome="partly_answered"), answered).right


def test_no_answer_lacks_every_fact(unanswered: Turn) -> None:
    found = judge(case(facts=["2001"], sources=["city-graz"]), unanswered)
    assert (found.outcome, found.facts, found.citation) == (False, False, None)
    assert "lacks '2001'" in found.fault


def test_no_answer_is_right_where_there_is_none(unanswered: Turn) -> None:
    found = judge(case(outcome="no_evidence", not_facts=["guess"]), unanswered)
    assert found.right
    assert found.facts is True
    assert judge(case(outcomes=["no_evidence", "answered"], facts=["x"]), unanswered).right
