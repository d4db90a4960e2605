"""Labels on the disk: what is kept, what counts, and what a kill cannot take."""

import multiprocessing
from pathlib import Path

import pytest
from pydantic import ValidationError

from corpus.problem import Unsound
from evals.labels import FILE, Closed, Finished, Label, Labels, Part, Settled, Verdict
from tests.evals.labelling.fakes import HOSTILE, SYSTEM

AT = "2026-01-02T03:04:05+00:00"


def label(person: str, case: str, verdict: str = "right", note: str = "") -> Label:
    return Label(
        at=AT, system=SYSTEM, person=person, case=case, verdict=Verdict(verdict), note=note
    )


def settled(person: str, case: str, verdict: str) -> Settled:
    return Settled(
        at=AT, system=SYSTEM, person=person, case=case, verdict=Verdict(verdict), note="Read it."
    )


def test_what_was_said_is_read_again_as_it_was(tmp_path: Path) -> None:
    note = f"å\n\u2028{HOSTILE}\x00"
    Labels(tmp_path).add(label("Åsa", "a", "wrong", note))
    (found,) = Labels(tmp_path).of(SYSTEM).given["Åsa"].values()
    assert found == label("Åsa", "a", "wrong", note)
    assert Labels(tmp_path).of("baseline").given == {}


def test_a_later_label_counts_and_nothing_is_taken_away(tmp_path: Path) -> None:
    labels = Labels(tmp_path)
    labels.add(label("Åsa", "a", "right"))
    labels.add(label("åsa", "a", "wrong"))
    said = labels.of(SYSTEM)
    assert list(said.given) == ["Åsa"]
    assert said.given["Åsa"]["a"].verdict is Verdict.WRONG
    assert len((tmp_path / FILE).read_text("utf-8").splitlines()) == 2


def test_a_torn_line_is_passed_over_and_written_over(tmp_path: Path) -> None:
    labels = Labels(tmp_path)
    labels.add(label("Åsa", "a"))
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole + b'{"at": "2026", "note": "\xc3')
    assert set(labels.of(SYSTEM).given["Åsa"]) == {"a"}
    labels.add(label("Åsa", "b"))
    assert set(labels.of(SYSTEM).given["Åsa"]) == {"a", "b"}
    assert (tmp_path / FILE).read_bytes().startswith(whole)


def test_a_line_that_somebody_broke_is_named_without_what_it_says(tmp_path: Path) -> None:
    labels = Labels(tmp_path)
    labels.add(label("Åsa", "a"))
    with (tmp_path / FILE).open("a", encoding="utf-8") as file:
        file.write('{"kind": "label", "note": "secret"}\n')
    with pytest.raises(Unsound) as unsound:
        labels.of(SYSTEM)
    assert f"{FILE}:2:" in str(unsound.value)
    assert "secret" not in str(unsound.value)


def test_only_two_people_label_and_not_after_they_have_finished(tmp_path: Path) -> None:
    labels = Labels(tmp_path)
    labels.add(label("Åsa", "a"))
    labels.add(label("Bo", "a", "wrong"))
    with pytest.raises(Closed, match="Åsa and Bo"):
        labels.add(label("Cleo", "a"))
    labels.add(Finished(at=AT, system=SYSTEM, person="Bo"))
    with pytest.raises(Closed, match="Bo has finished"):
        labels.add(label("BO", "b"))
    labels.add(label("Åsa", "b"))
    labels.add(settled("Cleo", "a", "partly"))
    assert labels.of(SYSTEM).settled["a"].person == "Cleo"


def test_what_counts(tmp_path: Path) -> None:
    labels = Labels(tmp_path)
    for case, one, other in (
        ("same", "right", "right"),
        ("apart", "right", "wrong"),
        ("settled", "right", "wrong"),
        ("unknown", "cannot_tell", "cannot_tell"),
        ("torn", "cannot_tell", "wrong"),
    ):
        labels.add(label("Åsa", case, one))
        labels.add(label("Bo", case, other))
    labels.add(label("Bo", "alone", "partly"))
    labels.add(settled("Åsa", "settled", "partly"))
    said = labels.of(SYSTEM)
    assert said.disputed() == ["apart", "settled", "torn"]
    assert said.counting() == {
        "same": Verdict.RIGHT,
        "settled": Verdict.PARTLY,
        "alone": Verdict.PARTLY,
    }


def test_a_right_answer_has_no_wrong_part_and_settling_needs_a_reason() -> None:
    with pytest.raises(ValidationError):
        Label(at=AT, system=SYSTEM, person="Å", case="a", verdict=Verdict.RIGHT,
              parts=(Part.FACTS,))  # fmt: skip
    with pytest.raises(ValidationError):
        Settled(at=AT, system=SYSTEM, person="Å", case="a", verdict=Verdict.RIGHT, note="")
    with pytest.raises(ValidationError):
        label("Å", "a", note="x" * 2_001)


def _many(folder: Path, person: str) -> None:
    for number in range(40):
        Labels(folder).add(label(person, str(number)))


def test_two_processes_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    start = multiprocessing.get_context("spawn").Process
    people = [start(target=_many, args=(tmp_path, name)) for name in ("Åsa", "Bo")]
    for process in people:
        process.start()
    for process in people:
        process.join(60)
    said = Labels(tmp_path).of(SYSTEM)
    assert {name: len(own) for name, own in said.given.items()} == {"Åsa": 40, "Bo": 40}
