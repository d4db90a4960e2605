"""The command line of the evaluation, as far as it goes without a model."""

from pathlib import Path

import pytest

from evals.__main__ import _COMMANDS, main


def stopped(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as how:
        main(arguments)
    return int(how.value.code or 0)


@pytest.mark.parametrize("command", list(_COMMANDS))
def test_every_command_reads_its_own_arguments(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stopped([command, "--help"]) == 0
    assert f"usage: python -m evals {command}" in capsys.readouterr().out


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert stopped([]) == 2
    assert stopped(["run", "--unheard-of"]) == 2
    assert "unrecognized arguments: --unheard-of" in capsys.readouterr().err
    assert stopped(["run", "--split", "both"]) == 2
    assert stopped(["run", "--systems", "oracle"]) == 2
    assert stopped(["run", "--parallel", "0"]) == 2
    assert stopped(["run", "--tag", "../up"]) == 2
    assert stopped(["run", "--resume", "a", "--again", "b"]) == 2


def test_cases_that_cannot_be_read_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases.yaml"
    cases.write_text("- {id: a, question: b, outcome: perhaps}\n", "utf-8")
    assert main(["run", "--cases", str(cases)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"{cases}:1: outcome" in shown.err


def test_a_run_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    for arguments in (["score"], ["score", "none"], ["run", "--resume", "none"]):
        assert main(arguments) == 1
        assert "python -m evals run" in capsys.readouterr().err


def test_without_a_model_its_system_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_MODEL", "")
    cases = tmp_path / "cases.yaml"
    cases.write_text("- {id: a, question: b}\n", "utf-8")
    assert main(["run", "--cases", str(cases), "--systems", "assistant+model"]) == 1
    assert "--model" in capsys.readouterr().err
