"""The cases that failed, in full, with what was answered: a list in YAML like the cases."""

from collections.abc import Iterator

from evals.case_file import in_yaml
from evals.faults import in_words
from evals.run import Run

STRICT = "strictly_right"
"""The measure that says whether a case went right."""


def missed(run: Run) -> str:
    """What the measured system of a run failed. Raises :class:`evals.run.NoRun` if unscored."""
    return in_yaml(_misses(run))


def _misses(run: Run) -> Iterator[dict[str, object]]:
    system = run.systems[0]
    for case, answered, score in zip(run.cases, run.turns(system), run.scores(system), strict=True):
        turn = answered.turn
        if score.values[STRICT] != 1.0:
            yield {
                **case.written,
                "faults": [in_words(fault, "en") for fault in score.faults],
                "answer": {
                    "outcome": turn.outcome.value,
                    "language": turn.language,
                    "standalone_question": turn.standalone_question,
                    "text": turn.text,
                    "cited": [f"{one.source_id} · {one.locator}" for one in turn.citations],
                },
            }
