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


def composed(question: str, hits: list[Hit]) -> list[str]:
    chosen = compose(question, "en", hits, want(question), lambda *_: 1.0,
                     weights().sentence, True)  # fmt: skip
    return [one.text for one in chosen]


def near(found: Passage, *nearness: float, score: float = 0.8) -> Hit:
    return Hit(found, score, score, score, 0.5, nearness, nearness)


def test_an_announced_list_comes_whole(small_library: Library) -> None:
    articles = passage(small_library, "charter", "articles")
    said = composed("Has the City Charter three articles?",
                    [near(articles, 0.9, 0.1, 0.1, 0.1)])  # fmt: skip
    assert said == [articles.sentence(number) for number in range(4)]


def test_one_item_of_a_list_is_not_the_list(small_library: Library) -> None:
    articles = passage(small_library, "charter", "articles")
    said = composed("Does it say non-discrimination?",
                    [near(articles, 0.0, 0.0, 1.0, 0.0)])  # fmt: skip
    assert "Article II: Non-discrimination." in said
    assert len(said) < 4


def test_a_condition_that_follows_stays_attached(small_library: Library) -> None:
    article = passage(small_library, "charter", "article-iii")
    said = composed("Who appoints an ombudsperson?", [near(article, 0.9, 0.0)])
    assert said[-1].startswith("However,")


def test_a_sentence_that_leans_back_brings_the_one_before(small_library: Library) -> None:
    council = passage(small_library, "city-graz", "council")
    said = composed("Are members from civil society?", [near(council, 0, 0, 1)])
    assert said[-2:] == [council.sentence(1), council.sentence(2)]


def test_without_hits_there_is_nothing_to_say() -> None:
    assert composed("Why?", []) == []


def test_the_introduction_of_a_work_leads_and_other_works_keep_silent(
    small_library: Library,
) -> None:
    graz, lund = (
        near(one, *(nearness,) * len(one.sentences), score=nearness)
        for one, nearness in (
            (passage(small_library, "city-graz", "declared"), 0.5),
            (passage(small_library, "city-lund", "declared"), 0.9),
        )
    )
    found = composed("What is Graz?", [lund, replace(graz, introduces=True)])
    assert found[0] == graz.passage.sentence(0)
    assert not set(found) & {lund.passage.sentence(n) for n in range(len(lund.passage.sentences))}


def test_an_item_of_a_list_comes_with_what_announces_it(small_library: Library) -> None:
    listed = passage(small_library, "charter", "articles")
    items = listed.items()
    hit = near(listed, *(0.9 if n == items[1] else 0.0 for n in range(len(listed.sentences))))
    found = composed(listed.sentence(items[1]), [hit])
    assert listed.sentence(items.start - 1) in found


def test_sentences_of_an_introduction_may_all_name_what_they_introduce(
    small_library: Library,
) -> None:
    charter = passage(small_library, "charter", "article-iii")
    names = "The City Charter of the Harbour Towns"
    said = [f"{names} is a text.", f"{names} has judges.", f"{names} asks for parks."]
    starts = [0, len(said[0]) + 1, len(said[0]) + len(said[1]) + 2]
    whole = replace(
        charter,
        heading=f"What is {names}?",
        text=" ".join(said),
        sentences=tuple((at, at + len(one)) for at, one in zip(starts, said, strict=True)),
        plain=(),
    )
    hit = near(whole, 0.8, 0.7, 0.7)
    assert composed("What is the City Charter?", [replace(hit, introduces=True)]) == said
    assert composed("What is the City Charter?", [hit]) == said[:1]
