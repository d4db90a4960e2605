"""The composer's parts: lists, runs of neighbouring sentences, attachments."""

from dataclasses import replace

from assistant.compose import Chosen, compose, runs
from assistant.want import want
from assistant.weights import weights
from corpus.library import Library
from corpus.passage import Passage
from corpus.text import Sort
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


def test_the_publishers_own_words_come_first_where_the_wording_is_asked_for(
    small_library: Library,
) -> None:
    ours = passage(small_library, "charter", "article-iii")
    theirs = replace(ours, id="official", sort=Sort.OFFICIAL)
    near = (0.6,) * len(ours.sentences)
    hits = [
        Hit(ours, 0.8, 0.8, 0.8, 0.8, near, near),
        Hit(theirs, 0.75, 0.8, 0.8, 0.0, near, near),
    ]

    def first(question: str) -> Sort:
        wanted = want(question)
        chosen = compose(question, "en", hits, wanted, lambda *_: 1.0, weights().sentence, True)
        leading = min(chosen, key=lambda one: one.hit.passage.sort is Sort.DIGEST)
        return leading.hit.passage.sort

    assert first("What does article III of the City Charter say?") is Sort.OFFICIAL
    assert first("Does the City Charter have an ombudsperson?") is Sort.DIGEST
