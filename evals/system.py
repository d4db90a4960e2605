"""Named systems: what can be put to the cases."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.settings import Settings
from assistant.turn import Turn

if TYPE_CHECKING:
    from assistant.answering import Assistant

ASSISTANT = "assistant"
WITH_MODEL = "assistant+model"
BASELINE = "baseline"

SYSTEMS = {
    ASSISTANT: "the assistant as it is without a chat model: answers are extracts",
    WITH_MODEL: "the assistant with the chat model that the settings or --model name",
    BASELINE: "the usual tutorial pipeline: chunks, the same embedding model, the nearest four",
}
"""The systems by name, and what each is."""


class System(Protocol):
    """Answers the last of some messages. Safe to share between threads."""

    @property
    def name(self) -> str:
        """One of :data:`SYSTEMS`; files of a run are named for it."""
        ...

    def answer(self, turns: Sequence[str], language: str) -> Turn:
        """Answer the last of ``turns``, oldest first; ``language`` is that of the page."""
        ...


class NoModel(Exception):
    """A chat model is to answer and none is named. The message says what to do."""


class AssistantSystem:
    """The assistant, with or without its chat model."""

    def __init__(self, assistant: "Assistant", *, with_model: bool) -> None:
        self._assistant = assistant
        self._with_model = with_model
        self.name = WITH_MODEL if with_model else ASSISTANT

    def answer(self, turns: Sequence[str], language: str) -> Turn:
        return self._assistant.answer(turns, language, with_model=self._with_model)


def open_systems(names: Sequence[str], settings: Settings, root: Path | None) -> list[System]:
    """The systems of these names over the index in ``root``, or over the shipped corpus.

    Raises :class:`NoModel`, what :func:`assistant.assembly.open_assistant` raises, and
    ``OSError`` where the documents of an index are gone.
    """
    from assistant.assembly import open_assistant
    from evals.baseline import open_baseline

    if WITH_MODEL in names and not settings.model.strip():
        raise NoModel(
            f"{WITH_MODEL} needs a chat model. Name one with --model or ASSISTANT_MODEL; "
            "docs/models.md says how."
        )
    assistant = open_assistant(settings, root)
    found: dict[str, System] = {}
    for name in names:
        if name == BASELINE:
            found[name] = open_baseline(settings, root or settings.index_dir)
        else:
            found[name] = AssistantSystem(assistant, with_model=name == WITH_MODEL)
    return list(found.values())
