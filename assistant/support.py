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
from assistant.wording import wording
from corpus.passage import Passage


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

_GRADED = {
    Fault.ADDITION: ("new", "new_light", "run", "tail", "double"),
    Fault.ACTOR: ("head", "name_gap", "turned", "scatter"),
    Fault.NUMBER: ("number_elsewhere", "number_near"),
    Fault.NEGATION: (
        "negation_new",
        "negation_lost",
        "negation_alone",
        "negation_loose",
        "negation_dropped",
        "polarity",
        "antonym",
        "antonym_new",
    ),
    Fault.DUTY: tuple(
        f"{duty}_{change}"
        for duty in ("must", "should", "may", "will")
        for change in ("new", "lost")
    ),
    Fault.CONDITION: tuple(
        f"{mark}_{change}" for mark in ("only", "all", "condition") for change in ("new", "lost")
    ),
    Fault.MEANING: ("distance", "distance_whole"),
}
_SHARE = 0.25
"""A kind of difference that makes up this share of all is named as a fault."""
MOST = 3.0
"""A difference counts at most this much."""


class SupportWeights(BaseModel):
    """A logistic model over the differences (``support-weights.toml``).

    ``differences`` are weights from 0, for every difference speaks against the support.
    ``threshold`` is the sum of weighted differences from which a sentence is refused, by
    ``native`` (a language that the embedding model was made for) and ``foreign``.
    ``entailed`` and ``contradicted`` are probabilities for the optional entailment model.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    differences: dict[str, float]
    threshold: dict[str, float]
    entailed: float
    contradicted: float

    def weighed(self, found: Mapping[str, float]) -> dict[str, float]:
        """What each difference weighs."""
        return {
            name: weight * min(found.get(name, 0.0), MOST)
            for name, weight in self.differences.items()
        }


WEIGHTS = Path(__file__).with_name("support-weights.toml")


@cache
def support_weights() -> SupportWeights:
    """The weights beside this module. Raises ``pydantic.ValidationError`` if unfit."""
    return SupportWeights.model_validate(tomllib.loads(WEIGHTS.read_text("utf-8")))


class SupportCheck:
    """Compares a sentence with the one to three sentences of its passages that it rests on.

    Numbers, names and quotes that the passages do not have are faults whatever else there is; all
    other differences are weighed together. With an ``entailment`` model that model judges in their
    place. ``known`` are names, as :func:`index.names.names` finds them, by which a name is known
    where it begins a sentence; ``native`` says whether ``embed`` was made for a language.
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
        weighed = self._weights.weighed(found)
        total = sum(weighed.values())
        kind = "native" if self._native(language) else "foreign"
        if total >= self._weights.threshold[kind]:
            kinds = {
                fault: sum(weighed.get(name, 0.0) for name in names)
                for fault, names in _GRADED.items()
            }
            ranked = sorted(kinds, key=lambda fault: -kinds[fault])
            named = [fault for fault in ranked if kinds[fault] >= _SHARE * total]
            faults += named or ranked[:1]
        if not faults and all(passage.language != language for passage in evidence):
            faults.append(Fault.MEANING)
        return tuple(dict.fromkeys(faults))

    def differences(
        self, sentence: str, evidence: Sequence[Passage], language: str
    ) -> dict[str, float]:
        """The differences that are weighed; the evaluation fits the weights on them."""
        spoken = [passage for passage in evidence if passage.language == language] or evidence
        compared = Comparison(
            wording(sentence, language),
            tuple(
                dict.fromkeys(
                    wording(passage.sentence(number), passage.language)
                    for passage in spoken
                    for number in range(len(passage.sentences))
                )
            ),
            tuple(
                dict.fromkeys(
                    wording(above, passage.language)
                    for passage in spoken
                    for above in (passage.title, *passage.path, passage.heading, passage.locator)
                    if above
                )
            ),
            self._known,
        )
        return differences(compared, self._embed)

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
