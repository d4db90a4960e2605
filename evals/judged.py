"""``python -m evals judge RUN --judge provider:name``: a chat model judges the answers of a run.

What it says is in the run's folder, with its reasons. A figure of it is shown only beside how far
it agrees with the staff's own labels (``python -m evals label``). The questions, answers and quotes
of the run are sent to that model.
"""

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from assistant.chat_model import chat_model
from assistant.settings import Keys, Settings
from evals.agreement import Agreement, Pair, agreement
from evals.interval import mean, tallies
from evals.judge import TIMES, Judge, Silent
from evals.labelling.answers import Answer, answers
from evals.labels import Labels, Verdict
from evals.measures.ending import SHOWN
from evals.record import Figure, Record
from evals.rulings import RIGHT, Ruling, Rulings, rule
from evals.run import FOLDER, NoRun, Run, named


class Judged(Record):
    """What the rulings of a judge come to.

    ``count`` answers were judged, of which ``unscored`` without a verdict that counts.
    ``agreement`` is that with the staff on whether an answer is right; ``figures`` are empty
    where its kappa is not known, for then nobody knows what they are worth.
    """

    judge: str
    count: int
    unscored: int
    agreement: Agreement | None
    figures: dict[str, Figure | None]


def judged(run: Run, system: str) -> Judged | None:
    """The judge's figures on a system, as far as they may be shown; ``None`` without rulings.

    Raises what reading the run, the labels and the rulings raises.
    """
    rulings = Rulings(run.folder, system).read()
    if not rulings:
        return None
    clusters = {case.id: case.cluster for case in run.cases}
    staff = Labels(run.folder).of(system).counting()
    found = agreement(list(_pairs(rulings, staff, clusters)))
    shown = found is not None and found.kappa is not None
    measures = dict.fromkeys(name for ruling in rulings.values() for name in ruling.values)
    return Judged(
        judge=next(iter(rulings.values())).judge,
        count=len(rulings),
        unscored=sum(one.values[RIGHT] is None for one in rulings.values()),
        agreement=found,
        figures={
            name: mean(
                tallies(
                    (clusters[case], value)
                    for case, one in rulings.items()
                    if (value := one.values.get(name)) is not None
                )
            )
            for name in (measures if shown else ())
        },
    )


def _pairs(
    rulings: Mapping[str, Ruling], staff: Mapping[str, Verdict], clusters: Mapping[str, str]
) -> Iterable[Pair]:
    for case, ruling in rulings.items():
        value = ruling.values[RIGHT]
        if value is not None and case in staff:
            one, other = value == 1, staff[case] is Verdict.RIGHT
            yield Pair(clusters[case], str(one), str(other))


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge what is not judged yet, say what it comes to, and return 0; 1 where it cannot.

    Raises what opening a run raises, and :class:`evals.rulings.OtherJudge`.
    """
    options = _parser().parse_args(arguments)
    settings = Settings()
    run = Run.open(named(options.run, settings.data_dir / FOLDER))
    system = options.system or run.systems[0]
    if options.judge:
        model = chat_model(
            options.judge,
            options.url,
            Keys().of(options.judge.partition(":")[0]),
            settings.model_seconds,
        )
        finding = model.test()
        if not finding.usable:
            sys.stderr.write(f"{finding.said}\n")
            return 1
        some = answers(run, system, options.sample)
        try:
            with run.alone():
                _rule_all(Judge(model), some, Rulings(run.folder, system), options)
        except Silent as silent:
            sys.stderr.write(f"{silent}\n")
            return 1
    found = judged(run, system)
    if found is None:
        raise NoRun(f"Nobody judged {system} in {run.folder} yet: name a model with --judge")
    written = found.model_dump_json(indent=2) if options.json else "\n".join(lines(found, system))
    sys.stdout.write(f"{written}\n")
    return 0


def _rule_all(
    judge: Judge, some: Sequence[Answer], rulings: Rulings, options: argparse.Namespace
) -> None:
    from tqdm import tqdm

    done = rulings.go_on(judge.name, again=options.again)
    # Whether it was right not to answer, nobody can tell from quotes.
    left = [one for one in some if one.turn.outcome in SHOWN and one.case.id not in done]
    if left:
        sys.stderr.write(f"{len(left)} answers, each put to {judge.name} {TIMES} times.\n")
    for one in tqdm(left, desc="Judging", unit="answer", leave=False, disable=None):
        rulings.add(rule(judge, one.case, one.turn, citations=options.citations))


def lines(found: Judged, system: str) -> list[str]:
    """What is to be said of it, in plain words."""
    said = [f"{system}, judged by {found.judge}: {found.count} answers, {found.unscored} unscored"]
    known = found.agreement
    if known is None:
        return [*said, "agreement unknown: no answer of these has a label that counts; no figure"]
    if known.kappa is None:
        return [*said, "agreement unknown: judge and staff gave one verdict throughout; no figure"]
    said.append(f"agreement with the staff: {known.share.value:.0%}, kappa {_told(known.kappa)}")
    return [*said, *(f"{name}: {_told(figure)}" for name, figure in found.figures.items())]


def _told(figure: Figure | None) -> str:
    if figure is None:
        return "unscored"
    return f"{figure.value:.2f} ({figure.low:.2f} to {figure.high:.2f}), n={figure.count}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals judge", description=__doc__)
    parser.add_argument("run", type=Path, metavar="RUN", help="the folder of a run, or its name")
    parser.add_argument(
        "--judge", metavar="MODEL", help="provider:name; without it, what was judged before"
    )
    parser.add_argument(
        "--url", default="", metavar="URL", help="its server, if not the provider's own"
    )
    parser.add_argument(
        "--system", metavar="NAME", help="whose answers; else the measured system's"
    )
    parser.add_argument(
        "--sample", type=int, metavar="N", help="the same N answers that `label --sample N` shows"
    )
    parser.add_argument(
        "--citations", action="store_true", help="judge also what each sentence cites"
    )
    parser.add_argument("--again", action="store_true", help="replace earlier rulings")
    parser.add_argument("--json", action="store_true", help="as JSON")
    return parser
