"""A fit learns from what was found, and writes down what it reached."""

import tomllib
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from assistant.compose import Chosen
from assistant.evidence import Signals
from assistant.finding import Finding
from assistant.want import ANYTHING
from assistant.weights import EvidenceWeights
from corpus.passage import Passage
from corpus.text import Sort
from evals.case import Case
from evals.fit import (
    WEIGHTS,
    Example,
    Fitted,
    Point,
    TooFew,
    examples,
    fit,
    fit_all,
    write_weights,
)
from evals.fit_page import page, summary
from index.hit import Hit, Hits

LUND = "Lund became a human rights city in August 2018."


def case(id_: str, **written: Any) -> Case:
    return Case.model_validate({"id": id_, "question": f"{id_}?", **written})


def answerable(id_: str, **written: Any) -> Case:
    return case(id_, facts=["2018"], sources=["city-lund"], **written)


def signals(strength: float) -> Signals:
    return Signals(**{field.name: strength for field in fields(Signals)})


def finding(strength: float, source_id: str = "city-lund", text: str = LUND) -> Finding:
    passage = Passage(
        id=source_id, source_id=source_id, title="", language="en", sort=Sort.DIGEST, file="",
        section_id="", heading="", path=(), locator="", address="", page=None, checked=True, part=0,
        text=text, sentences=((0, len(text)),), asks={},
    )  # fmt: skip
    hit = Hit(passage, strength, strength, strength, strength)
    return Finding("", Hits((hit,)), (Chosen(hit, 0),), ANYTHING, signals(strength), strength, 0.5)


class Found:
    """Finds the same for a message each time: Lund, or what there is without its source."""

    def __init__(self, strength: dict[str, float]) -> None:
        self._strength = strength

    def finding(
        self, turns: Sequence[str], _language: str, but_not: frozenset[str] = frozenset()
    ) -> Finding:
        strength = self._strength.get(turns[-1], 0.1)
        if "city-lund" in but_not:
            return finding(strength / 2, "city-graz", "Graz became one in 2001.")
        return finding(strength)


def test_a_right_answer_teaches_twice_and_an_unanswerable_question_once() -> None:
    found = list(
        examples(
            [answerable("Lund", split="dev"), case("the mayor", outcome="no_evidence")],
            Found({"Lund?": 0.8}),
        )
    )
    assert [(one.right, one.signals.ask, one.weight) for one in found] == [
        (True, 0.8, 1.0),
        (False, 0.4, 0.1),
        (False, 0.1, 2.0),
    ]


def test_what_was_written_to_be_hard_to_find_counts_less() -> None:
    first, *_ = examples([answerable("Lund")], Found({}))
    assert first.weight == 0.3


def test_nothing_is_learnt_from_the_test_split() -> None:
    assert not list(examples([answerable("Lund", split="test")], Found({})))


def test_a_wrong_answer_is_no_example_of_a_right_one() -> None:
    wrong = case("Graz", facts=["2001"], sources=["city-graz"], split="dev")
    assert not [one for one in examples([wrong], Found({})) if one.right]


def test_one_conversation_is_one_group() -> None:
    cases = [answerable("and Lund", turns=["Graz?"]), answerable("and now", turns=["Graz?", "b"])]
    assert {one.group for one in examples(cases, Found({}))} == {"Graz?"}


def told_apart() -> list[Example]:
    """Twenty right answers with strong signals, twenty wrong ones with weak ones."""
    right = [Example(f"r{n}", signals(0.7 + n / 100), True, 1.0) for n in range(20)]
    wrong = [Example(f"w{n}", signals(0.1 + n / 100), False, 2.0) for n in range(20)]
    return [one for pair in zip(right, wrong, strict=True) for one in pair]


def test_what_can_be_told_apart_is() -> None:
    model = fit(told_apart())
    assert (model.right, model.wrong, model.count) == (20, 20, 40)
    assert model.auc == 1.0
    assert model.bias < 0
    assert all(weight > 0 for weight in model.weights.values())
    half = model.at(0.5)
    assert (half.threshold, half.coverage, half.risk, half.kept, half.refused) == (
        0.5, 0.5, 0.0, 1.0, 1.0,
    )  # fmt: skip


def test_examples_of_little_weight_are_not_counted() -> None:
    extra = [Example(f"x{n}", signals(0.5), False, 0.1) for n in range(10)]
    assert fit([*told_apart(), *extra]).count == 40


def test_too_few_examples_are_refused() -> None:
    with pytest.raises(TooFew, match=r"2 questions with and 2 without"):
        fit(told_apart()[:4])
    with pytest.raises(TooFew):
        fit([])


def test_each_kind_of_language_has_its_model() -> None:
    cases = [
        one
        for language in ("en", "sv")
        for number in range(8)
        for one in (
            answerable(f"{language}-{number}", language=language, split="dev"),
            case(f"{language}-not-{number}", language=language, outcome="no_evidence"),
        )
    ]
    strong = {f"{one.id}?": 0.9 for one in cases if one.answerable}
    fitted = fit_all(cases, Found(strong), lambda language: language == "en", "-documents")
    assert list(fitted) == ["native-documents", "foreign-documents"]
    assert [(model.right, model.wrong) for model in fitted.values()] == [(8, 8), (8, 8)]


CURVE = (
    # On a straight line from 1.0, 0.5 to 0.2, 0.1 the second point would have a risk of 0.45.
    Point(0.3, 1.0, 0.5, 1.0, 0.1),
    Point(0.4, 0.9, 0.2, 0.95, 0.7),
    Point(0.5, 0.6, 0.15, 0.8, 0.8),
    Point(0.6, 0.2, 0.1, 0.4, 0.9),
)


def test_the_threshold_is_the_highest_that_keeps_enough() -> None:
    assert model().answer == 0.4
    none = Fitted(-1.0, {}, 0.9, 12, 8, (Point(0.3, 0.8, 0.1, 0.85, 0.5),))
    assert none.answer == 0.6
    assert "No threshold keeps 90%" in page({"native": none})


def model(**written: float) -> Fitted:
    return Fitted(-1.0, {"similarity": 0.5, **written}, 0.9, 12, 8, CURVE)


def test_the_knee_and_the_highest_threshold() -> None:
    assert model().knee.threshold == 0.4
    highest = model().highest(0.8)
    assert highest is not None
    assert highest.threshold == 0.5
    assert model().highest(1.1) is None
    assert model().at(0.58).threshold == 0.6


def test_weights_are_written_table_by_table(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(WEIGHTS.read_text("utf-8"), "utf-8")
    before = tomllib.loads(path.read_text("utf-8"))
    names = [name for name in EvidenceWeights.model_fields if name not in ("answer", "bias")]
    write_weights(path, {"foreign": Fitted(-1.5, dict.fromkeys(names, -0.001), 0.9, 5, 5, CURVE)})
    after = tomllib.loads(path.read_text("utf-8"))
    assert after["evidence"].pop("foreign") == {
        "answer": 0.4, "bias": -1.5, **dict.fromkeys(names, 0.0)
    }  # fmt: skip
    assert "-0.00" not in path.read_text("utf-8")
    before["evidence"].pop("foreign")
    assert after == before
    with pytest.raises(KeyError, match="unheard-of"):
        write_weights(path, {"unheard-of": model()})


def test_the_page_says_what_the_threshold_comes_to() -> None:
    table = list(summary({"native": model()}))
    cells = [cell.strip() for cell in table[2].strip("|").split("|")]
    assert cells == ["native", "12", "8", "0.900", "0.400", "0.950", "0.700", "0.900", "0.200"]
    shown = page({"native": model()})
    assert "keeps 90% of the right answers" in shown
    assert "The knee of the curve is at 0.40" in shown
    assert "## The curve of `native`" in shown
