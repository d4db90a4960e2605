"""The composer's parts: lists, runs of neighbouring sentences, attachments."""

from assistant.compose import Chosen, runs
from corpus.library import Library
from corpus.passage import Passage
from index.hit import Hit


def passage(library: Library, source: str, section: str, language: str = "en") -> Passage:
    return next(
        found
        for found in library.passages()
        if (found.source_id, found.section_id, found.language) == (source, section, language)
    )


def test_a_list_is_its_items_with_their_introduction(small_library: Library) -> None:
    assert passage(small_library, "charter", "articles").items() == range(1, 4)


def test_prose_is_no_list(small_library: Library) -> None:
    assert not passage(small_library, "city-graz", "declared").items()


def test_neighbours_make_one_citation_and_others_their_own(small_library: Library) -> None:
    first = Hit(passage(small_library, "city-graz", "declared"), 1, 1, 1, 1)
    second = Hit(passage(small_library, "city-lund", "declared"), 1, 1, 1, 1)
    chosen = [Chosen(first, 0), Chosen(first, 1), Chosen(second, 0), Chosen(second, 2)]
    assert [(found.source_id, numbers) for found, numbers in runs(chosen)] == [
        ("city-graz", [0, 1]),
        ("city-lund", [0]),
        ("city-lund", [2]),
    ]
