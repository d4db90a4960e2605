"""A Turn: one question and everything that was made of it. Every view shows the same Turn."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from index.hit import Hits


class Outcome(StrEnum):
    """How a question ended. Not answering is a value, with a message and a next step."""

    ANSWERED = "answered"
    PARTLY_ANSWERED = "partly_answered"
    CLARIFY = "clarify"
    NO_EVIDENCE = "no_evidence"
    OUT_OF_SCOPE = "out_of_scope"
    URGENT = "urgent"
    HANDOFF = "handoff"
    SMALL_TALK = "small_talk"
    REFUSED = "refused"
    SERVICE_ERROR = "service_error"


class Support(StrEnum):
    """What a shown sentence rests on; there is no third state."""

    VERBATIM = "verbatim"
    SUPPORTED = "supported"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer; ``citations`` are numbers of the Turn's citations."""

    text: str
    support: Support
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement comes from.

    ``quote`` occurs byte for byte in ``passage``. ``sort`` is ``digest`` (our words), ``official``
    or ``document``; ``language`` is that of the passage; ``checked`` says
    whether the wording was compared with the official page.
    ``url`` opens the place itself where the format allows it; empty for a file without one.
    """

    number: int
    source_id: str
    title: str
    publisher: str
    year: int | None
    force: str
    kind: str
    locator: str
    page: int | None
    url: str
    quote: str
    passage_id: str
    passage: str
    sort: str
    language: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Plain:
    """An answer in plain words, with the citations of the Turn that it belongs to."""

    text: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that a chat model wrote and nobody is shown, with the names of its faults."""

    text: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question answered, or not, and why.

    ``text`` is what a person reads: the statements, or the message where there is no answer.
    ``plain`` is the same answer in plain words, where the texts have them. ``seconds`` is the
    time it took. ``likely`` is the probability, from 0 to 1, that the sources hold the answer;
    ``None`` where nothing was searched.

    For staff: ``writer`` is the chat model whose words are shown, empty for an extract; ``fault``
    says why those of the model are not; ``dropped`` are the sentences it wrote in vain.
    """

    question: str
    standalone_question: str
    language: str
    outcome: Outcome
    text: str
    hits: Hits = field(default_factory=lambda: Hits(()))
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    message: str = ""
    plain: Plain | None = None
    likely: float | None = None
    seconds: float = 0.0
    writer: str = ""
    fault: str = ""
    dropped: tuple[Dropped, ...] = ()

    def record(self, id_: str | int | None = None) -> dict[str, Any]:
        """The Turn as other programs read it (the contract of ``ask --json`` and ``--jsonl``)."""
        return {
            **({} if id_ is None else {"id": id_}),
            "outcome": self.outcome.value,
            "language": self.language,
            "text": self.text,
            "statements": _records(self.statements),
            "citations": [
                {
                    "number": citation.number,
                    "source_id": citation.source_id,
                    "title": citation.title,
                    "publisher": citation.publisher,
                    "year": citation.year,
                    "force": citation.force,
                    "kind": citation.kind,
                    "locator": citation.locator,
                    "page": citation.page,
                    "url": citation.url,
                    "quote": citation.quote,
                    "passage_id": citation.passage_id,
                    "passage": citation.passage,
                    "sort": citation.sort,
                    "language": citation.language,
                    "checked": citation.checked,
                }
                for citation in self.citations
            ],
            "standalone_question": self.standalone_question,
            "suggestions": list(self.suggestions),
            "message": self.message,
            "plain": self.plain
            and {"text": self.plain.text, "statements": _records(self.plain.statements)},
            "likely": None if self.likely is None else round(self.likely, 4),
            "seconds": round(self.seconds, 4),
            "model": {
                "writer": self.writer,
                "fault": self.fault,
                "dropped": [{"text": one.text, "faults": list(one.faults)} for one in self.dropped],
            },
        }


def _records(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    return [
        {
            "text": statement.text,
            "support": statement.support.value,
            "citations": list(statement.citations),
        }
        for statement in statements
    ]
