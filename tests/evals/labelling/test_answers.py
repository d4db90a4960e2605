"""What there is to label, and the labels as a spreadsheet."""

import csv
import io
from pathlib import Path

import pytest

from evals.labelling.answers import answers, between_people, table
from evals.labels import Labels
from tests.evals.labelling import fakes
from tests.evals.labelling.test_labels import label, settled


def test_a_sample_is_always_the_same_and_grows_at_its_end(tmp_path: Path) -> None:
    run = fakes.run(tmp_path)
    every = [one.case.id for one in answers(run, fakes.SYSTEM)]
    assert sorted(every) == sorted(case.id for case in fakes.CASES)
    assert [one.case.id for one in answers(run, fakes.SYSTEM, 3)] == every[:3]


def test_agreement_over_all_and_by_kind_without_what_nobody_can_tell(tmp_path: Path) -> None:
    run = fakes.run(tmp_path)
    labels = Labels(run.folder)
    for case, one, other in (
        ("graz", "right", "right"),
        ("nobody", "right", "wrong"),
        ("lund", "wrong", "wrong"),
        ("moon", "cannot_tell", "right"),
    ):
        labels.add(label("Åsa", case, one))
        labels.add(label("Bo", case, other))
    overall, kinds = between_people(labels.of(fakes.SYSTEM), answers(run, fakes.SYSTEM))
    assert overall is not None
    assert overall.share.value == pytest.approx(2 / 3)
    assert overall.share.count == 3
    # By chance: right 2/3 · 1/3, wrong 1/3 · 2/3.
    assert overall.kappa is not None
    assert overall.kappa.value == pytest.approx((2 / 3 - 4 / 9) / (1 - 4 / 9))
    assert {kind: found.share.value for kind, found in kinds.items()} == {
        "fact": 0.5,
        "followup": 1.0,
    }


def test_a_spreadsheet_runs_nothing_and_loses_nothing(tmp_path: Path) -> None:
    run = fakes.run(tmp_path)
    labels = Labels(run.folder)
    labels.add(label("=cmd()", "graz", "wrong", "=1+1"))
    labels.add(label("Bo", "graz", "right", '+å, "ä"\nö'))
    labels.add(label("Bo", "moon", "wrong", "\t=2"))
    labels.add(settled("@Bo", "graz", "partly"))
    written = table(labels.of(fakes.SYSTEM), answers(run, fakes.SYSTEM))
    assert written.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t"))]
    by_case = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert len(by_case) == len(fakes.CASES)
    graz = by_case["graz"]
    assert graz["'=cmd(): note"] == "'=1+1"
    assert graz["Bo: note"] == '\'+å, "ä"\nö'
    assert (graz["settled"], graz["settled by"], graz["counts"]) == ("partly", "'@Bo", "partly")
    assert by_case["moon"]["counts"] == "wrong"
    assert by_case["lund"]["counts"] == ""
