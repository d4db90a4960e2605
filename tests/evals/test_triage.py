"""Triage holds its floors on the dev half of its cases; the test half is only counted."""

from collections import Counter

import pytest

from assistant.triage import examples
from evals.triage import KINDS, SEARCH, Confusion, Share, main, read_asks, read_cases, settled


@pytest.fixture(scope="module")
def dev() -> Confusion:
    return Confusion(read_cases("dev"))


def test_the_cases_are_balanced() -> None:
    halves = [read_cases("dev"), read_cases("test")]
    cases = halves[0] + halves[1]
    assert len(cases) == len({case.id for case in cases}) == len({case.question for case in cases})
    assert len(halves[0]) == len(halves[1])
    assert {case.expect for case in cases} == set(KINDS)
    assert len(set(Counter(case.language for case in cases).values())) == 1


def test_no_case_is_an_example() -> None:
    def bare(question: str) -> str:
        return question.lower().strip(" ?!.")

    known = {bare(example) for example in examples()}
    assert not [case for half in ("dev", "test") for case in read_cases(half)
                if bare(case.question) in known]  # fmt: skip


def test_someone_in_danger_is_seen(dev: Confusion) -> None:
    assert dev.recall("urgent").value >= 0.95


def test_questions_that_sound_alike_are_searched_for(dev: Confusion) -> None:
    assert dev.recall(SEARCH).value >= 0.97


def test_most_come_out_right(dev: Confusion) -> None:
    assert dev.accuracy().value >= 0.95
    assert dev.precision("out_of_scope").value >= 0.95


def test_asks_of_the_texts_reach_the_search() -> None:
    asks = read_asks()[::4]
    assert sum(settled(ask) == SEARCH for ask in asks) / len(asks) >= 0.99


def test_a_share_shows_its_interval() -> None:
    assert str(Share(9, 10)) == "0.90 (9/10, 0.60–0.98)"
    assert str(Share(0, 0)) == "–"


def test_the_report_holds_the_matrix(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--split", "dev"]) == 0
    shown = capsys.readouterr().out
    assert all(f"| **{kind}** |" in shown for kind in KINDS)
    assert "### Dev, sv" in shown
