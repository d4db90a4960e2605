"""A complaint becomes a case: masked, once, and beside what stands in the file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.database import open_database
from assistant.feedback import Complaint, Fault, Feedback, FeedbackList, Verdict, feedback_of
from assistant.settings import Settings
from corpus.problem import Unsound
from evals.__main__ import main
from evals.case import read_cases
from evals.feedback import NoCase, case_id, write_case
from tests.browser.fakes import DEFINITION, FIRST, TURNS, UNKNOWN

WHOLE = Complaint(
    Verdict.PARTLY,
    consented=True,
    statements=(1,),
    faults=(Fault.INCOMPLETE,),
    said='Ask karin@example.org:\nit\'s "1997" — före Åre',
)


def given_feedback(complaint: Complaint = WHOLE) -> Feedback:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    return feedback_of(complaint, [UNKNOWN, DEFINITION], TURNS[DEFINITION], "sv", now)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cases" / "from-feedback.yaml"


def test_a_case_holds_what_was_asked_and_what_was_said(file: Path) -> None:
    kept = given_feedback()
    write_case(kept, file)
    (case,) = read_cases([file])
    assert case.id == f"feedback-{kept.reference.lower()}" == case_id(kept)
    assert (case.question, case.turns, case.language) == (DEFINITION, (UNKNOWN,), "sv")
    assert (case.kind, case.tags) == ("complaint", ("partly", "incomplete"))
    assert (case.facts, case.sources, case.split) == ((), (), None)
    for part in (kept.reference, "answered", "graz", FIRST, 'Ask [e-mail]:\nit\'s "1997" — före'):
        assert part in case.note


def test_a_second_time_is_refused_and_the_file_stays(file: Path, tmp_path: Path) -> None:
    kept, other = given_feedback(), tmp_path / "other.yaml"
    write_case(kept, file)
    before = file.read_bytes()
    with pytest.raises(NoCase, match="already"):
        write_case(kept, file)
    with pytest.raises(NoCase, match=r"from-feedback\.yaml already"):
        write_case(kept, other, [file])
    assert file.read_bytes() == before
    assert not other.exists()


def test_what_stands_in_the_file_stays_as_it_is(file: Path) -> None:
    file.parent.mkdir()
    mine = "# by hand\n- {id: one, question: Why}  # a remark"
    file.write_text(mine, "utf-8")
    write_case(given_feedback(), file)
    write_case(given_feedback(), file)
    assert file.read_text("utf-8").startswith("# by hand\n- {id: one, question: Why}  # a remark\n")
    assert len(read_cases([file])) == 3
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("content", [b"a: b\n", b"\xff\xfe\x00", b"- {id: one}\n"])
def test_a_file_that_holds_something_else_is_not_touched(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(Unsound):
        write_case(given_feedback(), file)
    assert file.read_bytes() == content


def test_a_list_that_cannot_be_added_to_is_not_touched(file: Path) -> None:
    file.parent.mkdir()
    content = "[{id: one, question: Why}]\n"
    file.write_text(content, "utf-8")
    with pytest.raises((NoCase, Unsound)):
        write_case(given_feedback(), file)
    assert file.read_text("utf-8") == content
    assert list(file.parent.iterdir()) == [file]


def test_without_consent_there_is_no_case(file: Path) -> None:
    with pytest.raises(NoCase, match="without the question"):
        write_case(given_feedback(Complaint(Verdict.WRONG, said="secret")), file)
    assert not file.exists()


@settings(deadline=None)
@given(said=st.text(max_size=300))
def test_whatever_was_said_stays_in_the_note(
    said: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kept = given_feedback(Complaint(Verdict.WRONG, consented=True, said=said))
    file = tmp_path_factory.mktemp("cases") / "cases.yaml"
    write_case(kept, file)
    (case,) = read_cases([file])
    assert case.note.endswith(kept.said)
    assert (case.question, case.kind, case.tags) == (DEFINITION, "complaint", ("wrong",))


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    into = tmp_path / "cases.yaml"
    reference = FeedbackList(open_database(Settings()), 365).keep(
        WHOLE, [DEFINITION], TURNS[DEFINITION], "en"
    )
    command = ["feedback", "case", reference.lower(), "--into", str(into)]
    assert main(command) == 0
    shown = capsys.readouterr()
    assert shown.out == f"feedback-{reference.lower()} {into}\n"
    assert "facts" in shown.err
    assert "sources" in shown.err
    assert main(command) == 1
    assert "already" in capsys.readouterr().err
    assert main(["feedback", "case", "F-2222-2222"]) == 1
    assert "Nothing is kept under that reference" in capsys.readouterr().err
