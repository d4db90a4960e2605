"""Intervals of figures that are made of sums."""

import numpy as np
import pytest

from evals.resampling import clustered, interval, mean


def test_a_mean_has_its_value_count_and_an_interval_around_it() -> None:
    figure = mean([("a", 1.0), ("b", 0.5), ("c", 0.0), ("d", None)])
    assert figure is not None
    assert figure.value == pytest.approx(0.5)
    assert figure.count == 3
    assert figure.low < 0.5 < figure.high


def test_nothing_scored_is_no_figure() -> None:
    assert mean([("a", None)]) is None
    assert mean([]) is None


def test_all_alike_is_not_taken_for_sure() -> None:
    best = mean([(number, 1.0) for number in range(4)])
    # Wilson, 4 of 4: 4 / (4 + 1.96²) is the lower end.
    assert best is not None
    assert best.low == pytest.approx(4 / (4 + 1.959964**2), abs=1e-6)
    assert best.high == 1.0
    alone = mean([("same", 1.0)] * 4)
    assert alone is not None
    assert alone.low < best.low


def test_clusters_are_drawn_whole() -> None:
    sums = clustered([("a", np.array([1.0, 1.0])), ("b", np.array([0.0, 1.0])),
                      ("a", np.array([1.0, 1.0]))])  # fmt: skip
    assert sums.tolist() == [[2.0, 2.0], [0.0, 1.0]]
    apart = [(number, float(number % 2)) for number in range(40)]
    together = [(number // 8, float(number // 8 % 2)) for number in range(40)]
    narrow, wide = mean(apart), mean(together)
    assert narrow is not None
    assert wide is not None
    assert wide.high - wide.low > narrow.high - narrow.low


def test_undefined_resamples_are_left_out() -> None:
    sums = np.array([[1.0, 2.0], [0.0, 0.0]])
    with np.errstate(invalid="ignore"):
        assert interval(sums, lambda drawn: drawn[:, 0] / drawn[:, 1]) == (0.5, 0.5)
