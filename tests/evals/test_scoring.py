"""A score says how a case went, and why, in words."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.turn import Outcome, Turn
from assistant.web.texts import LANGUAGES, translations
from corpus.library import Library
from evals.case import Case
from evals.faults import TEXTS, in_words
from evals.holdings import Holdings
from evals.measure import measures
from evals.measures.citing import Evidence
from evals.record import CaseScore, Fault
from evals.scoring import score
from tests.browser.test_texts import places
from tests.evals.fakes import turn


@pytest.fixture(scope="module")
def evidence(small_library: Library) -> Evidence:
    return Evidence(Holdings(small_library))


@pytest.fixture(scope="module")
def answered(small_assistant: Assistant) -> Turn:
    found = small_assistant.answer(["When did Graz become a human rights city?"])
    assert found.outcome is Outcome.ANSWERED
    return found


def case(**fields: Any) -> Case:
    return Case.model_validate({"id": "one", "question": "When?", "kind": "fact", **fields})


def told(found: CaseScore, language: str = "en") -> tuple[str, ...]:
    return tuple(in_words(fault, language) for fault in found.faults)


def test_every_measure_of_a_case_has_a_value_or_none(answered: Turn, evidence: Evidence) -> None:
    found = score(case(facts=["2001"], sources=["city-graz"]), answered, evidence)
    assert set(found.values) == {one.id for one in measures().values() if one.of == "case"}
    assert found.faults == ()
    assert found.values["strictly_right"] == 1.0
    unscored = {id_ for id_, value in found.values.items() if value is None}
    assert unscored == {
        "abstained_rightly", "abstention_precision", "asked_back_rightly", "conditions_kept",
    }  # fmt: skip
    assert (found.case, found.kind, found.outcome) == ("one", "fact", "answered")
    assert found.cited == ("city-graz",)
    assert found.likely == answered.likely


@pytest.mark.parametrize(
    ("fields", "fallen", "fault"),
    [
        ({"facts": ["1997|1998"]}, "facts_right", "The answer does not say “1997” or “1998”."),
        ({"not_facts": ["2001"]}, "facts_right", "The answer says “2001”, which it must not."),
        (
            {"sources": ["charter"]},
            "citation_right",
            "It cites Graz, Austria; acceptable would be charter.",
        ),
        (
            {"outcome": "no_evidence"},
            "outcome_right",
            "It should say that the sources do not hold the answer; "
            "instead it chose to give an answer.",
        ),
    ],
)
def test_what_a_case_asks_for_and_does_not_get(
    answered: Turn, evidence: Evidence, fields: dict[str, Any], fallen: str, fault: str
) -> None:
    found = score(case(**fields), answered, evidence)
    assert told(found) == (fault,)
    assert found.values[fallen] == 0.0
    assert found.values["strictly_right"] == 0.0


def test_what_is_wrong_with_quotes_and_places(answered: Turn, evidence: Evidence) -> None:
    first = answered.citations[0]

    def faults(**fields: Any) -> tuple[str, ...]:
        others = (replace(first, **fields), *answered.citations[1:])
        found = score(case(), replace(answered, citations=others), evidence)
        assert found.values["strictly_right"] == 0.0
        return told(found)

    assert faults(quote="")[0] == "Citation 1 quotes nothing."
    assert faults(quote="Not so.")[0] == (
        "The quote of citation 1 is not in the passage that it opens."
    )
    assert faults(passage=f"{first.passage} And more.")[0] == (
        "Citation 1 shows a passage that the corpus does not hold."
    )
    assert faults(locator="Article 9") == (
        "Citation 1 names a wrong article or section: Article 9.",
    )
    assert faults(page=3) == ("Citation 1 names a wrong page: 3.",)
    assert faults(locator="") == ("Citation 1 does not name its article or section.",)
    assert faults(checked=not first.checked) == (
        "Citation 1 says wrongly whether its text was compared with the original.",
    )


def test_what_is_wrong_with_sentences(answered: Turn, evidence: Evidence) -> None:
    said = answered.statements[0]
    false = replace(said, text="Graz pays for it.")
    found = score(
        case(),
        replace(
            answered,
            text=answered.text.replace(said.text, false.text),
            statements=(false, *answered.statements[1:]),
        ),
        evidence,
    )
    assert told(found) == ("What it cites does not support this sentence: “Graz pays for it.”",)
    more = score(case(), replace(answered, text=f"{answered.text} Graz pays."), evidence)
    assert told(more) == ("The text shown is not what was checked: “Graz pays.”",)
    none = score(case(), replace(answered, text="", statements=(), citations=()), evidence)
    assert told(none) == ("The answer has no sentence that rests on a source.",)


def test_a_refusal_says_why_it_is_wrong_once() -> None:
    found = score(case(facts=["2001"], sources=["city-graz"]), turn(Outcome.NO_EVIDENCE))
    assert told(found) == (
        "It should give an answer; "
        "instead it chose to say that the sources do not hold the answer.",
    )
    assert found.values["facts_right"] == 0.0
    assert found.values["citation_right"] is None
    assert found.values["right_of_answered"] is None
    assert found.values["answered_rightly"] == 0.0


def test_sentences_shown_where_there_is_no_answer_are_a_fault(answered: Turn) -> None:
    both = replace(answered, outcome=Outcome.NO_EVIDENCE)
    found = score(case(outcome="no_evidence"), both)
    assert told(found) == ("It says that there is no answer, and shows one all the same.",)


def test_what_is_wrong_is_kept_in_no_language_and_said_in_either() -> None:
    asked = case(facts=["2001"], outcomes=["answered", "partly_answered"])
    found = score(asked, turn(Outcome.NO_EVIDENCE))
    assert told(found, "sv") == (
        "Den borde ge ett svar eller besvara en del och säga vad som saknas; "
        "i stället valde den att säga att källorna inte har svaret.",
    )
    assert found.model_dump(mode="json")["faults"] == [
        {
            "name": "outcome",
            "places": {"expected": ["answered", "partly_answered"], "came": ["no_evidence"]},
        }
    ]
    assert CaseScore.model_validate_json(found.model_dump_json()) == found


def test_a_long_sentence_is_quoted_by_its_beginning_and_braces_stay() -> None:
    long = Fault(name="unsupported", places={"text": ("{a} " * 60,)})
    said = in_words(long, "sv")
    assert said.startswith("Det som anges som källa ger inte stöd för den här meningen: “{a} {a}")
    assert said.endswith("{a}…”")


@pytest.mark.parametrize("name", sorted(translations(TEXTS)))
def test_every_fault_is_said_in_both_languages_with_the_same_places(name: str) -> None:
    translated = translations(TEXTS)[name]
    assert set(translated) == set(LANGUAGES)
    assert len({frozenset(places(text)) for text in translated.values()}) == 1


def test_every_outcome_has_words() -> None:
    assert {f"ending.{one.value}" for one in Outcome} <= set(translations(TEXTS))
