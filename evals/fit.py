"""Fits the models that decide whether the sources hold an answer, on the development cases.

``python -m evals fit`` writes the weights into ``assistant/weights.toml`` and the risk-coverage
curves into ``evals/fit``.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.evidence import Signals
from assistant.finding import Finding
from assistant.turn import Outcome
from evals.case import Case, Split

WEIGHTS = Path(__file__).parents[1] / "assistant" / "weights.toml"

_OBLIQUE = 0.3
"""Weight of a case without a split: it was written to be hard to find, not as people ask."""
_WITHHELD = 0.1
"""Weight of an answerable case whose sources are withheld: some other source may still answer."""
_REAL = 2.0
"""Weight of a case that the sources cannot answer; there are few."""
AIM = 0.9
"""The share of right answers that a threshold keeps at the least."""
_USUAL = 0.6
"""The threshold where no other keeps so many."""
_SMOOTH = 1.0
"""Inverse strength of the regularisation."""
_FOLDS = 5


class TooFew(Exception):
    """The cases hold too few examples to fit on. The message says what is lacking."""


class Finds(Protocol):
    """What can be searched; :class:`assistant.answering.Assistant` can."""

    def finding(
        self, turns: Sequence[str], language: str, but_not: frozenset[str] = frozenset()
    ) -> Finding:
        """What the sources hold on the last of ``turns``, without those of ``but_not``."""
        ...


@dataclass(frozen=True, slots=True)
class Example:
    """The signals of one question and whether they belong to a right answer.

    Examples of one ``group`` are held out together.
    """

    group: str
    signals: Signals
    right: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Point:
    """What a threshold comes to; all from 0 to 1.

    ``coverage`` is the share of questions answered and ``risk`` the share of the answered that
    should not have been; see El-Yaniv and Wiener 2010, "On the foundations of noise-free
    selective classification". ``kept`` is the share of right answers that are shown, ``refused``
    that of questions without an answer that are not answered; neither depends on how many of
    each there are.
    """

    threshold: float
    coverage: float
    risk: float
    kept: float
    refused: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """A logistic model over the signals, with what it reaches on cases it was not fitted on.

    ``auc`` is the area under the ROC curve over ``right`` examples of right answers and ``wrong``
    ones of questions without an answer; those of a low weight are left out: cases that were
    written to be hard to find, and those whose sources are withheld.
    """

    bias: float
    weights: dict[str, float]
    auc: float
    right: int
    wrong: int
    curve: tuple[Point, ...]

    @property
    def count(self) -> int:
        """Examples that the figures rest on."""
        return self.right + self.wrong

    def at(self, threshold: float) -> Point:
        """The point of the curve that is nearest to a threshold."""
        return min(self.curve, key=lambda point: abs(point.threshold - threshold))

    @property
    def answer(self) -> float:
        """The threshold from which answers are shown: the highest that keeps :data:`AIM`."""
        most = self.highest(AIM)
        return most.threshold if most else _USUAL

    def highest(self, kept: float) -> Point | None:
        """The point of the highest threshold that keeps such a share, if one does."""
        return next((point for point in reversed(self.curve) if point.kept >= kept), None)

    @property
    def knee(self) -> Point:
        """Where the curve lies furthest below the straight line between its ends.

        Beyond it each point of risk costs more coverage than before: the knee of Satopää and
        others 2011, "Finding a 'Kneedle' in a Haystack".
        """
        first, last = self.curve[0], self.curve[-1]
        width = (first.coverage - last.coverage) or 1.0
        height = (first.risk - last.risk) or 1.0

        def below(point: Point) -> float:
            return (point.coverage - last.coverage) / width - (point.risk - last.risk) / height

        return max(self.curve, key=below)


def fit_all(
    cases: Iterable[Case], assistant: Finds, knows: Callable[[str], bool], suffix: str = ""
) -> dict[str, Fitted]:
    """A model for each kind of language, by the name of its table in the weights.

    ``knows`` says whether the embedding model was made for a language; ``suffix`` tells the
    indexes apart. Raises :class:`TooFew`.
    """
    kinds: dict[str, list[Case]] = {"native": [], "foreign": []}
    for case in cases:
        kinds["native" if knows(case.language) else "foreign"].append(case)
    return {f"{kind}{suffix}": fit(list(examples(some, assistant))) for kind, some in kinds.items()}


def examples(cases: Iterable[Case], assistant: Finds) -> Iterator[Example]:
    """What the cases teach: answers found in a right source, questions that none answers, and
    the answerable ones again without their sources."""
    for case in cases:
        if case.split is Split.TEST or case.kind == "non-existing":
            continue  # parts that do not exist are told by assistant.absence
        turns = [*case.turns, case.question]
        if case.answerable and case.sources:
            finding = assistant.finding(turns, case.language)
            if finding.signals and _found(case, finding):
                yield Example(case.cluster, finding.signals, True, 1.0 if case.split else _OBLIQUE)
            withheld = assistant.finding(turns, case.language, frozenset(case.sources))
            if withheld.signals and not withheld.missed and not _told(case, withheld):
                yield Example(case.cluster, withheld.signals, False, _WITHHELD)
        elif Outcome.ANSWERED not in case.expected and (
            {Outcome.NO_EVIDENCE, Outcome.OUT_OF_SCOPE}.intersection(case.expected)
        ):
            finding = assistant.finding(turns, case.language)
            if finding.signals and not finding.missed:
                yield Example(case.cluster, finding.signals, False, _REAL)


def _found(case: Case, finding: Finding) -> bool:
    near = {hit.passage.source_id for hit in finding.hits.all[:3]}
    return bool(near.intersection(case.sources)) and (not case.facts or _told(case, finding))


def _told(case: Case, finding: Finding) -> bool:
    text = " ".join(one.text for one in finding.chosen)
    return bool(case.facts) and all(re.search(fact, text, re.IGNORECASE) for fact in case.facts)


def fit(found: Sequence[Example]) -> Fitted:
    """Fit a logistic regression; the curve comes from cross-validation by group of cases.

    Raises :class:`TooFew` when there are fewer groups than folds, or only right or only wrong
    examples.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict

    sorts = Counter(one.right for one in found if one.weight >= 1)
    if len({one.group for one in found}) < _FOLDS or min(sorts[True], sorts[False]) < _FOLDS:
        raise TooFew(
            f"There are {sorts[True]} questions with and {sorts[False]} without an answer to fit "
            f"on; {_FOLDS} of each are needed. Name more files with --cases."
        )
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
        sorts[True],
        sorts[False],
        tuple(_curve(right[real], held_out[real])),
    )


def _curve(right: np.ndarray, likely: np.ndarray) -> Iterator[Point]:
    for step in range(1, 100):
        shown = likely >= step / 100
        if shown.any():
            yield Point(
                step / 100,
                float(shown.mean()),
                float((~right[shown]).mean()),
                float(shown[right].mean()),
                float((~shown[~right]).mean()),
            )


def write_weights(path: Path, fitted: dict[str, Fitted]) -> None:
    """Put fitted models into a weights file, table by table; everything else stays.

    Raises ``KeyError`` when the file has no such table.
    """
    text = path.read_text("utf-8")
    for kind, model in fitted.items():
        numbers = {"answer": model.answer, "bias": model.bias, **model.weights}
        # Adding zero makes -0.00 a plain one.
        body = "\n".join(f"{name} = {round(value, 2) + 0.0:.2f}" for name, value in numbers.items())
        table = re.compile(rf"(\[evidence\.{re.escape(kind)}\][^\n]*\n).*?(?=\n\[|\Z)", re.DOTALL)
        text, written = table.subn(rf"\g<1>{body}\n", text)
        if not written:
            raise KeyError(kind)
    path.write_text(text, "utf-8")


def write_curve(path: Path, fitted: dict[str, Fitted]) -> None:
    """Write the risk-coverage curves as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["model", "threshold", "coverage", "risk", "kept", "refused", "n", "auc"])
        for kind, model in fitted.items():
            for point in model.curve:
                shares = (point.coverage, point.risk, point.kept, point.refused)
                rows.writerow(
                    [
                        kind,
                        f"{point.threshold:.2f}",
                        *(f"{share:.3f}" for share in shares),
                        model.count,
                        f"{model.auc:.3f}",
                    ]
                )
