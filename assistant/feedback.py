"""What people said of answers: kept as far as they agreed, masked, and only for a time."""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from assistant.database import METADATA, Database, UtcTime
from assistant.privacy import masked
from assistant.question import clean
from assistant.turn import Turn

MOST_SAID = 2_000
"""Characters that a person may write about an answer; the rest is cut off."""

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What references are made of: nothing that is easily taken for something else."""
_NOT_LETTERS = re.compile(r"[\s-]+")
_ATTEMPTS = 5
_NO_PROSE = frozenset({"url", "source_id", "passage_id"})
"""Fields of a Turn's record that name places; masking would break them."""


class Verdict(StrEnum):
    """Was the answer right?"""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"


class Fault(StrEnum):
    """What a person may find wrong with an answer."""

    EVIDENCE = "evidence"
    """The source does not say it."""
    INCOMPLETE = "incomplete"
    UNCLEAR = "unclear"
    OTHER = "other"


class Wording(StrEnum):
    """Which sentences a person read: those of the Turn, or of its plain version."""

    ORIGINAL = "original"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a person sends: ``statements`` are numbers, from 1, of the sentences that they read."""

    verdict: Verdict
    consented: bool = False
    wording: Wording = Wording.ORIGINAL
    statements: tuple[int, ...] = ()
    faults: tuple[Fault, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is kept of it.

    ``sources`` are the ids of the sources that the answer cited, ``language`` is the page's,
    ``given_at`` is in UTC. Everything from ``wording`` on is empty unless the person consented;
    then ``questions`` are their messages, oldest first, and ``turn`` is the record of the Turn
    that answered the last one.
    """

    reference: str
    given_at: datetime
    language: str
    verdict: Verdict
    sources: tuple[str, ...]
    consented: bool
    wording: Wording | None = None
    statements: tuple[int, ...] = ()
    faults: tuple[Fault, ...] = ()
    said: str = ""
    questions: tuple[str, ...] = ()
    turn: Mapping[str, Any] | None = None

    @property
    def sentences(self) -> list[str]:
        """The statements that the person pointed at, as they read them."""
        if self.turn is None:
            return []
        read = self.turn["plain"] if self.wording is Wording.PLAIN else self.turn
        return [read["statements"][number - 1]["text"] for number in self.statements]

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return {**asdict(self), "given_at": self.given_at.isoformat(timespec="seconds")}


FEEDBACK = sa.Table(
    "feedback",
    METADATA,
    sa.Column("reference", sa.String(11), primary_key=True),
    sa.Column("given_at", UtcTime, nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("verdict", sa.String(8), nullable=False),
    sa.Column("sources", sa.JSON, nullable=False),
    sa.Column("consented", sa.Boolean, nullable=False),
    sa.Column("wording", sa.String(8)),
    sa.Column("statements", sa.JSON(none_as_null=True)),
    sa.Column("faults", sa.JSON(none_as_null=True)),
    sa.Column("said", sa.Text),
    sa.Column("questions", sa.JSON(none_as_null=True)),
    sa.Column("turn", sa.JSON(none_as_null=True)),
    sa.Index("feedback_given_at", "given_at"),
)


def feedback_of(
    complaint: Complaint, questions: Sequence[str], turn: Turn, language: str, given_at: datetime
) -> Feedback:
    """What is kept of a complaint about the Turn that answered the last of ``questions``.

    Personal data is masked wherever somebody wrote: in what was said, the questions and the Turn.
    Numbers of sentences that there are not are left out. The reference is new.
    """
    bare = Feedback(
        reference=_reference(),
        given_at=given_at,
        language=language,
        verdict=complaint.verdict,
        sources=tuple(dict.fromkeys(citation.source_id for citation in turn.citations)),
        consented=complaint.consented,
    )
    if not complaint.consented:
        return bare
    wording, read = Wording.ORIGINAL, turn.statements
    if complaint.wording is Wording.PLAIN and turn.plain is not None:
        wording, read = Wording.PLAIN, turn.plain.statements
    return replace(
        bare,
        wording=wording,
        statements=tuple(
            number for number in sorted(set(complaint.statements)) if 1 <= number <= len(read)
        ),
        faults=tuple(fault for fault in Fault if fault in complaint.faults),
        said=_fit(complaint.said),
        questions=tuple(masked(clean(question)) for question in questions),
        turn=_masked(turn.record()),
    )


class FeedbackList:
    """The staff's list. Every method raises :class:`assistant.database.DatabaseUnavailable`.

    What is older than ``days`` is in no answer, and goes whenever something is kept.
    """

    def __init__(
        self, database: Database, days: int, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.days = days
        self._database = database
        self._now = now

    def keep(
        self,
        complaint: Complaint,
        questions: Sequence[str],
        turn: Turn,
        language: str,
        reference: str = "",
    ) -> str:
        """Keep what a person says of an answer, and return its reference.

        With the ``reference`` of what they said before, this takes its place.
        """
        for _ in range(_ATTEMPTS):
            given = feedback_of(complaint, questions, turn, language, self._now())
            row = {**_row(given), **({"reference": reference} if reference else {})}
            with self._database.writing() as connection:
                connection.execute(sa.delete(FEEDBACK).where(self._over()))
                if reference:
                    connection.execute(sa.delete(FEEDBACK).where(_is(reference)))
                elif connection.execute(
                    sa.select(FEEDBACK.c.reference).where(_is(given.reference))
                ).first():
                    continue
                connection.execute(sa.insert(FEEDBACK).values(row))
            return str(row["reference"])
        raise RuntimeError("no reference was free")

    def all(self) -> list[Feedback]:
        """Everything that is kept, the newest first."""
        newest = (
            sa.select(FEEDBACK)
            .where(~self._over())
            .order_by(FEEDBACK.c.given_at.desc(), FEEDBACK.c.reference)
        )
        with self._database.reading() as connection:
            return [_feedback(row) for row in connection.execute(newest).mappings()]

    def find(self, reference: str) -> Feedback | None:
        """What was given that reference, however it is written: upper or lower case, no hyphens."""
        wanted = sa.select(FEEDBACK).where(_is(as_written(reference)), ~self._over())
        with self._database.reading() as connection:
            row = connection.execute(wanted).mappings().first()
        return None if row is None else _feedback(row)

    def erase(self, reference: str) -> bool:
        """Remove what was given that reference; whether there was something."""
        with self._database.writing() as connection:
            gone = connection.execute(sa.delete(FEEDBACK).where(_is(as_written(reference))))
        self._database.compact()
        return gone.rowcount > 0

    def prune(self, *, dry_run: bool = False) -> int:
        """Remove what is too old, or only count it; how many there were."""
        if dry_run:
            with self._database.reading() as connection:
                counted = sa.select(sa.func.count()).select_from(FEEDBACK).where(self._over())
                return int(connection.execute(counted).scalar_one())
        with self._database.writing() as connection:
            gone = connection.execute(sa.delete(FEEDBACK).where(self._over()))
        self._database.compact()
        return gone.rowcount

    def _over(self) -> sa.ColumnElement[bool]:
        return FEEDBACK.c.given_at < self._now() - timedelta(days=self.days)


def as_written(reference: str) -> str:
    """A reference as it is stored: ``f7kq2m9xd`` becomes ``F-7KQ2-M9XD``."""
    bare = _NOT_LETTERS.sub("", reference).upper()
    return f"{bare[:1]}-{bare[1:5]}-{bare[5:]}"


def _reference() -> str:
    return as_written("F" + "".join(secrets.choice(_LETTERS) for _ in range(8)))


def _is(reference: str) -> sa.ColumnElement[bool]:
    return FEEDBACK.c.reference == reference


def _fit(said: str) -> str:
    """What a person wrote, in lines, without what nobody sees, masked."""
    lines = (clean(line) for line in said[:MOST_SAID].splitlines())
    return masked("\n".join(line for line in lines if line))


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, list):
        return [_masked(one) for one in value]
    if isinstance(value, dict):
        return {name: one if name in _NO_PROSE else _masked(one) for name, one in value.items()}
    return value


def _row(given: Feedback) -> dict[str, Any]:
    row = asdict(given)
    if not given.consented:
        row |= dict.fromkeys(("statements", "faults", "said", "questions"))
    return row


def _feedback(row: sa.RowMapping) -> Feedback:
    return Feedback(
        reference=row["reference"],
        given_at=row["given_at"],
        language=row["language"],
        verdict=Verdict(row["verdict"]),
        sources=tuple(row["sources"]),
        consented=row["consented"],
        wording=row["wording"] and Wording(row["wording"]),
        statements=tuple(row["statements"] or ()),
        faults=tuple(Fault(fault) for fault in row["faults"] or ()),
        said=row["said"] or "",
        questions=tuple(row["questions"] or ()),
        turn=row["turn"],
    )
