"""Natural language inference: does a passage entail a sentence? An optional model decides."""

from dataclasses import dataclass

import numpy as np


class EntailmentUnavailable(Exception):
    """The entailment model cannot be used. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Probabilities from 0 to 1; what is left of 1 is neutral."""

    entailed: float
    contradicted: float


class Entailment:
    """Any sentence-transformers ``CrossEncoder`` trained on natural language inference.

    ``name`` is a folder, or a model that the local hub cache holds; nothing is fetched. The order
    of the labels is read from the model's configuration (``id2label``). Loading imports torch and
    takes seconds. Raises :class:`EntailmentUnavailable` when the model is not on this machine or
    has no labels for entailment and contradiction.
    """

    def __init__(self, name: str) -> None:
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._model = CrossEncoder(name, device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise EntailmentUnavailable(
                f"The entailment model {name!r} is not on this machine. Copy the model here and "
                "set ASSISTANT_NLI_MODEL to its folder, or leave it empty."
            ) from error
        labels = {
            str(label).lower(): int(number)
            for number, label in self._model.model.config.id2label.items()
        }
        places = [
            next((place for label, place in labels.items() if label.startswith(wanted)), None)
            for wanted in ("entail", "contradict")
        ]
        if places[0] is None or places[1] is None:
            raise EntailmentUnavailable(
                f"The model {name!r} has the labels {', '.join(labels)}; "
                "ASSISTANT_NLI_MODEL needs one with the labels entailment and contradiction."
            )
        self._entailed, self._contradicted = places[0], places[1]

    def judge(self, premise: str, hypothesis: str) -> Verdict:
        """How likely the premise entails the hypothesis, and how likely it contradicts it."""
        scores = self._model.predict(
            [(premise, hypothesis)], activation_fn=_as_they_are(), show_progress_bar=False
        )
        logits = np.asarray(scores, dtype=np.float64)[0]
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        return Verdict(float(chances[self._entailed]), float(chances[self._contradicted]))


def _as_they_are() -> object:
    from torch.nn import Identity

    return Identity()
