"""The command that serves the label page, as staff start it and as it may be killed."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from evals.labelling.desk import main
from evals.labels import Labels
from evals.run import NoRun
from tests.evals.labelling import fakes
from tests.evals.labelling.test_labels import label

ROOT = Path(__file__).parents[3]


def test_labels_survive_a_kill_and_no_log_holds_what_was_written(tmp_path: Path) -> None:
    run = fakes.run(tmp_path)
    command = [sys.executable, "-m", "evals", "label", str(run.folder), "--person", "Åsa"]
    for number in (1, 2):
        with subprocess.Popen(
            command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stderr is not None
            found = re.search(r"http://127\.0\.0\.1:\d+/\?key=\S+", process.stderr.readline())
            assert found
            with httpx.Client(follow_redirects=True) as staff:
                page = staff.get(found[0])
                # What was labelled before the kill is not asked again.
                assert page.url.path == f"/en/case/{number}"
                sent = {"verdict": "wrong", "part": "facts", "note": f"my own words {number}"}
                assert staff.post(str(page.url), data=sent).status_code == 200
            os.kill(process.pid, signal.SIGKILL)
            out, err = process.communicate(timeout=20)
            assert out + err == ""
    given = Labels(run.folder).of(fakes.SYSTEM).given["Åsa"]
    assert [one.note for one in given.values()] == ["my own words 1", "my own words 2"]


def test_labels_as_a_file(tmp_path: Path) -> None:
    run = fakes.run(tmp_path)
    Labels(run.folder).add(label("Åsa", "graz", "wrong", "å"))
    file = tmp_path / "labels.csv"
    assert main([str(run.folder), "--csv", str(file)]) == 0
    assert "Åsa: verdict" in file.read_text("utf-8-sig").splitlines()[0]


def test_a_run_without_answers(tmp_path: Path) -> None:
    with pytest.raises(NoRun):
        main([str(tmp_path)])


@pytest.mark.parametrize("wrong", [["--sample", "0"], ["--sample", "x"], ["--person", " "]])
def test_wrong_usage(tmp_path: Path, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as how:
        main([str(tmp_path), *wrong])
    assert how.value.code == 2
