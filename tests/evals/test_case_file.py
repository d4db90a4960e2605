"""Cases are checked, exported and imported by command."""

from pathlib import Path

import pytest

from evals.__main__ import main
from evals.case import read_cases

CASES = """
- id: lund
  question: När blev Lund MR-stad?
  language: sv
  facts: ["2018"]
  sources: [city-lund]
- {id: graz, question: "=when", turns: [Which city, "and Graz?"]}
"""


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.yaml"
    path.write_text(CASES, "utf-8")
    return path


def test_there_and_back(cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, back, lines = (tmp_path / name for name in ("cases.csv", "back.yaml", "back.jsonl"))
    assert main(["cases", "export", str(cases), "--to", str(table), "--semicolon"]) == 0
    assert table.read_bytes().startswith("\ufeffid;question;".encode())
    for path in (back, lines):
        assert main(["cases", "import", str(table), "--to", str(path)]) == 0
        assert read_cases([path]) == read_cases([cases]) == read_cases([table])
    assert "2 cases are in" in capsys.readouterr().out


def test_no_file_is_lost(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["cases", "import", str(cases), "--to", str(cases)]
    assert main(arguments) == 1
    assert "--replace" in capsys.readouterr().err
    assert cases.read_text("utf-8") == CASES
    assert main([*arguments, "--replace"]) == 0
    assert [case.id for case in read_cases([cases])] == ["lund", "graz"]


def test_a_sound_file_and_one_with_a_source_that_is_not_there(
    cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cases", "check", str(cases)]) == 1  # the corpus has city-lund-2018
    assert f"{cases}:6: sources: there is no source 'city-lund'" in capsys.readouterr().err
    cases.write_text(CASES.replace("city-lund", "city-lund-2018"), "utf-8")
    assert main(["cases", "check", str(cases)]) == 0
    assert capsys.readouterr().out == "2 cases in 1 files are sound.\n"


def test_faults_of_a_table_have_their_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "cases.csv"
    table.write_text('id,question,outcome\na,"two\nlines",answered\nb,Why?,perhaps\n', "utf-8")
    assert main(["cases", "check", str(table)]) == 1
    assert f"{table}:4: outcome: Input should be" in capsys.readouterr().err
    table.write_bytes("id,question\na,När?\n".encode("cp1252"))
    assert main(["cases", "check", str(table)]) == 1
    assert "CSV UTF-8" in capsys.readouterr().err


def test_a_line_that_is_no_json_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = tmp_path / "cases.jsonl"
    lines.write_text('{"id": "a", "question": "b"}\n\n{"id":\n', "utf-8")
    assert main(["cases", "check", str(lines)]) == 1
    assert f"{lines}:3: cannot be read" in capsys.readouterr().err
