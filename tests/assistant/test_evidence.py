"""The signals of an answer, and the probability made of them."""

from dataclasses import asdict, fields, replace

import pytest

from assistant.compose import Chosen
from assistant.evidence import Signals, holds, probability, signals
from assistant.want import want
from assistant.weights import EvidenceWeights, weights
from corpus.library import Library
from index.hit import Hit
from tests.assistant.test_compose import passage

KNOWN = frozenset({"graz", "lund", "austria", "sweden"})
NOTHING = Signals(**{field.name: 0.0 for field in fields(Signals)})


def measured(library: Library, question: str, *numbers: int, more: float = 0.0) -> Signals:
    found = passage(library, "city-graz", "declared")
    hit = Hit(found, 0.8, 0.7, 0.6, 0.5, rest=0.4, rest_ask=0.3, likeness=0.2, rest_likeness=0.1)
    hits = [hit, replace(hit, score=0.5, keywords=0.6 + more)]
    chosen = [Chosen(hit, number) for number in numbers]
    return signals(question, "en", hits, chosen, want(question), lambda *_: 1.0, KNOWN)


def test_the_best_of_the_hits_count(small_library: Library) -> None:
    found = measured(small_library, "When did Graz decide?", 0, more=0.3)
    assert found.similarity == 0.7
    assert found.ask == 0.5
    assert found.keywords == pytest.approx(0.9)
    assert (found.rest, found.rest_ask) == (0.4, 0.3)
    assert (found.likeness, found.rest_likeness) == (0.2, 0.1)
    assert found.margin == pytest.approx(0.3)


def test_words_are_held_by_passage_sentence_or_ask(small_library: Library) -> None:
    whole = measured(small_library, "Was it unanimously decided in Graz?", 1)
    assert (whole.coverage, whole.told, whole.covered, whole.unit) == (1, 1, 1, 1)
    apart = measured(small_library, "Was it unanimously decided in Graz?", 0)
    assert apart.coverage == 1
    assert apart.told < 1
    unknown = measured(small_library, "Were dragons unanimously decided in Graz?", 1)
    assert unknown.covered == 0
    assert 0 < unknown.coverage < 1
    assert unknown.unit_rest < unknown.unit


def test_names_must_be_held(small_library: Library) -> None:
    def share(question: str) -> float:
        return measured(small_library, question, 0).names

    assert share("When did Graz decide?") == 1
    assert share("When did Lund decide?") == 0
    assert share("When did Graz and Lund decide?") == 0.5
    assert share("When was it decided?") == 1
    assert share("Who decided in 2001?") == 1
    assert share("Who decided in 1999?") == 0


def test_what_is_wanted_must_show(small_library: Library) -> None:
    assert measured(small_library, "When did Graz decide?", 0).want == 1
    assert measured(small_library, "When did Graz decide?", 1).want == 0


def test_without_chosen_sentences_nothing_is_held(small_library: Library) -> None:
    found = measured(small_library, "When did Graz decide?")
    assert (found.coverage, found.told, found.names, found.want, found.unit) == (0, 0, 0, 0, 0)


def test_every_signal_lies_between_nothing_and_everything(small_library: Library) -> None:
    for question in ("When did Graz decide?", "", "?", "å" * 40, "1 2 3"):
        for value in asdict(measured(small_library, question, 0, 1, 2)).values():
            assert 0 <= value <= 1


def test_every_signal_has_a_weight() -> None:
    signal_names = {field.name for field in fields(Signals)}
    assert set(EvidenceWeights.model_fields) == signal_names | {"answer", "bias"}
    assert set(weights().evidence) == {
        "native", "foreign", "native-documents", "foreign-documents"
    }  # fmt: skip


def test_the_probability_is_logistic() -> None:
    flat = EvidenceWeights(**dict.fromkeys(EvidenceWeights.model_fields, 0.0))
    assert probability(NOTHING, flat) == 0.5
    tilted = flat.model_copy(update={"bias": -1.0, "names": 3.0})
    assert probability(NOTHING, tilted) == pytest.approx(0.2689, abs=1e-4)
    assert probability(replace(NOTHING, names=1.0), tilted) == pytest.approx(0.8808, abs=1e-4)


def test_a_name_is_held_with_its_parts_and_without_diacritics(small_library: Library) -> None:
    found = replace(passage(small_library, "city-graz", "declared"), text="SKR/RWI in Piteå.")
    assert holds(found, "skr/rwi")
    assert holds(found, "rwi/skr")
    assert holds(found, "pitea")
    assert holds(found, "austria")
    assert not holds(found, "lund")
