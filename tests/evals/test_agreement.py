"""Cohen's kappa, by hand and against scikit-learn's."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from evals.agreement import Pair, agreement


def pairs(table: dict[tuple[str, str], int]) -> list[Pair]:
    found = [both for both, count in table.items() for _ in range(count)]
    return [Pair(number, *both) for number, both in enumerate(found)]


def test_kappa_by_hand() -> None:
    found = agreement(pairs({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10,
                             ("no", "no"): 15}))  # fmt: skip
    assert found is not None
    assert found.kappa is not None
    assert found.share.value == pytest.approx(0.7)
    # By chance: 0.5 · 0.6 + 0.5 · 0.4 = 0.5.
    assert found.kappa.value == pytest.approx(0.4)
    assert found.kappa.count == found.share.count == 50
    assert found.kappa.low < 0.4 < found.kappa.high
    # The large-sample standard error of this table is 0.127 (Fleiss, Cohen and Everitt 1969).
    assert found.kappa.high - found.kappa.low == pytest.approx(4 * 0.127, abs=0.08)


def test_kappa_is_that_of_scikit_learn() -> None:
    draw = np.random.default_rng(7)
    one = draw.choice(["right", "partly", "wrong"], size=60)
    other = np.where(draw.random(60) < 0.6, one, draw.choice(["right", "wrong", "å"], size=60))
    said = zip(one, other, strict=True)
    found = agreement([Pair(n, str(a), str(b)) for n, (a, b) in enumerate(said)])
    assert found is not None
    assert found.kappa is not None
    assert found.kappa.value == pytest.approx(cohen_kappa_score(one, other))


def test_perfect_agreement_on_a_few_is_not_sure() -> None:
    found = agreement(pairs({("yes", "yes"): 3, ("no", "no"): 3}))
    assert found is not None
    assert found.kappa is not None
    assert found.kappa.value == 1.0
    assert found.kappa.low < 0.5
    assert found.share.low < 0.7


def test_never_agreeing_is_less_than_chance() -> None:
    found = agreement(pairs({("yes", "no"): 4, ("no", "yes"): 4}))
    assert found is not None
    assert found.kappa is not None
    assert found.kappa.value == -1.0
    assert found.kappa.low == -1.0


def test_one_verdict_throughout_has_no_kappa() -> None:
    found = agreement(pairs({("yes", "yes"): 9}))
    assert found is not None
    assert found.share.value == 1.0
    assert found.kappa is None


def test_nothing_judged_by_both() -> None:
    assert agreement([]) is None


def test_cases_that_go_together_make_it_less_sure() -> None:
    table = {("yes", "yes"): 16, ("yes", "no"): 8, ("no", "no"): 16, ("no", "yes"): 8}
    apart = agreement(pairs(table))
    together = agreement([Pair(n // 8, p.one, p.other) for n, p in enumerate(pairs(table))])
    assert apart is not None
    assert together is not None
    assert apart.share.high - apart.share.low < together.share.high - together.share.low
