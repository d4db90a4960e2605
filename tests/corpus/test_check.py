"""Every rule of ``docs/texts.md`` that a program can check, broken once in a sound corpus."""

from pathlib import Path

import pytest

from corpus.check import problems
from corpus.library import SHIPPED

MANIFEST = "sources.toml"
ENGLISH = "texts/city-testby/en.md"
LAST = "The ombudsperson of Testby hears complaints, unless a court has the case."
SWEDISH = "texts/city-testby/sv.md"


def damage(corpus: Path, file: str, written: str, replaced: str) -> None:
    """Replace what is written in a file of the corpus, the first time that it is."""
    path = corpus / file
    before = path.read_text("utf-8")
    assert written in before
    path.write_text(before.replace(written, replaced, 1), "utf-8")


def found(corpus: Path) -> list[str]:
    """The problems as a person reads them."""
    return [str(problem) for problem in problems(corpus)]


def test_the_shipped_corpus_is_sound() -> None:
    assert found(SHIPPED) == []


def test_the_corpus_to_be_damaged_is_sound(corpus: Path) -> None:
    assert found(corpus) == []


@pytest.mark.parametrize(
    ("file", "written", "replaced", "problem"),
    [
        # front matter
        (ENGLISH, "title: ", "title: one: ", "4: has front matter that is not YAML: "),
        (ENGLISH, "language: en", "language: English", "3: language: String should match"),
        (ENGLISH, "title: Testby, a human rights city\n", "", "1: title: Field required"),
        (ENGLISH, "reviewed: 2026-11-23", "reviewed: lately", "5: reviewed: Input should be"),
        (ENGLISH, "reviewed: 2026-11-23", "reviewed: 2026-13-23", "1: has front matter that"),
        (ENGLISH, "reviewed", "author: me\nreviewed", "5: author: Extra inputs"),
        (SWEDISH, "language: sv", "language: da", "1: language 'da' stands in the file 'sv'"),
        # section block
        (ENGLISH, "id: overview", "id: Over view", "11: id: String should match"),
        (ENGLISH, "id: complaints", "id: overview", "29: section id 'overview' is used twice"),
        (ENGLISH, 'locator: "Decision of 2019"\n', "", "10: locator: Field required"),
        (ENGLISH, "address: https", "address: ftp", "13: address: String should match"),
        (ENGLISH, "checked: false", "checked: perhaps", "35: checked: Input should be"),
        (ENGLISH, '"Testby: since when?"', "Testby: since when?", "21: asks.en.4: Input should"),
        (ENGLISH, "  en:\n", "  English:\n", "16: asks.English.[key]: String should match"),
        (ENGLISH, "asks:\n", "asks\n", "16: the section block is not YAML: "),
        # structure
        (ENGLISH, "## Is Testby", "### Is Testby", "8: a section's heading is written with ##"),
        (ENGLISH, "## Is Testby", "Text.\n\n## Is Testby", "8: text before the first heading"),
        (ENGLISH, "```section\nid: comp", "Text.\n\n```section\nid: comp", "29: a section block"),
        (ENGLISH, "```section\nid: comp", "```yaml\nid: comp", "29: a section block must follow"),
        (ENGLISH, LAST, "<!-- nothing -->", "29: the section is empty"),
        # between sections and texts
        (ENGLISH, "    - complain in Testby\n", "", "29: only 4 asks in 'en'"),
        (ENGLISH, "- complain in Testby", "- testby OMBUDSPERSON", "29: only 4 asks in 'en'"),
        (ENGLISH, "- complain in", "- tell me about", "29: the ask 'tell me about testby'"),
        (ENGLISH, "Testby has an", "Testby has an" + " old" * 220, "8: 243 words: split"),
    ],
)
def test_damage_is_told_with_file_and_line(
    corpus: Path, file: str, written: str, replaced: str, problem: str
) -> None:
    damage(corpus, file, written, replaced)
    assert [line.partition(problem)[:2] for line in found(corpus)] == [(f"{file}:", problem)]


def test_a_section_without_its_swedish_pair(corpus: Path) -> None:
    damage(corpus, SWEDISH, "id: complaints", "id: klagomal")
    assert found(corpus) == [
        f"{ENGLISH}:29: 'complaints' has no pair in Swedish",
        f"{ENGLISH}:29: only 0 asks in 'sv'",
        f"{SWEDISH}:26: 'klagomal' has no pair in English",
    ]


def test_pairs_in_another_order(corpus: Path) -> None:
    damage(corpus, SWEDISH, "id: overview", "id: later")
    damage(corpus, SWEDISH, "id: complaints", "id: overview")
    damage(corpus, SWEDISH, "id: later", "id: complaints")
    assert f"{SWEDISH}:8: 'overview' comes here in English" in found(corpus)


def test_an_address_of_another_site_is_named_and_its_pair_too(corpus: Path) -> None:
    damage(corpus, ENGLISH, "https://archive.example", "https://else.example")
    foreign, drifted = found(corpus)
    assert foreign.startswith(f"{ENGLISH}:29: https://else.example")
    assert drifted.startswith(f"{SWEDISH}:26: 'complaints' drifted")


def test_a_swedish_summary_may_stand_for_the_whole(corpus: Path) -> None:
    path = corpus / SWEDISH
    first, second = path.read_text("utf-8").split("## Hur klagar")
    asks = second[second.index("  sv:\n") : second.index("```\n\nOmbuds")]
    path.write_text(first.replace("id: overview", "id: summary"), "utf-8")
    damage(corpus, ENGLISH, "id: overview", "id: summary")
    damage(corpus, ENGLISH, "    - where to write in Testby\n", f"    - write where?\n{asks}")
    assert found(corpus) == []


def test_a_text_of_a_source_that_is_not_listed(corpus: Path) -> None:
    (corpus / "texts" / "city-testby").rename(corpus / "texts" / "city-else")
    assert found(corpus) == [
        f"{MANIFEST}:4: source 'city-testby' has no text in English",
        "texts/city-else/en.md:1: source 'city-testby' stands in the folder 'city-else'",
        "texts/city-else/sv.md:1: source 'city-testby' stands in the folder 'city-else'",
    ]


def test_a_text_that_names_another_source(corpus: Path) -> None:
    damage(corpus, SWEDISH, "source: city-testby", "source: testby")
    assert found(corpus) == [
        f"{SWEDISH}:1: source 'testby' is not in sources.toml",
        f"{SWEDISH}:1: source 'testby' stands in the folder 'city-testby'",
    ]


def test_a_source_without_an_english_text(corpus: Path) -> None:
    (corpus / ENGLISH).unlink()
    assert found(corpus) == [f"{MANIFEST}:4: source 'city-testby' has no text in English"]


def test_a_licence_that_is_missing(corpus: Path) -> None:
    damage(corpus, MANIFEST, 'licence = "Free to use"\n', "")
    assert found(corpus) == [f"{MANIFEST}:3: licence: Field required"]


def test_several_problems_come_in_order(corpus: Path) -> None:
    damage(corpus, SWEDISH, "## Hur", "# Hur")
    damage(corpus, ENGLISH, "checked: false", "checked: perhaps")
    damage(corpus, ENGLISH, "id: overview", "id: 7 overviews")
    places = [line.rpartition(": ")[0].split(": ")[0] for line in found(corpus)]
    assert places == [f"{ENGLISH}:11", f"{ENGLISH}:35", f"{SWEDISH}:26"]


def test_a_text_that_is_not_utf8(corpus: Path) -> None:
    (corpus / SWEDISH).write_bytes((corpus / SWEDISH).read_text("utf-8").encode("cp1252"))
    assert found(corpus) == [f"{SWEDISH}:1: is not UTF-8"]


def test_a_folder_without_a_manifest(tmp_path: Path) -> None:
    assert found(tmp_path) == [f"{MANIFEST}:1: cannot be opened (No such file or directory)"]
