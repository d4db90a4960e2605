"""Recent answers are held in memory, few and not for long; a pace is kept for each name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.pace import Pace, network
from assistant.web.recent import HELD_FOR, RecentAnswer, RecentAnswers
from tests.browser.fakes import DEFINITION, TURNS


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def answer(session: str) -> RecentAnswer:
    return RecentAnswer((DEFINITION,), TURNS[DEFINITION], "en", session)


def test_an_answer_is_found_by_its_id_until_its_time_is_over() -> None:
    clock = Clock()
    recent = RecentAnswers(now=clock)
    held = answer("a")
    id_ = recent.hold(held)
    clock.seconds = HELD_FOR - 1
    assert recent.find(id_) is held
    assert recent.find("another") is None
    clock.seconds = HELD_FOR
    assert recent.find(id_) is None


def test_the_oldest_of_a_session_goes_and_no_other() -> None:
    recent = RecentAnswers(most=10, most_of_a_session=3)
    other = recent.hold(answer("b"))
    ids = [recent.hold(answer("a")) for _ in range(5)]
    assert [recent.find(id_) is not None for id_ in ids] == [False, False, True, True, True]
    assert recent.find(other)


def test_the_oldest_of_all_goes() -> None:
    recent = RecentAnswers(most=3)
    ids = [recent.hold(answer(str(number))) for number in range(5)]
    assert [recent.find(id_) is not None for id_ in ids] == [False, False, True, True, True]


def test_a_session_is_forgotten_and_no_other() -> None:
    recent = RecentAnswers()
    mine, other = recent.hold(answer("a")), recent.hold(answer("b"))
    recent.forget("a")
    assert recent.find(mine) is None
    assert recent.find(other)


def test_a_pace() -> None:
    clock = Clock()
    pace = Pace(2, 10, clock)
    waits = []
    for clock.seconds in (0, 4, 5, 9, 10, 11, 14):
        waits.append(pace.wait("a"))
    assert waits == [0, 0, 5, 1, 0, 3, 0]
    assert pace.wait("b") == 0


@given(
    st.integers(1, 5),
    st.lists(st.floats(0, 4), min_size=1, max_size=60),
)
def test_never_more_than_the_pace_in_any_window(most: int, gaps: list[float]) -> None:
    clock = Clock()
    pace = Pace(most, 10, clock)
    passed: list[float] = []
    for gap in gaps:
        clock.seconds += gap
        if pace.wait("a") == 0:
            passed.append(clock.seconds)
    for start in passed:
        assert sum(start <= one < start + 10 for one in passed) <= most


@pytest.mark.parametrize(
    ("address", "owner"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_who_has_an_address(address: str, owner: str) -> None:
    assert network(address) == owner
