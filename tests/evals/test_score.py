"""Scores come from the extracts, and figures count the cases that bear on them."""

from typing import Any

import pytest

from assistant.turn import Outcome, Turn
from evals.case import Case, Split
from evals.figures import Figures, figures
from evals.score import of_split, scores
from tests.evals.fakes import Scripted, turn

YES, PARTLY, NONE = Outcome.ANSWERED, Outcome.PARTLY_ANSWERED, Outcome.NO_EVIDENCE

LUND = turn(YES, "Lund, in 2018.", ["city-lund"], seconds=0.1)
GRAZ = turn(YES, "Graz, in 2001.", ["city-graz"], seconds=0.3)


def case(question: str, **fields: Any) -> Case:
    return Case.model_validate({"id": question, "question": question, **fields})


def counted(cases: list[Case], said: dict[str, Turn]) -> Figures:
    return figures(list(scores(cases, Scripted(said))))


def hits(found: Figures, name: str) -> tuple[int, int] | None:
    matching = [share for title, share in found.shares.items() if title.startswith(name)]
    assert len(matching) == 1, name
    one = matching[0]
    return None if one is None else (one.hits, one.count)


def test_every_case_is_answered_in_extracts_with_what_was_said_before() -> None:
    assistant = Scripted({})
    cases = [case("and Graz?", turns=["When did Lund?"]), case("När blev Lund?", language="sv")]
    assert [score.turn.question for score in scores(cases, assistant)] == [
        "and Graz?",
        "När blev Lund?",
    ]
    assert assistant.asked == [
        (["When did Lund?", "and Graz?"], "en", False),
        (["När blev Lund?"], "sv", False),
    ]


def test_cases_without_a_split_are_built_with() -> None:
    cases = [case("a"), case("b", split="dev"), case("c", split="test")]
    assert [one.id for one in of_split(cases, Split.DEV)] == ["a", "b"]
    assert [one.id for one in of_split(cases, Split.TEST)] == ["c"]


def test_a_conversation_is_one_cluster_and_so_are_wordings() -> None:
    assert case("b", turns=["a"]).cluster == case("c", turns=["a", "b"]).cluster == "a"
    assert case("a").cluster == "a"
    assert case("d", group="g").cluster == "g"


@pytest.mark.parametrize(
    ("outcomes", "unanswerable"),
    [
        (["no_evidence"], True),
        (["no_evidence", "out_of_scope"], True),
        (["no_evidence", "partly_answered"], True),
        (["partly_answered"], False),
        (["answered", "no_evidence"], False),
        (["refused", "no_evidence"], False),
        ([], False),
    ],
)
def test_unanswerable_is_what_only_abstaining_is_right_for(
    outcomes: list[str], unanswerable: bool
) -> None:
    assert case("q", outcomes=outcomes).unanswerable is unanswerable


def test_coverage_is_of_questions_in_scope_and_accuracy_of_the_answered() -> None:
    wanted = {"facts": ["2018"], "sources": ["city-lund"]}
    cases = [case("right", **wanted), case("wrong", **wanted), case("silent", **wanted)]
    found = counted([*cases, case("off", outcome="out_of_scope")], {"right": LUND, "wrong": GRAZ})
    assert hits(found, "in scope: answered (coverage)") == (2, 3)
    assert hits(found, "in scope and answered") == (1, 2)
    assert hits(found, "in scope: answered rightly") == (1, 3)
    assert hits(found, "strictly right") == (1, 4)  # no_evidence is not out_of_scope
    assert hits(found, "citation right") == (1, 2)


def test_abstaining_and_asking_back() -> None:
    cases = [
        case("unknown", outcomes=["no_evidence", "out_of_scope"]),
        case("half known", outcomes=["no_evidence", "partly_answered"]),
        case("made up", outcome="no_evidence"),
        case("vague", outcome="clarify"),
        case("vague too", outcome="clarify"),
    ]
    said = {"half known": turn(PARTLY), "made up": LUND, "vague": turn(Outcome.CLARIFY)}
    found = counted(cases, said)
    assert hits(found, "abstained rightly") == (2, 3)
    assert hits(found, "asked back rightly") == (1, 2)
    assert hits(found, "in scope: answered (coverage)") is None


def test_wordings_agree_when_all_are_right_and_share_a_source() -> None:
    both = turn(YES, "Lund, in 2018.", ["city-graz", "city-lund"])
    lund = {"facts": ["2018"], "sources": ["city-lund"]}
    cases = [
        case("a1", group="a", **lund),
        case("a2", group="a", **lund),
        case("b1", group="b", facts=["in 20"]),
        case("b2", group="b", facts=["in 20"]),
        case("c1", group="c", **lund),
        case("c2", group="c", **lund),
        case("alone", group="d", **lund),
    ]
    said = {"a1": LUND, "a2": both, "b1": LUND, "b2": GRAZ, "c1": LUND, "alone": LUND}
    found = counted(cases, said)
    assert hits(found, "wordings of one question: all right") == (2, 3)
    assert hits(found, "wordings of one question: all cite") == (1, 3)


def test_kinds_languages_and_times() -> None:
    cases = [
        case("one", kind="fact"),
        case("två", kind="list", language="sv"),
        case("three", kind="fact"),
    ]
    found = counted(cases, {"one": LUND, "två": GRAZ})
    fact, list_ = found.kinds["fact"], found.kinds["list"]
    assert fact is not None
    assert list_ is not None
    assert ((fact.hits, fact.count), (list_.hits, list_.count)) == ((1, 2), (1, 1))
    apart = found.english_less_swedish["strictly right: outcome, facts and citation"]
    assert apart is not None
    assert apart.value == -0.5
    assert found.seconds is not None
    assert found.seconds.p50 == pytest.approx(0.1)  # of 0, 0.1 and 0.3
    assert found.seconds.p95 == pytest.approx(0.28)


def test_no_cases_give_no_figures() -> None:
    found = figures([])
    assert found.seconds is None
    assert set(found.shares.values()) == {None}
