"""What a round of fetching brought, and what has to be looked at again because of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.arrival import Fetched, Outcome
from corpus.change import Case, Resting, resting
from corpus.library import read_library
from corpus.manifest import FILE_NAME, read_manifest, read_official_texts
from corpus.passage import Passage
from corpus.source import OfficialText, Source
from corpus.text import Sort

_EXCERPT = 100
"""Characters of a passage that a line shows."""


class UnknownSource(Exception):
    """A source that the manifest does not list, or that has nothing to fetch."""


def wanted(folder: Path, ids: Sequence[str]) -> list[tuple[Source, OfficialText]]:
    """What there is to fetch for these sources, or for all when there are none.

    Raises :class:`UnknownSource`, :class:`corpus.problem.Unsound` when the manifest is, and
    ``OSError`` when there is none.
    """
    sources = read_manifest(folder / FILE_NAME)
    texts = read_official_texts(folder / FILE_NAME)
    for id_ in ids:
        if id_ not in sources:
            raise UnknownSource(f"There is no source {id_!r} in {folder / FILE_NAME}.")
        if not texts[id_]:
            raise UnknownSource(f"Source {id_!r} names nothing to fetch in {folder / FILE_NAME}.")
    chosen = dict.fromkeys(ids) or sources
    return [(sources[id_], text) for id_ in chosen for text in texts[id_]]


@dataclass(frozen=True, slots=True)
class Harvest:
    """The files in the order they were asked for, each changed one with what rests on it."""

    files: tuple[tuple[Fetched, Resting | None], ...]

    @property
    def any_good(self) -> bool:
        """Whether at least one file is here and can be read, or there was none to fetch."""
        bad = {Outcome.FAILED, Outcome.UNREADABLE}
        return not self.files or any(fetched.outcome not in bad for fetched, _ in self.files)

    def lines(self) -> str:
        """The harvest as a person reads it: a line for each file, and the sums."""
        return "\n".join([line for pair in self.files for line in _lines(*pair)] + [self.summary()])

    def summary(self) -> str:
        """How many files there are of each outcome."""
        counts = Counter(fetched.outcome for fetched, _ in self.files)
        return " ".join(f"{outcome.value}={counts[outcome]}" for outcome in Outcome)

    def record(self) -> dict[str, Any]:
        """The harvest as JSON takes it."""
        counts = Counter(fetched.outcome for fetched, _ in self.files)
        return {
            "summary": {outcome.value: counts[outcome] for outcome in Outcome},
            "files": [_record(*pair) for pair in self.files],
        }


def harvest(folder: Path, fetched: Sequence[Fetched], cases: Sequence[Case]) -> Harvest:
    """What was fetched for the corpus in ``folder``, with what rests on the changed files."""
    if any(one.outcome is Outcome.CHANGED for one in fetched):
        digests = [text for text in read_library(folder).texts if text.sort is Sort.DIGEST]
    else:
        digests = []
    return Harvest(
        tuple(
            (one, resting(one, digests, cases) if one.outcome is Outcome.CHANGED else None)
            for one in fetched
        )
    )


def _lines(fetched: Fetched, rests: Resting | None) -> Iterator[str]:
    place = f" {fetched.file}" if fetched.file else ""
    said = f": {fetched.reason}" if fetched.reason else ""
    yield f"{fetched.outcome.value:<10} {fetched.source_id}{place} <{fetched.url}>{said}"
    if rests is None:
        return
    if not fetched.removed and not fetched.added:
        yield "           the same words in another form"
    for sign, changed in (("-", fetched.removed), ("+", fetched.added)):
        for passage in changed:
            yield f"         {sign} {passage.locator or passage.section_id}: {_excerpt(passage)}"
    for text, section in rests.sections:
        yield f"           look again at {text.file}:{section.line} ({section.id})"
    for case in rests.cases:
        yield f"           look again at case {case.id}"


def _excerpt(passage: Passage) -> str:
    words = " ".join(passage.text.split())
    return words if len(words) <= _EXCERPT else words[: _EXCERPT - 1] + "…"


def _record(fetched: Fetched, rests: Resting | None) -> dict[str, Any]:
    record: dict[str, Any] = {
        "source_id": fetched.source_id,
        "url": fetched.url,
        "final_url": fetched.final_url,
        "outcome": fetched.outcome.value,
        "file": fetched.file and str(fetched.file),
        "bytes": fetched.bytes,
        "reason": fetched.reason,
    }
    if rests is not None:
        record |= {
            "removed": [_passage(passage) for passage in fetched.removed],
            "added": [_passage(passage) for passage in fetched.added],
            "sections": [
                {"file": text.file.as_posix(), "line": section.line, "id": section.id}
                for text, section in rests.sections
            ],
            "cases": [case.id for case in rests.cases],
        }
    return record


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "section_id": passage.section_id,
        "locator": passage.locator,
        "page": passage.page,
        "text": passage.text,
    }
