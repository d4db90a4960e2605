"""``python -m evals triage``: how well triage tells messages apart (``cases/triage.yaml``)."""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.triage import examples, triage
from corpus.library import SHIPPED
from evals.interval import wilson

CASES = Path(__file__).with_name("cases") / "triage.yaml"
REPORT = Path(__file__).with_name("cases") / "TRIAGE.md"

SEARCH = "search"
KINDS = ("urgent", "legal", "handoff", "thanks", "about", "small_talk", "out_of_scope", SEARCH)
"""What a message can be, in the order of the table."""

_LANGUAGES = ("en", "sv")
_SPLITS = ("dev", "test")
_SIGNPOSTS = "who-to-turn"
_EVERY = 5
"""Every fifth ask is enough for a rate."""

_HEAD = """# How well triage tells messages apart

Written by `python -m evals triage --write`; do not edit.
The messages in `triage.yaml` were written before the examples in `assistant/triage.toml`.
Rules, examples and limits were chosen on `dev`.
Messages and examples come from the same hand, so what other people write comes out worse than this.
Each share stands with its count and Wilson's 95 % interval.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A message, its language, and what triage is to make of it (one of ``KINDS``)."""

    id: str
    question: str
    language: str
    split: str
    expect: str


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``count``, with Wilson's 95 % interval, written with so many ``digits``."""

    hits: int
    count: int
    digits: int = 2

    @property
    def value(self) -> float:
        """From 0 to 1; 0 when there is nothing to count."""
        return self.hits / self.count if self.count else 0.0

    def __str__(self) -> str:
        if not self.count:
            return "–"
        interval = wilson(self.hits, self.count)
        value, low, high = (f"{share:.{self.digits}f}" for share in (self.value, *interval))
        return f"{value} ({self.hits}/{self.count}, {low}–{high})"


class Confusion:
    """What was expected against what triage said, over some cases."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.said = [(case, settled(case.question)) for case in cases]
        self.counts = Counter((case.expect, got) for case, got in self.said)

    @property
    def wrong(self) -> list[tuple[Case, str]]:
        """The cases that came out as something else, and as what."""
        return [(case, got) for case, got in self.said if case.expect != got]

    def accuracy(self) -> Share:
        """How many of all came out right."""
        return Share(sum(self.counts[kind, kind] for kind in KINDS), len(self.said))

    def recall(self, kind: str) -> Share:
        """How many of those that are of a kind came out as it."""
        return Share(self.counts[kind, kind], sum(self.counts[kind, got] for got in KINDS))

    def precision(self, kind: str) -> Share:
        """How many of those that came out as a kind are of it."""
        return Share(self.counts[kind, kind], sum(self.counts[due, kind] for due in KINDS))

    def lines(self) -> Iterator[str]:
        """The matrix and the shares, as tables in Markdown."""
        yield f"Right: {self.accuracy()}"
        yield ""
        yield "| expected \\ got | " + " | ".join(KINDS) + " |"
        yield "| --- |" + " ---: |" * len(KINDS)
        for due in KINDS:
            row = (str(self.counts[due, got] or "·") for got in KINDS)
            yield f"| **{due}** | " + " | ".join(row) + " |"
        yield ""
        yield "| kind | recall | precision |"
        yield "| --- | --- | --- |"
        for kind in KINDS:
            yield f"| {kind} | {self.recall(kind)} | {self.precision(kind)} |"


def settled(question: str) -> str:
    """What triage makes of a question: one of ``KINDS``."""
    verdict = triage(question)
    return verdict.kind if verdict else SEARCH


def read_cases(split: str) -> list[Case]:
    """The cases of one split."""
    rows = yaml.safe_load(CASES.read_text("utf-8"))
    return [Case(**row) for row in rows if row["split"] == split]


def read_asks() -> list[str]:
    """Some asks of the shipped texts: questions that the sources answer, so for the search.

    Left out are those on where to turn, which are often put as by someone in need, and those that
    triage has as examples.
    """
    texts = sorted(text for text in SHIPPED.glob("texts/*/*.md") if _SIGNPOSTS not in str(text))
    asks = (
        str(ask)
        for text in texts
        for section in re.findall(r"^```section\n(.*?)^```", text.read_text("utf-8"), re.S | re.M)
        for written in (yaml.safe_load(section).get("asks") or {}).values()
        for ask in written
    )
    return [ask for ask in dict.fromkeys(asks) if ask not in examples()][::_EVERY]


def stopped() -> Iterator[str]:
    """How many of the asks do not reach the search, and as what."""
    asks = read_asks()
    got = Counter(settled(ask) for ask in asks)
    yield "## Asks of the texts"
    yield ""
    lost = Share(len(asks) - got[SEARCH], len(asks), digits=4)
    yield f"Questions that the sources answer and that triage kept from the search: {lost}"
    yield ""
    yield from (f"- {kind}: {got[kind]}" for kind in KINDS if kind != SEARCH)


def report(split: str) -> Iterator[str]:
    """The matrix of a split, over all cases and by language."""
    cases = read_cases(split)
    yield f"## {split.capitalize()}, {len(cases)} messages"
    yield ""
    yield from Confusion(cases).lines()
    for language in _LANGUAGES:
        some = Confusion([case for case in cases if case.language == language])
        yield ""
        yield f"### {split.capitalize()}, {language}"
        yield ""
        yield from some.lines()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report on a split on stdout and return 0; ``--write`` puts all into TRIAGE.md."""
    parser = argparse.ArgumentParser(prog="python -m evals triage", description=__doc__)
    parser.add_argument("--split", choices=_SPLITS, default="dev")
    parser.add_argument("--write", action="store_true", help=f"write both splits to {REPORT.name}")
    options = parser.parse_args(arguments)
    if options.write:
        parts = ["\n".join(part) for part in (*map(report, _SPLITS), stopped())]
        REPORT.write_text("\n\n".join([_HEAD.strip(), *parts]) + "\n", "utf-8")
        return 0
    sys.stdout.writelines(f"{line}\n" for line in report(options.split))
    if options.split == "dev":
        sys.stdout.write("\n## Wrong\n\n")
        for case, got in Confusion(read_cases("dev")).wrong:
            sys.stdout.write(f"- {case.expect}, got {got}: {case.question}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
