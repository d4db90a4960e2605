"""Whether the search found what holds the answer, and how high up."""

from collections.abc import Sequence

from assistant.turn import Turn
from evals.case import Case

RECALL, GAIN, RANK = "recall_at_5", "ndcg_at_10", "reciprocal_rank"


def retrieval(case: Case, turn: Turn) -> dict[str, float | None]:
    """Recall at 5, nDCG at 10 and the reciprocal rank, over sources or the passages named.

    The ranking is that of all hits, kept or rejected, so that it does not depend on the threshold.
    ``None`` where the case names nothing to find, or nothing was searched.
    """
    relevant = case.passages or case.sources
    searched = bool(turn.hits.all) or turn.likely is not None
    if not relevant or not searched:
        return dict.fromkeys((RECALL, GAIN, RANK))
    ranked = [
        f"{hit.passage.source_id}#{hit.passage.section_id}"
        if case.passages
        else hit.passage.source_id
        for hit in turn.hits.all
    ]
    return dict(ranking(ranked, relevant))


def ranking(ranked: Sequence[str], relevant: Sequence[str]) -> dict[str, float]:
    """The three measures of one ranking, best first; what is there twice counts where it is first.

    Recall at k and the reciprocal rank: Manning, Raghavan and Schütze 2008, "Introduction to
    Information Retrieval", chapter 8 (the rank after Voorhees 1999, "The TREC-8 Question Answering
    Track Report"); nDCG: Järvelin and Kekäläinen 2002, "Cumulated gain-based evaluation of IR
    techniques". Relevance is yes or no. Computed by ``ir-measures``.
    """
    import ir_measures
    from ir_measures import RR, R, nDCG

    names = {R @ 5: RECALL, nDCG @ 10: GAIN, RR: RANK}
    once = list(dict.fromkeys(ranked))
    found = ir_measures.iter_calc(
        list(names),
        [ir_measures.Qrel("case", id_, 1) for id_ in dict.fromkeys(relevant)],
        [
            ir_measures.ScoredDoc("case", id_, float(len(once) - place))
            for place, id_ in enumerate(once)
        ],
    )
    values = {names[metric.measure]: float(metric.value) for metric in found}
    return {name: values.get(name, 0.0) for name in names.values()}
