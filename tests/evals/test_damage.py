"""Answers that are damaged on purpose are noticed; true ones are not named as faulty."""

from collections.abc import Callable

import pytest

from assistant.answering import Assistant
from corpus.library import Library
from evals.case import Case
from evals.damage import alarms, caught, fallen, lines, required, sound
from evals.damaging import (
    REWORDED,
    Answer,
    damaged,
    negated,
    renumbered,
    swapped,
    unconditional,
)
from evals.holdings import Holdings
from evals.measures.citing import Evidence
from evals.scoring import score

CASES: list[dict[str, object]] = [
    {"question": "When did Graz become a human rights city?", "facts": ["8 February 2001"],
     "sources": ["city-graz"]},
    {"question": "Vad är Graz?", "language": "sv", "facts": ["rådgivande"],
     "sources": ["city-graz"]},
    {"question": "When did Lund become a human rights city?", "facts": ["2018"],
     "sources": ["city-lund"]},
    {"question": "När blev Lund en MR-stad?", "language": "sv", "facts": ["2018"],
     "sources": ["city-lund"]},
    {"question": "What does the human rights council of Graz do?", "facts": ["mayor"],
     "sources": ["city-graz"]},
    {"question": "Does the City Charter ask for an ombudsperson?", "facts": ["ombudsperson"],
     "sources": ["charter"]},
    {"question": "How much money does Graz spend on its council?", "outcome": "no_evidence"},
    {"question": "Hur mycket pengar lägger Graz på sitt råd?", "language": "sv",
     "outcomes": ["no_evidence", "out_of_scope"]},
]  # fmt: skip


@pytest.fixture(scope="module")
def evidence(small_library: Library) -> Evidence:
    return Evidence(Holdings(small_library))


@pytest.fixture(scope="module")
def answers(small_assistant: Assistant) -> list[Answer]:
    cases = [Case.model_validate({"id": str(place), **one}) for place, one in enumerate(CASES)]
    return [(case, small_assistant.answer([case.question], case.language)) for case in cases]


def test_the_answers_are_right_as_they_are(answers: list[Answer], evidence: Evidence) -> None:
    assert sound(answers, evidence) == answers
    figure = alarms(answers, evidence)
    assert figure is not None
    assert (figure.value, figure.count) == (0.0, 6)


def test_enough_is_noticed_of_every_kind(answers: list[Answer], evidence: Evidence) -> None:
    found = caught(answers, evidence)
    assert [f"{one.kind}, {one.way}: {one.missed}" for one in found if not one.enough] == []
    wanted = {
        (kind, way)
        for kind, ways in required().items()
        for way in ways
        if way not in {REWORDED, "plain"}  # they need a check, and plain versions
    }
    # Where a condition stands at the end, and where answers have several citations.
    assert wanted - {(one.kind, one.way) for one in found} <= {
        ("dropped_condition", "cut"),
        ("wrong_source", "number"),
    }


def test_every_damaged_answer_differs(answers: list[Answer], evidence: Evidence) -> None:
    assert evidence.holdings is not None
    made = list(damaged(answers, evidence.holdings))
    assert made
    assert [one.kind for one in made if one.turn == one.sound] == []
    assert {one.kind for one in made} <= set(required())


def test_an_evaluation_that_cannot_look_things_up_misses_forgeries(
    answers: list[Answer], evidence: Evidence
) -> None:
    assert evidence.holdings is not None
    forged = next(one for one in damaged(answers, evidence.holdings) if one.way == "forged")
    assert score(forged.case, forged.turn, Evidence()).faults == ()
    assert score(forged.case, forged.turn, evidence).faults != ()
    with pytest.raises(ValueError, match="holds"):
        caught(answers, Evidence())


def test_only_a_loss_counts(answers: list[Answer], evidence: Evidence) -> None:
    case, turn = answers[0]
    right = score(case, turn, evidence)
    wrong = score(case, answers[6][1], evidence)
    assert list(fallen(right, right)) == []
    assert list(fallen(wrong, right)) == []
    assert "outcome_right" in list(fallen(right, wrong))


def test_the_tables_say_what_is_missed(answers: list[Answer], evidence: Evidence) -> None:
    found = caught(answers, evidence)
    shown = list(lines(found, {"as they are": alarms(answers, evidence), "none": None}))
    assert any(line.startswith("| negated_quote, shown") and "1.000" in line for line in shown)
    assert any(line.startswith("| as they are") and "0.000" in line for line in shown)
    assert not any("none" in line for line in shown)


@pytest.mark.parametrize(
    ("change", "language", "true", "false"),
    [
        (negated, "en", "Graz is a city.", "Graz is not a city."),
        (negated, "en", "It must not pay.", "It must pay."),
        (negated, "sv", "Lund är en stad.", "Lund är inte en stad."),
        (negated, "sv", "Den ska inte betala.", "Den ska betala."),
        (swapped, "en", "The state must pay.", "The municipality must pay."),
        (swapped, "sv", "Där betalar staten.", "Där betalar kommunen."),
        (renumbered, "en", "In 2001, on page 9.", "In 2001, on page 10."),
        (renumbered, "sv", "Det har fem delar.", "Det har sex delar."),
        (unconditional, "en", "It reports, unless the mayor objects.", "It reports."),
        (unconditional, "sv", "Den rapporterar, om inte någon säger nej.", "Den rapporterar."),
        (negated, "de", "Graz ist eine Stadt.", "Graz ist eine Stadt."),
        (unconditional, "en", "It reports.", "It reports."),
    ],
)
def test_sentences_made_false(
    change: Callable[[str, str], str], language: str, true: str, false: str
) -> None:
    assert change(true, language) == false
