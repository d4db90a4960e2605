"""A case and the Turn that answered it, into a score with its explanation."""

import re
from collections.abc import Iterator

from assistant.turn import Outcome, Turn
from evals.case import Case
from evals.measures import (
    citing,
    ending,
    facts,
    limiting,
    quoting,
    reading,
    retrieval,
)
from evals.measures.citing import Evidence
from evals.measures.ending import SHOWN
from evals.record import CaseScore

_ENDINGS = {
    Outcome.ANSWERED: "give an answer",
    Outcome.PARTLY_ANSWERED: "answer a part and say what is missing",
    Outcome.CLARIFY: "ask what is meant",
    Outcome.NO_EVIDENCE: "say that the sources do not hold the answer",
    Outcome.OUT_OF_SCOPE: "say that the question is outside its subject",
    Outcome.URGENT: "point to urgent help",
    Outcome.HANDOFF: "point to a person",
    Outcome.SMALL_TALK: "answer small talk with a greeting",
    Outcome.REFUSED: "decline the message",
    Outcome.SERVICE_ERROR: "say that something is out of order",
}
_PLACES = {
    "source_id": "source",
    "locator": "article or section",
    "url": "link",
    "sort": "sort of text",
    "checked": "mark of having been compared with the original",
}
_QUOTED = 160
"""Characters of a sentence that an explanation quotes."""


def score(case: Case, turn: Turn, evidence: Evidence = Evidence()) -> CaseScore:  # noqa: B008
    """Score a Turn by its case; no model is asked but the support check of ``evidence``."""
    ended = ending.outcome_right(case, turn)
    found = facts.facts(case, turn)
    cited = citing.citation_right(case, turn)
    # What is quoted and cited is right wherever it can be told.
    resting = {
        "citation_recall": citing.citation_recall(turn, evidence),
        "quote_exact": quoting.quote_exact(turn, evidence.holdings),
        "place_right": quoting.place_right(turn, evidence.holdings),
        "conditions_kept": limiting.conditions_kept(turn, evidence.holdings),
    }
    right = (
        ended
        and (found is None or found.right)
        and cited is not False
        and set(resting.values()) <= {None, 1.0}
    )
    answered = ending.answered(case, turn)
    said = reading.sentences(turn)
    values: dict[str, float | None] = {
        "strictly_right": float(right),
        "outcome_right": float(ended),
        "facts_right": None if found is None else float(found.right),
        "answered": answered,
        "right_of_answered": float(right) if answered else None,
        "answered_rightly": None if answered is None else float(right),
        "abstained_rightly": ending.abstained_rightly(case, right),
        "abstention_precision": ending.abstention_precision(case, turn),
        "asked_back_rightly": ending.asked_back_rightly(case, right),
        "citation_right": None if cited is None else float(cited),
        **resting,
        "citation_precision": citing.citation_precision(turn, evidence),
        **retrieval.retrieval(case, turn),
        "words": reading.words(said),
        "lix": reading.reading_level(said),
        "seconds": turn.seconds,
    }
    return CaseScore(
        case=case.id,
        cluster=case.cluster,
        language=case.language,
        kind=case.kind,
        values=values,
        faults=tuple(dict.fromkeys(_faults(case, turn, evidence))),
        group=case.group,
        expected=tuple(outcome.value for outcome in case.expected),
        outcome=turn.outcome.value,
        cited=tuple(dict.fromkeys(one.source_id for one in turn.citations)),
        likely=turn.likely,
    )


def _faults(case: Case, turn: Turn, evidence: Evidence) -> Iterator[str]:
    """What is wrong, in words, the gravest first."""
    if not ending.outcome_right(case, turn):
        expected = " or ".join(_ENDINGS[outcome] for outcome in case.expected)
        yield f"It should {expected}; instead it chose to {_ENDINGS[turn.outcome]}."
    found = facts.facts(case, turn)
    if found is not None and turn.outcome in SHOWN:
        yield from (f"The answer does not say {_readable(fact)}." for fact in found.absent)
        yield from (
            f"The answer says {_readable(fact)}, which it must not." for fact in found.unwanted
        )
    if citing.citation_right(case, turn) is False:
        cited = ", ".join(dict.fromkeys(one.title or one.source_id for one in turn.citations))
        yield f"It cites {cited or 'nothing'}; acceptable would be {', '.join(case.sources)}."
    if turn.outcome in SHOWN:
        yield from _faults_of_quotes(turn, evidence)
        yield from _faults_of_statements(turn, evidence)
    elif turn.statements or turn.citations:
        yield "It says that there is no answer, and shows one all the same."


def _faults_of_quotes(turn: Turn, evidence: Evidence) -> Iterator[str]:
    holdings = evidence.holdings
    for one in turn.citations:
        if not one.quote.strip():
            yield f"Citation {one.number} quotes nothing."
        elif one.quote not in one.passage:
            yield f"The quote of citation {one.number} is not in the passage that it opens."
        elif not quoting.exact(one, holdings):
            yield f"Citation {one.number} shows a passage that the corpus does not hold."
        if holdings is not None:
            for name in quoting.misplaced(one, holdings):
                yield (
                    f"Citation {one.number} names a wrong {_PLACES.get(name, name)}: "
                    f"{getattr(one, name) or 'none'}."
                )
    if holdings is not None:
        for condition in limiting.dropped(turn, holdings):
            yield f"The condition that follows in the source is left out: {_short(condition)}"


def _faults_of_statements(turn: Turn, evidence: Evidence) -> Iterator[str]:
    if not turn.statements:
        yield "The answer has no sentence that rests on a source."
    if beyond := citing.unstated(turn):
        yield f"The text shown is not what was checked: {_short(beyond)}"
    for unlike in citing.unlike_plain(turn, evidence.holdings):
        yield f"The version in plain words says what was not checked: {_short(unlike)}"
    for statement in turn.statements:
        if citing.supported(turn, statement, statement.citations, evidence) is False:
            yield f"What it cites does not support this sentence: {_short(statement.text)}"
        elif False in citing.relevant(turn, statement, evidence):
            yield f"A citation adds nothing to this sentence: {_short(statement.text)}"


def _readable(pattern: str) -> str:
    """A pattern of a case as words: what stands between bars is one or the other."""
    plain = re.sub(r"\\(.)", r"\1", pattern.replace(r"\b", ""))
    return " or ".join(f"“{one}”" for one in plain.split("|"))


def _short(text: str) -> str:
    return f"“{text if len(text) <= _QUOTED else text[:_QUOTED].rstrip() + '…'}”"
