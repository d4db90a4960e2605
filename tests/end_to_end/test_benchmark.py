"""A question set from its folder to its figures, with the real model."""

import json
from pathlib import Path

import pytest

from evals.__main__ import main
from tests.conftest import SMALL

EXAMPLE = SMALL.parent / "question_set"


def test_the_engine_on_a_question_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    into = tmp_path / "into"
    assert main(["benchmark", str(EXAMPLE), "--json", "--into", str(into)]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["conversations"] == 10
    assert set(record["languages"]) == {"en", "sv"}
    shown = record["figures"]
    assert shown["recall_at_10"]["count"] == 8
    # The text of the mill is cut into parts, and its answer stands in the last of them.
    lines = map(json.loads, (into / "conversations.jsonl").read_text("utf-8").splitlines())
    mill = next(one for one in lines if one["conversation"] == "museum")
    assert mill["found"][0] == "mill-en"
    assert len(mill["found"]) == len(set(mill["found"]))
    assert shown["answerable_auc"]["value"] > 0.8
    assert shown["recall_at_5"]["value"] > 0.8
    assert shown["answer_held"]["value"] > 0.5
    page = (into / "benchmark.md").read_text("utf-8")
    assert "| measure | all | en | sv |" in page
    assert json.loads((into / "benchmark.json").read_text("utf-8")) == record

    (kept,) = (tmp_path / "data" / "benchmarks").glob("*/current.json")
    before = kept.read_text("utf-8")
    assert main(["benchmark", str(EXAMPLE)]) == 0
    assert capsys.readouterr().out.startswith("# question_set: 10 conversations")
    assert kept.read_text("utf-8") == before


def test_a_folder_of_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    folder = tmp_path / "set"
    for name, text in (
        ("boats.md", "# Boats\n\nThe rowing club of Vikby was founded in 1921."),
        ("yards/mill.md", "# Mill\n\nThe windmill on Tallholm ground rye until 1958."),
    ):
        path = folder / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "conversations.jsonl").write_text(
        '{"id": "rye", "turns": ["Until when did the windmill on Tallholm grind rye?"]}', "utf-8"
    )
    (folder / "qrels.txt").write_text("rye 0 yards/mill.md 1\n", "utf-8")
    assert main(["benchmark", str(folder), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["figures"]["recall_at_1"]["value"] == 1.0
    assert record["figures"]["answerable_auc"] is None


def test_a_set_that_breaks_the_format_is_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["benchmark", str(tmp_path)]) == 1
    assert "passages.jsonl:1: is missing" in capsys.readouterr().err
