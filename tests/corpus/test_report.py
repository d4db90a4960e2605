"""The report on a corpus, as a table and as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.__main__ import main
from corpus.library import SHIPPED
from corpus.official import Record, file_name, write_record
from corpus.source import FileType
from tests.corpus.papers import page, scanned, two_columns

PAGE = "https://publisher.example/charter"
BOOK = "https://publisher.example/book.pdf"


def section(id_: str, address: str, checked: bool = True) -> str:
    return (
        f"\n## What does {id_} say?\n\n```section\nid: {id_}\nlocator: {id_}\n"
        f'address: "{address}"\nchecked: {str(checked).lower()}\n```\n\nPart {id_} is for all.\n'
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two sources, one of them reviewed at different times and with anchors dead and alive."""
    (tmp_path / "sources.toml").write_text(
        f"""
[[source]]
id = "charter"
title = "A charter"
publisher = "P"
kind = "charter"
force = "soft-law"
languages = ["en", "fr"]
licence = "Free"
official = ["{PAGE}", "{BOOK}"]
fetch = [
  {{ url = "{PAGE}", language = "en", type = "html" }},
  {{ url = "{BOOK}", language = "en", type = "pdf" }},
]
reviewed = 2026-05-01

[[source]]
id = "empty"
title = "Nothing yet"
publisher = "P"
kind = "report"
force = "research"
languages = ["en"]
licence = "Unknown"
"""
    )
    texts = tmp_path / "texts" / "charter"
    texts.mkdir(parents=True)
    english = [
        section("one", f"{PAGE}#one"),
        section("two", f"{PAGE}/#gone", checked=False),
        section("three", f"{BOOK}#page=2"),
        section("four", f"{BOOK}#page=3"),
        section("five", f"{PAGE}#:~:text=city"),
        section("six", PAGE),
    ]
    for language, day, sections in (
        ("en", "2026-11-23", english),
        ("sv", "2025-01-31", english[:2]),
    ):
        (texts / f"{language}.md").write_text(
            f"---\nsource: charter\nlanguage: {language}\ntitle: A charter\nreviewed: {day}\n---\n"
            + "".join(sections)
        )
    return tmp_path


@pytest.fixture
def official(folder: Path) -> Path:
    """Both files as if they had been fetched."""
    into = folder.parent / f"{folder.name}-official"
    (into / "charter").mkdir(parents=True)
    for url, type_, body in ((PAGE, FileType.HTML, page()), (BOOK, FileType.PDF, two_columns())):
        path = into / "charter" / file_name(url, type_)
        path.write_bytes(body)
        record = Record(
            url=url, final_url=url, language="en", type=type_, licence="Free",
            fetched="2026-11-20T08:00:00+00:00", confirmed="2026-11-23T08:00:00+00:00",
            content_type="", bytes=len(body), sha256="",
        )  # fmt: skip
        write_record(path, record)
    return into


def made(folder: Path, official: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    assert main(["report", "--json", "--corpus", str(folder), "--official", str(official)]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_row_for_each_source(
    folder: Path, official: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    charter, empty = made(folder, official, capsys)["sources"]
    assert charter["languages"] == ["en", "fr"]
    assert charter["sections"] == {"en": 6, "sv": 2}
    assert charter["unchecked"] == ["two"]
    assert charter["reviewed"] == "2025-01-31"
    assert (charter["official"], charter["fetched"]) == (2, 2)
    assert charter["fetched_on"] == "2026-11-20"
    assert (empty["sections"], empty["reviewed"], empty["official"]) == ({}, None, 0)


def test_dead_anchors_are_those_that_the_fetched_file_does_not_have(
    folder: Path, official: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    charter, _ = made(folder, official, capsys)["sources"]
    found = [(dead["file"], dead["address"]) for dead in charter["dead_anchors"]]
    assert found == [
        ("texts/charter/en.md", f"{PAGE}/#gone"),
        ("texts/charter/en.md", f"{BOOK}#page=3"),
        ("texts/charter/sv.md", f"{PAGE}/#gone"),
    ]


def test_nothing_is_called_dead_that_was_not_fetched(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = made(folder, folder / "nowhere", capsys)
    assert record["totals"]["dead_anchors"] == 0


def test_totals(folder: Path, official: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert made(folder, official, capsys)["totals"] == {
        "sources": 2,
        "sections": {"en": 6, "sv": 2},
        "unchecked": 1,
        "oldest_review": "2025-01-31",
        "never_reviewed": 1,
        "official": 2,
        "fetched": 2,
        "dead_anchors": 3,
        "licences": {"Free": 1, "Unknown": 1},
    }


def test_a_file_that_cannot_be_read_is_named(
    folder: Path, official: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (official / "charter" / "scan.pdf").write_bytes(scanned())
    (one,) = made(folder, official, capsys)["unreadable"]
    assert one["file"] == "official/charter/scan.pdf"
    assert "OCR" in one["reason"]


def test_the_table_says_the_same(
    folder: Path, official: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--corpus", str(folder), "--official", str(official)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == [
        "source", "languages", "sections", "unchecked", "reviewed", "fetched", "licence"
    ]  # fmt: skip
    assert lines[1].split() == [
        "charter", "en,fr", "en:6", "sv:2", "1", "2025-01-31", "2/2", "2026-11-20", "Free"
    ]  # fmt: skip
    assert lines[2].split() == ["empty", "en", "none", "0", "never", "0/0", "Unknown"]
    assert "2 sources; sections: 6 en, 2 sv; 1 not yet compared" in lines[4]
    assert f"Dead anchor: texts/charter/en.md:19: {PAGE}/#gone" in lines


def test_the_shipped_corpus_has_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = made(SHIPPED, tmp_path, capsys)
    assert record["totals"]["sources"] >= 60
    assert record["totals"]["never_reviewed"] == 0


def test_a_folder_without_a_manifest_is_said_to_be_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--corpus", str(tmp_path)]) == 1
    assert "sources.toml" in capsys.readouterr().err
