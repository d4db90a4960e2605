"""Turns come in the order of the cases, however many are answered at a time."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.turn import Outcome, Turn
from evals.case import Case
from evals.generation import generate
from evals.run import Run
from evals.running import differing
from tests.evals.fakes import turn
from tests.evals.test_run import configuration

CASES = [Case(id=str(number), question=f"{number}?", turns=("Before",)) for number in range(20)]


class Slow:
    """Answers its first question only when ``others`` more were asked; breaks at ``breaks``."""

    name = "assistant"

    def __init__(self, others: int = 0, breaks: str = "") -> None:
        self.asked: list[tuple[list[str], str]] = []
        self._others = others
        self._breaks = breaks
        self._go_on = threading.Event()

    def answer(self, turns: Sequence[str], language: str) -> Turn:
        self.asked.append((list(turns), language))
        if len(self.asked) > self._others:
            self._go_on.set()
        if turns[-1] == "0?":
            self._go_on.wait()
        if turns[-1] == self._breaks:
            raise OSError("The disk is full.")
        return turn(Outcome.ANSWERED, f"To {turns[-1]}", seconds=float(len(self.asked)))


def new_run(root: Path) -> Run:
    return Run.create(root, configuration(), CASES)


def test_the_order_is_that_of_the_cases_and_turns_are_the_same(tmp_path: Path) -> None:
    one, three = new_run(tmp_path), new_run(tmp_path)
    system = Slow(others=2)
    generate(one, [Slow()])
    generate(three, [system], parallel=3)
    assert [found.case for found in three.turns("assistant")] == [case.id for case in CASES]
    assert differing(one, three, "assistant") == []
    assert (["Before", "0?"], "en") in system.asked


def test_what_is_answered_is_not_asked_again(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    with pytest.raises(OSError, match="The disk is full"):
        generate(run, [Slow(breaks="7?")])
    assert len(run.turns("assistant")) == 7
    second = Slow()
    generate(run, [second])
    assert [turns[-1] for turns, _ in second.asked] == [f"{number}?" for number in range(7, 20)]
    whole = new_run(tmp_path)
    generate(whole, [Slow()])
    assert differing(whole, run, "assistant") == []


def test_what_differs_is_told_by_its_case(tmp_path: Path) -> None:
    first, second = new_run(tmp_path), new_run(tmp_path)

    class Another(Slow):
        def answer(self, turns: Sequence[str], language: str) -> Turn:
            given = super().answer(turns, language)
            return turn(Outcome.NO_EVIDENCE) if turns[-1] == "4?" else given

    generate(first, [Slow()])
    generate(second, [Another()])
    assert differing(first, second, "assistant") == ["4"]
