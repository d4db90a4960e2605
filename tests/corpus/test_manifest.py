"""``sources.toml`` is read whole, and every fault of it is told with its line."""

from datetime import date
from pathlib import Path

import pytest

from corpus.manifest import read_manifest
from corpus.problem import Unsound
from corpus.source import Force, Kind, Source
from tests.corpus.conftest import DOCUMENTS

SOUND = (DOCUMENTS / "corpus" / "sources.toml").read_text("utf-8")

TESTBY = Source(
    id="city-testby",
    titles={"en": "Testby, a human rights city", "sv": "Testby, en MR-stad"},
    publisher="City of Testby",
    year=2019,
    kind=Kind.CITY_PROFILE,
    force=Force.PRACTICE,
    languages=("en",),
    licence="Free to use",
    official=("https://testby.example/human-rights",),
    found=("https://www.archive.example/testby",),
    reviewed=date(2026, 11, 23),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sources.toml"


def test_a_source_is_what_its_table_says(path: Path) -> None:
    path.write_text(SOUND, "utf-8")
    assert read_manifest(path) == {"city-testby": TESTBY}


def test_sources_keep_the_order_of_the_file(path: Path) -> None:
    path.write_text(SOUND.replace("city-testby", "z") + SOUND.replace("city-testby", "a"), "utf-8")
    assert list(read_manifest(path)) == ["z", "a"]


def test_a_title_is_given_in_english_where_there_is_none_in_the_language() -> None:
    assert TESTBY.title("sv") == "Testby, en MR-stad"
    assert TESTBY.title("fr") == "Testby, a human rights city"


@pytest.mark.parametrize(
    ("written", "replaced"),
    [
        ("[[source]]", "  [[ source ]] # Testby"),
        ('publisher = "City of Testby"', 'publisher = """\nCity of Testby"""'),
        ("# A sound", "\ufeff# A sound"),
    ],
)
def test_other_ways_to_write_the_same(path: Path, written: str, replaced: str) -> None:
    path.write_text(SOUND.replace(written, replaced), "utf-8")
    assert read_manifest(path) == {"city-testby": TESTBY}


def test_the_names_that_people_use_are_read_in_their_order(path: Path) -> None:
    named = SOUND.replace("publisher =", 'known_as = ["Testby", "Åby stad"]\npublisher =')
    path.write_text(named, "utf-8")
    assert read_manifest(path)["city-testby"].known_as == ("Testby", "Åby stad")


def test_an_empty_name_is_a_fault(path: Path) -> None:
    path.write_text(SOUND.replace("publisher =", 'known_as = [""]\npublisher ='), "utf-8")
    with pytest.raises(Unsound, match="known_as"):
        read_manifest(path)


def test_an_empty_manifest_lists_no_source(path: Path) -> None:
    path.write_text("# nothing yet\n", "utf-8")
    assert read_manifest(path) == {}


@pytest.mark.parametrize(
    ("written", "replaced", "line", "message"),
    [
        ('id = "city-testby"', 'id = "City Testby"', 4, "id: String should match pattern"),
        ('id = "city-testby"\n', "", 3, "id: Field required"),
        ('licence = "Free to use"\n', "", 3, "licence: Field required"),
        ('licence = "Free to use"', 'licence = "  "', 12, "licence: String should have"),
        ("year = 2019", "year = 20199", 8, "year: Input should be less than"),
        ('kind = "city profile"', 'kind = "town"', 9, "kind: Input should be"),
        ('force = "practice"', 'force = "law"', 10, "force: Input should be"),
        ('languages = ["en"]', "languages = []", 11, "languages: List should have"),
        ("https://testby.example", "testby.example", 13, "official.0: String should match"),
        ("https://www.archive", "ftp://www.archive", 14, "found.0: String should match"),
        ('["https://testby', '[\n  "https://a.example",\n  "testby', 15, "official.1: String"),
        ("found =", "fuond =", 14, "fuond: Extra inputs"),
        ("2026-11-23", "2026-13-23", 15, "is not TOML"),
        ('languages = ["en"]', 'languages = ["en"', 12, "is not TOML"),
        ("[[source]]", "[[sorce]]", 3, "'sorce' is not a [[source]]"),
        ("[[source]]", "[source]", 1, "each source begins with a line [[source]]"),
    ],
)
def test_a_fault_is_told_with_its_line(
    path: Path, written: str, replaced: str, line: int, message: str
) -> None:
    path.write_text(SOUND.replace(written, replaced), "utf-8")
    with pytest.raises(Unsound) as caught:
        read_manifest(path, Path("sources.toml"))
    (problem,) = caught.value.problems
    assert str(problem).startswith(f"sources.toml:{line}: {message}")


def test_a_fault_of_the_second_source_has_the_second_line(path: Path) -> None:
    path.write_text(SOUND + SOUND.replace('licence = "Free to use"\n', ""), "utf-8")
    with pytest.raises(Unsound) as caught:
        read_manifest(path)
    assert [problem.line for problem in caught.value.problems] == [18]


def test_a_source_that_is_listed_twice(path: Path) -> None:
    path.write_text(SOUND + SOUND, "utf-8")
    with pytest.raises(Unsound, match=r"sources.toml:19: source 'city-testby' is listed twice"):
        read_manifest(path)


def test_a_manifest_that_is_not_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unsound, match="is not UTF-8"):
        read_manifest(path)
