"""Citation recall and precision are those of ALCE, worked out by hand."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.answering import Assistant
from assistant.support import Fault
from assistant.turn import Outcome, Plain, Statement, Support, Turn
from corpus.library import Library
from corpus.passage import Passage
from evals.case import Case
from evals.holdings import Holdings
from evals.measures.citing import (
    Evidence,
    citation_precision,
    citation_recall,
    citation_right,
    unlike_plain,
    unstated,
)
from tests.evals.fakes import citation, turn

WORDS = Evidence()


class Holding:
    """Supports a sentence when all its words stand in the passages of its language."""

    def faults(
        self, sentence: str, evidence: Sequence[Passage], language: str
    ) -> tuple[Fault, ...]:
        held = " ".join(one.text for one in evidence if one.language == language).split()
        return () if set(sentence.split()) <= set(held) else (Fault.MEANING,)


@pytest.fixture(scope="module")
def holdings(small_library: Library) -> Holdings:
    return Holdings(small_library)


@pytest.fixture(scope="module")
def answered(small_assistant: Assistant) -> Turn:
    return small_assistant.answer(["When did Graz become a human rights city?"])


def answer(*said: tuple[str, tuple[int, ...]], quotes: Sequence[str]) -> Turn:
    """An answer of verbatim sentences, with citations that quote all of their passages."""
    citations = tuple(
        replace(citation(number, "a"), quote=quote, passage=quote)
        for number, quote in enumerate(quotes, start=1)
    )
    statements = tuple(Statement(text, Support.VERBATIM, numbers) for text, numbers in said)
    text = " ".join(
        f"{one.text} {''.join(f'[{number}]' for number in one.citations)}" for one in statements
    )
    return replace(turn(Outcome.ANSWERED, text), statements=statements, citations=citations)


@pytest.mark.parametrize(
    ("said", "recall", "precision"),
    [
        # Each sentence is quoted: 2 of 2 sentences, 2 of 2 citations.
        ([("One.", (1,)), ("Two.", (2,))], 1.0, 1.0),
        # The second is in neither: 1 of 2 sentences; its citation is irrelevant: 1 of 2.
        ([("One.", (1,)), ("Three.", (2,))], 1 / 2, 1 / 2),
        # The right sentence with the wrong number.
        ([("One.", (2,))], 0.0, 0.0),
        # Both are cited; the second alone does not support, and the first does without it: 1 of 2.
        ([("One.", (1, 2))], 1.0, 1 / 2),
        # Two of three citations at two sentences; one sentence of two is supported.
        ([("One.", (1,)), ("Four.", (1, 2))], 1 / 2, 1 / 3),
        # A number that there is no citation for.
        ([("One.", (7,))], 0.0, 0.0),
        # Nothing is cited: no sentence is supported, and ALCE calls the precision 0.
        ([("One.", ())], 0.0, 0.0),
    ],
)
def test_recall_and_precision_by_hand(
    said: list[tuple[str, tuple[int, ...]]], recall: float, precision: float
) -> None:
    given = answer(*said, quotes=["One.", "Two."])
    assert citation_recall(given, WORDS) == pytest.approx(recall)
    assert citation_precision(given, WORDS) == pytest.approx(precision)


def test_two_citations_that_support_only_together_are_both_relevant(
    holdings: Holdings, small_library: Library
) -> None:
    some = [one for one in small_library.passages() if one.source_id == "city-graz"][:2]
    citations = tuple(
        replace(
            citation(number, one.source_id), quote=one.text, passage=one.text, passage_id=one.id
        )
        for number, one in enumerate(some, start=1)
    )
    joint = f"{some[0].text} {some[1].text}"
    given = replace(
        turn(Outcome.ANSWERED, f"{joint} [1][2]"),
        statements=(Statement(joint, Support.SUPPORTED, (1, 2)),),
        citations=citations,
    )
    evidence = Evidence(holdings, Holding())
    assert citation_recall(given, evidence) == 1.0
    assert citation_precision(given, evidence) == 1.0
    # What the first says alone needs no second: 1 of 2 citations is irrelevant.
    single = Statement(some[0].text, Support.SUPPORTED, (1, 2))
    given = replace(given, text=f"{single.text} [1][2]", statements=(single,))
    assert citation_recall(given, evidence) == 1.0
    assert citation_precision(given, evidence) == 0.5


def test_a_reworded_sentence_is_unscored_without_a_check() -> None:
    given = answer(("One.", (1,)), quotes=["One."])
    reworded = tuple(replace(one, support=Support.SUPPORTED) for one in given.statements)
    assert citation_recall(replace(given, statements=reworded), WORDS) is None
    assert citation_precision(replace(given, statements=reworded), WORDS) is None


def test_no_answer_is_unscored() -> None:
    silent = turn(Outcome.NO_EVIDENCE)
    assert citation_recall(silent, WORDS) is None
    assert citation_precision(silent, WORDS) is None


def test_half_a_sentence_is_not_supported(answered: Turn, holdings: Holdings) -> None:
    assert citation_recall(answered, Evidence(holdings)) == 1.0
    first = answered.statements[0]
    half = replace(first, text=first.text.rpartition(" ")[0])
    cut = replace(
        answered,
        text=answered.text.replace(first.text, half.text),
        statements=(half, *answered.statements[1:]),
    )
    assert half.text in cut.citations[0].quote
    assert citation_recall(cut, Evidence(holdings)) == 1 - 1 / len(answered.statements)


@pytest.mark.parametrize(
    ("text", "beyond"),
    [
        ("One. [1] Two. [2]", ""),
        ("- One. [1]\n- Two. [2]", ""),
        ("One. [1] Two. [2] Three.", "Three."),
        ("So: One. [1] Two. [2]", "So:"),
        ("One. [2] Two. [2]", "One."),
        ("One. [1]", "Two."),
        ("Two. [2] One. [1]", "Two."),
    ],
)
def test_text_beyond_the_statements_counts_as_a_sentence_without_support(
    text: str, beyond: str
) -> None:
    given = answer(("One.", (1,)), ("Two.", (2,)), quotes=["One.", "Two."])
    given = replace(given, text=text)
    assert bool(unstated(given)) == bool(beyond)
    assert beyond in unstated(given)
    assert citation_recall(given, WORDS) == pytest.approx(2 / 3 if beyond else 1.0)


def test_a_message_before_the_answer_is_no_statement() -> None:
    given = answer(("One.", (1,)), quotes=["One."])
    given = replace(
        given, message="There is no article 9.", text=f"There is no article 9.\n\n{given.text}"
    )
    assert unstated(given) == ""


def test_plain_words_are_those_of_the_corpus(answered: Turn, holdings: Holdings) -> None:
    assert unlike_plain(answered, holdings) == []
    other = Statement("Graz pays for it.", Support.SUPPORTED, (1,))
    same = answered.statements[0]
    text = f"{same.text} [1] {other.text} [1]"
    told = replace(answered, plain=Plain(text, (same, other)))
    assert unlike_plain(told, holdings) == [other.text]


def case(**fields: object) -> Case:
    return Case.model_validate({"id": "one", "question": "When?", **fields})


def test_a_right_source_is_named_or_holds_the_facts(answered: Turn) -> None:
    assert citation_right(case(sources=["city-graz"]), answered) is True
    assert citation_right(case(sources=["charter"]), answered) is False
    assert citation_right(case(sources=["charter"], facts=["8 February 2001"]), answered) is True
    assert citation_right(case(), answered) is None
    assert citation_right(case(sources=["city-graz"], outcome="no_evidence"), answered) is None
