"""A case and the Turn that answered it, into a score with its explanation."""

from collections.abc import Iterable, Iterator

from assistant.turn import Turn
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
from evals.record import CaseScore, Fault


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
        faults=_each_once(_faults(case, turn, evidence)),
        group=case.group,
        expected=tuple(outcome.value for outcome in case.expected),
        outcome=turn.outcome.value,
        cited=tuple(dict.fromkeys(one.source_id for one in turn.citations)),
        likely=turn.likely,
    )


def _each_once(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    found: list[Fault] = []
    for fault in faults:
        if fault not in found:
            found.append(fault)
    return tuple(found)


def _faults(case: Case, turn: Turn, evidence: Evidence) -> Iterator[Fault]:
    """What is wrong, the gravest first."""
    if not ending.outcome_right(case, turn):
        yield _fault("outcome", expected=case.expected, came=[turn.outcome])
    found = facts.facts(case, turn)
    if found is not None and turn.outcome in SHOWN:
        yield from (_fault("fact_absent", fact=[fact]) for fact in found.absent)
        yield from (_fault("fact_unwanted", fact=[fact]) for fact in found.unwanted)
    if citing.citation_right(case, turn) is False:
        cited = list(dict.fromkeys(one.title or one.source_id for one in turn.citations))
        if cited:
            yield _fault("other_source", cited=cited, sources=case.sources)
        else:
            yield _fault("no_source", sources=case.sources)
    if turn.outcome in SHOWN:
        yield from _faults_of_quotes(turn, evidence)
        yield from _faults_of_statements(turn, evidence)
    elif turn.statements or turn.citations:
        yield _fault("shown_all_the_same")


def _faults_of_quotes(turn: Turn, evidence: Evidence) -> Iterator[Fault]:
    holdings = evidence.holdings
    for one in turn.citations:
        number = [str(one.number)]
        if not one.quote.strip():
            yield _fault("quote_empty", number=number)
        elif one.quote not in one.passage:
            yield _fault("quote_not_in_passage", number=number)
        elif not quoting.exact(one, holdings):
            yield _fault("passage_not_held", number=number)
        if holdings is not None:
            for name in quoting.misplaced(one, holdings):
                named = getattr(one, name)
                if name == "checked":
                    yield _fault("mark_wrong", number=number)
                elif named:
                    yield _fault("place_wrong", number=number, place=[name], named=[str(named)])
                else:
                    yield _fault("place_absent", number=number, place=[name])
    if holdings is not None:
        for condition in limiting.dropped(turn, holdings):
            yield _fault("condition_dropped", text=[condition])


def _faults_of_statements(turn: Turn, evidence: Evidence) -> Iterator[Fault]:
    if not turn.statements:
        yield _fault("no_sentence")
    if beyond := citing.unstated(turn):
        yield _fault("text_unchecked", text=[beyond])
    for unlike in citing.unlike_plain(turn, evidence.holdings):
        yield _fault("plain_unchecked", text=[unlike])
    for statement in turn.statements:
        if citing.supported(turn, statement, statement.citations, evidence) is False:
            yield _fault("unsupported", text=[statement.text])
        elif False in citing.relevant(turn, statement, evidence):
            yield _fault("citation_idle", text=[statement.text])


def _fault(name: str, **places: Iterable[str]) -> Fault:
    return Fault(name=name, places={place: tuple(map(str, said)) for place, said in places.items()})
