"""Whether a Turn is what a case asks for, and why not."""

import re
from dataclasses import dataclass

from assistant.turn import Outcome, Turn
from evals.case import Case

SHOWN = frozenset({Outcome.ANSWERED, Outcome.PARTLY_ANSWERED})
"""Outcomes that show sentences of the sources."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """``outcome``: it ended as it should; ``facts``: it holds what it must and nothing it must
    not; ``citation``: a citation is of an acceptable source, or holds the facts itself. The last
    two are ``None`` where there is nothing to judge. ``fault`` says what is wrong, if anything.
    """

    outcome: bool
    facts: bool | None
    citation: bool | None
    fault: str

    @property
    def right(self) -> bool:
        """Strictly right: nothing is wrong."""
        return self.outcome and self.facts is not False and self.citation is not False


def judge(case: Case, turn: Turn) -> Judgement:
    """Judge a Turn by its case; no model is asked."""
    expected = case.expected
    # A partial answer says what is missing and gives the rest: where an answer is right, so is it.
    ended = turn.outcome in expected or (
        turn.outcome is Outcome.PARTLY_ANSWERED and Outcome.ANSWERED in expected
    )
    shown = turn.outcome in SHOWN
    facts = citation = None
    wrong = [] if ended else [f"outcome {turn.outcome.value}, not {' or '.join(expected)}"]
    if case.not_facts or (case.facts and (shown or case.answerable)):
        absent = [fact for fact in case.facts if not _in(fact, turn.text)] if shown else []
        if case.answerable and not shown:
            absent = list(case.facts)
        unwanted = [fact for fact in case.not_facts if shown and _in(fact, turn.text)]
        facts = not absent and not unwanted
        wrong += [f"lacks {fact!r}" for fact in absent] + [f"says {fact!r}" for fact in unwanted]
    if case.sources and shown and ended:
        citation = any(
            one.source_id in case.sources
            or (bool(case.facts) and all(_in(fact, one.quote) for fact in case.facts))
            for one in turn.citations
        )
        if not citation:
            cited = ", ".join(dict.fromkeys(one.source_id for one in turn.citations))
            wrong.append(f"cites {cited}")
    return Judgement(ended, facts, citation, "; ".join(wrong))


def _in(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None
