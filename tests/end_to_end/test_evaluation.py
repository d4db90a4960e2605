"""The evaluation's commands over the small corpus with the real model."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from evals.__main__ import main
from evals.run import FOLDER, Run
from tests.end_to_end.conftest import ROOT

CASES = """
- {id: lund, question: "When did Lund become a human rights city?", facts: ["2018"], sources: [city-lund], split: dev}
- {id: lund-sv, question: "När blev Lund en MR-stad?", language: sv, facts: ["2018"], split: dev}
- {id: wrong, question: "When did Lund become a human rights city?", facts: ["1492"], split: dev}
- {id: kept-back, question: "When did Graz become a human rights city?", facts: ["1492"], split: test}
"""  # noqa: E501
_MANY = 300


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.yaml"
    path.write_text(CASES, "utf-8")
    return path


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where runs are kept."""
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data" / FOLDER


def test_a_run_from_cases_to_figures_and_again(
    cases: Path, small_root: Path, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "cases.csv"
    assert main(["cases", "export", str(cases), "--to", str(table)]) == 0
    where = ["--cases", str(table), "--index", str(small_root)]
    assert main(["run", *where, "--tag", "first", "--parallel", "2"]) == 0
    shown = capsys.readouterr()
    run = Run.newest(runs)
    assert str(run.folder) in shown.err
    assert "| Strictly right" in shown.out
    assert str(run.folder / "report.html") in shown.err
    assert (run.folder / "report.html").read_text("utf-8").startswith("<!doctype html>")
    assert [case.id for case in run.cases] == ["lund", "lund-sv", "wrong"]
    facts = [run.summary(system).figures["facts_right"] for system in run.systems]
    assert run.systems == ("assistant", "baseline")
    assert [figure and round(figure.value * figure.count) for figure in facts] == [2, 2]
    quotes = run.summary("assistant").figures["quote_exact"]
    assert quotes is not None
    assert quotes.value == 1.0

    assert main(["run", "--again", run.folder.name]) == 0
    said = capsys.readouterr().err
    assert "assistant: 3 of 3 Turns came out the same but for seconds" in said
    assert "baseline: 3 of 3 Turns" in said

    misses = tmp_path / "misses.yaml"
    assert main(["score", run.folder.name, "--misses", str(misses)]) == 0
    assert [one["id"] for one in yaml.safe_load(misses.read_text("utf-8"))] == ["wrong"]

    # A Turn that came out otherwise is told, and is a failure.
    path = run.folder / "turns.assistant.jsonl"
    path.write_text(path.read_text("utf-8").replace("2018", "2019", 1), "utf-8")
    assert main(["run", "--again", str(run.folder)]) == 1
    assert "assistant: 2 of 3 Turns came out the same but for seconds: lund" in (
        capsys.readouterr().err
    )


def test_both_splits_are_published_without_a_word_of_a_case(
    cases: Path, small_root: Path, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    where = ["--cases", str(cases), "--index", str(small_root), "--systems", "assistant"]
    assert main(["run", *where, "--publish", str(page)]) == 0
    written = page.read_text("utf-8")
    assert "## Dev, 3 cases" in written
    assert "## Test, 1 cases" in written
    assert "Graz" not in written
    assert [run.configuration.split for run in Run.all(runs)] == ["dev", "test"]
    assert "Graz" not in "".join(capsys.readouterr())


def test_a_run_that_was_killed_goes_on(
    small_root: Path, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "many.jsonl"
    asked = "When did {} become a human rights city, and who decided on it?"
    cases.write_text(
        "".join(
            json.dumps({"id": str(number), "question": asked.format(("Lund", "Graz")[number % 2])})
            + "\n"
            for number in range(_MANY)
        ),
        "utf-8",
    )
    arguments = ["--cases", str(cases), "--index", str(small_root), "--systems", "assistant"]
    running = subprocess.Popen(
        [sys.executable, "-m", "evals", "generate", *arguments],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={**os.environ, "ASSISTANT_DATA_DIR": str(runs.parent)},
    )  # fmt: skip
    written = 0
    while written < 5 and running.poll() is None:
        time.sleep(0.01)
        written = sum(
            path.read_bytes().count(b"\n") for path in runs.glob("*/turns.assistant.jsonl")
        )
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL, running.communicate()[1]
    assert running.stderr is not None
    running.stderr.close()

    run = Run.newest(runs)
    path = run.folder / "turns.assistant.jsonl"
    with path.open("ab") as file:
        file.write(b'{"case":"torn')
    assert 5 <= path.read_bytes().count(b"\n") < _MANY
    assert main(["score"]) == 1
    assert "--resume" in capsys.readouterr().err
    before = path.read_bytes().rpartition(b"\n")[0]
    assert main(["run", "--resume", run.folder.name]) == 0
    assert path.read_bytes().startswith(before)
    assert [one.case for one in run.turns("assistant")] == [str(n) for n in range(_MANY)]
    assert run.summary("assistant").count == _MANY
    # What was answered before the kill and after it is the same answer.
    texts = {one.turn.text for one in run.turns("assistant")}
    assert len(texts) == 2


def test_a_fit_on_too_little_changes_nothing(
    cases: Path, small_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--cases", str(cases), "--index", str(small_root), "--documents", str(small_root)]
    weights, into = tmp_path / "weights.toml", tmp_path / "fit"
    assert main(["fit", *where, "--weights", str(weights), "--into", str(into)]) == 1
    assert "Name more files with --cases" in capsys.readouterr().err
    assert not weights.exists()
    assert not into.exists()
