"""Intervals agree with what can be computed by hand."""

import pytest

from evals.interval import Tally, difference, share, tallies, wilson


def test_cases_of_a_cluster_are_taken_together() -> None:
    judged = [("a", True), ("b", False), ("a", False), ("a", True)]
    assert tallies(judged) == [Tally(2, 3), Tally(0, 1)]


def test_two_clusters_give_three_resamples() -> None:
    # 0, 1/2 and 1 come up a quarter, a half and a quarter of the time.
    found = share([Tally(1, 1), Tally(0, 1)])
    assert found is not None
    assert (found.hits, found.count, found.value) == (1, 2, 0.5)
    assert (found.low, found.high) == (0.0, 1.0)


def test_clusters_that_are_alike_leave_no_doubt() -> None:
    found = share([Tally(1, 2)] * 7)
    assert found is not None
    assert (found.value, found.low, found.high) == (0.5, 0.5, 0.5)


def test_single_cases_come_near_to_the_normal_interval() -> None:
    # 0.5 ± 1.96 · √(0.25 / 400)
    found = share([Tally(1, 1)] * 200 + [Tally(0, 1)] * 200)
    assert found is not None
    assert found.low == pytest.approx(0.451, abs=0.004)
    assert found.high == pytest.approx(0.549, abs=0.004)


def test_clustered_cases_are_less_sure_than_single_ones() -> None:
    single = share([Tally(1, 1)] * 80 + [Tally(0, 1)] * 20)
    clustered = share([Tally(4, 4)] * 20 + [Tally(0, 4)] * 5)
    assert single is not None
    assert clustered is not None
    assert single.value == clustered.value
    # Four times as many independent cases halve the interval.
    assert clustered.high - clustered.low == pytest.approx(2 * (single.high - single.low), rel=0.1)


def test_all_right_is_not_certain() -> None:
    # With no miss among 10 clusters, Wilson's lower limit is 10 / (10 + 1.96²).
    found = share([Tally(3, 3)] * 10)
    assert found is not None
    assert found.low == pytest.approx(10 / 13.8415, abs=1e-4)
    assert found.high == 1.0
    none = share([Tally(0, 2)] * 10)
    assert none is not None
    assert none.low == pytest.approx(0.0, abs=1e-9)
    assert none.high == pytest.approx(3.8415 / 13.8415, abs=1e-4)


def test_wilson_by_hand() -> None:
    # Centre (5 + 1.96²/2) / (10 + 1.96²) is 1/2; half of it 1.96 · √(2.5 + 0.9604) / 13.8415.
    low, high = wilson(5, 10)
    assert low == pytest.approx(0.2366, abs=1e-4)
    assert high == pytest.approx(0.7634, abs=1e-4)


def test_a_difference_of_two_sides() -> None:
    some, others = [Tally(1, 1)] * 60 + [Tally(0, 1)] * 40, [Tally(1, 1)] * 50 + [Tally(0, 1)] * 50
    apart = difference(some, others)
    assert apart is not None
    assert apart.value == pytest.approx(0.1)
    # 0.1 ± 1.96 · √(0.24 / 100 + 0.25 / 100)
    assert apart.low == pytest.approx(0.1 - 0.137, abs=0.015)
    assert apart.high == pytest.approx(0.1 + 0.137, abs=0.015)
    back = difference(others, some)
    assert back is not None
    assert back.value == -apart.value


def test_nothing_to_count_is_no_share() -> None:
    assert share([]) is None
    assert difference([], [Tally(1, 1)]) is None


def test_the_same_cases_give_the_same_interval_in_any_order() -> None:
    clusters = [Tally(1, 3), Tally(2, 2), Tally(0, 1), Tally(4, 5)]
    assert share(clusters) == share(clusters) == share(clusters[::-1])
