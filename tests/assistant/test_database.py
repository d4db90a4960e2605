"""The database: made from nothing, whole after every accident, and clear about what is wrong."""

import io
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from assistant.database import (
    METADATA,
    CannotOpen,
    Database,
    DatabaseUnavailable,
    Full,
    Locked,
    NewerSchema,
    UtcTime,
    open_database,
)
from assistant.feedback import FEEDBACK, Complaint, FeedbackList, Verdict
from assistant.migrations.versions import v0001_feedback
from assistant.settings import Settings
from tests.browser.fakes import DEFINITION, TURNS

ROOT = Path(__file__).parents[2]
WRONG = Complaint(Verdict.WRONG, consented=True, said="It was 1997.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data folder" / "what? 100%.sqlite"


def database(file: Path, patience: float = 5) -> Database:
    return Database(sa.URL.create("sqlite", database=str(file)), patience)


def keep(kept: FeedbackList, complaint: Complaint = WRONG) -> str:
    return kept.keep(complaint, [DEFINITION], TURNS[DEFINITION], "en")


def keep_many(kept: FeedbackList) -> None:
    for _ in range(200):
        keep(kept)


def test_a_database_is_made_from_nothing_and_its_tables_are_those_of_the_code(file: Path) -> None:
    made = database(file)
    with made.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert pragmas == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
    }  # fmt: skip
    assert file.stat().st_mode & 0o777 == 0o600
    with database(file).reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(FEEDBACK)).scalar() == 0


def test_the_default_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    assert open_database(Settings(data_dir=tmp_path)).place == str(tmp_path / "assistant.sqlite")
    elsewhere = SecretStr(f"sqlite:///{tmp_path}/other.sqlite")
    assert open_database(Settings(data_dir=tmp_path, database_url=elsewhere)).place == str(
        tmp_path / "other.sqlite"
    )


def test_the_address_of_the_settings_is_not_shown() -> None:
    settings = Settings(database_url=SecretStr("postgresql://me:a-secret@host/name"))
    assert "a-secret" not in repr(settings)


def test_many_may_begin_at_the_same_time(file: Path) -> None:
    together = threading.Barrier(8)
    troubles: list[BaseException] = []

    def begin() -> None:
        kept = FeedbackList(database(file), 1)
        together.wait()
        try:
            keep(kept)
        except DatabaseUnavailable as error:
            troubles.append(error)

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert len(FeedbackList(database(file), 1).all()) == 8


def test_one_database_serves_many_threads(file: Path) -> None:
    kept = FeedbackList(database(file), 1)
    threads = [threading.Thread(target=keep, args=[kept]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept.all()) == 8


def test_a_full_disk_is_said_and_nothing_is_half_stored(file: Path) -> None:
    full = database(file)
    kept = FeedbackList(full, 365)
    keep(kept)

    def no_more(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1").close()

    sa.event.listen(full.engine, "connect", no_more)
    with pytest.raises(Full, match="Make room") as caught:
        keep_many(kept)
    assert "1997" not in f"{caught.value}{caught.value.__cause__}"
    sa.event.remove(full.engine, "connect", no_more)
    sound(file)
    keep(kept)


def test_a_locked_database_is_said(file: Path) -> None:
    kept = FeedbackList(database(file, patience=0.05), 365)
    keep(kept)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Locked, match="another program"):
        keep(kept)
    assert len(kept.all()) == 1  # reading goes on
    other.execute("ROLLBACK")
    other.close()
    keep(kept)
    assert len(kept.all()) == 2


def test_a_newer_database_is_left_alone(file: Path) -> None:
    with database(file).writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerSchema, match="9999"):
        database(file).migrate()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("no address", "not an address"),
        ("sqlite://", "forget everything"),
        ("frog://me:a-secret@host/name", "driver is missing"),
        ("sqlite:////proc/nowhere/a.sqlite", "ASSISTANT_DATABASE_URL"),
    ],
)
def test_what_cannot_be_opened_is_said_without_a_password(url: str, says: str) -> None:
    with pytest.raises(CannotOpen, match=says) as caught:
        Database(url).migrate()
    assert "a-secret" not in str(caught.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear city council, " * 100, "utf-8")
    with pytest.raises(CannotOpen, match="not a database"):
        database(file).migrate()
    assert file.read_text("utf-8").startswith("Dear city council")


def test_it_is_tried_again_once_the_obstacle_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.write_text("in the way", "utf-8")
    kept = FeedbackList(database(folder / "a.sqlite"), 365)
    with pytest.raises(CannotOpen):
        keep(kept)
    folder.unlink()
    keep(kept)
    assert len(kept.all()) == 1


_PROGRAM = """
import sys, time
import sqlalchemy as sa
from assistant.database import Database
from assistant.feedback import Complaint, FeedbackList, Verdict
from tests.browser.fakes import DEFINITION, TURNS
database = Database(sa.URL.create("sqlite", database=sys.argv[1]))
kept = FeedbackList(database, 365)
said = Complaint(Verdict.WRONG, consented=True, said="x" * 2000)
def keep():
    return kept.keep(said, [DEFINITION], TURNS[DEFINITION], "en")
"""
_IN_THE_MIDDLE = """
first = keep()
with database.writing() as connection:
    connection.exec_driver_sql(
        "INSERT INTO feedback SELECT 'F-HALF', given_at, language, verdict, sources, consented,"
        " wording, statements, faults, said, questions, turn FROM feedback")
    print(first, flush=True)
    time.sleep(60)
"""
_WITHOUT_END = """
while True:
    print(keep(), flush=True)
"""


def killed(file: Path, program: str, lines: int) -> list[str]:
    """What a process had printed when it was killed after ``lines`` lines."""
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM + program, str(file)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    ) as writer:  # fmt: skip
        assert writer.stdout is not None
        printed = [writer.stdout.readline().strip() for _ in range(lines)]
        os.kill(writer.pid, signal.SIGKILL)
        return printed + [line.strip() for line in writer.stdout if line.endswith("\n")]


def sound(file: Path) -> None:
    with database(file).reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"


def test_killed_in_the_middle_of_writing_nothing_is_half_stored(file: Path) -> None:
    (first,) = killed(file, _IN_THE_MIDDLE, 1)
    sound(file)
    kept = FeedbackList(database(file), 365)
    assert [one.reference for one in kept.all()] == [first]
    keep(kept)


def test_killed_at_any_moment_what_was_promised_is_there(file: Path) -> None:
    promised = killed(file, _WITHOUT_END, 20)
    sound(file)
    stored = FeedbackList(database(file), 365).all()
    assert {*promised} <= {one.reference for one in stored}
    assert len(stored) - len(promised) in (0, 1)
    assert all(one.said == "x" * 2000 and one.turn for one in stored)


def test_a_moment_needs_its_zone_and_comes_back_in_utc(file: Path) -> None:
    stockholm = timezone(timedelta(hours=1))
    moment = datetime(2026, 1, 1, 0, 30, tzinfo=stockholm)
    there = sa.literal(moment, UtcTime)
    with database(file).reading() as connection:
        back = connection.execute(sa.select(there)).scalar_one()
        with pytest.raises(sa.exc.StatementError, match="zone"):
            connection.execute(sa.select(sa.literal(datetime(2026, 1, 1), UtcTime)))
    assert (back, back.tzinfo) == (moment, UTC)


def test_postgresql_gets_the_same_tables() -> None:
    """Without a server: the steps and the code are written out in its SQL."""
    steps = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": steps}
    )
    with Operations.context(context):
        v0001_feedback.upgrade()
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    made = str(CreateTable(FEEDBACK).compile(dialect=dialect))
    columns = [line.strip() for line in made.splitlines() if "PRIMARY KEY" not in line][2:-2]
    assert len(columns) == len(FEEDBACK.columns)
    assert all(column.rstrip(", ") in steps.getvalue() for column in columns)
    assert "TIMESTAMP WITH TIME ZONE" in steps.getvalue()
    (index,) = FEEDBACK.indexes
    assert str(CreateIndex(index).compile(dialect=dialect)) in steps.getvalue()
