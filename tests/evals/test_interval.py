"""Intervals agree with what can be computed by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.interval import Floats, Tally, difference, mean, over_clusters, quantile, tallies, wilson
from evals.record import Figure

CLUSTERS = st.lists(
    st.integers(1, 5).flatmap(
        lambda count: st.floats(0, count).map(lambda total: Tally(total, count))
    ),
    min_size=1,
    max_size=12,
)


def found(figure: Figure | None) -> Figure:
    assert figure is not None
    return figure


def test_cases_of_a_cluster_are_taken_together() -> None:
    scored = [("a", 1.0), ("b", 0.0), ("a", 0.0), ("a", 1.0)]
    assert tallies(scored) == [Tally(2, 3), Tally(0, 1)]


def test_two_clusters_give_three_resamples() -> None:
    # 0, 1/2 and 1 come up a quarter, a half and a quarter of the time.
    share = mean([Tally(1, 1), Tally(0, 1)])
    assert share == Figure(value=0.5, low=0.0, high=1.0, count=2)


def test_clusters_that_are_alike_leave_no_doubt() -> None:
    assert mean([Tally(1, 2)] * 7) == Figure(value=0.5, low=0.5, high=0.5, count=14)


def test_single_cases_come_near_to_the_normal_interval() -> None:
    # 0.5 ± 1.96 · √(0.25 / 400)
    share = found(mean([Tally(1, 1)] * 200 + [Tally(0, 1)] * 200))
    assert share.low == pytest.approx(0.451, abs=0.004)
    assert share.high == pytest.approx(0.549, abs=0.004)


def test_a_mean_of_any_numbers_comes_near_to_the_normal_interval() -> None:
    # The numbers 1 to 100: mean 50.5, variance 833.25; 50.5 ± 1.96 · √(833.25 / 100)
    figure = found(mean([Tally(float(value), 1) for value in range(1, 101)], share=False))
    assert figure.value == 50.5
    assert figure.low == pytest.approx(44.84, abs=0.3)
    assert figure.high == pytest.approx(56.16, abs=0.3)


def test_clustered_cases_are_less_sure_than_single_ones() -> None:
    single = found(mean([Tally(1, 1)] * 80 + [Tally(0, 1)] * 20))
    clustered = found(mean([Tally(4, 4)] * 20 + [Tally(0, 4)] * 5))
    assert single.value == clustered.value
    # Four times as many independent cases halve the interval.
    assert clustered.high - clustered.low == pytest.approx(2 * (single.high - single.low), rel=0.1)


def test_all_right_is_not_certain() -> None:
    # With no miss among 10 clusters, Wilson's lower limit is 10 / (10 + 1.96²).
    right = found(mean([Tally(3, 3)] * 10))
    assert right.low == pytest.approx(10 / 13.8415, abs=1e-4)
    assert right.high == 1.0
    none = found(mean([Tally(0, 2)] * 10))
    assert none.low == pytest.approx(0.0, abs=1e-9)
    assert none.high == pytest.approx(3.8415 / 13.8415, abs=1e-4)


def test_a_number_that_is_always_one_is_no_share() -> None:
    assert mean([Tally(1, 1)] * 5, share=False) == Figure(value=1, low=1, high=1, count=5)


def test_wilson_by_hand() -> None:
    # Centre (5 + 1.96²/2) / (10 + 1.96²) is 1/2; half of it 1.96 · √(2.5 + 0.9604) / 13.8415.
    low, high = wilson(5, 10)
    assert low == pytest.approx(0.2366, abs=1e-4)
    assert high == pytest.approx(0.7634, abs=1e-4)


def test_a_difference_of_two_sides() -> None:
    some, others = [Tally(1, 1)] * 60 + [Tally(0, 1)] * 40, [Tally(1, 1)] * 50 + [Tally(0, 1)] * 50
    apart = found(difference(some, others))
    assert apart.value == pytest.approx(0.1)
    assert apart.count == 200
    # 0.1 ± 1.96 · √(0.24 / 100 + 0.25 / 100)
    assert apart.low == pytest.approx(0.1 - 0.137, abs=0.015)
    assert apart.high == pytest.approx(0.1 + 0.137, abs=0.015)
    assert found(difference(others, some)).value == -apart.value


def test_nothing_to_count_is_no_figure() -> None:
    assert mean([]) is None
    assert difference([], [Tally(1, 1)]) is None
    assert quantile([], 0.5) is None


def test_the_same_cases_give_the_same_interval_in_any_order() -> None:
    clusters = [Tally(1, 3), Tally(2, 2), Tally(0, 1), Tally(4, 5)]
    assert mean(clusters) == mean(clusters) == mean(clusters[::-1])


@settings(max_examples=25, deadline=None)
@given(CLUSTERS)
def test_a_mean_lies_in_its_interval_and_in_its_range(clusters: list[Tally]) -> None:
    figure = found(mean(clusters))
    assert 0 <= figure.low <= figure.high <= 1
    assert figure.low - 1e-9 <= figure.value <= figure.high + 1e-9


@settings(max_examples=25, deadline=None)
@given(CLUSTERS)
def test_nothing_differs_from_itself(clusters: list[Tally]) -> None:
    apart = found(difference(clusters, clusters))
    assert apart.value == 0
    assert apart.low <= 1e-9
    assert apart.high >= -1e-9


def test_a_quantile_and_its_order_statistics() -> None:
    # Of 100 values a number below the median is binomial (100, 1/2): between 40 and 60 in 95 of
    # 100 cases, so that the 40th and the 61st value bound it.
    figure = quantile([float(value) for value in range(1, 101)], 0.5)
    assert figure == Figure(value=50.5, low=40.0, high=61.0, count=100)


def test_few_values_leave_a_high_quantile_open() -> None:
    # Numpy's quantile: 0.95 of the way from the first of three to the last.
    figure = found(quantile([3.0, 1.0, 2.0], 0.95))
    assert figure.value == pytest.approx(2.9)
    assert (figure.low, figure.high) == (2.0, 3.0)


def test_any_statistic_is_resampled_by_cluster() -> None:
    # Two clusters of two cases: both of one, both of the other, or each once; never torn apart.
    seen = []

    def first_less_second(drawn: Floats) -> Floats:
        seen.append(drawn)
        return np.subtract(drawn[:, 0], drawn[:, 2])

    low, high = over_clusters(["a", "a", "b", "b"], first_less_second)
    assert (low, high) == (-2.0, 2.0)
    rows = np.concatenate(seen)
    assert (rows[:, 0] == rows[:, 1]).all()
    assert (rows.sum(axis=1) == 4).all()
