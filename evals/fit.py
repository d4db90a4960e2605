"""Fits the models that decide whether the sources hold an answer, on the development cases.

``python -m evals fit`` writes the weights into ``assistant/weights.toml`` and the risk-coverage
curves into ``evals/fit``.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from assistant.answering import Assistant
from assistant.evidence import Signals
from assistant.finding import Finding
from assistant.turn import Outcome
from evals.case import Case, Split

_OBLIQUE = 0.3
"""Weight of a case without a split: it was written to be hard to find, not as people ask."""
_WITHHELD = 0.1
"""Weight of an answerable case whose sources are withheld: some other source may still answer."""
_REAL = 2.0
"""Weight of a case that the sources cannot answer; there are few."""
_SMOOTH = 1.0
"""Inverse strength of the regularisation."""
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """The signals of one question and whether they belong to a right answer."""

    group: str
    signals: Signals
    right: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """A logistic model over the signals, with what it reaches on cases it was not fitted on.

    ``auc`` is the area under the ROC curve over ``count`` examples, those of withheld sources
    left out. ``curve`` holds points of threshold, coverage (the share of questions answered) and
    risk (the share of the answered that should not have been); see El-Yaniv and Wiener 2010, "On
    the foundations of noise-free selective classification".
    """

    bias: float
    weights: dict[str, float]
    auc: float
    count: int
    curve: tuple[tuple[float, float, float], ...]


def examples(cases: Iterable[Case], assistant: Assistant) -> Iterator[Example]:
    """What the cases teach: answers found in a right source, questions that none answers, and
    the answerable ones again without their sources."""
    for number, case in enumerate(cases):
        if case.split is Split.TEST or case.kind == "non-existing":
            continue  # parts that do not exist are told by assistant.absence
        group = case.group or f"{case.id}-{number}"
        turns = [*case.turns, case.question]
        if case.answerable and case.sources:
            finding = assistant.finding(turns, case.language)
            if finding.signals and _found(case, finding):
                yield Example(group, finding.signals, True, 1.0 if case.split else _OBLIQUE)
            withheld = assistant.finding(turns, case.language, frozenset(case.sources))
            if withheld.signals and not withheld.missed and not _told(case, withheld):
                yield Example(group, withheld.signals, False, _WITHHELD)
        elif Outcome.ANSWERED not in case.expected and (
            {Outcome.NO_EVIDENCE, Outcome.OUT_OF_SCOPE}.intersection(case.expected)
        ):
            finding = assistant.finding(turns, case.language)
            if finding.signals and not finding.missed:
                yield Example(group, finding.signals, False, _REAL)


def _found(case: Case, finding: Finding) -> bool:
    near = {hit.passage.source_id for hit in finding.hits.all[:3]}
    return bool(near.intersection(case.sources)) and (not case.facts or _told(case, finding))


def _told(case: Case, finding: Finding) -> bool:
    text = " ".join(one.text for one in finding.chosen)
    return bool(case.facts) and all(re.search(fact, text, re.IGNORECASE) for fact in case.facts)


def fit(found: Sequence[Example]) -> Fitted:
    """Fit a logistic regression; the curve comes from cross-validation by group of cases."""
    names = list(asdict(found[0].signals))
    values = np.array([list(asdict(one.signals).values()) for one in found])
    right = np.array([one.right for one in found])
    weight = np.array([one.weight for one in found])
    groups = [one.group for one in found]
    model = LogisticRegression(C=_SMOOTH, max_iter=1000).fit(values, right, weight)
    held_out = cross_val_predict(
        LogisticRegression(C=_SMOOTH, max_iter=1000),
        values,
        right,
        groups=groups,
        cv=GroupKFold(_FOLDS),
        method="predict_proba",
        params={"sample_weight": weight},
    )[:, 1]
    real = weight >= 1
    return Fitted(
        float(model.intercept_[0]),
        dict(zip(names, map(float, model.coef_[0]), strict=True)),
        float(roc_auc_score(right[real], held_out[real])),
        int(real.sum()),
        tuple(_curve(right[real], held_out[real])),
    )


def _curve(right: np.ndarray, likely: np.ndarray) -> Iterator[tuple[float, float, float]]:
    for step in range(5, 100, 5):
        shown = likely >= step / 100
        if shown.any():
            yield step / 100, float(shown.mean()), float((~right[shown]).mean())


def write_weights(path: Path, fitted: dict[str, Fitted]) -> None:
    """Put fitted models into a weights file, table by table; everything else stays."""
    text = path.read_text("utf-8")
    for kind, model in fitted.items():
        lines = [f"bias = {model.bias:.2f}"]
        lines += [f"{name} = {value:.2f}" for name, value in model.weights.items()]
        table = re.compile(rf"(\[evidence\.{re.escape(kind)}\][^\n]*\n).*?(?=\n\[|\Z)", re.DOTALL)
        body = "\n".join(lines)
        text = table.sub(rf"\g<1>{body}\n", text)
    path.write_text(text, "utf-8")


def write_curve(path: Path, fitted: dict[str, Fitted]) -> None:
    """Write the risk-coverage curves as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["model", "threshold", "coverage", "risk", "n", "auc"])
        for kind, model in fitted.items():
            for threshold, coverage, risk in model.curve:
                rows.writerow(
                    [
                        kind,
                        f"{threshold:.2f}",
                        f"{coverage:.3f}",
                        f"{risk:.3f}",
                        model.count,
                        f"{model.auc:.3f}",
                    ]
                )
