"""Plain documents hold the words of the texts, and nothing that finds them."""

from pathlib import Path

from corpus.library import Library, read_library
from corpus.text import Sort
from evals.plain_documents import write_plain_documents


def test_they_are_documents_of_the_same_sources(small_library: Library, tmp_path: Path) -> None:
    assert write_plain_documents(small_library, tmp_path) == len(small_library.texts)
    plain = read_library(tmp_path)
    assert not plain.skipped
    assert {(text.source_id, text.language, text.title) for text in plain.texts} == {
        (text.source_id, text.language, text.title) for text in small_library.texts
    }
    assert {text.sort for text in plain.texts} == {Sort.DOCUMENT}
    assert not [section for text in plain.texts for section in text.sections if section.asks]


def test_they_say_what_the_texts_say(small_library: Library, tmp_path: Path) -> None:
    write_plain_documents(small_library, tmp_path)
    plain = {(text.source_id, text.language): text for text in read_library(tmp_path).texts}
    for text in small_library.texts:
        sections = plain[text.source_id, text.language].sections
        assert [section.heading for section in sections] == [
            section.heading for section in text.sections
        ]
        said = [block.removeprefix("- ") for one in text.sections for block in one.blocks]
        assert [block.removeprefix("- ") for one in sections for block in one.blocks] == said


def test_documents_that_are_no_longer_wanted_go(small_library: Library, tmp_path: Path) -> None:
    gone = tmp_path / "en" / "gone.md"
    gone.parent.mkdir()
    gone.write_text("# Gone\n", "utf-8")
    write_plain_documents(small_library, tmp_path)
    assert not gone.exists()
