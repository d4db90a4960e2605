"""``python -m evals mutation``: true and damaged sentences, put to the support check.

Each case is a sentence that its section supports and some mutants that it does not; how many of
the mutants are caught, kind by kind, and how many of the true sentences are refused.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml
from scipy.optimize import minimize
from scipy.stats import binomtest

from assistant.assembly import embedding_model, support_check
from assistant.entailment import EntailmentUnavailable
from assistant.settings import Settings
from assistant.support import HARD, MOST, WEIGHTS, SupportCheck, support_weights
from corpus.library import SHIPPED, read_library
from corpus.passage import Passage
from index.embedding import ModelUnavailable
from index.names import names

FOLDER = Path(__file__).parent / "mutations"
RESULTS = FOLDER / "RESULTS.md"
LANGUAGES = ("en", "sv")
TRUE = "true"
"""What a sentence that was not damaged is called in the tables."""
REFUSED = 0.08
"""The threshold is set where this share of the true sentences is refused; the aim is 0.10."""
_DRAWS = 2_000
_FOLDS = 10
_RIDGE = 0.003
"""Strength of the penalty on the squared weights."""
_LEAST_SPREAD = 0.3
"""A difference that few sentences show is not scaled up further: it would weigh too much."""

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
        found = binomtest(self.count, self.total).proportion_ci(method="wilson")
        return f"{self.value:.2f} ({found.low:.2f}–{found.high:.2f})"


@dataclass(frozen=True, slots=True)
class Judged:
    """A trial and whether the check refused it."""

    trial: Trial
    refused: bool


def read_trials(passages: Iterable[Passage], folder: Path = FOLDER) -> list[Trial]:
    """Every sentence of every case, with the passages of its section in its language.

    Raises ``ValueError`` when a section has no passages.
    """
    sections: dict[tuple[str, str, str], list[Passage]] = defaultdict(list)
    for passage in passages:
        sections[passage.source_id, passage.section_id, passage.language].append(passage)
    trials = []
    for language in LANGUAGES:
        path = folder / f"{language}.yaml"
        for case in yaml.safe_load(path.read_text("utf-8")) if path.is_file() else ():
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


def report(results: Sequence[Judged], judge: str) -> str:
    """The confusion tables as Markdown."""
    lines = [
        "# Support check: what it catches",
        "",
        "Made by `python -m evals mutation`. Shares with 95 % intervals: Wilson, and for all kinds "
        "together a bootstrap over sentences. A caught sentence is a damaged one that was refused. "
        "The weights and word lists were made on the half `dev` alone; "
        f"graded signals: {judge}.",
    ]
    for split in sorted({one.trial.split for one in results}):
        for language in LANGUAGES:
            chosen = [
                one for one in results if (one.trial.split, one.trial.language) == (split, language)
            ]
            if not chosen:
                continue
            true = refused(chosen, TRUE)
            lines += [
                "",
                f"## {language}, {split}",
                "",
                f"True sentences: {true.total - true.count} accepted, "
                f"{true.count} refused: {true}.",
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


def fitted(check: SupportCheck, trials: Sequence[Trial], native: Callable[[str], bool]) -> str:
    """Weights and thresholds for the trials, as the text of the file beside the check.

    A logistic regression with a ridge penalty and no negative weights, both classes weighing the
    same; minimised with L-BFGS-B (scipy). The thresholds come from sums out of fold, the folds
    being whole cases.
    """
    found = [check.differences(one.text, one.evidence, one.language) for one in trials]
    names_ = list(found[0])
    raw = np.array([[min(row[name], MOST) for name in names_] for row in found])
    spread = np.maximum(raw.std(axis=0), _LEAST_SPREAD)
    rows = raw / spread
    damaged = np.array([one.kind != TRUE for one in trials])
    hard = np.array([any(row[name] for name in HARD) for row in found])
    cases = {case: place for place, case in enumerate(dict.fromkeys(one.case for one in trials))}
    fold = np.array([cases[one.case] % _FOLDS for one in trials])
    sums = np.zeros(len(trials))
    for number in range(_FOLDS):
        held = fold == number
        sums[held] = rows[held] @ _weights(rows[~held], damaged[~held])
    sums[hard] = np.inf
    kinds = np.array([native(one.language) for one in trials])
    weights = _weights(rows, damaged) / spread
    lines = [
        "# Fitted by `python -m evals mutation fit` on the half `dev` of evals/mutations.",
        "",
        f"entailed = {support_weights().entailed} # probability for an entailment model to support",
        f"contradicted = {support_weights().contradicted} # and to contradict",
        "",
        "[threshold] # a sentence is refused from this sum of weighted differences",
    ]
    for name, chosen in (("native", kinds), ("foreign", ~kinds)):
        true = sums[chosen & ~damaged]
        lines.append(f"{name} = {np.quantile(true, 1 - REFUSED, method='higher'):.3f}")
    lines += ["", "[differences]"]
    lines += [f"{name} = {weight:.3f}" for name, weight in zip(names_, weights, strict=True)]
    return "\n".join(lines) + "\n"


def _weights(rows: Numbers, damaged: npt.NDArray[np.bool_]) -> Numbers:
    sign = np.where(damaged, -1.0, 1.0)
    share = np.where(damaged, 0.5 / damaged.sum(), 0.5 / (~damaged).sum())

    def loss(values: Numbers) -> tuple[float, Numbers]:
        wrong = sign * (rows @ values[1:] + values[0])
        slope = share * sign / (1 + np.exp(-wrong))
        ridge = _RIDGE * float((values[1:] ** 2).sum())
        gradient = np.concatenate([[slope.sum()], rows.T @ slope + 2 * _RIDGE * values[1:]])
        return float((share * np.logaddexp(0, wrong)).sum()) + ridge, gradient

    bounds = [(None, None), *[(0.0, None)] * rows.shape[1]]
    start = np.zeros(rows.shape[1] + 1)
    best: Numbers = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return best[1:]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, or ``fit``; 0 when done, 1 when a model is missing."""
    parser = argparse.ArgumentParser(prog="python -m evals mutation", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["run", "fit"], default="run")
    parser.add_argument("--split", choices=["dev", "test"], help="one half alone, and no file")
    parser.add_argument("--nli", metavar="MODEL", help="judge with this entailment model")
    options = parser.parse_args(arguments)
    passages = tuple(read_library(SHIPPED).passages())
    trials = read_trials(passages)
    settings = Settings(nli_model=options.nli) if options.nli else Settings()
    try:
        check = support_check(settings, names(passages))
    except (ModelUnavailable, EntailmentUnavailable) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    split = "dev" if options.what == "fit" else options.split
    chosen = [trial for trial in trials if split in (None, trial.split)]
    if options.what == "fit":
        WEIGHTS.write_text(fitted(check, chosen, embedding_model(settings).knows), "utf-8")
        return 0
    text = report(judged(check, chosen), settings.nli_model or "the weights beside the check")
    sys.stdout.write(text)
    if not options.split and not settings.nli_model:
        RESULTS.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
