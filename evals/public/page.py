"""The figures of a question set as a page of Markdown and as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.public.figures import Result, figures
from evals.public.question_set import QuestionSet
from evals.record import Figure

Figures = Mapping[str, Figure | None]

TITLES = {
    "recall_at_1": "recall at 1",
    "recall_at_5": "recall at 5",
    "recall_at_10": "recall at 10",
    "ndcg_at_10": "nDCG at 10",
    "reciprocal_rank": "reciprocal rank (MRR)",
    "answerable_auc": "answerable or not: AUC",
    "answerable_f1": "answerable or not: F1 of the answerable",
    "unanswerable_f1": "answerable or not: F1 of the unanswerable",
    "answered": "answered, of all",
    "answered_answerable": "answered, of the answerable",
    "answered_unanswerable": "answered, of the unanswerable (lower is better)",
    "answer_held": "answer holds what is expected",
    "answer_held_of_answered": "answer holds what is expected, where there is one",
}
"""The measures in the order of the page, and what they are called there."""


def record(
    questions: QuestionSet, model: str, found: Sequence[Result], seconds: float
) -> dict[str, Any]:
    """Everything that the page says, as other programs read it."""
    languages = sorted({one.language for one in found})
    return {
        "set": questions.folder.resolve().name,
        "digest": questions.digest,
        "embedding_model": model,
        "conversations": len(found),
        "seconds": round(seconds, 1),
        "figures": _dumped(figures(found)),
        "languages": {
            language: _dumped(figures([one for one in found if one.language == language]))
            for language in languages
        },
    }


def page(shown: Mapping[str, Any]) -> str:
    """The page that says what :func:`record` gave."""
    columns = {"all": shown["figures"], **shown["languages"]}
    if len(columns) == 2:
        del columns["all"]
    lines = [
        f"# {shown['set']}: {shown['conversations']} conversations",
        "",
        f"Answered in extracts, without a chat model; embedding model {shown['embedding_model']}; "
        f"{shown['seconds']:.0f} s. In brackets the 95 % interval, then the number of "
        "conversations that bear on the figure. A dash: none does.",
        "",
        f"| measure | {' | '.join(columns)} |",
        f"| --- |{' --- |' * len(columns)}",
    ]
    for measure, title in TITLES.items():
        cells = " | ".join(_cell(figures_.get(measure)) for figures_ in columns.values())
        lines.append(f"| {title} | {cells} |")
    return "\n".join(lines) + "\n"


def _dumped(found: Figures) -> dict[str, Any]:
    return {name: figure and figure.model_dump() for name, figure in found.items()}


def _cell(figure: Mapping[str, Any] | None) -> str:
    if figure is None:
        return "–"
    return "{value:.3f} ({low:.3f}–{high:.3f}), n={count}".format(**figure)
