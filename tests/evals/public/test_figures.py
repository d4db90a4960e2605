"""The figures of a question set, against numbers worked out by hand."""

import math

import pytest

from assistant.turn import Outcome, Statement, Support, Turn
from evals.public.figures import Answered, Result, auc, f1, figures, results
from evals.public.question_set import Conversation, Relevance

SHOWN = "The mill closed in 1958 [sic], as Åke says."


def answered(
    id_: str, relevance: dict[str, object], found: tuple[str, ...] = (), text: str = SHOWN
) -> Answered:
    outcome = Outcome.ANSWERED if text else Outcome.NO_EVIDENCE
    statements = (Statement(text, Support.VERBATIM, (7,)),) if text else ()
    turn = Turn("", "", "en", outcome, f"{text} [7]", statements=statements, likely=0.5)
    return Answered(
        Conversation(id=id_, turns=(f"{id_}?",)),
        Relevance.model_validate({"conversation": id_, **relevance}),
        turn,
        found,
    )


def result(number: int, answerable: bool | None, likely: float, *, shown: bool) -> Result:
    return Result(
        conversation=str(number), cluster=str(number), language="en", outcome="",
        answerable=answerable, answered=shown, likely=likely, found=(),
        values=dict.fromkeys(results([answered("a", {})])[0].values),
    )  # fmt: skip


def test_retrieval_as_trec_measures_it() -> None:
    (one,) = results([answered("a", {"passages": {"x": 2, "y": 1, "z": 1}}, ("q", "x", "r", "y"))])
    assert one.values["recall_at_1"] == 0.0
    assert one.values["recall_at_5"] == pytest.approx(2 / 3)
    assert one.values["reciprocal_rank"] == pytest.approx(1 / 2)
    gained = 2 / math.log2(3) + 1 / math.log2(5)
    ideal = 2 + 1 / math.log2(3) + 1 / math.log2(4)
    assert one.values["ndcg_at_10"] == pytest.approx(gained / ideal)


def test_found_nothing_is_zero_and_nothing_to_find_is_unscored() -> None:
    nothing, unscored = results(
        [answered("a", {"passages": ["x"]}), answered("b", {"answerable": False}, ("x",))]
    )
    assert nothing.values["recall_at_10"] == 0.0
    assert unscored.values["recall_at_10"] is None
    assert unscored.values["answer_held"] is None


@pytest.mark.parametrize(
    ("answers", "held"),
    [
        (["1958"], 1.0),
        (["IN 1958, sic"], 1.0),
        (["åke says"], 1.0),
        (["195"], 0.0),
        (["7"], 0.0),  # the number of a citation is no part of the answer
        (["1958", "1959"], 0.0),
        ([["1959", "1958"]], 1.0),
        ([["1959", "1958"], "mill"], 1.0),
    ],
)
def test_an_answer_holds_whole_words(answers: list[object], held: float) -> None:
    (one,) = results([answered("a", {"answers": answers})])
    assert one.values["answer_held"] == held


def test_no_answer_holds_nothing_but_counts_only_among_all() -> None:
    found = results(
        [answered("a", {"answers": ["1958"]}), answered("b", {"answers": ["1958"]}, text="")]
    )
    shown = figures(found)
    assert shown["answer_held"] is not None
    assert (shown["answer_held"].value, shown["answer_held"].count) == (0.5, 2)
    assert shown["answer_held_of_answered"] is not None
    assert (shown["answer_held_of_answered"].value, shown["answer_held_of_answered"].count) == (
        1.0,
        1,
    )
    assert shown["answered"] is not None
    assert shown["answered"].value == 0.5
    assert shown["recall_at_5"] is None
    assert shown["answered_answerable"] is None


def test_auc_is_the_share_of_pairs_in_order_and_a_tie_is_half() -> None:
    told = [
        result(1, True, 0.9, shown=True),
        result(2, True, 0.4, shown=True),
        result(3, False, 0.4, shown=False),
        result(4, False, 0.6, shown=True),
    ]
    # Pairs: 0.9 beats both; 0.4 ties with 0.4 and loses to 0.6.
    found = auc(told)
    assert found is not None
    assert found.value == pytest.approx((1 + 1 + 0.5 + 0) / 4)
    assert found.count == 4
    assert found.low < found.value < found.high


def test_f1_of_either_class() -> None:
    told = [
        result(1, True, 0.9, shown=True),
        result(2, True, 0.4, shown=True),
        result(3, True, 0.4, shown=False),
        result(4, False, 0.6, shown=True),
        result(5, False, 0.1, shown=False),
    ]
    answerable, unanswerable = f1(told, positive=True), f1(told, positive=False)
    assert answerable is not None
    assert unanswerable is not None
    assert answerable.value == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))
    assert unanswerable.value == pytest.approx(2 * 1 / (2 * 1 + 1 + 1))


def test_one_class_alone_tells_nothing_apart() -> None:
    told = [result(1, True, 0.9, shown=True)]
    assert auc(told) is None
    assert f1(told, positive=True) is None


def test_a_small_set_without_a_fault_is_not_sure() -> None:
    told = [result(n, n < 6, 0.9 if n < 6 else 0.1, shown=n < 6) for n in range(8)]
    for figure in (auc(told), f1(told, positive=True)):
        assert figure is not None
        assert figure.value == 1.0
        assert figure.low == pytest.approx(2 / (2 + 1.959964**2), abs=1e-6)
