"""Two runs beside each other: what changed, on which cases, and what cannot be compared."""

import json
from pathlib import Path

import pytest

from evals import comparing
from evals.comparing import Measured, compared, digest
from evals.report.changes import lines
from evals.report.wording import Wording
from evals.run import Run
from tests.evals.runs import case, configuration, finished, measured


def test_a_run_against_itself_has_not_changed() -> None:
    run = measured("a", dict.fromkeys(range(12), True))
    found = compared(run, run)
    assert found.common == 12
    assert found.settings == ()
    assert {change.verdict for change in found.changes} == {"no change"}
    text = "\n".join(lines(found, Wording.of("en")))
    assert "Nothing changed beyond chance." in text
    assert "Both runs were made alike" in text


def test_what_got_worse_is_named_with_its_cases() -> None:
    before = measured("before", dict.fromkeys(range(20), True))
    after = measured("after", {number: number >= 12 for number in range(20)})
    (change,) = compared(before, after).of("worse")
    assert change.measure == "strictly_right"
    assert (change.before, change.after) == (1.0, 0.4)
    assert change.worse == tuple(f"case-{number}" for number in range(12))
    text = "\n".join(lines(compared(before, after), Wording.of("sv")))
    assert "Sämre: Helt rätt (−60,0 procentenheter)." in text
    assert "sämre i case-0, case-1" in text


def test_one_case_is_within_chance() -> None:
    before = measured("before", dict.fromkeys(range(20), True))
    after = measured("after", {number: number > 0 for number in range(20)})
    found = compared(before, after)
    assert found.of("worse") == ()
    assert found.of("no change")[0].worse == ("case-0",)


def test_cases_that_are_not_the_same_are_left_out_and_said() -> None:
    before = measured("before", {0: True, 1: True, 2: True})
    after = measured("after", {1: True, 2: False, 3: True})
    reworded = after.model_copy(update={"cases": {**after.cases, "case-2": "another"}})
    found = compared(before, reworded)
    assert (found.gone, found.new, found.altered) == (("case-0",), ("case-3",), ("case-2",))
    assert found.common == 1
    text = "\n".join(lines(found, Wording.of("en")))
    assert "1 cases read otherwise now, so they are left out: case-2" in text


def test_a_case_is_another_when_anything_about_it_is() -> None:
    assert digest(case(1)) == digest(case(1))
    assert digest(case(1)) != digest(case(1).model_copy(update={"facts": ("1492",)}))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"corpus": "other"}, "corpus"),
        ({"weights": "other"}, "weights"),
        ({"model": "openai:one"}, "model"),
        ({"index": {"layout": "5"}}, "index: layout"),
        ({"versions": {"python": "3.13"}}, "versions: python"),
        ({"settings": {"nli_model": "one"}}, "settings: nli_model"),
    ],
)
def test_what_the_runs_were_not_made_with_alike_is_said(
    change: dict[str, object], name: str
) -> None:
    before = measured("before", {0: True})
    made = configuration().model_copy(update=change)
    after = before.model_copy(update={"configuration": made})
    assert [one.name for one in compared(before, after).settings] == [name]
    assert "The runs were not made alike" in "\n".join(
        lines(compared(before, after), Wording.of("en"))
    )


def test_runs_without_a_case_in_common() -> None:
    found = compared(measured("a", {0: True}), measured("b", {1: True}))
    assert found.changes == ()
    assert "nothing can be compared" in "\n".join(lines(found, Wording.of("en")))


def test_the_command_prints_markdown_or_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = finished(tmp_path, "before", dict.fromkeys(range(20), True))
    after = finished(tmp_path, "after", {number: number >= 12 for number in range(20)})
    assert Measured.of(Run.open(before.folder)).name == before.folder.name
    assert comparing.main([str(before.folder), str(after.folder)]) == 0
    assert "Worse: Strictly right" in capsys.readouterr().out
    assert comparing.main([str(before.folder), str(after.folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["common"] == 20
