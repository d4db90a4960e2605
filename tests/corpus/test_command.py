"""``python -m corpus check``: the result on stdout, the commentary on stderr, 0, 1 or 2."""

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.__main__ import main


def test_a_sound_corpus(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--corpus", str(corpus)]) == 0
    assert capsys.readouterr() == ("", "The corpus is sound.\n")


def test_a_damaged_corpus(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = corpus / "texts" / "city-testby" / "sv.md"
    path.write_text(path.read_text("utf-8").replace("checked: ", "chekced: "), "utf-8")
    assert main(["check", "--corpus", str(corpus)]) == 1
    out, err = capsys.readouterr()
    assert [line.split(": ")[0] for line in out.splitlines()] == [
        f"texts/city-testby/sv.md:{line}" for line in (10, 14, 28, 32)
    ]
    assert err == "4 problems; each line names file and line.\n"


@pytest.mark.parametrize("arguments", [[], ["polish"], ["check", "--colour"]])
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m corpus" in capsys.readouterr().err


def test_the_program_from_any_folder(corpus: Path) -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "corpus", "check", "--corpus", "corpus"],
        cwd=corpus.parent,
        env={"PYTHONPATH": str(root), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "The corpus is sound.\n")
