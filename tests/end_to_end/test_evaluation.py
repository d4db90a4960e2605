"""The evaluation's commands over the small corpus with the real model."""

import json
from pathlib import Path

import pytest
import yaml

from evals.__main__ import main

CASES = """
- {id: lund, question: "When did Lund become a human rights city?", facts: ["2018"], sources: [city-lund], split: dev}
- {id: lund-sv, question: "När blev Lund en MR-stad?", language: sv, facts: ["2018"], split: dev}
- {id: wrong, question: "When did Lund become a human rights city?", facts: ["1492"], split: dev}
- {id: kept-back, question: "When did Graz become a human rights city?", facts: ["1492"], split: test}
"""  # noqa: E501


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.yaml"
    path.write_text(CASES, "utf-8")
    return path


def test_score_prints_and_writes_the_figures(
    cases: Path, small_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--cases", str(cases), "--index", str(small_root)]
    page, misses = tmp_path / "page.md", tmp_path / "misses.yaml"
    assert main(["score", *where, "--write", str(page), "--misses", str(misses)]) == 0
    shown = capsys.readouterr().out
    assert "## Dev, 3 cases" in shown
    assert "2/3" in shown
    assert "Test" not in shown
    assert [one["id"] for one in yaml.safe_load(misses.read_text("utf-8"))] == ["wrong"]
    written = page.read_text("utf-8")
    assert "## Dev, 3 cases" in written
    assert "## Test, 1 cases" in written
    assert "Graz" not in written


def test_score_json_and_what_fails_in_the_test_split_only_when_named(
    cases: Path, small_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--cases", str(cases), "--index", str(small_root)]
    misses = tmp_path / "misses.yaml"
    assert main(["score", *where, "--split", "all", "--json", "--misses", str(misses)]) == 0
    record = json.loads(capsys.readouterr().out)
    strict = "strictly right: outcome, facts and citation"
    assert list(record) == ["dev", "test"]
    assert record["dev"]["shares"][strict]["hits"] == 2
    assert record["test"]["count"] == 1
    assert [one["id"] for one in yaml.safe_load(misses.read_text("utf-8"))] == ["wrong"]
    assert main(["score", *where, "--split", "test", "--misses", str(misses)]) == 0
    assert [one["id"] for one in yaml.safe_load(misses.read_text("utf-8"))] == ["kept-back"]


def test_a_fit_on_too_little_changes_nothing(
    cases: Path, small_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--cases", str(cases), "--index", str(small_root), "--documents", str(small_root)]
    weights, into = tmp_path / "weights.toml", tmp_path / "fit"
    assert main(["fit", *where, "--weights", str(weights), "--into", str(into)]) == 1
    assert "Name more files with --cases" in capsys.readouterr().err
    assert not weights.exists()
    assert not into.exists()
