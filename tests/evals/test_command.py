"""The command line of the evaluation, as far as it goes without a model."""

from pathlib import Path

import pytest

from evals.__main__ import main


def stopped(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as how:
        main(arguments)
    return int(how.value.code or 0)


def test_commands_that_read_their_own_arguments_do(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("triage", "speed"):
        assert stopped([command, "--help"]) == 0
        assert f"usage: python -m evals {command}" in capsys.readouterr().out


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert stopped([]) == 2
    assert stopped(["score", "--unheard-of"]) == 2
    assert "unrecognized arguments: --unheard-of" in capsys.readouterr().err
    assert stopped(["score", "--split", "both"]) == 2


def test_cases_that_cannot_be_read_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases.yaml"
    cases.write_text("- {id: a, question: b, outcome: perhaps}\n", "utf-8")
    assert main(["score", "--cases", str(cases)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"{cases}:1: outcome" in shown.err
