"""Small runs whose figures one can compute in one's head."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from assistant.turn import Outcome, Statement, Support
from corpus.passage import Passage
from corpus.text import Sort
from evals.case import Case
from evals.comparing import Measured, digest
from evals.record import Answered, CaseFile, CaseScore, Configuration
from evals.run import Run
from evals.scoring import score
from evals.summary import summary
from index.hit import Hit, Hits
from tests.evals.fakes import citation, turn

HOSTILE = "<script>alert('x')</script> & \"quotes\" | `code` [a](b)"
"""A question that would be markup where it is not escaped."""


def configuration(created: str = "2026-01-02T03:04:05+00:00", tag: str = "") -> Configuration:
    """What all these runs are made with."""
    return Configuration(
        created=created,
        tag=tag,
        systems=("assistant", "baseline"),
        model="",
        split="dev",
        cases=(CaseFile(name="cases.yaml", digest="a" * 64),),
        corpus="b" * 64,
        index={"layout": "4"},
        weights="c" * 64,
        settings={"nli_model": ""},
        versions={"python": "3.11"},
    )


def case(number: int) -> Case:
    """A case; even ones are English, odd ones Swedish, and the first would be markup."""
    return Case(
        id=f"case-{number}",
        question=HOSTILE if number == 0 else f"Question {number}?",
        turns=("What came before?",) if number == 1 else (),
        language="sv" if number % 2 else "en",
        kind="list" if number % 3 else "fact",
        facts=("2018",),
        sources=("city-lund",),
    )


def measured(name: str, right: Mapping[int, bool]) -> Measured:
    """A run by which cases went right."""
    return Measured(
        name=name,
        system="assistant",
        configuration=configuration(),
        cases={case(number).id: digest(case(number)) for number in right},
        scores=tuple(
            CaseScore(
                case=f"case-{number}",
                cluster=f"case-{number}",
                language=case(number).language,
                kind=case(number).kind,
                values={"strictly_right": float(went)},
                expected=("answered",),
                outcome="answered",
            )
            for number, went in right.items()
        ),
    )


def finished(
    root: Path, tag: str, right: Mapping[int, bool], created: str = "2026-01-02T03:04:05+00:00"
) -> Run:
    """A run on disk, answered and scored; what is not right lacks its fact."""
    cases = [case(number) for number in right]
    run = Run.create(root, configuration(created, tag), cases)
    for number, one in zip(right, cases, strict=True):
        for system in run.systems:
            year = "2018" if right[number] and system == "assistant" else "1492"
            run.add(system, _answered(one, f"Lund has been one since {year}."))
    for system in run.systems:
        scores = [
            score(one, answered.turn)
            for one, answered in zip(cases, run.turns(system), strict=True)
        ]
        run.write_scores(system, scores, summary(system, scores))
    return run


def _answered(one: Case, said: str) -> Answered:
    passage = Passage(
        id="p", source_id="city-lund", title="Lund", language="en", sort=Sort.DIGEST, file="en.md",
        section_id="s", heading="Start", path=(), locator="Section 1", address="", page=None,
        checked=True, part=0, text=said, sentences=((0, len(said)),), asks={},
    )  # fmt: skip
    cited = replace(citation(1, "city-lund"), quote=said, passage=said, passage_id="p")
    hit = Hit(passage, 0.75, 0.7, 0.8, 0.5)
    answer = replace(
        turn(Outcome.ANSWERED, f"{said} [1]", seconds=0.25),
        question=one.question,
        standalone_question=one.question,
        statements=(Statement(said, Support.VERBATIM, (1,)),),
        citations=(cited,),
        hits=Hits((hit,), (replace(hit, score=0.125),)),
        likely=0.5 + len(one.id) / 100,
    )
    return Answered(case=one.id, turn=answer)
