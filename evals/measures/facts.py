"""Whether an answer holds the facts that it must, and none that it must not."""

import re
from dataclasses import dataclass

from assistant.turn import Turn
from evals.case import Case
from evals.measures.ending import SHOWN


@dataclass(frozen=True, slots=True)
class Facts:
    """Patterns of a case that an answer lacks, and those it should not hold but does."""

    absent: tuple[str, ...]
    unwanted: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Nothing is lacking and nothing is too much."""
        return not self.absent and not self.unwanted


def facts(case: Case, turn: Turn) -> Facts | None:
    """What is wrong with the facts of a Turn; ``None`` where there are none to judge.

    A match of each pattern in the text shown, upper and lower case alike: recall of short answers
    by string, as ALCE measures correctness on ASQA (Gao et al. 2023, section 3), but all or none.
    A question in scope that is not answered lacks every fact.
    """
    shown = turn.outcome in SHOWN
    if not case.not_facts and not (case.facts and (shown or case.answerable)):
        return None
    absent = case.facts if case.answerable or shown else ()
    return Facts(
        tuple(fact for fact in absent if not (shown and holds(fact, turn.text))),
        tuple(fact for fact in case.not_facts if shown and holds(fact, turn.text)),
    )


def holds(pattern: str, text: str) -> bool:
    """Whether a text matches a pattern of a case."""
    return re.search(pattern, text, re.IGNORECASE) is not None
