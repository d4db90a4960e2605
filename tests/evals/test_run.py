"""A run keeps what was made, and a torn line is nobody's answer."""

from pathlib import Path

import pytest

from assistant.turn import Outcome
from corpus.problem import Unsound
from evals.case import Case
from evals.record import Answered, CaseScore, Configuration, Summary
from evals.run import NoRun, Run, named
from tests.evals.fakes import turn

CASES = tuple(Case(id=id_, question=f"Why {id_}?") for id_ in ("a", "b", "c"))


def configuration(created: str = "2026-01-02T03:04:05+00:00", tag: str = "") -> Configuration:
    return Configuration(
        created=created, tag=tag, systems=("assistant", "baseline"), model="", split="dev",
        cases=(), corpus="", index={}, weights="", settings={}, versions={},
    )  # fmt: skip


def answered(case: str) -> Answered:
    return Answered(case=case, turn=turn(Outcome.ANSWERED, "Därför."))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run.create(tmp_path, configuration(), CASES)


def test_a_run_is_opened_as_it_was_made(run: Run, tmp_path: Path) -> None:
    assert run.folder == tmp_path / "2026-01-02T030405Z"
    again = Run.open(run.folder)
    assert again.configuration == run.configuration
    assert again.cases == CASES
    assert Run.newest(tmp_path).folder == run.folder


def test_runs_of_one_second_have_folders_of_their_own(run: Run, tmp_path: Path) -> None:
    second = Run.create(tmp_path, configuration(), CASES)
    tagged = Run.create(tmp_path, configuration("2027-01-01T00:00:00+00:00", "new"), CASES)
    assert second.folder.name == f"{run.folder.name}-2"
    assert tagged.folder.name == "2027-01-01T000000Z-new"
    assert [one.folder for one in Run.all(tmp_path)] == [run.folder, second.folder, tagged.folder]
    assert Run.newest(tmp_path).folder == tagged.folder


def test_a_run_is_named_by_its_path_or_by_its_name(run: Run, tmp_path: Path) -> None:
    assert named(run.folder, Path("elsewhere")) == run.folder
    assert named(Path(run.folder.name), tmp_path) == run.folder


def test_where_there_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(NoRun, match="python -m evals run"):
        Run.open(tmp_path)
    with pytest.raises(NoRun, match="There is no run"):
        Run.newest(tmp_path / "runs")


def test_turns_are_put_down_one_after_the_other(run: Run) -> None:
    assert run.remaining("assistant") == CASES
    assert not run.answered("assistant")
    for case in CASES:
        run.add("assistant", answered(case.id))
    assert run.remaining("assistant") == ()
    assert run.answered("assistant")
    assert run.turns("assistant") == [answered(case.id) for case in CASES]
    assert run.remaining("baseline") == CASES


def test_a_torn_line_is_dropped(run: Run) -> None:
    run.add("assistant", answered("a"))
    run.add("assistant", answered("b"))
    path = run.folder / "turns.assistant.jsonl"
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for torn in (first + 1, first + 100, len(whole) - 1):
        path.write_bytes(whole[:torn])
        assert not run.answered("assistant")
        assert run.remaining("assistant") == CASES[1:]
        assert path.read_bytes() == whole[:first]


def test_a_file_that_was_changed_by_hand_is_named(run: Run) -> None:
    path = run.folder / "turns.assistant.jsonl"
    run.add("assistant", answered("b"))
    with pytest.raises(Unsound, match=r"does not follow cases\.jsonl"):
        run.remaining("assistant")
    run.add("assistant", answered("c"))
    path.write_bytes(path.read_bytes().replace(b'"case":"c"', b'"file":"c"'))
    with pytest.raises(Unsound) as caught:
        run.turns("assistant")
    assert [problem.line for problem in caught.value.problems] == [2]


def test_scores_and_figures_come_back(run: Run) -> None:
    with pytest.raises(NoRun, match="python -m evals score"):
        run.summary("assistant")
    with pytest.raises(NoRun, match="python -m evals score"):
        run.scores("assistant")
    scores = [
        CaseScore(case=case.id, cluster=case.id, language="en", kind="", values={"words": None})
        for case in CASES
    ]
    for system in run.systems:
        assert not run.scored
        found = Summary(
            system=system, count=3, figures={}, kinds={}, languages={}, gaps={}, confusion={}
        )
        run.write_scores(system, scores, found)
    assert run.scored
    assert run.scores("baseline") == scores
    assert list(run.summaries()) == ["assistant", "baseline"]


def test_two_processes_do_not_write_into_one_run(run: Run) -> None:
    with run.alone(), pytest.raises(NoRun, match="Another process"), Run.open(run.folder).alone():
        pytest.fail("both were let in")


def test_scores_that_another_version_wrote_are_to_be_made_again(run: Run) -> None:
    score = CaseScore(case="a", cluster="a", language="en", kind="", values={})
    found = Summary(
        system="assistant", count=1, figures={}, kinds={}, languages={}, gaps={}, confusion={}
    )
    run.write_scores("assistant", [score], found)
    file = run.folder / "scores.assistant.jsonl"
    file.write_text(file.read_text("utf-8").replace('"faults":[]', '"faults":["Wrong."]'), "utf-8")
    with pytest.raises(NoRun, match=r"jsonl:1: faults\.0: (.|\n)*python -m evals score"):
        run.scores("assistant")
