"""A folder of any documents: what can be read is, what cannot is named and skipped."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.library import Library, read_library
from corpus.problem import Unsound
from corpus.source import Force, Kind
from corpus.text import Sort, Text
from tests.corpus.conftest import (
    DOCUMENTS,
    column,
    encrypted_pdf,
    pdf,
    scanned_pdf,
    word,
    zip_bomb,
)


def text(library: Library, file: str) -> Text:
    """The text that was read from that file."""
    (one,) = (text for text in library.texts if text.file == Path(file))
    return one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Documents of all kinds, sound ones and others, and no manifest."""
    folder = tmp_path / "documents"
    (folder / "reports").mkdir(parents=True)
    for name in ("council-plan.md", "minutes.txt", "minutes-cp1252.txt", "city-page.html"):
        shutil.copy(DOCUMENTS / name, folder)
    pdf(folder / "reports" / "report.pdf", column("The council of Testby reports every year."))
    word(folder / "rights.DOCX", ("Title", "Rights"), ("Normal", "Everyone has rights."))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (folder / "broken.docx").write_bytes(b"PK and no more")
    encrypted_pdf(folder / "reports" / "encrypted.pdf", "secret")
    scanned_pdf(folder / "scan.pdf")
    zip_bomb(folder / "bomb.docx")
    (folder / "empty.txt").touch()
    (folder / "bad.md").write_text("---\nsource: a\nreviewed: soon\n---\n\nText.\n", "utf-8")
    (folder / "budget.xlsx").write_bytes(b"PK")
    (folder / "~$rights.docx").write_bytes(b"Word has this open")
    (folder / ".hidden.md").write_text("Hidden.", "utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "notes.md").write_text("Hidden.", "utf-8")
    return folder


class TestMixedFolder:
    def test_sound_documents_are_read(self, folder: Path) -> None:
        library = read_library(folder)
        assert [text.file.as_posix() for text in library.texts] == [
            "city-page.html",
            "council-plan.md",
            "minutes-cp1252.txt",
            "minutes.txt",
            "rights.DOCX",
            "reports/report.pdf",
        ]
        assert {text.sort for text in library.texts} == {Sort.DOCUMENT}

    def test_the_others_are_named_with_a_reason(self, folder: Path) -> None:
        skipped = {skip.file.as_posix(): skip.reason for skip in read_library(folder).skipped}
        reasons = {
            "bad.md": "reviewed: Input should be a valid date",
            "bomb.docx": "unreasonable size",
            "broken.docx": "damaged DOCX",
            "broken.pdf": "damaged PDF",
            "empty.txt": "holds no text",
            "reports/encrypted.pdf": "encrypted; save a copy without a password",
            "scan.pdf": "run text recognition (OCR)",
        }
        assert skipped.keys() == reasons.keys()
        for file, reason in reasons.items():
            assert reason in skipped[file]
            assert "\n" not in skipped[file]

    def test_every_file_is_counted_once_on_the_way(self, folder: Path) -> None:
        seen: list[Path] = []

        def progress(paths: Sequence[Path]) -> Iterator[Path]:
            for path in paths:
                seen.append(path)
                yield path

        library = read_library(folder, progress)
        assert len(seen) == len(set(seen)) == len(library.texts) + len(library.skipped)

    def test_a_file_is_a_source_of_its_name_of_which_little_is_known(self, folder: Path) -> None:
        library = read_library(folder)
        assert {text.source_id for text in library.texts} == library.sources.keys()
        source = library.sources["council-plan"]
        assert source.titles == {"en": "Testby: plan for human rights"}
        assert (source.kind, source.force) == (Kind.DOCUMENT, Force.UNSTATED)
        assert (source.publisher, source.year, source.official) == ("", None, ())
        page = library.sources["city-page"]
        assert page.official == ("https://testby.example/human-rights",)

    def test_language_and_title_come_from_the_file_or_are_found(self, folder: Path) -> None:
        library = read_library(folder)
        assert text(library, "minutes-cp1252.txt").language == "sv"
        assert text(library, "council-plan.md").language == "en"
        assert text(library, "minutes.txt").title == "minutes"
        assert text(library, "rights.DOCX").title == "Rights"

    def test_an_anchor_is_an_address_on_its_page_and_none_without(self, folder: Path) -> None:
        (folder / "nowhere.html").write_text("<h1 id='top'>Plan</h1><p>Adopted.</p>", "utf-8")
        library = read_library(folder)
        addresses = [section.address for section in text(library, "city-page.html").sections]
        assert addresses == [
            "https://testby.example/human-rights",
            "https://testby.example/human-rights#complaints",
            "https://testby.example/human-rights#costs",
            "https://testby.example/human-rights#meetings",
        ]
        assert text(library, "nowhere.html").sections[0].address == ""

    def test_passages_of_all_texts_have_ids_of_their_own(self, folder: Path) -> None:
        library = read_library(folder)
        found = list(library.passages())
        assert {passage.source_id for passage in found} == library.sources.keys()
        assert len({passage.id for passage in found}) == len(found)
        assert found == list(read_library(folder).passages())


class TestLinks:
    def test_a_link_out_of_the_folder_is_not_followed(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "private.txt").write_text("Private.", "utf-8")
        (folder / "link.txt").symlink_to(tmp_path / "private.txt")
        (folder / "within.txt").symlink_to(folder / "minutes.txt")
        files = {text.file.name for text in read_library(folder).texts}
        assert "within.txt" in files
        assert "link.txt" not in files

    def test_a_link_to_nothing_is_named(self, folder: Path) -> None:
        (folder / "gone.md").symlink_to(folder / "nothing.md")
        reasons = {skip.file.name: skip.reason for skip in read_library(folder).skipped}
        assert reasons["gone.md"] == "cannot be opened (No such file or directory)."


class TestCorpus:
    def test_a_corpus_is_read_from_its_texts(self, corpus: Path) -> None:
        (corpus / "README.md").write_text("Not a text of the corpus.", "utf-8")
        library = read_library(corpus)
        assert library.skipped == ()
        assert [(text.file.as_posix(), text.sort) for text in library.texts] == [
            ("texts/city-testby/en.md", Sort.DIGEST),
            ("texts/city-testby/sv.md", Sort.DIGEST),
        ]
        assert library.sources["city-testby"].publisher == "City of Testby"

    def test_without_its_manifest_the_digests_are_read_all_the_same(self, corpus: Path) -> None:
        (corpus / "sources.toml").unlink()
        library = read_library(corpus)
        assert [text.sort for text in library.texts] == [Sort.DIGEST, Sort.DIGEST]
        assert library.sources["city-testby"].title("en") == "Testby, a human rights city"

    def test_a_manifest_beside_any_documents_describes_them(self, corpus: Path) -> None:
        shutil.rmtree(corpus / "texts")
        shutil.copy(DOCUMENTS / "minutes.txt", corpus / "city-testby.txt")
        (corpus / "city-testby").mkdir()
        shutil.copy(DOCUMENTS / "council-plan.md", corpus / "city-testby")
        library = read_library(corpus)
        assert [text.source_id for text in library.texts] == ["city-testby", "city-testby"]
        assert library.sources["city-testby"].licence == "Free to use"

    def test_a_broken_digest_is_skipped_with_its_lines(self, corpus: Path) -> None:
        path = corpus / "texts" / "city-testby" / "sv.md"
        path.write_text(path.read_text("utf-8").replace("## ", "# "), "utf-8")
        (skipped,) = read_library(corpus).skipped
        assert skipped.file == Path("texts/city-testby/sv.md")
        assert skipped.reason == (
            "line 8: a section's heading is written with ##;"
            " line 26: a section's heading is written with ##"
        )

    def test_a_broken_manifest_is_not_passed_over(self, corpus: Path) -> None:
        (corpus / "sources.toml").write_text("[[source]]\nid = 1\n", "utf-8")
        with pytest.raises(Unsound, match=r"sources\.toml:2: id: Input should be a valid string"):
            read_library(corpus)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="is not a folder"):
        read_library(tmp_path / "nowhere")


def test_an_empty_folder_is_an_empty_library(tmp_path: Path) -> None:
    assert read_library(tmp_path) == Library({}, (), ())
