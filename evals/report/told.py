"""A case that went wrong, laid out for a reader."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.turn import Citation
from evals.faults import in_words
from evals.measure import measures
from evals.report.content import Told, failed
from evals.report.wording import Wording
from index.hit import Hit


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that the search found, as it is shown."""

    title: str
    place: str
    language: str
    score: str
    signals: str
    text: str


@dataclass(frozen=True, slots=True)
class Account:
    """A case in words. ``fails`` are the ids of the measures that it falls short of."""

    id: str
    kind: str
    language: str
    persona: str
    earlier: tuple[str, ...]
    question: str
    understood: str
    expected: str
    holds: tuple[str, ...]
    never: tuple[str, ...]
    sources: tuple[str, ...]
    note: str
    outcome: str
    answer: str
    answer_language: str
    likely: str
    citations: tuple[Citation, ...]
    kept: tuple[Found, ...]
    rejected: tuple[Found, ...]
    faults: tuple[str, ...]
    scores: tuple[tuple[str, str], ...]
    fails: tuple[str, ...]


def account(told: Told, wording: Wording) -> Account:
    """The case in words."""
    case, turn, score = told.case, told.answered.turn, told.score
    understood = turn.standalone_question
    return Account(
        id=case.id,
        kind=wording.kind(case.kind),
        language=case.language,
        persona=case.persona,
        earlier=case.turns,
        question=case.question,
        understood="" if understood == case.question else understood,
        expected=", ".join(wording.outcome(one.value) for one in case.expected),
        holds=case.facts,
        never=case.not_facts,
        sources=case.sources,
        note=case.note,
        outcome=wording.outcome(turn.outcome.value),
        answer=turn.text,
        answer_language=turn.language,
        likely="" if turn.likely is None else wording.decimal(turn.likely, 2),
        citations=turn.citations,
        kept=tuple(_found(turn.hits.kept, wording)),
        rejected=tuple(_found(turn.hits.rejected, wording)),
        faults=tuple(in_words(fault, wording.language) for fault in score.faults),
        scores=tuple(
            (wording.title(id_), wording.value(id_, value))
            for id_ in measures()
            if (value := score.values.get(id_)) is not None
        ),
        fails=tuple(fails(told)),
    )


def fails(told: Told) -> Iterator[str]:
    """The measures that the case falls short of, of those that are taken of a case."""
    for one in measures().values():
        if one.of == "case" and one.share and failed(told.score, one.id):
            yield one.id


def _found(hits: Sequence[Hit], wording: Wording) -> Iterator[Found]:
    for hit in hits:
        passage = hit.passage
        yield Found(
            title=passage.title,
            place=passage.locator or passage.heading,
            language=passage.language,
            score=wording.texts.filled("case.score", score=wording.decimal(hit.score, 2)),
            signals=wording.texts.filled(
                "case.signals",
                similarity=wording.decimal(hit.similarity, 2),
                keywords=wording.decimal(hit.keywords, 2),
                ask=wording.decimal(hit.ask, 2),
            ),
            text=passage.text,
        )
