"""The contracts of the command line, over the small corpus with the real model."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SMALL
from tests.end_to_end.conftest import ROOT, Run

TURN = {
    "outcome", "language", "text", "statements", "citations", "standalone_question",
    "suggestions", "message", "plain", "likely", "seconds",
}  # fmt: skip
CITATION = {
    "number", "source_id", "title", "publisher", "year", "force", "kind", "locator", "page",
    "url", "quote", "passage_id",
}  # fmt: skip


def test_ask_prints_what_a_person_reads(run: Run, small_root: Path) -> None:
    ran = run("ask", "When did Lund become a human rights city?", "--index", small_root)
    assert ran.code == 0
    assert ran.out.startswith("Lund became a human rights city in August 2018. [1]")
    assert "[1] Lund, Sweden, Council decision of August 2018 https://city.example/lund" in ran.out


def test_ask_in_plain_words(run: Run, small_root: Path) -> None:
    ran = run("ask", "When did Lund become a human rights city?", "--plain", "--index", small_root)
    assert ran.out.startswith("Lund is a human rights city. [1] Lund became one in August 2018.")
    assert "[1] Lund, Sweden, Council decision of August 2018 https://city.example/lund" in ran.out
    assert ran.err == ""
    without = run("ask", "When was the council of Graz set up?", "--plain", "--index", small_root)
    assert (without.code, without.err) == (0, "This answer has no plain version.\n")


def test_ask_json_has_the_fields_of_the_contract(run: Run, small_root: Path) -> None:
    ran = run("ask", "When did Lund become a human rights city?", "--json", "--index", small_root)
    turn = json.loads(ran.out)
    assert set(turn) >= TURN
    assert turn["outcome"] == "answered"
    for citation in turn["citations"]:
        assert set(citation) >= CITATION
        assert citation["quote"] in citation["passage"]


def test_ask_jsonl_gives_one_line_for_each_in_order(run: Run, small_root: Path) -> None:
    asked = [
        {"id": "a", "turns": ["When did Graz become a human rights city?", "and Lund?"]},
        {"id": 7, "turns": ["När blev Lund MR-stad?"]},
        {"id": "c", "turns": ["What did Graz spend on its council last year?"]},
    ]
    stdin = "\n".join([*(json.dumps(line) for line in asked[:2]), "not json", json.dumps(asked[2])])
    ran = run("ask", "--jsonl", "--index", small_root, stdin=stdin)
    assert ran.code == 0
    first, second, broken, third = ran.lines
    assert (first["id"], first["outcome"]) == ("a", "answered")
    assert first["standalone_question"] == "When did Lund become a human rights city?"
    assert (second["id"], second["language"]) == (7, "sv")
    assert (third["id"], third["outcome"], third["citations"]) == ("c", "no_evidence", [])
    assert broken["outcome"] == "refused"
    assert "line 3" in broken["message"]
    assert "Line 3" in ran.err


@pytest.mark.parametrize("line", ['{"id": 1}', '{"id": 1, "turns": []}', '{"turns": ["x"]}', "[]"])
def test_a_line_of_another_form_is_named(run: Run, small_root: Path, line: str) -> None:
    (answer,) = run("ask", "--jsonl", "--index", small_root, stdin=line).lines
    assert answer["outcome"] == "refused"
    assert "line 1" in answer["message"]


def test_lang_decides_the_language(run: Run, small_root: Path) -> None:
    ran = run("ask", "Lund", "--lang", "sv", "--json", "--index", small_root)
    assert json.loads(ran.out)["language"] == "sv"


def test_search_shows_kept_and_rejected_best_first(run: Run, small_root: Path) -> None:
    ran = run("search", "ombudsperson", "-k", 5, "--json", "--index", small_root)
    hits = json.loads(ran.out)["hits"]
    assert len(hits) == 5
    assert hits[0]["locator"] == "Article III"
    assert hits[0]["file"] == "texts/charter/en.md"
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert {hit["kept"] for hit in hits} == {True, False}
    readable = run("search", "ombudsperson", "-k", 5, "--index", small_root)
    assert readable.out.startswith("+ ")


def test_search_jsonl(run: Run, small_root: Path) -> None:
    stdin = '{"id": "x", "turns": ["What is the City Charter?", "Is it binding?"]}'
    (line,) = run("search", "--jsonl", "--index", small_root, stdin=stdin).lines
    assert set(line) == {"id", "standalone_question", "hits"}
    assert set(line["hits"][0]) == {
        "passage_id", "source_id", "file", "locator", "score", "kept", "text",
    }  # fmt: skip


def test_a_second_index_run_adds_nothing(run: Run, small_root: Path) -> None:
    ran = run("index", "--corpus", SMALL, "--index", small_root)
    assert (ran.code, ran.out) == (0, "added=0 removed=0 unchanged=12\n")


def test_a_folder_of_any_documents_is_indexed_and_the_broken_ones_are_named(
    run: Run, tmp_path: Path
) -> None:
    folder, root = tmp_path / "documents", tmp_path / "index"
    folder.mkdir()
    (folder / "plan.txt").write_text("The city opens a human rights office in May.", "utf-8")
    (folder / "rules.html").write_text("<h1>Rules</h1><p>Dogs are kept on a lead.</p>", "utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    ran = run("index", "--corpus", folder, "--index", root)
    assert (ran.code, ran.out) == (0, "added=2 removed=0 unchanged=0\n")
    assert "broken.pdf" in ran.err
    assert "1 files skipped, 2 read." in ran.err
    found = run("search", "When does the office open?", "--json", "--index", root)
    assert json.loads(found.out)["hits"][0]["source_id"] == "plan"


def test_documents_of_any_subject_are_answered_from_and_never_called_out_of_scope(
    run: Run, tmp_path: Path
) -> None:
    folder, root = tmp_path / "documents", tmp_path / "index"
    folder.mkdir()
    (folder / "league.txt").write_text(
        "The northern football league has ten teams. Riverton won the league title in 1998. "
        "The league was founded in 1950 by six railway clubs.", "utf-8",
    )  # fmt: skip
    assert run("index", "--corpus", folder, "--index", root).code == 0
    won, baked = (
        json.loads(run("ask", question, "--json", "--index", root).out)
        for question in ("Which team won the league title in 1998?", "How do I bake bread?")
    )
    assert won["outcome"] == "answered"
    assert "Riverton" in won["text"]
    assert baked["outcome"] == "no_evidence"


def test_documents_indexed_in_the_usual_place_are_asked_without_naming_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "plan.txt").write_text("The city opens a human rights office in May.", "utf-8")
    assert run("index", "--corpus", folder).code == 0
    found = run("search", "When does the office open?", "--json")
    assert [hit["source_id"] for hit in json.loads(found.out)["hits"]] == ["plan"]


def test_a_folder_in_which_nothing_can_be_read_is_a_failure(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.docx").write_bytes(b"PK nothing")
    ran = run("index", "--corpus", tmp_path, "--index", tmp_path / "index")
    assert ran.code == 1
    assert "Nothing could be read" in ran.err
    assert not (tmp_path / "index").exists()


def test_what_cannot_be_done_says_what_to_do(run: Run, tmp_path: Path) -> None:
    ran = run("index", "--corpus", tmp_path / "nowhere")
    assert (ran.code, ran.out) == (1, "")
    assert "is not a folder" in ran.err
    ran = run("ask", "anything", "--index", tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert "python -m assistant index" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [[], ["ask"], ["search"], ["fly"], ["search", "x", "-k", "0"], ["ask", "x", "--lang", "xx"]],
)
def test_wrong_usage_is_exit_code_2(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_wrong_settings_are_named(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", "x", "--index", str(tmp_path)],
        cwd=ROOT, env={"ASSISTANT_PORT": "many", "PATH": ""}, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "port" in ran.stderr
