"""An assistant that says what a test has put into its mouth, and what it was asked."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.turn import Citation, Outcome, Turn


def turn(outcome: Outcome, text: str = "", cites: Sequence[str] = (), seconds: float = 0.0) -> Turn:
    """A Turn in English that cites these sources."""
    citations = tuple(citation(number, id_) for number, id_ in enumerate(cites, start=1))
    return Turn("", "", "en", outcome, text, citations=citations, seconds=seconds)


def citation(number: int, source_id: str) -> Citation:
    """A citation of a source."""
    return Citation(
        number=number, source_id=source_id, title="", publisher="", year=None, force="", kind="",
        locator="Section 1", page=None, url="", quote="", passage_id="", passage="", sort="digest",
        language="en", checked=True,
    )  # fmt: skip


class Scripted:
    """Answers each message by its words, and anything else with ``no_evidence``."""

    def __init__(self, said: dict[str, Turn]) -> None:
        self._said = said
        self.asked: list[tuple[list[str], str, bool]] = []

    def answer(
        self, turns: Sequence[str], language: str = "en", *, with_model: bool = True
    ) -> Turn:
        self.asked.append((list(turns), language, with_model))
        return replace(self._said.get(turns[-1], turn(Outcome.NO_EVIDENCE)), question=turns[-1])
