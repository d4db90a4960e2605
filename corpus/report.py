"""What the corpus holds and how well it is kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from corpus.library import Library
from corpus.manifest import FILE_NAME, read_manifest, read_official_texts
from corpus.official import file_name, official_files, places, read_record, same_page
from corpus.readers import Unreadable
from corpus.source import OfficialText, Source
from corpus.text import Sort, Text


@dataclass(frozen=True, slots=True)
class DeadAnchor:
    """A section whose address names a place that the fetched file does not have."""

    file: str
    line: int
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """One source. ``reviewed`` is the oldest date on which it or a text of it was reviewed.

    ``sections`` counts our own by language; ``unchecked`` are the ids of those that were not
    compared with the official wording, in any language. ``official`` counts the publisher's files
    that can be fetched and ``fetched`` those that lie on this machine, ``fetched_on`` being the
    oldest date of these.
    """

    id: str
    title: str
    languages: tuple[str, ...]
    sections: dict[str, int]
    unchecked: tuple[str, ...]
    reviewed: date | None
    licence: str
    official: int
    fetched: int
    fetched_on: date | None
    dead_anchors: tuple[DeadAnchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The rows in the order of the manifest, and the files that could not be read, with why."""

    rows: tuple[Row, ...]
    unreadable: tuple[tuple[str, str], ...]

    def record(self) -> dict[str, Any]:
        """The report as JSON takes it, with its totals."""
        return {
            "totals": self.totals(),
            "sources": [asdict(row) for row in self.rows],
            "unreadable": [{"file": file, "reason": reason} for file, reason in self.unreadable],
        }

    def totals(self) -> dict[str, Any]:
        """The sums over all sources."""
        languages = sorted({language for row in self.rows for language in row.sections})
        reviews = [row.reviewed for row in self.rows if row.reviewed]
        licences = Counter(row.licence for row in self.rows)
        return {
            "sources": len(self.rows),
            "sections": {
                language: sum(row.sections.get(language, 0) for row in self.rows)
                for language in languages
            },
            "unchecked": sum(len(row.unchecked) for row in self.rows),
            "oldest_review": min(reviews, default=None),
            "never_reviewed": sum(row.reviewed is None for row in self.rows),
            "official": sum(row.official for row in self.rows),
            "fetched": sum(row.fetched for row in self.rows),
            "dead_anchors": sum(len(row.dead_anchors) for row in self.rows),
            "licences": dict(licences.most_common()),
        }

    def table(self) -> str:
        """The report as lines of a table, with the totals below."""
        head = ("source", "languages", "sections", "unchecked", "reviewed", "fetched", "licence")
        lines = [head, *(_cells(row) for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(head) - 1)]
        written = [
            "  ".join([cell.ljust(width) for cell, width in zip(line[:-1], widths, strict=True)])
            + f"  {line[-1]}"
            for line in lines
        ]
        return "\n".join([*written, "", *self._below()])

    def _below(self) -> Iterator[str]:
        totals = self.totals()
        sections = ", ".join(f"{count} {name}" for name, count in totals["sections"].items())
        yield (
            f"{totals['sources']} sources; sections: {sections or 'none'}; "
            f"{totals['unchecked']} not yet compared with the official wording; "
            f"oldest review {totals['oldest_review'] or 'unknown'}; "
            f"{totals['fetched']} of {totals['official']} official texts fetched; "
            f"{totals['dead_anchors']} dead anchors."
        )
        for row in self.rows:
            for dead in row.dead_anchors:
                yield f"Dead anchor: {dead.file}:{dead.line}: {dead.address}"
        for file, reason in self.unreadable:
            yield f"Not readable: {file} {reason}"


def report(folder: Path, library: Library, official: Path) -> Report:
    """The report on a corpus folder, read as ``library``; ``official`` need not exist.

    Raises :class:`corpus.problem.Unsound` when the manifest is, ``OSError`` when there is none.
    """
    wanted = read_official_texts(folder / FILE_NAME)
    digests = [text for text in library.texts if text.sort is Sort.DIGEST]
    dead = _dead_anchors(digests, official)
    rows = [
        _row(source, [text for text in digests if text.source_id == source.id], wanted, official)
        for source in read_manifest(folder / FILE_NAME).values()
    ]
    rows = [replace(row, dead_anchors=tuple(dead.get(row.id, ()))) for row in rows]
    return Report(tuple(rows), tuple((str(one.file), one.reason) for one in library.skipped))


def _row(
    source: Source,
    texts: Sequence[Text],
    wanted: dict[str, tuple[OfficialText, ...]],
    official: Path,
) -> Row:
    names = [file_name(text.url, text.type) for text in wanted[source.id]]
    files = [official / source.id / name for name in names]
    files = [path for path in files if path.is_file()]
    records = [record for path in files if (record := read_record(path))]
    unchecked = dict.fromkeys(
        section.id for text in texts for section in text.sections if not section.checked
    )
    reviews = [day for day in (source.reviewed, *(text.reviewed for text in texts)) if day]
    fetched_on = [date.fromisoformat(record.fetched[:10]) for record in records]
    return Row(
        id=source.id,
        title=source.title("en"),
        languages=source.languages,
        sections={text.language: len(text.sections) for text in texts},
        unchecked=tuple(unchecked),
        reviewed=min(reviews, default=None),
        licence=source.licence,
        official=len(names),
        fetched=len(files),
        fetched_on=min(fetched_on, default=None),
    )


def _dead_anchors(texts: Iterable[Text], official: Path) -> dict[str, list[DeadAnchor]]:
    """Sections by source whose address names a place that the fetched page does not have."""
    pages: dict[str, Path] = {}
    for path in official_files(official):
        if record := read_record(path):
            pages |= {same_page(address): path for address in (record.url, record.final_url)}
    known: dict[Path, frozenset[str]] = {}
    dead: dict[str, list[DeadAnchor]] = defaultdict(list)
    for text in texts:
        for section in text.sections:
            page, _, anchor = section.address.partition("#")
            file = pages.get(same_page(page))
            # ":~:text=…" points at words and not at a place.
            if file is None or not anchor or anchor.startswith(":~:"):
                continue
            if file not in known:
                known[file] = _known_places(file)
            if unquote(anchor) not in known[file]:
                dead[text.source_id].append(
                    DeadAnchor(text.file.as_posix(), section.line, section.address)
                )
    return dead


def _known_places(path: Path) -> frozenset[str]:
    try:
        return frozenset(places(path))
    except Unreadable:
        return frozenset()


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.id,
        ",".join(row.languages),
        " ".join(f"{language}:{count}" for language, count in row.sections.items()) or "none",
        str(len(row.unchecked)),
        str(row.reviewed or "never"),
        f"{row.fetched}/{row.official}" + (f" {row.fetched_on}" if row.fetched_on else ""),
        row.licence,
    )
