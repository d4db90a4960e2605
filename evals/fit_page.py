"""What a fit found, as people read it: ``evals/fit/README.md`` and the terminal."""

from collections.abc import Iterator
from pathlib import Path

from evals.fit import AIM, Fitted
from evals.results import table

FOLDER = Path(__file__).with_name("fit")

_SHOWN = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Thresholds of the small tables; the CSV has all."""

_WHAT = {
    "native": "the shipped texts, a language that the embedding model was made for (English)",
    "foreign": "the shipped texts, another language (Swedish)",
    "native-documents": "a folder of any documents, a language that the model was made for",
    "foreign-documents": "a folder of any documents, another language",
}

_HEAD = """# Whether the sources hold an answer: the fit

Written by `python -m evals fit`; do not edit.

`assistant/evidence.py` measures signals from 0 to 1 on the sentences that were chosen for a
question. A logistic regression makes one probability of them; `[evidence.…]` in
`assistant/weights.toml` holds its weights and the threshold from which an answer is shown. There
are four models:
"""

_LEARNT = """They are fitted on the cases of `evals/cases` that are not of the split `test`. A right
example is a question whose answer was found: a right source is near the top and the sentences hold
the facts. A wrong one is a question that the sources do not answer. With little weight there are
also answerable questions whose sources were withheld, and questions that were written to be hard to
find. The models over documents see the same questions over the same texts without asks, locators
and addresses (`evals/plain_documents.py`), so that their weights carry over to other folders.

Everything below was measured on cases that a model was not fitted on: five folds, the wordings of
one question and the messages of one conversation always held out together; examples with little
weight are not counted. *Kept* is the share of right answers shown, *refused* the share of questions
without an answer that are not answered. *Coverage* is the share of all that are answered and *risk*
the share of the answered that should not have been (El-Yaniv and Wiener 2010); both depend on how
many of each sort there are. Where those without an answer are few, *refused* is a rough figure.
`risk-coverage.csv` has the whole curves."""


def page(fitted: dict[str, Fitted]) -> str:
    """The page about a fit, with what the thresholds come to."""
    models = [f"- `{kind}`: {_WHAT.get(kind, kind)}" for kind in fitted]
    curves = [
        line
        for kind, model in fitted.items()
        for line in ("", f"## The curve of `{kind}`", "", *_curve(model))
    ]
    parts = [
        _HEAD,
        *models,
        "",
        _LEARNT,
        "",
        "## What the thresholds come to",
        "",
        f"Each is the highest, in steps of a hundredth, that keeps {AIM:.0%} of the right answers.",
        "",
        *summary(fitted),
        "",
        *(_beside(kind, model) for kind, model in fitted.items()),
        *curves,
    ]
    return "\n".join(parts) + "\n"


def summary(fitted: dict[str, Fitted]) -> Iterator[str]:
    """One table: each model with its count, its AUC and what its threshold comes to."""
    head = ("model", "right", "wrong", "AUC", "threshold", "kept", "refused", "coverage", "risk")
    rows = []
    for kind, model in fitted.items():
        here = model.at(model.answer)
        shares = (model.auc, model.answer, here.kept, here.refused, here.coverage, here.risk)
        rows.append((kind, str(model.right), str(model.wrong), *(f"{one:.3f}" for one in shares)))
    return table(head, rows)


def _beside(kind: str, model: Fitted) -> str:
    knee = model.knee
    held = "" if model.highest(AIM) else f" No threshold keeps {AIM:.0%}."
    return (
        f"- `{kind}`:{held} The knee of the curve is at {knee.threshold:.2f}, where "
        f"{knee.kept:.0%} are kept and {knee.refused:.0%} refused."
    )


def _curve(model: Fitted) -> Iterator[str]:
    head = ("threshold", "coverage", "risk", "kept", "refused")
    points = [model.at(threshold) for threshold in _SHOWN]
    return table(
        head,
        [
            tuple(
                f"{value:.2f}"
                for value in (
                    point.threshold,
                    point.coverage,
                    point.risk,
                    point.kept,
                    point.refused,
                )
            )
            for point in dict.fromkeys(points)
        ],
    )
