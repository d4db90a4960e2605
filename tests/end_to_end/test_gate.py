"""The gate on the shipped corpus: it passes as it is, and damage is called out."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.assembly import open_assistant
from assistant.settings import Settings
from assistant.turn import Statement, Support, Turn
from evals.case import SHIPPED, Case, Split, of_split, read_cases
from evals.comparing import Measured, compared, digest
from evals.configuration import configuration
from evals.gate import Verdict, judged, read_gate, read_reference
from evals.measures.ending import SHOWN
from evals.report.passing import lines
from evals.report.wording import Wording
from evals.scoring import score
from evals.subset import subset
from evals.system import AssistantSystem, System
from index.build import current_build

GATE = read_gate()


class FirstSentence:
    """A deliberately worse composer: whatever is found, its first sentence is the answer."""

    name = "assistant"

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = AssistantSystem(assistant, with_model=False)

    def answer(self, turns: Sequence[str], language: str) -> Turn:
        turn = self._assistant.answer(turns, language)
        if turn.outcome not in SHOWN:
            return turn
        passage = turn.hits.kept[0].passage
        said = passage.sentence(0)
        cited = replace(
            turn.citations[0], number=1, source_id=passage.source_id, title=passage.title,
            quote=said, passage=passage.text, passage_id=passage.id,
        )  # fmt: skip
        return replace(
            turn,
            text=f"{said} [1]",
            statements=(Statement(said, Support.VERBATIM, (1,)),),
            citations=(cited,),
            plain=None,
        )


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return subset(of_split(read_cases(SHIPPED), Split.DEV), GATE.fast.count)


def measured(system: System, cases: Sequence[Case], name: str) -> Measured:
    """The cases as a system answers them now."""
    made = configuration(Settings(), None, SHIPPED, (system.name,), "dev", name)
    scores = [
        score(case, system.answer([*case.turns, case.question], case.language)) for case in cases
    ]
    return Measured(
        name=name,
        system=system.name,
        configuration=made,
        cases={case.id: digest(case) for case in cases},
        scores=tuple(scores),
    )


@pytest.fixture(scope="module")
def sound(shipped: Assistant, cases: list[Case]) -> Measured:
    """The fast subset as it is answered now."""
    return measured(AssistantSystem(shipped, with_model=False), cases, "sound")


def said(verdict: Verdict) -> str:
    return "\n".join(lines(verdict, Wording.of("en")))


def test_the_fast_subset_passes(sound: Measured) -> None:
    verdict = judged(sound, GATE, read_reference(), fast=True)
    assert verdict.passed, said(verdict)


def test_a_worse_composer_is_called_out(
    shipped: Assistant, cases: list[Case], sound: Measured
) -> None:
    worse = measured(FirstSentence(shipped), cases, "worse")
    assert {"strictly_right", "facts_right"} <= {
        change.measure for change in compared(sound, worse).of("worse")
    }
    verdict = judged(worse, GATE, sound, fast=True)
    assert not verdict.passed
    assert "Right facts fell from" in said(verdict)


def test_a_corpus_with_altered_numbers_is_called_out(
    cases: list[Case], sound: Measured, tmp_path: Path
) -> None:
    """Every digit of every passage is another; whatever finds the passages is left as it was."""
    build = current_build(Settings().index_dir)
    assert build is not None
    root = tmp_path / "index"
    shutil.copytree(build.folder, root / build.folder.name)
    shutil.copy(build.folder.parent / "current.json", root)
    file = root / build.folder.name / "passages.jsonl"
    file.write_text(_altered(file.read_text("utf-8")), "utf-8")
    damaged = AssistantSystem(open_assistant(Settings(), root), with_model=False)
    worse = measured(damaged, cases, "altered")
    assert "facts_right" in {change.measure for change in compared(sound, worse).of("worse")}
    assert not judged(worse, GATE, sound, fast=True).passed


def _altered(passages: str) -> str:
    """The records with other digits in their texts, each as long as it was."""
    return re.sub(
        r'(?<="text": ")(?:[^"\\]|\\.)*',
        lambda text: re.sub(r"(?<!\\u)\d", lambda one: str((int(one[0]) + 3) % 10), text[0]),
        passages,
    )
