"""``python -m evals damage``: how many damaged answers the scoring notices, by kind.

The evaluation is evaluated: true answers of a run are damaged on purpose, and each damaged one
must lose on a measure or be named as faulty. True ones that are named all the same are counted too.
"""

import argparse
import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import cast

from evals.case import Case
from evals.damaging import REWORDED, WORDS, Answer, Damaged, damaged
from evals.holdings import Holdings
from evals.interval import Scored, mean, tallies
from evals.measure import measures
from evals.measures.citing import Evidence
from evals.measures.ending import SHOWN
from evals.record import CaseScore, Figure
from evals.results import table
from evals.scoring import score

MOST = 150
"""Damaged answers of one kind and way that are scored, spread evenly over the run."""
_TOGETHER = frozenset(
    {"strictly_right", "right_of_answered", "answered_rightly", "abstained_rightly"}
)


@dataclass(frozen=True, slots=True)
class Caught:
    """The share of one kind and way of damage that is noticed, and by which measures how often.

    Measures that are put together of others are not told in ``by``. ``missed`` are the cases of
    what is not noticed; ``required`` is the share there has to be.
    """

    kind: str
    way: str
    share: Figure
    required: float
    by: dict[str, int]
    missed: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether the share is what is required."""
        return self.share.value >= self.required


def sound(answers: Iterable[Answer], evidence: Evidence) -> list[Answer]:
    """The answers that are right as they are, in which nothing is found to be wrong."""
    found = []
    for case, turn in answers:
        scored = score(case, turn, evidence)
        if scored.values["strictly_right"] == 1 and not scored.faults:
            found.append((case, turn))
    return found


def caught(answers: Sequence[Answer], evidence: Evidence) -> list[Caught]:
    """What is noticed of every kind of damage that can be done to ``answers``, sound as they are.

    Without a check of support in ``evidence``, reworded sentences are left out. Raises
    ``ValueError`` without holdings.
    """
    if evidence.holdings is None:
        raise ValueError("damage is told by what the corpus holds")
    kinds: dict[tuple[str, str], list[Damaged]] = defaultdict(list)
    for one in damaged(answers, evidence.holdings):
        if evidence.check is not None or one.way != REWORDED:
            kinds[one.kind, one.way].append(one)
    needed = required()
    return [
        _caught(kind, way, _spread(kinds[kind, way]), needed[kind][way], evidence)
        for kind, ways in needed.items()
        for way in ways
        if kinds[kind, way]
    ]


def alarms(answers: Iterable[Answer], evidence: Evidence) -> Figure | None:
    """The share of answers as they are in whose quotes or citations something is found wrong.

    Every one of them is a false alarm where the sentences are known to be true.
    """
    found: list[Scored] = [
        (case.cluster, float(bool(score(_blank(case), turn, evidence).faults)))
        for case, turn in answers
        if turn.outcome in SHOWN
    ]
    return mean(tallies(found))


def in_plain_words(answers: Iterable[Answer]) -> list[Answer]:
    """The answers that can be told in plain words, told so: reworded sentences that are true."""
    return [
        (case, replace(turn, text=turn.plain.text, statements=turn.plain.statements, plain=None))
        for case, turn in answers
        if turn.plain is not None
    ]


def required() -> dict[str, dict[str, float]]:
    """The share of each kind and way of damage that has to be noticed (``damage.toml``)."""
    written = tomllib.loads(WORDS.read_text("utf-8"))
    return cast("dict[str, dict[str, float]]", written["required"])


def _caught(
    kind: str, way: str, some: Sequence[Damaged], needed: float, evidence: Evidence
) -> Caught:
    seen: list[Scored] = []
    by: Counter[str] = Counter()
    missed = []
    for one in some:
        before, after = (score(one.case, turn, evidence) for turn in (one.sound, one.turn))
        lost = list(fallen(before, after))
        noticed = bool(lost) or any(one not in before.faults for one in after.faults)
        seen.append((one.case.cluster, float(noticed)))
        by.update(id_ for id_ in lost if id_ not in _TOGETHER)
        if not noticed:
            missed.append(one.case.id)
    share = cast("Figure", mean(tallies(seen)))
    return Caught(kind, way, share, needed, dict(by.most_common()), tuple(missed))


def fallen(before: CaseScore, after: CaseScore) -> Iterator[str]:
    """The measures of right and wrong that a case has lost on."""
    for measure in measures().values():
        old, new = before.values.get(measure.id), after.values.get(measure.id)
        if measure.share and old is not None and new is not None and new < old:
            yield measure.id


def _spread(some: Sequence[Damaged]) -> Sequence[Damaged]:
    return some[:: -(-len(some) // MOST)]


def _blank(case: Case) -> Case:
    return Case(id=case.id, question=case.question, turns=case.turns, group=case.group)


def lines(found: Sequence[Caught], false: Mapping[str, Figure | None]) -> Iterator[str]:
    """The shares as tables that read well as they stand, and what was missed."""
    head = ("damage", "noticed", "95 % interval", "n", "required", "mostly by")
    yield from table(
        head,
        [
            (
                f"{one.kind}, {one.way}",
                *_cells(one.share),
                f"{one.required:.2f}{'' if one.enough else ' !'}",
                ", ".join(list(one.by)[:2]),
            )
            for one in found
        ],
    )
    yield ""
    yield from table(
        ("true answers named as faulty", "share", "95 % interval", "n"),
        [(name, *_cells(figure)) for name, figure in false.items() if figure is not None],
    )
    for one in found:
        if one.missed:
            yield f"Missed, {one.kind}, {one.way}: {', '.join(one.missed)}"


def _cells(figure: Figure) -> tuple[str, str, str]:
    return f"{figure.value:.3f}", f"{figure.low:.3f}–{figure.high:.3f}", str(figure.count)


def _record(found: Sequence[Caught], false: Mapping[str, Figure | None]) -> dict[str, object]:
    return {
        "noticed": [{**asdict(one), "share": one.share.model_dump()} for one in found],
        "false_alarms": {name: one and one.model_dump() for name, one in false.items()},
    }


def _opened(path: Path | None, *, with_model: bool) -> tuple[list[Answer], Evidence]:
    """The answers of the measured system of a run, and what to hold them against."""
    from assistant.assembly import read_documents, support_check
    from assistant.settings import Settings
    from corpus.library import SHIPPED
    from evals.run import FOLDER, Run, named
    from index.names import names

    settings = Settings()
    root = settings.data_dir / FOLDER
    run = Run.open(named(path, root)) if path else Run.newest(root)
    turns = run.turns(run.systems[0])
    answers = [(case, one.turn) for case, one in zip(run.cases, turns, strict=True)]
    holdings = Holdings(read_documents(SHIPPED, settings.official_dir, quiet=True))
    if not with_model:
        return answers, Evidence(holdings)
    known = names(holdings.passages.values())
    return answers, Evidence(holdings, support_check(settings, known))


def main(arguments: Sequence[str] | None = None) -> int:
    """Damage the answers of a run; 0 when enough is noticed of every kind, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m evals damage", description=__doc__)
    parser.add_argument(
        "run", type=Path, nargs="?", metavar="RUN", help="folder or name; the newest without it"
    )
    parser.add_argument("--no-model", action="store_true", help="leave out reworded sentences")
    parser.add_argument("--json", action="store_true", help="the shares as JSON")
    options = parser.parse_args(arguments)
    answers, evidence = _opened(options.run, with_model=not options.no_model)
    right = sound(answers, evidence)
    found = caught(right, evidence)
    false = {"as they are": alarms(answers, evidence)}
    if evidence.check is not None:
        false["in plain words"] = alarms(in_plain_words(answers), evidence)
    if options.json:
        sys.stdout.write(json.dumps(_record(found, false), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(lines(found, false)) + "\n")
    return 0 if all(one.enough for one in found) else 1
