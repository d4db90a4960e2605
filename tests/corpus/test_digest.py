"""Digests are read as ``docs/texts.md`` writes them."""

from pathlib import Path

import pytest

from corpus.digest import is_digest, read_digest
from corpus.problem import Problem, Unsound
from corpus.text import Section, Sort, Text
from tests.corpus.conftest import DOCUMENTS

FILE = Path("texts/city-testby/en.md")
ENGLISH = DOCUMENTS / "corpus" / FILE


@pytest.fixture(scope="module")
def english() -> Text:
    return read_digest(ENGLISH, FILE)


def test_the_front_matter_describes_the_text(english: Text) -> None:
    assert english.source_id == "city-testby"
    assert english.language == "en"
    assert english.title == "Testby, a human rights city"
    assert english.sort is Sort.DIGEST
    assert english.file == FILE


def test_a_section_block_describes_the_section(english: Text) -> None:
    assert english.sections[1] == Section(
        id="complaints",
        heading="How do I complain in Testby?",
        locator="Page on complaints",
        blocks=("The ombudsperson of Testby hears complaints, unless a court has the case.",),
        address="https://archive.example/testby/complaints",
        checked=False,
        asks={
            "en": (
                "complain in Testby",
                "who hears complaints in Testby",
                "Testby ombudsperson",
                "I was treated badly by Testby",
                "where to write in Testby",
            )
        },
        line=29,
    )


def test_paragraphs_and_list_items_are_blocks(english: Text) -> None:
    assert english.sections[0].blocks == (
        "Testby is a human rights city since 2019."
        " The council of Testby decided it with 40 votes to 9.",
        "- Testby has an ombudsperson.",
    )


def test_a_byte_order_mark_and_windows_lines_change_nothing(tmp_path: Path, english: Text) -> None:
    path = tmp_path / "en.md"
    path.write_bytes(b"\xef\xbb\xbf" + ENGLISH.read_bytes().replace(b"\n", b"\r\n"))
    assert read_digest(path, FILE) == english


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "en.md"
    written = ENGLISH.read_text("utf-8")
    written = written.replace("language: en", "language: English")
    written = written.replace("id: complaints", "id: Complaints")
    path.write_text(written.replace("checked: true", "chekced: true"), "utf-8")
    with pytest.raises(Unsound) as caught:
        read_digest(path, FILE)
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [
        (FILE, 3),
        (FILE, 10),
        (FILE, 14),
        (FILE, 32),
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"---\nsource: a\n\xe5\n---\n", Problem(FILE, 1, "is not UTF-8")),
        (
            b"---\nsource: a\nlanguage: en\ntitle: A\nreviewed: 2026-11-23\n---\n",
            Problem(FILE, 7, "has no section"),
        ),
        (
            b"---\nsource: a\nlanguage: en\ntitle: A\nreviewed: 2026-11-23\n---\nText.\n",
            Problem(FILE, 7, "text before the first heading"),
        ),
    ],
)
def test_what_is_no_digest_at_all(tmp_path: Path, content: bytes, problem: Problem) -> None:
    path = tmp_path / "en.md"
    path.write_bytes(content)
    with pytest.raises(Unsound) as caught:
        read_digest(path, FILE)
    assert caught.value.problems == (problem,)
    assert str(caught.value) == f"{FILE}:{problem.line}: {problem.message}"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("---\nsource: a\nreviewed: 2026-11-23\n---\n", True),
        ("---\ntitle: A plan\nyear: 2019\n---\n", False),
        ("---\nsource: [\n---\n", False),
        ("---\nsource and reviewed\n---\n", False),
        ("# A plan", False),
        ("", False),
    ],
)
def test_a_file_says_itself_whether_it_is_a_digest(text: str, answer: bool) -> None:
    assert is_digest(text) is answer
