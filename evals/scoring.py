"""A score: how a Turn answers its case."""

from assistant.turn import Turn
from evals.case import Case
from evals.judging import judge
from evals.record import CaseScore


def score(case: Case, turn: Turn) -> CaseScore:
    """Judge a Turn by its case."""
    found = judge(case, turn)
    facts, citation = (None if one is None else float(one) for one in (found.facts, found.citation))
    return CaseScore(
        case=case.id,
        cluster=case.cluster,
        language=case.language,
        kind=case.kind,
        values={
            "strictly_right": float(found.right),
            "outcome_right": float(found.outcome),
            "facts_right": facts,
            "citation_right": citation,
            "seconds": turn.seconds,
        },
        faults=(found.fault,) if found.fault else (),
    )
