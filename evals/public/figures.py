"""What the engine made of a question set, as figures that are published for such sets."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.turn import Turn
from evals.interval import Floats, mean, over_clusters, tallies, wilson
from evals.measures.ending import SHOWN
from evals.public.question_set import Conversation, Relevance
from evals.record import Figure, Record

DEPTHS = (1, 5, 10)
"""Passages that recall is measured at."""
RETRIEVAL = (*(f"recall_at_{depth}" for depth in DEPTHS), "ndcg_at_10", "reciprocal_rank")

_NOT_WORD = re.compile(r"[\W_]+")


class Result(Record):
    """How one conversation went; a value is from 0 to 1, or ``None`` where it is unscored.

    ``likely`` is how likely the passages hold an answer, by the engine; 0 where it turned the
    message away without a search. ``found`` are ids of the set's passages, best first.
    """

    conversation: str
    cluster: str
    language: str
    outcome: str
    answerable: bool | None
    answered: bool
    likely: float
    found: tuple[str, ...]
    values: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Answered:
    """A conversation, what is known of it, and what the engine made of it.

    ``found`` are the ids of the passages that it ranks highest, best first, each once.
    """

    conversation: Conversation
    relevance: Relevance
    turn: Turn
    found: tuple[str, ...]


def results(answered: Sequence[Answered]) -> list[Result]:
    """Every conversation, measured."""
    ranked = _ranked(answered)
    return [
        Result(
            conversation=one.conversation.id,
            cluster=one.conversation.cluster,
            language=one.conversation.language or one.turn.language,
            outcome=one.turn.outcome.value,
            answerable=one.relevance.holds_an_answer,
            answered=one.turn.outcome in SHOWN,
            likely=one.turn.likely or 0.0,
            found=one.found,
            values={**ranked[one.conversation.id], "answer_held": _held(one)},
        )
        for one in answered
    ]


def figures(found: Sequence[Result]) -> dict[str, Figure | None]:
    """The figures over some results, by measure; ``None`` where nothing bears on one."""
    told = [one for one in found if one.answerable is not None]
    means: dict[str, Figure | None] = {
        name: _mean((one.cluster, one.values[name]) for one in found)
        for name in (*RETRIEVAL, "answer_held")
    }
    return {
        **means,
        "answer_held_of_answered": _mean(
            (one.cluster, one.values["answer_held"]) for one in found if one.answered
        ),
        "answered": _mean((one.cluster, float(one.answered)) for one in found),
        "answered_answerable": _mean(
            (one.cluster, float(one.answered)) for one in told if one.answerable
        ),
        "answered_unanswerable": _mean(
            (one.cluster, float(one.answered)) for one in told if not one.answerable
        ),
        "answerable_auc": auc(told),
        "answerable_f1": f1(told, positive=True),
        "unanswerable_f1": f1(told, positive=False),
    }


def auc(told: Sequence[Result]) -> Figure | None:
    """How well ``likely`` ranks the answerable before the unanswerable; a tie counts half.

    The area under the ROC curve as the statistic of Mann and Whitney (Hanley and McNeil 1982,
    "The Meaning and Use of the Area under a ROC Curve"). ``None`` where one side is missing.
    """
    if len({one.answerable for one in told}) < 2:
        return None
    ranked = sorted(told, key=lambda one: one.likely)
    held = np.array([one.answerable is True for one in ranked], dtype=np.float64)
    levels = np.unique([one.likely for one in ranked], return_index=True)[1]

    def areas(drawn: Floats) -> Floats:
        holding, lacking = (
            np.add.reduceat(drawn * side, levels, axis=1) for side in (held, 1 - held)
        )
        below = np.cumsum(lacking, axis=1) - lacking
        pairs = holding.sum(axis=1) * lacking.sum(axis=1)
        won = (holding * (below + lacking / 2)).sum(axis=1)
        found: Floats = np.divide(won, pairs, out=np.full(len(drawn), np.nan), where=pairs > 0)
        return found

    return _figure(ranked, areas)


def f1(told: Sequence[Result], *, positive: bool) -> Figure | None:
    """Answering taken as saying "answerable": F1 of the class ``positive``.

    Van Rijsbergen 1979, "Information Retrieval", chapter 7, with equal weights. ``None`` where
    one of the classes is missing.
    """
    if len({one.answerable for one in told}) < 2:
        return None
    true, false = np.array(
        [
            (is_one and said_so, is_one != said_so)
            for is_one, said_so in (
                (one.answerable is positive, one.answered is positive) for one in told
            )
        ],
        dtype=np.float64,
    ).T

    def f1s(drawn: Floats) -> Floats:
        said = 2 * (drawn @ true) + drawn @ false
        unsaid = np.full(len(drawn), np.nan)
        found: Floats = np.divide(2 * (drawn @ true), said, out=unsaid, where=said > 0)
        return found

    return _figure(told, f1s)


def _mean(values: Iterable[tuple[str, float | None]]) -> Figure | None:
    return mean(tallies((cluster, value) for cluster, value in values if value is not None))


def _figure(told: Sequence[Result], statistic: Callable[[Floats], Floats]) -> Figure:
    """The figure with its interval.

    Where nothing goes wrong, or nothing right, every resample is the same and would seem sure:
    Wilson's interval then speaks, each cluster of the rarer class counted once.
    """
    value = float(statistic(np.ones((1, len(told))))[0])
    if value in (0, 1):
        clusters = [
            len({one.cluster for one in told if one.answerable is side}) for side in (True, False)
        ]
        low, high = wilson(int(value) * min(clusters), min(clusters))
    else:
        low, high = over_clusters([one.cluster for one in told], statistic)
    return Figure(value=value, low=low, high=high, count=len(told))


def _ranked(answered: Sequence[Answered]) -> dict[str, dict[str, float | None]]:
    """The retrieval measures of each conversation; unscored without relevant passages.

    They are those of TREC, by ``ir-measures`` (MacAvaney, Macdonald and Ounis 2022).
    """
    from ir_measures import RR, Qrel, R, ScoredDoc, iter_calc, nDCG

    measures = [*(R @ depth for depth in DEPTHS), nDCG @ 10, RR]
    names = dict(zip(measures, RETRIEVAL, strict=True))
    values: dict[str, dict[str, float | None]] = {
        one.conversation.id: dict.fromkeys(RETRIEVAL) for one in answered
    }
    qrels = [
        Qrel(one.conversation.id, passage, grade)
        for one in answered
        for passage, grade in one.relevance.passages.items()
    ]
    run = [
        ScoredDoc(one.conversation.id, passage, 1 / rank)
        for one in answered
        for rank, passage in enumerate(one.found, start=1)
    ]
    for metric in iter_calc(measures, qrels, run) if qrels else ():
        values[metric.query_id][names[metric.measure]] = metric.value
    return values


def _held(one: Answered) -> float | None:
    """Whether the answer holds every expected string, as ALCE's STR-HIT (Gao et al. 2023)."""
    if not one.relevance.answers:
        return None
    if one.turn.outcome not in SHOWN:
        return 0.0
    said = f" {_words(' '.join(statement.text for statement in one.turn.statements))} "
    return float(
        all(
            any(f" {_words(string)} " in said for string in entry)
            for entry in one.relevance.answers
        )
    )


def _words(text: str) -> str:
    """Lower-case words alone: punctuation and spacing count for nothing."""
    return _NOT_WORD.sub(" ", text.casefold()).strip()
