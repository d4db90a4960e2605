"""A new source from a page or a file."""

import tomllib
from datetime import date
from html import escape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.__main__ import main
from corpus.add import MOST_SECTIONS, NotAdded, add
from corpus.check import problems
from corpus.digest import read_digest
from corpus.library import read_library
from corpus.manifest import read_manifest, read_official_texts
from tests.corpus.misbehaving import PDF, Answer, publisher
from tests.corpus.papers import page, scanned, two_columns, word_document

TODAY = date(2026, 11, 23)
WORDS = st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=80
) | st.sampled_from(["0", "no", "~", '"', "TODO: x", "---", "```", "# x"])
SENTENCES = ("The city is for all.", "The council reports yearly.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    (corpus / "texts").mkdir(parents=True)
    (corpus / "sources.toml").write_text("# The sources.\n")
    return corpus


def saved(folder: Path, name: str, body: bytes) -> str:
    path = folder.parent / name
    path.write_bytes(body)
    return str(path)


def skeleton(folder: Path, id_: str = "charter", language: str = "en") -> str:
    return (folder / "texts" / id_ / f"{language}.md").read_text()


def test_a_page_becomes_an_entry_and_two_texts_to_fill_in(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = page([("one", SENTENCES[0]), ("two", SENTENCES[1])])
    with publisher() as server:
        url = server.answers("/charter", Answer(body=body))
        assert main(["add", url, "--id", "charter", "--corpus", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        str(folder / name)
        for name in ("sources.toml", "texts/charter/en.md", "texts/charter/sv.md")
    ]
    source = read_manifest(folder / "sources.toml")["charter"]
    assert source.titles == {"en": "A charter | Publisher"}
    assert (source.languages, source.official) == (("en",), (url,))
    (wanted,) = read_official_texts(folder / "sources.toml")["charter"]
    assert (wanted.url, wanted.type.value) == (url, "html")
    for language in ("en", "sv"):
        text = read_digest(folder / "texts" / "charter" / f"{language}.md", Path("x"))
        assert [section.id for section in text.sections] == ["part-one", "part-two"]
        assert [section.locator for section in text.sections] == ["Part one", "Part two"]
        assert not any(section.checked for section in text.sections)
        assert not any(sentence in skeleton(folder, language=language) for sentence in SENTENCES)


def test_check_fails_until_it_is_filled_in(folder: Path) -> None:
    add(saved(folder, "charter.html", page()), "charter", folder, TODAY)
    said = "\n".join(str(problem) for problem in problems(folder))
    assert "publisher is still to be written" in said
    assert "licence is still to be written" in said
    assert "section 'part-one' is still to be written" in said
    assert "only 0 asks in 'sv'" in said
    assert "todo.invalid" in said


def test_a_filled_in_source_is_sound(folder: Path) -> None:
    address = "https://publisher.example/charter"
    add(saved(folder, "charter.html", page()), "charter", folder, TODAY, address=address)
    manifest = folder / "sources.toml"
    manifest.write_text(manifest.read_text().replace("TODO: ", ""))
    for language in ("en", "sv"):
        path = folder / "texts" / "charter" / f"{language}.md"
        asks = "".join(f"\n    - ask {number} {language}" for number in range(5))
        path.write_text(
            path.read_text().replace("TODO: ", "").replace(f"{language}: []", f"{language}:{asks}")
        )
    assert problems(folder) == []
    assert manifest.read_text().startswith("# The sources.\n")


def test_what_is_not_filled_in_is_not_indexed(folder: Path) -> None:
    add(saved(folder, "charter.html", page()), "charter", folder, TODAY)
    library = read_library(folder)
    assert library.texts == ()
    assert {skipped.file.name for skipped in library.skipped} == {"en.md", "sv.md"}
    assert all("not finished" in skipped.reason for skipped in library.skipped)


def test_a_pdf_is_cited_by_its_pages(folder: Path) -> None:
    with publisher() as server:
        url = server.answers("/c.pdf", Answer(body=two_columns(), content_type=PDF))
        add(url, "charter", folder, TODAY)
    text = read_digest(folder / "texts" / "charter" / "en.md", Path("x"))
    assert [section.locator for section in text.sections] == ["p. 1", "p. 2"]
    assert [section.address for section in text.sections] == [f"{url}#page=1", f"{url}#page=2"]
    assert text.title == "A charter in two columns"


def test_a_word_document_gives_its_headings(folder: Path) -> None:
    added = add(saved(folder, "plan.docx", word_document()), "plan", folder, TODAY)
    text = read_digest(folder / "texts" / "plan" / "en.md", Path("x"))
    assert (added.title, text.title) == ("A plan for rights", "A plan for rights")
    assert [section.locator for section in text.sections] == ["The plan", "Who acts"]


def test_a_heading_that_is_a_sentence_is_not_copied(folder: Path) -> None:
    long = "Whoever lives in the city " + "and whoever works in it " * 3
    body = (
        f"<html><body><h2>All are welcome here.</h2><p>x</p><h2>{long}</h2><p>y</p></body></html>"
    )
    add(saved(folder, "charter.html", body.encode()), "charter", folder, TODAY)
    written = skeleton(folder)
    assert "welcome" not in written
    assert "Whoever" not in written
    assert 'locator: "Part 1"' in written


def test_headings_of_one_name_get_ids_of_their_own(folder: Path) -> None:
    body = "<html><body>" + "<h2>Aims</h2><p>x</p>" * 3 + "</body></html>"
    add(saved(folder, "charter.html", body.encode()), "charter", folder, TODAY)
    text = read_digest(folder / "texts" / "charter" / "en.md", Path("x"))
    assert [section.id for section in text.sections] == ["aims", "aims-2", "aims-3"]


def test_a_document_without_end_gives_a_skeleton_with_one(folder: Path) -> None:
    parts = "".join(f"<h2>Part {number}</h2><p>x</p>" for number in range(MOST_SECTIONS + 5))
    path = saved(folder, "long.html", f"<html><body>{parts}</body></html>".encode())
    added = add(path, "long", folder, TODAY)
    assert (added.sections, added.left_out) == (MOST_SECTIONS, 5)


def test_the_language_is_that_of_the_document(folder: Path) -> None:
    body = (
        "<html><head><title>Stadgan</title></head><body><p>Kommunen ska respektera och skydda "
        "de mänskliga rättigheterna för alla som bor i staden.</p></body></html>"
    )
    added = add(saved(folder, "stadga.html", body.encode()), "stadga", folder, TODAY)
    assert added.language == "sv"
    assert read_manifest(folder / "sources.toml")["stadga"].languages == ("sv",)


@pytest.mark.parametrize("id_", ["", "Charter", "a b", "../x", "a--b", "å", "-a", "a\n"])
def test_an_id_that_is_none_is_refused(id_: str, folder: Path) -> None:
    with pytest.raises(NotAdded, match="hyphens"):
        add(saved(folder, "charter.html", page()), id_, folder, TODAY)


def test_an_id_that_is_taken_is_refused(folder: Path) -> None:
    path = saved(folder, "charter.html", page())
    add(path, "charter", folder, TODAY)
    before = (folder / "sources.toml").read_text(), skeleton(folder)
    with pytest.raises(NotAdded, match="already"):
        add(path, "charter", folder, TODAY)
    (folder / "texts" / "orphan").mkdir()
    with pytest.raises(NotAdded, match="already"):
        add(path, "orphan", folder, TODAY)
    assert ((folder / "sources.toml").read_text(), skeleton(folder)) == before


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("scan.pdf", scanned(), "OCR"),
        ("broken.pdf", b"%PDF-1.4 no", "damaged"),
        ("empty.txt", b"", "no text"),
        ("program.exe", b"MZ", "save it as"),
    ],
)
def test_a_file_that_cannot_be_read_adds_nothing(
    name: str, body: bytes, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = saved(folder, name, body)
    assert main(["add", path, "--id", "charter", "--corpus", str(folder)]) == 1
    assert said in capsys.readouterr().err
    assert list((folder / "texts").iterdir()) == []
    assert (folder / "sources.toml").read_text() == "# The sources.\n"


def test_what_is_not_there_adds_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = ["--corpus", str(folder)]
    assert main(["add", "nowhere.html", "--id", "charter", *corpus]) == 1
    with pytest.raises(SystemExit, match="2"):
        main(["add", "http://a.example/", "--id", "charter", "--proxy", "proxy:80", *corpus])
    with publisher() as server:
        assert main(["add", server.address + "/gone", "--id", "charter", *corpus]) == 1
    assert "status 404" in capsys.readouterr().err
    assert main(["add", "x.html", "--id", "charter", "--corpus", str(folder / "no")]) == 1
    assert list((folder / "texts").iterdir()) == []


@given(title=WORDS, heading=WORDS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_title_or_heading_breaks_the_manifest_or_the_text(
    title: str, heading: str, folder: Path
) -> None:
    body = (
        f'<html lang="en"><head><title>{escape(title)}</title></head><body>'
        f"<h1>{escape(heading)}</h1><p>Words of the document itself.</p></body></html>"
    ).encode()
    number = len(read_manifest(folder / "sources.toml"))
    add(saved(folder, "plan.html", body), f"plan-{number}", folder, TODAY)
    sources = tomllib.loads((folder / "sources.toml").read_text("utf-8"))["source"]
    assert len(sources) == number + 1
    for language in ("en", "sv"):
        path = folder / "texts" / f"plan-{number}" / f"{language}.md"
        text = read_digest(path, path)
        assert len(text.sections) == 1
        assert "Words of the document itself." not in path.read_text("utf-8")
