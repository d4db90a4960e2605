"""The last step before anything is shown: every sentence has its support, or it goes."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from assistant.support import SupportCheck
from assistant.turn import Citation, Statement, Support
from corpus.passage import Passage

_NONE: Mapping[int, Passage] = MappingProxyType({})


def supported(
    statements: Sequence[Statement],
    citations: Sequence[Citation],
    support: SupportCheck | None = None,
    passages: Mapping[int, Passage] = _NONE,
    language: str = "en",
) -> tuple[Statement, ...]:
    """The statements that stand: each marker known, each sentence as quoted or supported.

    A verbatim sentence must be exactly as quoted. A reworded one must have no fault against the
    passages it cites (``passages``, by citation number); without a ``support`` check it falls.
    ``language`` is that of the statements. A statement that fails is left out; it is never shown
    weaker or reworded.
    """
    by_number = {citation.number: citation for citation in citations}
    return tuple(
        statement
        for statement in statements
        if statement.citations
        and by_number.keys() >= set(statement.citations)
        and (
            _verbatim(statement, [by_number[number] for number in statement.citations])
            if statement.support is Support.VERBATIM
            else support is not None and _rests(statement, support, passages, language)
        )
    )


def _verbatim(statement: Statement, cited: Sequence[Citation]) -> bool:
    return all(
        citation.quote in citation.passage and statement.text in citation.quote
        for citation in cited
    )


def _rests(
    statement: Statement, support: SupportCheck, passages: Mapping[int, Passage], language: str
) -> bool:
    if not passages.keys() >= set(statement.citations):
        return False
    evidence = [passages[number] for number in statement.citations]
    return not support.faults(statement.text, evidence, language)
