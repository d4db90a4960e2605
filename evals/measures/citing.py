"""Whether every sentence shown rests on what it cites, and every citation carries its part.

Citation recall and precision are those of ALCE: Gao et al. 2023, "Enabling Large Language Models to
Generate Text with Citations", section 3 and the evaluation code of its authors. ALCE asks an
entailment model whether passages support a sentence. Here no judge is needed: a verbatim sentence
is supported by a passage that holds it, a reworded one where the support check finds no fault.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.support import Fault
from assistant.turn import Citation, Statement, Support, Turn
from corpus.passage import Passage
from evals.case import Case
from evals.holdings import Holdings
from evals.measures.ending import SHOWN, outcome_right
from evals.measures.facts import holds
from evals.measures.quoting import exact

_MARKERS = re.compile(r"(?:\s*\[\d+\])+")
_LETTER = re.compile(r"\w")


class Checks(Protocol):
    """What finds faults in a reworded sentence; :class:`assistant.support.SupportCheck` does."""

    def faults(
        self, sentence: str, evidence: Sequence[Passage], language: str
    ) -> tuple[Fault, ...]:
        """What speaks against the sentence, by the passages it cites; empty when nothing does."""
        ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """What statements are held against.

    ``holdings`` are the corpus; without them passages are taken at their word. ``check`` judges
    reworded statements; without one they are unscored.
    """

    holdings: Holdings | None = None
    check: Checks | None = None


def citation_right(case: Case, turn: Turn) -> bool | None:
    """Whether a citation is of an acceptable source, or holds all the facts itself.

    ``None`` where the case names no source, or no answer is shown where one should be.
    """
    if not case.sources or turn.outcome not in SHOWN or not outcome_right(case, turn):
        return None
    return any(
        one.source_id in case.sources
        or (bool(case.facts) and all(holds(fact, one.quote) for fact in case.facts))
        for one in turn.citations
    )


def citation_recall(turn: Turn, evidence: Evidence) -> float | None:
    """The share of sentences shown that all their citations together support.

    Text that belongs to no statement counts as one more sentence, which nothing supports.
    ``None`` where no answer is shown, or no statement can be scored.
    """
    if turn.outcome not in SHOWN:
        return None
    found = [supported(turn, one, one.citations, evidence) for one in turn.statements]
    scored = [one for one in found if one is not None] + [False] * bool(unstated(turn))
    return sum(scored) / len(scored) if scored else None


def citation_precision(turn: Turn, evidence: Evidence) -> float | None:
    """The share of citations, counted at each sentence that makes them, that are not irrelevant.

    A citation is irrelevant where its sentence is not supported by all its citations together; or
    where it does not support the sentence alone while the others do without it. 0 for an answer
    that cites nothing, as ALCE has it; ``None`` where no answer is shown, or none can be scored.
    """
    if turn.outcome not in SHOWN:
        return None
    found = [
        verdict
        for statement in turn.statements
        for verdict in relevant(turn, statement, evidence)
        if verdict is not None
    ]
    if not found:
        cites = any(statement.citations for statement in turn.statements)
        return None if cites or not turn.statements else 0.0
    return sum(found) / len(found)


def relevant(turn: Turn, statement: Statement, evidence: Evidence) -> list[bool | None]:
    """For each citation of a statement whether it is relevant; ``None`` where that is unscored."""
    together = supported(turn, statement, statement.citations, evidence)
    if not together or len(statement.citations) == 1:
        return [together] * len(statement.citations)
    return [
        bool(supported(turn, statement, (number,), evidence))
        or not supported(
            turn,
            statement,
            tuple(other for other in statement.citations if other != number),
            evidence,
        )
        for number in statement.citations
    ]


def supported(
    turn: Turn, statement: Statement, numbers: Sequence[int], evidence: Evidence
) -> bool | None:
    """Whether the citations of these numbers support a statement; ``None`` is unscored.

    A number that no citation has supports nothing, and spoils the others: nobody can open it.
    """
    by_number = {citation.number: citation for citation in turn.citations}
    if not numbers or not by_number.keys() >= set(numbers):
        return False
    cited = [by_number[number] for number in numbers]
    if statement.support is Support.VERBATIM:
        return any(_quoted(statement.text, one, evidence.holdings) for one in cited)
    if not all(exact(one, evidence.holdings) for one in cited):
        return False
    passages = [_passage(turn, one, evidence.holdings) for one in cited]
    known = [passage for passage in passages if passage is not None]
    if evidence.check is None or len(known) < len(passages):
        return None
    return not evidence.check.faults(statement.text, known, turn.language)


def unstated(turn: Turn) -> str:
    """What the text of an answer says beyond its message and its statements, with their markers.

    Empty when the text is made of them, in order. A statement that the text does not show, or
    shows with other markers than its citations, is told in its place.
    """
    rest = turn.text.removeprefix(turn.message)
    beyond = ""
    for statement in turn.statements:
        before, found, rest = rest.partition(statement.text)
        if not found:
            return statement.text
        beyond += before
        markers = _MARKERS.match(rest)
        shown = re.findall(r"\d+", markers[0]) if markers else []
        if [int(number) for number in shown] != list(statement.citations):
            return statement.text
        rest = rest[markers.end() :] if markers else rest
    beyond += rest
    return beyond.strip() if _LETTER.search(beyond) else ""


def unlike_plain(turn: Turn, holdings: Holdings | None) -> list[str]:
    """What the version in plain words says beyond the statements and their checked plain versions.

    Without ``holdings`` to know those by, nothing is told.
    """
    if turn.plain is None or holdings is None:
        return []
    allowed = {statement.text for statement in turn.statements}
    for citation in turn.citations:
        passage = holdings.passages.get(citation.passage_id)
        if passage is not None:
            allowed.update(plain for said in passage.plain for plain in said)
    beyond = unstated(replace(turn, text=turn.plain.text, statements=turn.plain.statements))
    unlike = [one.text for one in turn.plain.statements if one.text not in allowed]
    return [*unlike, beyond] if beyond else unlike


def _quoted(text: str, citation: Citation, holdings: Holdings | None) -> bool:
    """Whether a citation quotes whole sentences that are the text: half a sentence says more."""
    if text not in citation.quote or not exact(citation, holdings):
        return False
    passage = holdings.passages.get(citation.passage_id) if holdings else None
    if passage is None:
        return True
    start = passage.text.find(text)
    return {start, start + len(text)} <= {end for span in passage.sentences for end in span}


def _passage(turn: Turn, citation: Citation, holdings: Holdings | None) -> Passage | None:
    """The passage of a citation: that of the corpus, or as the Turn has it without one."""
    if holdings is not None:
        return holdings.passages.get(citation.passage_id)
    hits = (hit.passage for hit in turn.hits.all)
    return next((one for one in hits if one.id == citation.passage_id), None)
