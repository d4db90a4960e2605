"""What a report holds, whichever way it is written; as JSON it is ``report.json``."""

from pydantic import Field

from assistant.turn import Outcome
from evals.case import Case
from evals.comparing import Comparison, Measured, compared
from evals.judged import Judged, judged
from evals.measures.ending import SHOWN
from evals.record import Answered, CaseScore, Configuration, Record, Summary
from evals.run import Run

STRICT = "strictly_right"
"""The measure that says whether a case went right."""
WORST = 40
"""Cases that are shown in full unless another number is asked for."""


class Told(Record):
    """A case that went wrong, with all that a person needs to see why."""

    case: Case
    answered: Answered
    score: CaseScore


class Content(Record):
    """A report in no language yet.

    ``summaries`` are those of the systems of the run, the measured one first. ``failing`` counts
    its cases that are not fully right; ``worst`` are the worst of them. ``comparison`` is with an
    earlier run, if there is one. ``judged`` is what a chat model made of a
    system, for each that it judged.
    """

    run: str
    configuration: Configuration
    summaries: tuple[Summary, ...]
    failing: int
    worst: tuple[Told, ...]
    comparison: Comparison | None = None
    judged: dict[str, Judged] = Field(default_factory=dict)

    @property
    def measured(self) -> Summary:
        """The figures of the system that the run measures."""
        return self.summaries[0]


def content(run: Run, before: Run | None = None, most: int = WORST) -> Content:
    """What there is to report of a run, beside an earlier one, with ``most`` cases in full.

    Raises :class:`evals.run.NoRun` where one of them was not scored, and
    :class:`corpus.problem.Unsound` where a file cannot be read.
    """
    system = run.systems[0]
    told = [
        Told(case=case, answered=answered, score=score)
        for case, answered, score in zip(
            run.cases, run.turns(system), run.scores(system), strict=True
        )
    ]
    failing = [one for one in told if failed(one.score, STRICT)]
    return Content(
        run=run.folder.name,
        configuration=run.configuration,
        summaries=tuple(run.summary(name) for name in run.systems),
        failing=len(failing),
        worst=tuple(sorted(failing, key=harm)[:most]),
        comparison=compared(Measured.of(before), Measured.of(run)) if before else None,
        judged={name: found for name in run.systems if (found := judged(run, name))},
    )


def failed(score: CaseScore, measure: str) -> bool:
    """Whether a case falls short of the whole of a measure that bears on it."""
    value = score.values.get(measure)
    return value is not None and value < 1


def harm(told: Told) -> tuple[int, float, str]:
    """What sorts the cases that went wrong, the most harmful first.

    An urgent message that was missed; then a wrong answer that was shown, the surest first; then
    a question that was left unanswered, the one whose answer was likeliest there first.
    """
    turn = told.answered.turn
    if Outcome.URGENT in told.case.expected and turn.outcome is not Outcome.URGENT:
        rank = 0
    elif turn.outcome in SHOWN:
        rank = 1
    else:
        rank = 2
    return (rank, -(turn.likely or 0.0), told.case.id)
