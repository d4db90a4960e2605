"""The gate: floors, the reference, and the fast subset."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from evals import gate as gate_module
from evals.case import Case
from evals.gate import (
    REFERENCE,
    Falls,
    Floor,
    Gate,
    Subset,
    judged,
    main,
    part,
    read_gate,
    read_reference,
    record,
)
from evals.report.passing import lines
from evals.report.wording import Wording
from evals.subset import subset
from tests.evals.runs import finished, measured

GOOD = measured("good", dict.fromkeys(range(40), True))
POOR = measured("poor", {number: number >= 15 for number in range(40)})


def gate(*floors: Floor) -> Gate:
    return Gate(fast=Subset(count=10), falls=Falls(measures=("strictly_right",)), floor=floors)


def said(verdict: gate_module.Verdict) -> str:
    return "\n".join(lines(verdict, Wording.of("en")))


def test_a_floor_is_held_by_the_lower_end_or_by_the_value() -> None:
    low, value = (Floor(measure="strictly_right", least=0.6, by=by) for by in ("low", "value"))
    verdict = judged(POOR, gate(low, value), None, fast=False)
    assert [missed.floor for missed in verdict.missed] == [low]
    assert not verdict.passed
    assert "Strictly right is 62 % (48 to 78, 40 cases); the lower end must reach 60 %." in said(
        verdict
    )


def test_of_the_fast_subset_the_upper_end_is_asked() -> None:
    reached, missed = (Floor(measure="strictly_right", least=least) for least in (0.7, 0.9))
    verdict = judged(POOR, gate(reached, missed), None, fast=True)
    assert [one.floor for one in verdict.missed] == [missed]
    assert "even the upper end is under 90 %" in said(verdict)


def test_a_floor_of_a_kind_and_a_language_looks_at_those_cases_alone() -> None:
    some = [score for score in POOR.scores if (score.kind, score.language) == ("fact", "sv")]
    share = sum(score.values["strictly_right"] == 1 for score in some) / len(some)
    floor = Floor(measure="strictly_right", kind="fact", language="sv", least=1.0, by="value")
    (missed,) = judged(POOR, gate(floor), None, fast=False).missed
    assert missed.found is not None
    assert (missed.found.value, missed.found.count) == (share, len(some))


def test_a_floor_on_which_no_case_bears_is_not_reached() -> None:
    floor = Floor(measure="strictly_right", kind="urgent", least=1.0)
    verdict = judged(GOOD, gate(floor), None, fast=False)
    assert not verdict.passed
    assert "Strictly right (urgent) must reach 100 %, and no case bears on it." in said(verdict)


def test_a_fall_against_the_reference_is_called_out_with_its_cases() -> None:
    verdict = judged(POOR, gate(), GOOD, fast=False)
    assert not verdict.passed
    assert "Strictly right fell from 100 % to 62 % on the same 40 cases" in said(verdict)
    assert "Worse on case-0, case-1" in said(verdict)
    assert judged(GOOD, gate(), POOR, fast=False).passed


def test_a_measure_that_may_fall_is_not_compared() -> None:
    other = gate().model_copy(update={"falls": Falls(measures=("facts_right",))})
    assert judged(POOR, other, GOOD, fast=False).passed


def test_the_reference_comes_back_as_it_was_recorded(tmp_path: Path) -> None:
    path = tmp_path / "reference.json"
    assert read_reference(path) is None
    made = POOR.configuration.model_copy(update={"settings": {"index": "/somewhere"}})
    record(POOR.model_copy(update={"configuration": made}), gate(), path)
    kept = read_reference(path)
    assert kept is not None
    assert "/somewhere" not in path.read_text("utf-8")
    assert [one.values for one in kept.scores] == [one.values for one in POOR.scores]
    assert judged(POOR, gate(), kept, fast=False).passed
    assert not judged(POOR, gate(), read_reference(_recorded(tmp_path)), fast=False).passed


def _recorded(folder: Path) -> Path:
    path = folder / "good.json"
    record(GOOD, gate(), path)
    return path


def test_the_fast_subset_is_spread_and_stays_the_same() -> None:
    cases = [
        Case(id=f"{kind}-{language}-{number}", question="?", kind=kind, language=language)
        for kind, count in (("fact", 200), ("urgent", 3), ("list", 40))
        for language in ("en", "sv")
        for number in range(count)
    ]
    chosen = subset(cases, 60)
    assert len(chosen) == 60
    assert chosen == [case for case in cases if case in chosen]
    assert subset(cases[::-1], 60) == chosen[::-1]
    for kind in ("fact", "urgent", "list"):
        for language in ("en", "sv"):
            assert sum((one.kind, one.language) == (kind, language) for one in chosen) >= 2
    new = Case(id="one-more", question="?", kind="fact")
    assert len(set(chosen) - set(subset([*cases, new], 60))) <= 1


def test_a_part_of_a_run_has_those_cases_alone() -> None:
    some = part(GOOD, ["case-3", "case-5"])
    assert list(some.cases) == ["case-3", "case-5"]
    assert [score.case for score in some.scores] == ["case-3", "case-5"]


def test_the_shipped_thresholds_and_reference_can_be_read() -> None:
    shipped, reference = read_gate(), read_reference()
    assert shipped.floor
    assert reference is not None
    text = REFERENCE.read_text("utf-8")
    assert "/" not in "".join(file.name for file in reference.configuration.cases)
    assert len(text.splitlines()) == len(reference.scores) + 2
    assert {id_ for one in reference.scores for id_ in one.values} <= set(shipped.falls.measures)


def test_a_floor_of_what_is_no_measure_is_refused() -> None:
    with pytest.raises(ValidationError, match="no share of which more is better"):
        Floor(measure="seconds", least=1.0)


def test_the_command_says_what_is_not_good_enough(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = finished(tmp_path / "good", "", dict.fromkeys(range(20), True))
    poor = finished(tmp_path / "poor", "", {number: number >= 12 for number in range(20)})
    file, reference = tmp_path / "gate.toml", tmp_path / "reference.json"
    file.write_text(
        '[fast]\ncount = 20\n[falls]\nmeasures = ["strictly_right"]\n'
        '[[floor]]\nmeasure = "strictly_right"\nleast = 0.5\n',
        "utf-8",
    )
    where = ["--gate", str(file), "--reference", str(reference)]
    assert main([str(good.folder), *where, "--record"]) == 0
    assert main([str(good.folder), *where]) == 0
    assert "Passed" in capsys.readouterr().out
    assert main([str(poor.folder), *where]) == 1
    shown = capsys.readouterr().out
    assert shown.startswith("Not passed")
    assert "the lower end must reach 50 %" in shown
    assert "fell from 100 % to 40 %" in shown
    assert main([str(poor.folder), *where, "--fast", "--lang", "sv"]) == 1
    assert "föll från 100 % till 40 %" in capsys.readouterr().out
