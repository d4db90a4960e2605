"""The numbers that search and answers are tuned with (``weights.toml``)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from index.search import Fusion


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SentenceWeights(_Table):
    """How a sentence of a kept passage is scored; see the comments in the file."""

    nearness: float
    nearness_foreign: float
    nearness_rest: float
    words: float
    passage: float
    ask: float
    first: float
    introduction: float
    want: float
    want_plain: float
    official: float
    further_same: float
    further_other: float
    alike: float


class EvidenceWeights(_Table):
    """A logistic model over the signals of :mod:`assistant.evidence`.

    ``answer`` is the probability from which an answer is shown.
    """

    answer: float
    bias: float
    similarity: float
    ask: float
    keywords: float
    likeness: float
    rest: float
    rest_ask: float
    rest_likeness: float
    coverage: float
    told: float
    covered: float
    unit: float
    unit_rest: float
    names: float
    want: float
    margin: float


class Decision(_Table):
    """Probabilities, and a score, from which something is shown."""

    topic: float
    settled: float
    direct: float
    correct: float
    scope: float


class Weights(_Table):
    """All of them."""

    fusion: Fusion
    sentence: SentenceWeights
    evidence: dict[str, EvidenceWeights]
    decision: Decision


@cache
def weights() -> Weights:
    """The weights of the file beside this module. Raises ``pydantic.ValidationError`` if unfit."""
    written: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return TypeAdapter(Weights).validate_python(written)
