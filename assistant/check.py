"""The last step before anything is shown: every sentence has its support, or it goes."""

from collections.abc import Sequence

from assistant.turn import Citation, Statement, Support


def supported(
    statements: Sequence[Statement], citations: Sequence[Citation]
) -> tuple[Statement, ...]:
    """The statements that stand: each marker known, each verbatim sentence exactly as quoted.

    A statement that fails is left out; it is never shown weaker or reworded.
    """
    by_number = {citation.number: citation for citation in citations}
    return tuple(statement for statement in statements if _stands(statement, by_number))


def _stands(statement: Statement, citations: dict[int, Citation]) -> bool:
    cited = [citations.get(number) for number in statement.citations]
    if not cited or statement.support is not Support.VERBATIM:
        return False
    return all(
        citation is not None
        and citation.quote in citation.passage
        and statement.text in citation.quote
        for citation in cited
    )
