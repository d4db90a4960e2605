"""Figures count the cases that bear on them; the curve and its area come out as by hand."""

from typing import Any

import pytest

from evals.interval import difference, mean, tallies
from evals.measure import measures
from evals.measures.risk import area, curve
from evals.record import CaseScore, CurvePoint, Figure
from evals.summary import summary, valued


def scored(case: str, right: float, **fields: Any) -> CaseScore:
    values = {
        "strictly_right": right,
        "outcome_right": right,
        "answered": fields.pop("answered", 1.0),
        **fields.pop("values", {}),
    }
    return CaseScore.model_validate(
        {
            "case": case,
            "cluster": case,
            "language": "en",
            "kind": "fact",
            "values": values,
            "outcome": "answered",
            "expected": ("answered",),
            **fields,
        }
    )


RANKED = [
    scored("a", 1, likely=0.9),
    scored("b", 0, likely=0.8),
    scored("c", 1, likely=0.8),
    scored("d", 0, likely=0.6, answered=None),
    scored("e", 0, outcome="no_evidence", answered=0.0, likely=0.1),
]


def test_the_curve_by_hand() -> None:
    # Four questions are in scope; the fourth answer is to one that has none.
    assert curve(RANKED) == (
        CurvePoint(threshold=0.9, coverage=1 / 4, risk=0.0),
        CurvePoint(threshold=0.8, coverage=3 / 4, risk=1 / 3),
        CurvePoint(threshold=0.6, coverage=3 / 4, risk=2 / 4),
    )
    assert curve([]) == ()


def test_the_area_by_hand() -> None:
    # The risk down to each of four answers: 0, 1/3 and 1/3 (equally sure), 1/2.
    found = area(RANKED)
    assert found is not None
    assert found.value == pytest.approx((0 + 1 / 3 + 1 / 3 + 1 / 2) / 4)
    assert found.count == 4
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert area([scored("a", 1)]) is None


def test_the_area_is_least_where_the_sure_answers_are_the_right_ones() -> None:
    well = [scored(str(place), place < 5, likely=1 - place / 10) for place in range(10)]
    badly = [scored(str(place), place >= 5, likely=1 - place / 10) for place in range(10)]
    least, most = area(well), area(badly)
    assert least is not None
    assert most is not None
    assert least.value < 0.5 < most.value


def test_every_measure_has_a_figure_or_none() -> None:
    scores = [
        scored("a", 1, values={"seconds": 0.1, "lix": 40.0}),
        scored("b", 0, language="sv", kind="list", values={"seconds": 0.3, "lix": None}),
        scored("c", 1, kind="list", values={"seconds": 0.2}),
    ]
    found = summary("assistant", scores)
    assert (found.system, found.count) == ("assistant", 3)
    assert list(found.figures) == [one.id for one in measures().values() if one.of != "judge"]
    assert found.figures["strictly_right"] == mean(tallies([("a", 1), ("b", 0), ("c", 1)]))
    assert found.figures["lix"] == Figure(value=40, low=40, high=40, count=1)
    assert found.figures["citation_recall"] is None
    middle = found.figures["seconds_p50"]
    assert middle is not None
    assert (middle.value, middle.low, middle.high) == (0.2, 0.1, 0.3)
    assert found.kinds["list"]["strictly_right"] == mean(tallies([("b", 0), ("c", 1)]))
    swedish = found.languages["sv"]["strictly_right"]
    assert swedish is not None
    assert swedish.count == 1
    # English less Swedish: 2 of 2 less 0 of 1.
    assert found.gaps["strictly_right"] == difference(
        tallies([("a", 1), ("c", 1)]), tallies([("b", 0)])
    )
    gap = found.gaps["strictly_right"]
    assert gap is not None
    assert gap.value == 1.0
    assert found.gaps["lix"] is None


def test_wordings_are_counted_by_group() -> None:
    scores = [
        scored("a1", 1, group="a", cited=("x",)),
        scored("a2", 1, group="a", cited=("x", "y")),
        scored("b1", 1, group="b", cited=("x",)),
        scored("b2", 0, group="b", cited=("y",)),
        scored("c1", 1, group="c"),
    ]
    figures = summary("assistant", scores).figures
    shares = {
        id_: figure and (figure.value, figure.count)
        for id_, figure in figures.items()
        if id_.startswith("wordings")
    }
    assert shares == {
        "wordings_all_right": (0.5, 2),
        "wordings_one_source": (0.5, 2),
        "wordings_alike": (0.25, 2),
    }
    assert valued(scores, "wordings_alike") == {"a": ("a", 0.5), "b": ("b", 0.0)}


def test_no_cases_give_no_figures() -> None:
    found = summary("assistant", [])
    assert set(found.figures.values()) == {None}
    assert (found.kinds, found.confusion, found.curve) == ({}, {}, ())


def test_measures_are_told_in_both_languages() -> None:
    for measure in measures().values():
        for said in (measure.title, measure.meaning):
            assert said.en
            assert said.sv
            assert said.en != said.sv
        assert measure.title.in_("sv") == measure.title.sv
        assert measure.title.in_("de") == measure.title.en
