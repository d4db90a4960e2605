"""What the shipped corpus must hold: every known address, every numbered part, every pair."""

import re
from pathlib import Path

import pytest

from corpus.digest import read_digest
from corpus.library import SHIPPED
from corpus.manifest import FILE_NAME, read_manifest, read_official_texts
from corpus.text import Text

ADDRESSES = Path(__file__).parent / "catalogue-addresses.txt"
"""Lines of a source id and an address: the front matter of the catalogue of facts."""

SOURCES = read_manifest(SHIPPED / FILE_NAME)

NUMBERED = [
    ("european-charter-2000", "article", 28, "roman"),
    ("global-charter-agenda-2011", "right", 12, "roman"),
    ("gwangju-principles-2014", "principle", 10, "arabic"),
    ("udhr-1948", "article", 30, "arabic"),
    ("eccar-ten-point-plan-2004", "point", 10, "arabic"),
    ("fra-framework-2021", "foundation", 4, "arabic"),
]
MISSIONS = ["mission-community", "mission-democracy", "mission-welfare", "mission-employer"]


def digest(source_id: str, language: str) -> Text:
    file = Path("texts", source_id, f"{language}.md")
    return read_digest(SHIPPED / file, file)


def roman(number: int) -> str:
    written = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        count, number = divmod(number, value)
        written += sign * count
    return written


def test_there_are_sixty_sources_and_more() -> None:
    assert len(SOURCES) >= 60


def test_every_address_of_the_catalogue_is_in_the_manifest() -> None:
    lines = [
        line for line in ADDRESSES.read_text("utf-8").splitlines() if line[:1] not in ("", "#")
    ]
    assert len(lines) > 300
    missing = []
    for line in lines:
        source_id, _, address = line.partition(" ")
        source = SOURCES[source_id]
        if address not in source.official and address not in source.found:
            missing.append(line)
    assert missing == []


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize(("source_id", "part", "count", "figures"), NUMBERED)
def test_numbered_parts_are_complete_and_in_order(
    source_id: str, part: str, count: int, figures: str, language: str
) -> None:
    sections = digest(source_id, language).sections
    parts = [section for section in sections if re.fullmatch(rf"{part}-\d+", section.id)]
    assert [section.id for section in parts] == [f"{part}-{n}" for n in range(1, count + 1)]
    for number, section in enumerate(parts, start=1):
        figure = roman(number) if figures == "roman" else str(number)
        assert re.search(rf"\b{figure}\b", section.locator), section.locator


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_four_missions_are_there_in_order(language: str) -> None:
    sections = digest("skr-mr-platform", language).sections
    missions = [section for section in sections if section.id.startswith("mission-")]
    assert [section.id for section in missions] == MISSIONS
    assert [re.findall(r"\d", section.locator) for section in missions] == [
        ["1"], ["2"], ["3"], ["4"]
    ]  # fmt: skip


@pytest.mark.parametrize("source_id", SOURCES)
def test_every_source_has_its_texts(source_id: str) -> None:
    english, swedish = digest(source_id, "en"), digest(source_id, "sv")
    pairs = {section.id for section in english.sections}
    assert {section.id for section in swedish.sections} <= pairs


def test_the_main_frameworks_can_be_fetched() -> None:
    texts = read_official_texts(SHIPPED / FILE_NAME)
    for source_id, *_ in NUMBERED:
        assert texts[source_id], source_id
    assert sum(len(wanted) for wanted in texts.values()) >= 60
