"""What a question takes for granted and no source says."""

import pytest

from assistant.finding import Finder
from assistant.premise import Premise, doubted
from assistant.weights import weights
from index.search import Index


@pytest.fixture(scope="module")
def finder(small_index: Index) -> Finder:
    return Finder(small_index, weights())


def doubt(finder: Finder, question: str, language: str = "en") -> Premise | None:
    return doubted(finder.find(question, language), language, finder, 0.6)


@pytest.mark.parametrize(
    ("question", "language", "missing"),
    [
        ("When did Graz in Norway become a human rights city?", "en", ("Norway",)),
        ("When did Oslo and Graz become a human rights city?", "en", ("Oslo",)),
        ("När blev Lund i Norge MR-stad?", "sv", ("Norge",)),
    ],
)
def test_a_name_that_nobody_gives_is_told(
    finder: Finder, question: str, language: str, missing: tuple[str, ...]
) -> None:
    premise = doubt(finder, question, language)
    assert premise is not None
    assert premise.missing == missing
    assert missing[0] not in premise.finding.question
    assert premise.finding.likely >= 0.6


@pytest.mark.parametrize(
    "question",
    [
        "When did Graz become a human rights city?",
        "When did Oslo become a human rights city?",
        "Is Graz in Norway a human rights city?",
        "How much did Graz pay Norway for its council?",
        "zzz qqq",
    ],
)
def test_other_questions_are_not_doubted(finder: Finder, question: str) -> None:
    assert doubt(finder, question) is None


def test_the_answer_must_be_sure(finder: Finder) -> None:
    question = "When did Graz in Norway become a human rights city?"
    assert doubted(finder.find(question, "en"), "en", finder, 0.999) is None
