"""The evidence models are fitted on cases, and written where they are read."""

import csv
import shutil
import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest

import assistant.weights
from assistant.answering import Assistant
from assistant.evidence import Signals
from evals.case import Case
from evals.fit import Example, Fitted, Point, examples, fit, write_curve, write_weights

WEIGHTS = Path(assistant.weights.__file__).with_suffix(".toml")
NAMES = [field.name for field in fields(Signals)]
NOTHING = Signals(**dict.fromkeys(NAMES, 0.0))


def case(id_: str, question: str, **more: object) -> Case:
    return Case.model_validate({"id": id_, "question": question, **more})


GRAZ = case("graz", "When did Graz become a human rights city?", sources=["city-graz"],
            facts=["8 February 2001"], split="dev")  # fmt: skip
BREAD = case("bread", "Which council of Graz bakes the best bread?", outcome="no_evidence")


def taught(assistant: Assistant, *cases: Case) -> list[tuple[str, bool, float]]:
    return [(one.group, one.right, one.weight) for one in examples(cases, assistant)]


def test_an_answer_teaches_twice_with_and_without_its_source(small_assistant: Assistant) -> None:
    assert taught(small_assistant, GRAZ) == [
        (GRAZ.question, True, 1.0),
        (GRAZ.question, False, 0.1),
    ]
    with_it, without = examples([GRAZ], small_assistant)
    assert with_it.signals.names > without.signals.names


def test_what_has_no_answer_teaches_that(small_assistant: Assistant) -> None:
    assert taught(small_assistant, BREAD) == [(BREAD.question, False, 2.0)]


def test_a_case_without_a_split_counts_less(small_assistant: Assistant) -> None:
    plain = GRAZ.model_copy(update={"split": None, "group": "cities"})
    assert taught(small_assistant, plain)[0] == ("cities", True, 0.3)


@pytest.mark.parametrize(
    "unused",
    [
        {"split": "test"},
        {"kind": "non-existing"},
        {"outcome": "urgent"},
        {"sources": [], "facts": []},
    ],
)
def test_some_cases_teach_nothing(small_assistant: Assistant, unused: dict[str, object]) -> None:
    known = GRAZ.model_dump(exclude_defaults=True) | unused
    assert taught(small_assistant, Case.model_validate(known)) == []


def test_an_answer_that_is_not_found_is_no_right_one(small_assistant: Assistant) -> None:
    elsewhere = GRAZ.model_copy(update={"facts": ("1 January 1900",)})
    assert [right for _, right, _ in taught(small_assistant, elsewhere)] == [False]
    assert not any(right for _, right, _ in taught(
        small_assistant, GRAZ.model_copy(update={"sources": ("unknown",), "facts": ()})
    ))  # fmt: skip


def made_up() -> list[Example]:
    """Forty questions: the names tell the answers, but for every tenth."""
    return [
        Example(
            f"group-{number // 2}",
            replace(NOTHING, names=float((number % 2 == 0) != (number % 10 == 0)), ask=0.5),
            number % 2 == 0,
            1.0 if number % 4 else 0.1,
        )
        for number in range(40)
    ]


def test_the_model_finds_what_tells() -> None:
    fitted = fit(made_up())
    assert list(fitted.weights) == NAMES
    assert fitted.weights["names"] > 1
    assert fitted.weights["margin"] == pytest.approx(0, abs=1e-6)
    assert fitted.count == 30
    assert 0.5 < fitted.auc <= 1


def test_the_curve_trades_coverage_for_risk() -> None:
    curve = fit(made_up()).curve
    thresholds, coverage, risk = zip(
        *((point.threshold, point.coverage, point.risk) for point in curve), strict=True
    )
    assert list(thresholds) == sorted(set(thresholds))
    assert list(coverage) == sorted(coverage, reverse=True)
    assert coverage[0] == 1
    assert all(0 < share <= 1 for share in coverage)
    assert all(0 <= share <= 1 for share in risk)
    assert risk[-1] < risk[0]


def fitted_with(value: float) -> Fitted:
    curve = (Point(0.05, 1.0, 0.5, 1.0, 0.0), Point(0.6, 0.4, 0.0, 0.8, 1.0))
    return Fitted(-value, dict.fromkeys(NAMES, value), 0.912, 20, 10, curve)


def test_weights_are_written_table_by_table(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    shutil.copy(WEIGHTS, path)
    before = tomllib.loads(path.read_text("utf-8"))
    kinds = list(before["evidence"])
    for kind in (kinds[0], kinds[-1]):
        write_weights(path, {kind: fitted_with(1.25)})
    after = tomllib.loads(path.read_text("utf-8"))
    for kind in (kinds[0], kinds[-1]):
        assert after["evidence"].pop(kind) == {
            "answer": 0.05, "bias": -1.25, **dict.fromkeys(NAMES, 1.25)
        }  # fmt: skip
        del before["evidence"][kind]
    assert after == before


def test_writing_again_changes_nothing_and_keeps_the_comments(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    shutil.copy(WEIGHTS, path)
    write_weights(path, {"native": fitted_with(2), "foreign": fitted_with(3)})
    once = path.read_text("utf-8")
    write_weights(path, {"native": fitted_with(2), "foreign": fitted_with(3)})
    assert path.read_text("utf-8") == once
    comments = [line.partition("#")[2] for line in WEIGHTS.read_text("utf-8").splitlines()]
    assert [line.partition("#")[2] for line in once.splitlines() if "#" in line] == [
        comment for comment in comments if comment
    ]


def test_the_curve_is_written_as_a_table(tmp_path: Path) -> None:
    path = tmp_path / "curve.csv"
    write_curve(path, {"native": fitted_with(1)})
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["model", "threshold", "coverage", "risk", "kept", "refused", "n", "auc"],
        ["native", "0.05", "1.000", "0.500", "1.000", "0.000", "30", "0.912"],
        ["native", "0.60", "0.400", "0.000", "0.800", "1.000", "30", "0.912"],
    ]
