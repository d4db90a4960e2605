"""Damaged answers of the real assistant are noticed, reworded ones by the real support check."""

import pytest

from assistant.answering import Assistant
from assistant.assembly import support_check
from assistant.settings import Settings
from corpus.library import SHIPPED, read_library
from evals.case import CASES, Split, read_cases
from evals.damage import Caught, alarms, caught, sound
from evals.damaging import REWORDED, Answer
from evals.holdings import Holdings
from evals.measures.citing import Evidence
from index.names import names

EVERY = 8
"""A case in so many is taken, for time."""


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    holdings = Holdings(read_library(SHIPPED))
    return Evidence(holdings, support_check(Settings(), names(holdings.passages.values())))


@pytest.fixture(scope="module")
def answers(shipped: Assistant) -> list[Answer]:
    files = [CASES / f"{name}.yaml" for name in ("development", "calibration")]
    cases = [case for case in read_cases(files) if case.split is Split.DEV][::EVERY]
    return [
        (case, shipped.answer([*case.turns, case.question], case.language, with_model=False))
        for case in cases
    ]


@pytest.fixture(scope="module")
def found(answers: list[Answer], evidence: Evidence) -> list[Caught]:
    return caught(sound(answers, evidence), evidence)


def test_what_the_corpus_can_tell_is_noticed_always(found: list[Caught]) -> None:
    told = [one for one in found if one.required == 1]
    assert len(told) > 20
    assert [f"{one.kind}, {one.way}: {one.missed}" for one in told if not one.enough] == []


def test_what_has_to_be_weighed_is_noticed_as_often_as_promised(found: list[Caught]) -> None:
    # Few cases: what is required must be within the interval.
    weighed = [one for one in found if one.required < 1]
    assert any(one.way == REWORDED for one in weighed)
    assert [one.kind for one in weighed if one.share.high < one.required] == []


def test_true_answers_are_not_named_as_faulty(answers: list[Answer], evidence: Evidence) -> None:
    figure = alarms(answers, evidence)
    assert figure is not None
    # A comparison of a thing with itself says its sentences twice, and numbers them wrongly.
    assert figure.value <= 0.05
