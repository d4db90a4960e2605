"""Parts that a work does not have."""

import pytest

from assistant.absence import absence
from index.search import Index


@pytest.mark.parametrize(
    ("question", "language", "part", "work", "count"),
    [
        ("What does article 45 of the City Charter say?", "en", "article 45", "City Charter",
         "How many articles does the City Charter have?"),
        ("City Charter, Article IV", "en", "Article IV", "City Charter",
         "How many articles does the City Charter have?"),
        ("Vad säger artikel 45 i stadens stadga?", "sv", "artikel 45", "stadens stadga",
         "Hur många artiklar har stadens stadga?"),
    ],
)  # fmt: skip
def test_a_part_that_is_not_there(
    small_index: Index, question: str, language: str, part: str, work: str, count: str
) -> None:
    missing = absence(question, language, small_index)
    assert missing is not None
    assert missing.part == part
    assert missing.work.endswith(work)
    assert missing.sources == {"charter"}
    assert missing.count == count


@pytest.mark.parametrize(
    "question",
    [
        "What does article 2 of the City Charter say?",
        "What does article 45 say?",
        "What does principle 45 of the City Charter say?",
        "What does article 45 of the decision of Graz say?",
        "Is the City Charter binding?",
        "",
    ],
)
def test_a_part_that_is_there_or_unknown(small_index: Index, question: str) -> None:
    assert absence(question, "en", small_index) is None
