"""Two runs are compared as by hand: sides turn signs round, and what is the same is no change."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.paired import Change, holm, paired, probability
from evals.record import CaseScore


def scored(case: str, right: float | None, cluster: str = "", **values: float) -> CaseScore:
    return CaseScore(
        case=case,
        cluster=cluster or case,
        language="en",
        kind="",
        values={"strictly_right": right, **values},
    )


def only(changes: list[Change]) -> Change:
    assert len(changes) == 1
    return changes[0]


def run(rights: list[int]) -> list[CaseScore]:
    return [scored(str(place), right) for place, right in enumerate(rights)]


def test_mcnemar_by_hand() -> None:
    # Of 12 cases that changed 10 got better: P(10 or more of 12 heads) is (66 + 12 + 1) / 4096,
    # and as much on the other side.
    found = only(paired(run([0] * 10 + [1] * 2 + [1] * 8), run([1] * 10 + [0] * 2 + [1] * 8)))
    assert found.p == pytest.approx(2 * 79 / 4096)
    assert (found.count, found.before, found.after) == (20, 0.5, 0.9)
    assert found.difference == pytest.approx(0.4)
    assert found.low > 0
    assert (len(found.better), len(found.worse)) == (10, 2)
    assert (found.test, found.verdict) == ("McNemar", "better")


def test_a_change_within_noise_is_none() -> None:
    # 3 of 3 changed one way: 2 / 8.
    found = only(paired(run([0, 0, 0, 1, 1, 1]), run([1, 1, 1, 1, 1, 1])))
    assert found.p == pytest.approx(0.25)
    assert found.verdict == "no change"
    assert found.better == ("0", "1", "2")


def test_sign_flips_by_cluster_by_hand() -> None:
    # Clusters sum to 2, 1 and 1. Of the eight ways to sign them two are as far from 0: 2 / 8.
    before = [scored(case, 0, cluster=case[0]) for case in ("a1", "a2", "b1", "c1")]
    after = [scored(case, 1, cluster=case[0]) for case in ("a1", "a2", "b1", "c1")]
    found = only(paired(before, after))
    assert found.test == "sign flips by cluster"
    assert found.p == pytest.approx(2 / 8)


def test_sign_flips_are_counted_out_where_clusters_are_few() -> None:
    sums = [0.5, -0.25, 0.75, 1.0, 0.1, -0.3]
    total = abs(sum(sums))
    signs = list(product((-1, 1), repeat=len(sums)))
    far = sum(
        abs(sum(sign * value for sign, value in zip(some, sums, strict=True))) >= total - 1e-12
        for some in signs
    )
    p, single = probability([(str(place), value) for place, value in enumerate(sums)])
    assert p == pytest.approx(far / len(signs))
    assert not single


def test_clustered_cases_prove_less_than_single_ones() -> None:
    single = only(paired(run([0] * 12), run([1] * 12)))
    together = only(
        paired(
            [scored(str(place), 0, cluster=str(place % 2)) for place in range(12)],
            [scored(str(place), 1, cluster=str(place % 2)) for place in range(12)],
        )
    )
    assert single.verdict == "better"
    assert together.p == pytest.approx(2 / 4)
    assert together.verdict == "no change"


def test_less_is_better_where_the_measure_says_so() -> None:
    before = [scored(str(place), None, lix=50.0 + place) for place in range(20)]
    after = [scored(str(place), None, lix=40.0 + place) for place in range(20)]
    found = only(paired(before, after))
    assert (found.measure, found.difference, found.verdict) == ("lix", -10, "better")
    assert len(found.better) == 20


def test_times_differ_by_what_else_a_machine_does() -> None:
    before = [scored(str(place), None, seconds=0.100) for place in range(30)]
    slower = [scored(str(place), None, seconds=0.110) for place in range(30)]
    slow = [scored(str(place), None, seconds=0.200) for place in range(30)]
    assert only(paired(before, slower)).verdict == "no change"
    assert only(paired(before, slow)).verdict == "worse"


def test_only_cases_that_both_runs_score_are_compared() -> None:
    before = [scored("a", 1), scored("b", None), scored("c", 1)]
    after = [scored("b", 1), scored("c", 0), scored("d", 1)]
    found = only(paired(before, after))
    assert (found.count, found.worse) == (1, ("c",))
    assert paired(before, [scored("d", 1)]) == []


def test_wordings_are_compared_by_group() -> None:
    def wordings(rights: list[int]) -> list[CaseScore]:
        return [
            scored(f"{place}{side}", side == "a" or right, cluster=str(place)).model_copy(
                update={"group": str(place)}
            )
            for place, right in enumerate(rights)
            for side in "ab"
        ]

    changes = {one.measure: one for one in paired(wordings([1] * 9), wordings([0] * 9))}
    assert changes["wordings_all_right"].count == 9
    assert changes["wordings_all_right"].verdict == "worse"
    # 2 / 2⁹ for each of two measures: Holm doubles the first.
    assert changes["wordings_all_right"].adjusted == pytest.approx(4 / 512)


def test_holm_by_hand() -> None:
    # In order 0.01 · 3, 0.02 · 2, 0.04 · 1 (never less than the one before).
    assert holm([0.04, 0.01, 0.02]) == pytest.approx([0.04, 0.03, 0.04])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


RIGHTS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 6)), min_size=1, max_size=25
)


@settings(max_examples=30, deadline=None)
@given(RIGHTS)
def test_sides_turn_round(rights: list[tuple[int, int, int]]) -> None:
    before = [scored(str(i), old, cluster=str(one)) for i, (old, _, one) in enumerate(rights)]
    after = [scored(str(i), new, cluster=str(one)) for i, (_, new, one) in enumerate(rights)]
    there, back = only(paired(before, after)), only(paired(after, before))
    assert there.difference == -back.difference
    assert there.p == back.p
    assert (there.better, there.worse) == (back.worse, back.better)
    turned = {"better": "worse", "worse": "better", "no change": "no change"}
    assert turned[there.verdict] == back.verdict
    assert 0 < there.p <= 1


@settings(max_examples=30, deadline=None)
@given(RIGHTS)
def test_what_is_the_same_has_not_changed(rights: list[tuple[int, int, int]]) -> None:
    same = [scored(str(i), old, cluster=str(one)) for i, (old, _, one) in enumerate(rights)]
    found = only(paired(same, same))
    assert (found.difference, found.low, found.high, found.p) == (0, 0, 0, 1)
    assert (found.verdict, found.better, found.worse) == ("no change", (), ())


def test_noise_is_seldom_called_a_change() -> None:
    # 200 pairs of runs that differ by chance alone; the test promises at most 5 %.
    draw = np.random.default_rng(1)
    called = 0
    for _ in range(200):
        before, after = (draw.integers(2, size=40).tolist() for _ in "ab")
        called += only(paired(run(before), run(after))).verdict != "no change"
    assert called <= 16
