"""``python -m evals mutation``: true and damaged sentences, put to the support check.

Each case is a sentence that its section supports and some mutants that it does not; how many of
the mutants are caught, kind by kind, and how many of the true sentences are refused.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import yaml

from assistant.assembly import embedding_model, support_check
from assistant.entailment import EntailmentUnavailable
from assistant.forest import TREES, Branch, Forest
from assistant.settings import Settings
from assistant.support import FOREIGN, HARD, WEIGHTS, SupportCheck, support_weights
from corpus.library import SHIPPED, read_library
from corpus.passage import Passage
from evals.interval import wilson
from index.embedding import EmbeddingModel, Matrix, ModelUnavailable
from index.names import names

if TYPE_CHECKING:
    from sklearn.ensemble import GradientBoostingClassifier


FOLDER = Path(__file__).parent / "mutations"
RESULTS = FOLDER / "RESULTS.md"
LANGUAGES = ("en", "sv")
TRUE = "true"
"""What a sentence that was not damaged is called in the tables."""
BUILDING = ("dev", "test")
"""Parts that the forest is fitted on; any other part (``fresh``) is for measuring alone."""
CAUGHT = (0.90, 0.95, 0.97)
"""Shares of damaged sentences at which the share of refused true ones is told."""
AIM = 0.95
"""The thresholds are set where this share of the damaged sentences is caught."""
_DRAWS = 2_000
_FOLDS = 10

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trial:
    """One sentence of a case: true, or damaged in the way that ``kind`` names."""

    case: str
    language: str
    split: str
    kind: str
    text: str
    evidence: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``total``, with a 95 % Wilson interval."""

    count: int
    total: int

    @property
    def value(self) -> float:
        return self.count / self.total if self.total else 0.0

    def __str__(self) -> str:
        if not self.total:
            return "–"
        low, high = wilson(self.count, self.total)
        return f"{self.value:.2f} ({low:.2f}–{high:.2f})"


@dataclass(frozen=True, slots=True)
class Judged:
    """A trial and whether the check refused it."""

    trial: Trial
    refused: bool


def read_trials(passages: Iterable[Passage], folder: Path = FOLDER) -> list[Trial]:
    """Every sentence of every case, with the passages of its section in its language.

    The first two letters of a file's name (``en.yaml``, ``sv-more.yaml``) are its language.

    Raises ``ValueError`` when a section has no passages.
    """
    sections: dict[tuple[str, str, str], list[Passage]] = defaultdict(list)
    for passage in passages:
        sections[passage.source_id, passage.section_id, passage.language].append(passage)
    trials = []
    for path in sorted(folder.glob("*.yaml")):
        language = path.name[:2]
        for case in yaml.safe_load(path.read_text("utf-8")) or ():
            evidence = tuple(sections[case["source"], case["section"], language])
            if not evidence:
                raise ValueError(f"{case['id']}: no passages in {case['source']} {case['section']}")
            sentences = [(TRUE, case["sentence"])]
            sentences += [(mutant["kind"], mutant["text"]) for mutant in case["mutants"]]
            trials += [
                Trial(case["id"], language, case["split"], kind, text, evidence)
                for kind, text in sentences
            ]
    return trials


def prepared(trials: Sequence[Trial], known: frozenset[str], model: EmbeddingModel) -> SupportCheck:
    """The check for these trials alone, with all their texts embedded in one go.

    Which texts those are, a first pass with empty vectors tells.
    """
    texts: dict[str, None] = {}

    def gather(asked: Sequence[str]) -> Matrix:
        texts.update(dict.fromkeys(asked))
        return np.zeros((len(asked), 1), dtype=np.float32)

    blind = SupportCheck(gather, support_weights(), known=known, native=model.knows)
    for one in trials:
        blind.differences(one.text, one.evidence, one.language)
    rows = np.array(model.embeddings.embed_documents(list(texts)), dtype=np.float32)
    vectors = dict(zip(texts, rows, strict=True))
    return SupportCheck(
        lambda asked: np.stack([vectors[text] for text in asked]),
        support_weights(),
        known=known,
        native=model.knows,
    )


def judged(check: SupportCheck, trials: Sequence[Trial]) -> list[Judged]:
    """Put every trial to the check."""
    return [
        Judged(trial, bool(check.faults(trial.text, trial.evidence, trial.language)))
        for trial in trials
    ]


def refused(results: Iterable[Judged], kind: str | None = None) -> Share:
    """How many were refused: of one kind, or of all that are damaged."""
    chosen = [
        one.refused
        for one in results
        if (one.trial.kind == kind if kind else one.trial.kind != TRUE)
    ]
    return Share(sum(chosen), len(chosen))


def over_cases(results: Iterable[Judged]) -> tuple[float, float]:
    """A 95 % interval for the share caught, from a bootstrap over cases (percentiles, fixed seed).

    The damaged copies of one sentence are not independent of each other.
    """
    by_case: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in results:
        if one.trial.kind != TRUE:
            by_case[one.trial.case][0] += one.refused
            by_case[one.trial.case][1] += 1
    counts = np.array(list(by_case.values()))
    draws = np.random.default_rng(0).integers(len(counts), size=(_DRAWS, len(counts)))
    sums = counts[draws].sum(axis=1)
    low, high = np.quantile(sums[:, 0] / sums[:, 1], [0.025, 0.975])
    return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Trials with the odds that they are damaged, ``inf`` where a fault is hard.

    The odds of a trial come from a forest that was fitted without its source.
    """

    trials: tuple[Trial, ...]
    odds: Numbers
    foreign: npt.NDArray[np.bool_]

    def thresholds(self, caught: float = AIM) -> dict[str, float]:
        """The odds from which that share of the damaged sentences is refused, by kind."""
        damaged = np.array([trial.kind != TRUE for trial in self.trials])
        found = {}
        for name, chosen in (("native", ~self.foreign), ("foreign", self.foreign)):
            odds = self.odds[chosen & damaged]
            if odds.size:
                found[name] = float(np.quantile(odds, 1 - caught, method="lower"))
        return found

    def judged(self, caught: float = AIM) -> list[Judged]:
        """The verdicts at the thresholds for a share caught."""
        found = self.thresholds(caught)
        return [
            Judged(trial, bool(odds >= found["foreign" if foreign else "native"]))
            for trial, odds, foreign in zip(self.trials, self.odds, self.foreign, strict=True)
        ]


def cross_validated(
    trials: Sequence[Trial], found: Sequence[dict[str, float]], folds: int = _FOLDS
) -> Weighed:
    """The odds of every trial out of fold; no source is in two folds."""
    from sklearn.model_selection import GroupKFold

    rows = np.array([list(row.values()) for row in found])
    damaged = np.array([trial.kind != TRUE for trial in trials])
    odds = np.zeros(len(trials))
    sources = [trial.evidence[0].source_id for trial in trials]
    for known, held in GroupKFold(folds).split(rows, damaged, sources):
        odds[held] = _boosted(rows[known], damaged[known], trials, known).decision_function(
            rows[held]
        )
    odds[[any(row[name] for name in HARD) for row in found]] = np.inf
    return Weighed(tuple(trials), odds, np.array([bool(row[FOREIGN]) for row in found]))


def _boosted(
    rows: Numbers, damaged: npt.NDArray[np.bool_], trials: Sequence[Trial], chosen: Iterable[int]
) -> "GradientBoostingClassifier":
    """Gradient boosting (scikit-learn), true and damaged weighing the same in each language."""
    from sklearn.ensemble import GradientBoostingClassifier

    groups = [(trials[place].language, trials[place].kind == TRUE) for place in chosen]
    counts = Counter(groups)
    share = np.array([1 / counts[group] for group in groups])
    model = GradientBoostingClassifier(
        init="zero",
        n_estimators=300,
        learning_rate=0.05,
        max_depth=3,
        subsample=0.6,
        max_features=0.2,
        min_samples_leaf=15,
        random_state=0,
    )
    return model.fit(rows, damaged, sample_weight=share / share.mean())


def fitted(trials: Sequence[Trial], found: Sequence[dict[str, float]]) -> Forest:
    """The forest for the trials."""
    rows = np.array([list(row.values()) for row in found])
    damaged = np.array([trial.kind != TRUE for trial in trials])
    return grown(_boosted(rows, damaged, trials, range(len(trials))), list(found[0]))


def grown(model: "GradientBoostingClassifier", measures: Sequence[str]) -> Forest:
    """A scikit-learn model with ``init="zero"`` as a forest that gives the same odds."""
    trees = [
        tuple(
            Branch(value=float(tree.value[node, 0, 0]) * model.learning_rate)
            if low < 0
            else Branch(
                measure=measures[tree.feature[node]],
                bound=float(tree.threshold[node]),
                low=int(low),
                high=int(tree.children_right[node]),
            )
            for node, low in enumerate(tree.children_left)
        )
        for tree in (one.tree_ for one in model.estimators_[:, 0])
    ]
    return Forest(trees=tuple(trees))


def written(forest: Forest) -> str:
    """The text of the file of a forest, a tree a line."""
    trees = [
        "[" + ",".join(node.model_dump_json(exclude_defaults=True) for node in tree) + "]"
        for tree in forest.trees
    ]
    return '{"trees": [\n' + ",\n".join(trees) + "\n]}\n"


def settled(weighed: Weighed, found: Sequence[dict[str, float]]) -> str:
    """The text of the file of weights: thresholds, and the medians of the true sentences."""
    true = [row for trial, row in zip(weighed.trials, found, strict=True) if trial.kind == TRUE]
    lines = [
        "# Made by `python -m evals mutation fit`, with the forest in support-trees.json.",
        "",
        f"entailed = {support_weights().entailed} # probability for an entailment model to support",
        f"contradicted = {support_weights().contradicted} # and to contradict",
        "",
        f"[threshold] # refused from these log odds: {AIM} of the damaged caught, out of fold",
        *(f"{name} = {value:.3f}" for name, value in weighed.thresholds().items()),
        "",
        "[usual] # medians of the true sentences",
        *(f"{name} = {float(np.median([row[name] for row in true])):.3f}" for name in found[0]),
    ]
    return "\n".join(lines) + "\n"


def trade_off(weighed: Weighed) -> str:
    """The share of true sentences refused for several shares caught, as a Markdown table."""
    lines = [
        "| language | " + " | ".join(f"refused at {caught:.2f} caught" for caught in CAUGHT) + " |",
        "| --- |" + " --- |" * len(CAUGHT),
    ]
    for language in LANGUAGES:
        shares = [
            str(
                refused(
                    (one for one in weighed.judged(caught) if one.trial.language == language), TRUE
                )
            )
            for caught in CAUGHT
        ]
        lines.append(f"| {language} | " + " | ".join(shares) + " |")
    return "\n".join(lines) + "\n"


def tables(results: Sequence[Judged], part: str) -> str:
    """The confusion tables by language as Markdown; ``part`` stands in their headings."""
    lines: list[str] = []
    for language in LANGUAGES:
        chosen = [one for one in results if one.trial.language == language]
        if not chosen:
            continue
        true = refused(chosen, TRUE)
        lines += [
            "",
            f"## {language}, {part}",
            "",
            f"True sentences: {true.total - true.count} accepted, {true.count} refused: {true}.",
            "",
            "| damaged in | n | caught | missed | share caught |",
            "| --- | --- | --- | --- | --- |",
        ]
        for name in sorted({one.trial.kind for one in chosen} - {TRUE}):
            share = refused(chosen, name)
            missed = share.total - share.count
            lines.append(f"| {name} | {share.total} | {share.count} | {missed} | {share} |")
        share = refused(chosen)
        low, high = over_cases(chosen)
        lines.append(
            f"| all | {share.total} | {share.count} | {share.total - share.count} "
            f"| {share.value:.2f} ({low:.2f}–{high:.2f}) |"
        )
    return "\n".join(lines) + "\n"


HEAD = """# Support check: what it catches

Made by `python -m evals mutation`. Shares with 95 % intervals: Wilson, and for all kinds together \
a bootstrap over sentences. A caught sentence is a damaged one that was refused.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, or ``fit``; 0 when done, 1 when a model is missing."""
    parser = argparse.ArgumentParser(prog="python -m evals mutation", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["run", "fit"], default="run")
    parser.add_argument("--split", help="one part alone, as the check judges it, and no file")
    parser.add_argument("--nli", metavar="MODEL", help="judge with this entailment model")
    options = parser.parse_args(arguments)
    passages = tuple(read_library(SHIPPED).passages())
    trials = read_trials(passages)
    settings = Settings(nli_model=options.nli) if options.nli else Settings()
    known = names(passages)
    chosen = [trial for trial in trials if options.split in (None, trial.split)]
    try:
        model = embedding_model(settings)
        judge = support_check(settings, known) if settings.nli_model else None
    except (ModelUnavailable, EntailmentUnavailable) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if judge or options.split:
        check = judge or prepared(chosen, known, model)
        sys.stdout.write(tables(judged(check, chosen), options.split or "all parts"))
        return 0
    check = prepared(trials, known, model)
    built = [trial for trial in trials if trial.split in BUILDING]
    found = [check.differences(one.text, one.evidence, one.language) for one in built]
    weighed = cross_validated(built, found)
    if options.what == "fit":
        TREES.write_text(written(fitted(built, found)), "utf-8")
        WEIGHTS.write_text(settled(weighed, found), "utf-8")
        return 0
    text = HEAD + (
        "\nThe forest is fitted on the parts dev and test. For them every verdict below comes from "
        f"a forest fitted without the source of the sentence ({_FOLDS} folds).\n\n"
    )
    text += trade_off(weighed) + tables(weighed.judged(), "out of fold")
    for part in sorted({trial.split for trial in trials} - set(BUILDING)):
        chosen = [trial for trial in trials if trial.split == part]
        text += tables(judged(check, chosen), f"{part}, which nothing was fitted on")
    sys.stdout.write(text)
    RESULTS.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
