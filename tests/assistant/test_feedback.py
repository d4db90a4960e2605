"""What people said of answers: what is kept, what never is, and for how long."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.__main__ import main
from assistant.database import Database, open_database
from assistant.feedback import (
    FEEDBACK,
    MOST_SAID,
    Complaint,
    Fault,
    Feedback,
    FeedbackList,
    Verdict,
    Wording,
    as_written,
    feedback_of,
)
from assistant.feedback_page import lines, page
from assistant.settings import Settings
from tests.browser.fakes import EASY, IN_PLAIN_WORDS, SECOND, TURNS

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TURN = TURNS[EASY]
QUESTIONS = ("I am at anna@example.org or 070-123 45 67", EASY)
WHOLE = Complaint(
    Verdict.WRONG,
    consented=True,
    wording=Wording.PLAIN,
    statements=(2, 1, 2, 0, -1, 99),
    faults=(Fault.OTHER, Fault.EVIDENCE),
    said="Call me: +46 70 123 45 67.\n\nAnna, 811228-9874",
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path}/a.sqlite")


@pytest.fixture
def kept(database: Database) -> FeedbackList:
    return FeedbackList(database, 30, lambda: NOW)


def keep(kept: FeedbackList, complaint: Complaint = WHOLE, reference: str = "") -> str:
    return kept.keep(complaint, QUESTIONS, TURN, "en", reference)


def test_with_consent_everything_is_kept_masked(kept: FeedbackList) -> None:
    found = kept.find(keep(kept))
    assert found is not None
    assert found == replace(
        found,
        given_at=NOW,
        language="en",
        verdict=Verdict.WRONG,
        sources=("graz",),
        wording=Wording.PLAIN,
        statements=(1, 2),
        faults=(Fault.EVIDENCE, Fault.OTHER),
        said="Call me: [phone number].\nAnna, [personal number]",
        questions=("I am at [e-mail] or [phone number]", EASY),
    )
    assert found.sentences == list(IN_PLAIN_WORDS)
    assert found.turn == json.loads(json.dumps(TURN.record()))


def test_personal_data_in_the_turn_is_masked_and_addresses_still_lead_somewhere() -> None:
    (citation, *_) = TURN.citations
    url = "https://city.example/070-1234567"
    spoken = replace(
        TURN,
        standalone_question="Who is anna@example.org?",
        citations=(replace(citation, url=url, quote="Ring 070-123 45 67."),),
    )
    turn = feedback_of(WHOLE, QUESTIONS, spoken, "en", NOW).turn
    assert turn is not None
    assert turn["standalone_question"] == "Who is [e-mail]?"
    assert turn["citations"][0]["quote"] == "Ring [phone number]."
    assert turn["citations"][0]["url"] == url


def test_without_consent_nothing_that_was_typed_or_ticked_is_kept(
    kept: FeedbackList, tmp_path: Path
) -> None:
    reference = keep(kept, replace(WHOLE, consented=False))
    assert kept.all() == [Feedback(reference, NOW, "en", Verdict.WRONG, ("graz",), consented=False)]
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert not any(word in stored for word in (b"Anna", b"evidence", b"What is a human", b"plain"))


def test_the_database_itself_refuses_words_without_consent(
    kept: FeedbackList, database: Database
) -> None:
    keep(kept, Complaint(Verdict.RIGHT))
    with pytest.raises(sa.exc.IntegrityError), database.writing() as connection:
        connection.execute(sa.update(FEEDBACK).values(said="something"))


def test_whoever_sends_again_has_the_last_word(kept: FeedbackList) -> None:
    first = keep(kept)
    assert keep(kept, Complaint(Verdict.RIGHT), first) == first
    (only,) = kept.all()
    assert (only.verdict, only.said, only.turn) == (Verdict.RIGHT, "", None)


def test_a_sentence_of_a_wording_that_there_is_not_is_one_of_the_other() -> None:
    turn = replace(TURN, plain=None)
    given = feedback_of(replace(WHOLE, statements=(2, 4)), QUESTIONS, turn, "en", NOW)
    assert (given.wording, given.statements) == (Wording.ORIGINAL, (2,))
    assert given.sentences == [SECOND]


def test_what_is_old_goes(database: Database) -> None:
    moments = {name: NOW - timedelta(days=age) for name, age in (("old", 31), ("new", 29))}
    for moment in moments.values():
        keep(FeedbackList(database, 30, lambda moment=moment: moment))  # type: ignore[misc]
    kept = FeedbackList(database, 30, lambda: NOW)
    assert [one.given_at for one in kept.all()] == [moments["new"]]
    assert kept.prune(dry_run=True) == 1
    assert kept.prune() == 1
    assert kept.prune() == 0
    assert len(kept.all()) == 1


def test_what_is_old_is_not_shown_and_goes_when_something_new_is_kept(database: Database) -> None:
    old = keep(FeedbackList(database, 30, lambda: NOW - timedelta(days=31)))
    kept = FeedbackList(database, 30, lambda: NOW)
    assert kept.find(old) is None
    keep(kept)
    assert kept.prune(dry_run=True) == 0


def test_what_was_erased_is_gone_from_the_files_too(kept: FeedbackList, tmp_path: Path) -> None:
    word = "Kvarnholmen"
    reference = keep(kept, replace(WHOLE, said=word * 20))
    keep(kept, replace(WHOLE, said="short"))

    def everything() -> bytes:
        return b"".join(file.read_bytes() for file in tmp_path.iterdir())

    assert word.encode() in everything()
    assert kept.erase(reference.lower())
    assert not kept.erase(reference)
    assert word.encode() not in everything()
    assert [one.said for one in kept.all()] == ["short"]


def test_references_are_short_readable_and_different(kept: FeedbackList) -> None:
    references = {keep(kept, Complaint(Verdict.RIGHT)) for _ in range(50)}
    assert len(references) == 50
    for reference in references:
        assert as_written(f" {reference.lower().replace('-', '')} ") == reference
        assert set(reference[2:]) <= set("23456789ABCDEFGHJKMNPQRSTVWXYZ-")
        assert len(reference) == 11


HOSTILE = st.one_of(
    st.text(max_size=3 * MOST_SAID),
    st.text(st.characters(codec=None, categories=["Cc", "Cf", "Cs", "Co", "Zl", "Zp"])),
    st.sampled_from(
        (
            "=HYPERLINK(\"http://x.example\")", "@SUM(1)", "+1\t-1", "\r\nSet-Cookie: a=b",
            "\x1b[2J\x1b]0;owned\x07", "<script>alert(1)</script>", "'; DROP TABLE feedback; --",
            "\ud800", "\x00" * 3000, "- id: x\n  question: y\n", "a" * 9_000, "\u202egnp.exe",
        )
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> FeedbackList:
    """One list for every example of a property."""
    folder = tmp_path_factory.mktemp("hostile")
    return FeedbackList(Database(f"sqlite:///{folder}/a.sqlite"), 30, lambda: NOW)


@settings(deadline=None)
@given(said=HOSTILE)
def test_hostile_text_is_bounded_clean_and_comes_back_as_it_was_stored(
    shared: FeedbackList, said: str
) -> None:
    kept = shared
    complaint = replace(WHOLE, said=said)
    due = feedback_of(complaint, QUESTIONS, TURN, "en", NOW)
    found = kept.find(keep(kept, complaint))
    assert found == replace(due, reference=found.reference if found else "")
    assert found is not None
    assert len(found.said.replace("[personal number]", "").replace("[phone number]", "")) <= (
        MOST_SAID + 1_000
    )
    shown = "\n".join([*page(found), *lines([found])])
    assert all(letter == "\n" or letter.isprintable() or letter.isspace() for letter in shown)
    assert not set(shown) & set("\x1b\x00\r\t\u202e\u2028")
    assert json.loads(json.dumps(found.record()))["said"] == found.said


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The data folder of the commands, with one thing in its list; its reference."""
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    return keep(FeedbackList(open_database(Settings()), 30))


def test_the_commands(filled: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feedback", "list"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{filled}  ")
    assert shown.split()[3:] == ["en", "wrong", "agreed", "evidence,other", "graz"]

    assert main(["feedback", "list", "--json"]) == 0
    (record,) = json.loads(capsys.readouterr().out)
    assert record["reference"] == filled
    assert record["turn"]["outcome"] == "answered"

    assert main(["feedback", "show", filled.lower()]) == 0
    shown = capsys.readouterr().out
    assert IN_PLAIN_WORDS[0] in shown
    assert "[personal number]" in shown

    assert main(["feedback", "prune", "--dry-run"]) == 0
    assert capsys.readouterr().out == "would_remove=0\n"
    assert main(["feedback", "prune"]) == 0
    assert capsys.readouterr().out == "removed=0\n"

    assert main(["feedback", "erase", filled]) == 0
    assert capsys.readouterr().out == "removed=1\n"
    for command in ("show", "erase"):
        assert main(["feedback", command, filled]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert "Nothing is kept under that reference" in said.err


def test_a_command_says_what_is_wrong_with_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "file"))
    assert main(["feedback", "list"]) == 1
    assert "ASSISTANT_DATABASE_URL" in capsys.readouterr().err


def test_what_was_not_agreed_to_is_not_shown(kept: FeedbackList) -> None:
    found = kept.find(keep(kept, Complaint(Verdict.PARTLY, said="secret")))
    assert found is not None
    assert list(page(found))[1:] == [
        "Right? partly", "Cited: graz", "The person did not agree to more being kept.",
    ]  # fmt: skip
