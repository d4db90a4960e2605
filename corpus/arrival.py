"""A file that arrived whole: checked, compared with the one before, put in its place."""

import hashlib
import shutil
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from corpus.official import (
    FOLDER,
    PREVIOUS,
    Record,
    official_text,
    read_record,
    write_record,
)
from corpus.partial import Partial
from corpus.passage import Passage, passages
from corpus.readers import Reading, Unreadable, read
from corpus.source import OfficialText, Source


class Outcome(StrEnum):
    """What became of one file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNREADABLE = "unreadable"  # arrived whole, but holds no text that can be indexed
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one file.

    ``file`` is where it lies now, ``None`` when there is none; ``bytes`` is its size. ``reason``
    says what is wrong and what to do. ``removed`` and ``added`` are the passages in which a
    changed file differs from the one before.
    """

    source_id: str
    url: str
    outcome: Outcome
    file: Path | None
    bytes: int = 0
    reason: str = ""
    final_url: str = ""
    removed: tuple[Passage, ...] = ()
    added: tuple[Passage, ...] = ()


def held(target: Path) -> Record | None:
    """The record of ``target`` when the file is there and is still what the record says."""
    record = read_record(target)
    if record is None or not target.is_file() or sha256(target) != record.sha256:
        return None
    return record


def confirmed(source: Source, target: Path, record: Record, now: str) -> Fetched:
    """The file at ``target`` is current, says its publisher at the time ``now``."""
    write_record(target, record.model_copy(update={"confirmed": now}))
    return Fetched(
        source.id,
        record.url,
        Outcome.UNREADABLE if record.problem else Outcome.UNCHANGED,
        target,
        record.bytes,
        record.problem,
        record.final_url,
    )


def kept(
    source: Source, text: OfficialText, target: Path, partial: Partial, record: Record
) -> Fetched:
    """Put what arrived in its place, with its record; the former file stays beside it.

    A new version that cannot be read does not replace one that can.
    """
    there = target.is_file()
    former = held(target)
    if there and sha256(target) == record.sha256:
        partial.discard()
        return confirmed(source, target, _since(record, former or record, target), record.confirmed)
    after, problem = _read(partial.path)
    before = _read(target)[0] if there else None
    done = Fetched(
        source.id, text.url, Outcome.NEW, target, record.bytes, problem, record.final_url
    )
    if after is None and before is not None:
        partial.discard()
        return replace(
            done,
            outcome=Outcome.UNREADABLE,
            bytes=target.stat().st_size,
            reason=f"in its new version {problem} The former version stays.",
        )
    if there:
        _copy(target, target.with_name(target.name + PREVIOUS))
    # The record goes first: one that does not fit its file only means that it is fetched again.
    write_record(target, record.model_copy(update={"problem": problem}))
    partial.become(target)
    if after is None:
        return replace(done, outcome=Outcome.UNREADABLE)
    if not there:
        return done
    old = _passages(before, source, text, target)
    new = _passages(after, source, text, target)
    return replace(
        done,
        outcome=Outcome.CHANGED,
        removed=tuple(passage for words, passage in old.items() if words not in new),
        added=tuple(passage for words, passage in new.items() if words not in old),
    )


def _since(record: Record, former: Record, target: Path) -> Record:
    """The record of bytes that came again: they are as old, and as readable, as they were."""
    problem = former.problem if former is not record else _read(target)[1]
    return record.model_copy(update={"fetched": former.fetched, "problem": problem})


def _read(path: Path) -> tuple[Reading | None, str]:
    try:
        return read(path), ""
    except Unreadable as error:
        return None, str(error)


def _passages(
    reading: Reading | None, source: Source, text: OfficialText, target: Path
) -> dict[str, Passage]:
    """The passages of a version by their words."""
    if reading is None:
        return {}
    file = FOLDER / source.id / target.name
    whole = official_text(reading, source, text.url, file, text.language)
    return {passage.text: passage for passage in passages(whole)}


def _copy(path: Path, to: Path) -> None:
    beside = to.with_name(f".{to.name}.new")
    shutil.copyfile(path, beside)
    beside.replace(to)


def sha256(path: Path) -> str:
    """The digest of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
