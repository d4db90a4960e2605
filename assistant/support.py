"""Whether a sentence that a chat model wrote is supported by the passages it cites."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.comparison import Comparison
from assistant.difference import Embed, differences
from assistant.entailment import Entailment
from assistant.forest import Forest, support_forest
from assistant.wording import corpus_wording, wording
from corpus.passage import Passage
from index.terms import corpus_terms


class Fault(StrEnum):
    """What a sentence has against it."""

    NUMBER = "number"
    NAME = "name"
    NEGATION = "negation"
    ACTOR = "actor"
    DUTY = "duty"
    CONDITION = "condition"
    QUOTE = "quote"
    MEANING = "meaning"
    ADDITION = "addition"


HARD = {"number": Fault.NUMBER, "name": Fault.NAME, "quote": Fault.QUOTE}
"""Differences that are faults whatever else there is."""

_KINDS = {
    Fault.ADDITION: (
        "new", "new_light", "run", "tail", "double", "new_share", "new_asked", "new_capital",
        "new_first", "new_last", "new_spread", "small_new", "same_share", "synonym", "kin",
        "runs_share", "longest_run", "slots", "best_share", "length", "length_share",
    ),
    Fault.ACTOR: (
        "head", "head_new", "head_place", "name_gap", "turned", "scatter", "turned_back", "turns",
        "turned_active", "voice", "pairs_apart", "pairs_loose", "pairs_apart_share", "in_order",
        "pairs_loose_share", "pairs_turned", "pairs_turned_share", "exchanged", "misplaced",
        "furthest", "further", "far", "anchors_apart", "anchors_loose", "left_out_names",
    ),
    Fault.NUMBER: (
        "number", "number_elsewhere", "number_near", "anchor_strange", "anchor_least",
        "anchors_back", "numbers",
    ),
    Fault.NEGATION: (
        "negation_new", "negation_lost", "negation_alone", "negation_loose", "negation_dropped",
        "negation_count", "negation_more", "negation_alien", "polarity", "antonym", "antonym_new",
        "opposite_best", "opposite_near", "opposite_any", "opposite_beside", "replaced_best",
        "replaced_near", "replaced_any", "denied_1", "denied_part_1", "denied_alone_1",
        "granted_1", "granted_part_1", "denied_2", "denied_part_2", "denied_alone_2",
        "granted_2", "granted_part_2",
    ),
    Fault.DUTY: tuple(
        f"{duty}_{change}"
        for duty in ("must", "should", "may", "will")
        for change in ("new", "lost", "count", "more", "alien")
    ),
    Fault.CONDITION: tuple(
        f"{mark}_{change}"
        for mark in ("only", "all", "some", "condition")
        for change in ("new", "lost", "count", "more", "alien")
    ),
    Fault.MEANING: (
        "distance", "distance_whole", "distance_any", "clause_distance", "clause_distance_mean",
        "clause_distance_last", "elsewhere", "left_out",
    ),
}  # fmt: skip
_SHARE = 0.25
"""A kind that has this share of what speaks against a sentence is named as a fault."""
FOREIGN = "foreign"
"""The measure that says that the embedding model was not made for the language."""


class SupportWeights(BaseModel):
    """The forest and what goes with it (``support-weights.toml``).

    ``threshold`` are the log odds from which a sentence is refused, by ``native`` (a language that
    the embedding model was made for) and ``foreign``. ``usual`` is what each measure is in a
    true sentence, the median. ``entailed`` and ``contradicted`` are probabilities for the optional
    entailment model.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: dict[str, float]
    usual: dict[str, float]
    forest: Forest
    entailed: float
    contradicted: float


WEIGHTS = Path(__file__).with_name("support-weights.toml")


@cache
def support_weights() -> SupportWeights:
    """The weights beside this module. Raises ``pydantic.ValidationError`` if unfit."""
    written = tomllib.loads(WEIGHTS.read_text("utf-8"))
    return SupportWeights.model_validate({**written, "forest": support_forest()})


class SupportCheck:
    """Compares a sentence with the one to three sentences of its passages that it rests on.

    Numbers, names and quotes that the passages do not have are faults whatever else there is; all
    other measures go through a boosted ``forest``. With an ``entailment`` model that model judges
    in their place. ``known`` are names, as :func:`index.names.names` finds them, by which a name
    is known where it begins a sentence; ``native`` says whether ``embed`` was made for a language.
    Safe to share between threads.
    """

    def __init__(
        self,
        embed: Embed,
        weights: SupportWeights,
        entailment: Entailment | None = None,
        *,
        known: frozenset[str] = frozenset(),
        native: Callable[[str], bool] = lambda language: language == "en",
    ) -> None:
        self._embed = embed
        self._weights = weights
        self._entailment = entailment
        self._known = known
        self._native = native

    def faults(
        self, sentence: str, evidence: Sequence[Passage], language: str
    ) -> tuple[Fault, ...]:
        """What speaks against the sentence, the worst first; empty when it is supported.

        ``evidence`` are the cited passages. Words are compared with passages of the sentence's
        ``language`` alone: without any, only an entailment model can find it supported. Never
        raises for any text.
        """
        if not evidence or not sentence.strip():
            return (Fault.MEANING,)
        found = self.differences(sentence, evidence, language)
        faults = [fault for name, fault in HARD.items() if found[name]]
        if self._entailment is not None:
            return tuple(faults) or self._judged(sentence, evidence, self._entailment)
        odds = self._weights.forest.odds(found)
        kind = "foreign" if found[FOREIGN] else "native"
        if odds >= self._weights.threshold[kind]:
            faults += self._named(found, odds)
        if not faults and all(passage.language != language for passage in evidence):
            faults.append(Fault.MEANING)
        return tuple(dict.fromkeys(faults))

    def differences(
        self, sentence: str, evidence: Sequence[Passage], language: str
    ) -> dict[str, float]:
        """The measures that are weighed; the evaluation fits the forest on them."""
        spoken = [passage for passage in evidence if passage.language == language] or evidence
        compared = Comparison(
            wording(sentence, language),
            tuple(
                dict.fromkeys(
                    corpus_wording(passage.sentence(number), passage.language)
                    for passage in spoken
                    for number in range(len(passage.sentences))
                )
            ),
            tuple(
                dict.fromkeys(
                    corpus_wording(above, passage.language)
                    for passage in spoken
                    for above in (passage.title, *passage.path, passage.heading, passage.locator)
                    if above
                )
            ),
            self._known,
            frozenset(
                term
                for passage in spoken
                for ask in passage.asks.get(language, ())
                for term in corpus_terms(ask, language)
            ),
        )
        foreign = float(not self._native(language))
        return {**differences(compared, self._embed), FOREIGN: foreign}

    def _named(self, found: Mapping[str, float], odds: float) -> list[Fault]:
        """The kinds without whose differences the odds would fall, those of the most first."""
        usual = self._weights.usual
        falls = {
            kind: odds
            - self._weights.forest.odds({**found, **{name: usual.get(name, 0.0) for name in names}})
            for kind, names in _KINDS.items()
        }
        total = sum(max(0.0, fall) for fall in falls.values())
        ranked = sorted(falls, key=lambda kind: -falls[kind])
        return [kind for kind in ranked if falls[kind] >= _SHARE * total > 0] or ranked[:1]

    def _judged(
        self, sentence: str, evidence: Sequence[Passage], entailment: Entailment
    ) -> tuple[Fault, ...]:
        premise = "\n".join(f"{passage.context}\n{passage.text}" for passage in evidence)
        verdict = entailment.judge(premise, sentence)
        stands = (
            verdict.entailed >= self._weights.entailed
            and verdict.contradicted < self._weights.contradicted
        )
        return () if stands else (Fault.MEANING,)
