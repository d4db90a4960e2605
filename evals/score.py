"""A score: a case, the Turn that answered it, and the judgement on that."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.turn import Turn
from evals.case import Case, Split
from evals.judging import SHOWN, Judgement, judge


class Answers(Protocol):
    """What can be asked; :class:`assistant.answering.Assistant` can."""

    def answer(
        self, turns: Sequence[str], language: str = "en", *, with_model: bool = True
    ) -> Turn:
        """Answer the last of ``turns``."""
        ...


@dataclass(frozen=True, slots=True)
class Score:
    """How one case went."""

    case: Case
    turn: Turn
    judgement: Judgement

    @property
    def right(self) -> bool:
        """Strictly right: outcome, facts and citation."""
        return self.judgement.right

    @property
    def shown(self) -> bool:
        """Whether sentences of the sources were shown."""
        return self.turn.outcome in SHOWN

    @property
    def cited(self) -> frozenset[str]:
        """The ids of the sources that were cited."""
        return frozenset(citation.source_id for citation in self.turn.citations)


def of_split(cases: Iterable[Case], split: Split) -> list[Case]:
    """The cases of a split; those without one were never kept back, so they are ``dev``."""
    return [case for case in cases if (case.split or Split.DEV) is split]


def scores(cases: Iterable[Case], assistant: Answers) -> Iterator[Score]:
    """Answer the cases in extracts, without a chat model, and judge each."""
    for case in cases:
        turn = assistant.answer([*case.turns, case.question], case.language, with_model=False)
        yield Score(case, turn, judge(case, turn))
