"""The database: opened, brought to the schema of this version, and clear when it cannot be used.

SQLite in the data folder, or whatever database a SQLAlchemy address names; everything above says
what it wants in SQLAlchemy Core, which is the same for both.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.pool import NullPool

from assistant.settings import Settings

METADATA = sa.MetaData()
"""Every table there is; ``assistant/migrations`` makes the same ones."""

PATIENCE = 5.0
"""Seconds to wait for a database that another program is writing to."""

_FILE = "assistant.sqlite"
_WRITES = "assistant_writes"
_STEPS = 4_831_207
"""A number of our own: PostgreSQL's lock for migrating."""
_FULL = {"SQLITE_FULL", "53100"}
_LOCKED = {"SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "57014", "40P01"}
# The names of SQLite's result codes, and PostgreSQL's SQLSTATE (appendix A of its manual).


class DatabaseUnavailable(Exception):
    """The database cannot be used now; the message says what to do and holds no content."""


class CannotOpen(DatabaseUnavailable):
    """There is no database at the address, or none that can be read and written."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"The database {place} cannot be used ({reason}). Look whether it is there and may be "
            "written, or name another one in ASSISTANT_DATABASE_URL."
        )


class Full(DatabaseUnavailable):
    """There is no room left to write to."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"There is no room left for the database {place}. Nothing was stored. Make room on "
            "its disk, then try again."
        )


class Locked(DatabaseUnavailable):
    """Another program is writing, and did not finish in time."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"The database {place} is being written by another program. Nothing was stored. Try "
            "again in a minute; if it lasts, stop the other program."
        )


class NewerSchema(DatabaseUnavailable):
    """A newer version of the project has changed the tables."""

    def __init__(self, place: str, revision: str) -> None:
        super().__init__(
            f"The database {place} belongs to a newer version of this project (schema "
            f"{revision}). Use that version, or name another database in ASSISTANT_DATABASE_URL."
        )


class UtcTime(sa.TypeDecorator[datetime]):
    """A moment, aware and in UTC; SQLite keeps no zone, so it is put back on reading."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The moment in UTC; raises ``ValueError`` for one without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """One database, in any thread: each use has a connection of its own.

    Nothing is opened before the first use, which also brings the tables to this version. Every
    method raises a :class:`DatabaseUnavailable` when that or the use itself fails.
    """

    def __init__(self, url: str | sa.URL, patience: float = PATIENCE) -> None:
        address = _address(url)
        self.place = _place(address)
        self.engine = _engine(address, self.place, patience)
        self._migrating = threading.Lock()
        self._migrated = False

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the database."""
        self.migrate()
        with self._told(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection whose changes are kept, all together, when the block ends without error."""
        self.migrate()
        with self._writing() as connection:
            yield connection

    def migrate(self) -> None:
        """Make the database if there is none, and bring its tables to this version, once."""
        with self._migrating:
            if not self._migrated:
                self._make_file()
                with self._writing() as connection:
                    _upgrade(connection, self.place)
                self._migrated = True

    def compact(self) -> None:
        """Take what was erased out of SQLite's files, where it stands in the log until then."""
        if self.engine.dialect.name == "sqlite":
            with self._told(), self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        engine = self.engine.execution_options(**{_WRITES: True})
        with self._told(), engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (exc.OperationalError, exc.InterfaceError) as error:
            raise _trouble(error, self.place) from error
        except exc.DatabaseError as error:
            # "File is not a database", "malformed": SQLite's driver has no narrower kind for them.
            if type(error) is exc.DatabaseError:
                raise _trouble(error, self.place) from error
            raise

    def _make_file(self) -> None:
        """SQLite's file, for its owner only: it holds what people wrote."""
        if self.engine.dialect.name != "sqlite":
            return
        file = Path(str(self.engine.url.database))
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
        except OSError as error:
            raise CannotOpen(self.place, str(error.strerror)) from error


def open_database(settings: Settings) -> Database:
    """The database of the settings. Raises :class:`CannotOpen` for an address that is none."""
    named = settings.database_url.get_secret_value()
    return Database(named or sa.URL.create("sqlite", database=str(settings.data_dir / _FILE)))


def _address(url: str | sa.URL) -> sa.URL:
    try:
        address = sa.make_url(url)
    except exc.ArgumentError as error:
        # The address may hold a password, so it is not repeated.
        raise CannotOpen(
            "of ASSISTANT_DATABASE_URL", "not an address like postgresql://user@host/name"
        ) from error
    if address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:"):
        raise CannotOpen("in memory", "it would forget everything; name a file")
    return address


def _place(address: sa.URL) -> str:
    """Where the database is, without what a stranger should not see."""
    if address.get_backend_name() == "sqlite":
        return str(address.database)
    return address.set(query={}).render_as_string(hide_password=True)


def _engine(address: sa.URL, place: str, patience: float) -> Engine:
    sqlite = address.get_backend_name() == "sqlite"
    # SQLite's connections must stay in the thread that opened them; opening one is cheap.
    options: dict[str, Any] = (
        {"poolclass": NullPool, "connect_args": {"timeout": patience}}
        if sqlite
        else {"pool_pre_ping": True}
    )
    try:
        engine = sa.create_engine(address, hide_parameters=True, **options)
    except (ImportError, exc.NoSuchModuleError) as error:
        reason = f"its driver is missing: {error}; for PostgreSQL install psycopg[binary]"
        raise CannotOpen(place, reason) from error
    if sqlite:
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # Python's driver begins transactions late and not before DDL; SQLAlchemy begins them instead.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: sa.Connection) -> None:
    # Who writes takes the lock at once: it cannot be had later without a risk of failing.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _upgrade(connection: sa.Connection, place: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    if connection.dialect.name == "postgresql":
        # Two servers that start together take the steps one after the other.
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_STEPS)))
    folder = Path(__file__).with_name("migrations")
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known:
        raise NewerSchema(place, current)
    command.upgrade(config, "head")


def _trouble(error: exc.DBAPIError, place: str) -> DatabaseUnavailable:
    cause = error.orig
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    if code in _FULL:
        return Full(place)
    if any(code == name or code.startswith(f"{name}_") for name in _LOCKED):
        return Locked(place)
    return CannotOpen(place, str(cause).partition("\n")[0] or type(cause).__name__)
