"""How a Turn ended, against how it should have."""

from collections.abc import Iterable

from assistant.turn import Outcome, Turn
from evals.case import Case
from evals.record import CaseScore

SHOWN = frozenset({Outcome.ANSWERED, Outcome.PARTLY_ANSWERED})
"""Outcomes that show sentences of the sources."""
ABSTAINED = frozenset({Outcome.NO_EVIDENCE, Outcome.OUT_OF_SCOPE})
"""Outcomes that say that there is no answer to give."""


def outcome_right(case: Case, turn: Turn) -> bool:
    """Whether the Turn ended as it should: accuracy, once it is a mean over cases.

    A partial answer says what is missing and gives the rest: where an answer is right, so is it.
    """
    return turn.outcome in case.expected or (
        turn.outcome is Outcome.PARTLY_ANSWERED and Outcome.ANSWERED in case.expected
    )


def answered(case: Case, turn: Turn) -> float | None:
    """1 where a question in scope is answered, in whole or in part; its mean is the coverage.

    With the accuracy of what is answered it is one of the two figures that GOV.UK Chat publishes.
    """
    return float(turn.outcome in SHOWN) if case.answerable else None


def abstained_rightly(case: Case, right: bool) -> float | None:
    """Recall of abstention: of the questions without an answer, those that went ``right``.

    Recall as in van Rijsbergen 1979, "Information Retrieval", chapter 7, abstaining being what is
    to be found.
    """
    return float(right) if case.unanswerable else None


def abstention_precision(case: Case, turn: Turn) -> float | None:
    """Precision of abstention: of the Turns that abstain, those where that is right."""
    return float(turn.outcome in case.expected) if turn.outcome in ABSTAINED else None


def asked_back_rightly(case: Case, right: bool) -> float | None:
    """Of the questions that are too vague to answer, those that were asked back about."""
    return float(right) if case.expected == (Outcome.CLARIFY,) else None


def confusion(scores: Iterable[CaseScore]) -> dict[str, dict[str, int]]:
    """How many cases ended how, by the first outcome that was expected, then by the actual one.

    A case that ended in another outcome that is right too is counted under that one: off the
    diagonal stands only what is wrong.
    """
    counts: dict[str, dict[str, int]] = {}
    for score in scores:
        right = score.values.get("outcome_right") == 1
        row = counts.setdefault(score.outcome if right else score.expected[0], {})
        row[score.outcome] = row.get(score.outcome, 0) + 1
    return counts
