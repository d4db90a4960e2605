"""A library: the sources and texts of a folder, and what could not be read of it."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.digest import is_digest, read_digest, unwritten
from corpus.language import DOCUMENT_LANGUAGES, detect
from corpus.manifest import FILE_NAME, read_manifest
from corpus.official import FOLDER, official_files, read_official, source_of
from corpus.passage import Passage, passages
from corpus.problem import Unsound
from corpus.readers import ENDINGS, Reading, Unreadable, read, refuse_unfit
from corpus.readers.outline import one_line
from corpus.readers.plain import decoded
from corpus.source import Force, Kind, Source
from corpus.text import Section, Sort, Text

SHIPPED = Path(__file__).parent
"""The folder of the corpus that comes with the program."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not be read, relative to the folder, and why."""

    file: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Library:
    """What a folder holds. Every text has its source, and every source of a text is there."""

    sources: dict[str, Source]
    texts: tuple[Text, ...]
    skipped: tuple[Skipped, ...]

    def passages(self) -> Iterator[Passage]:
        """Every passage of every text, in the order of the texts; each id once."""
        seen: set[str] = set()
        for text in self.texts:
            for passage in passages(text):
                if passage.id not in seen:
                    seen.add(passage.id)
                    yield passage


def read_library(
    folder: Path,
    progress: Callable[[Sequence[Path]], Iterator[Path]] = iter,
    official: Path | None = None,
) -> Library:
    """Read every document below ``folder``, with its ``sources.toml`` when it has one.

    ``official`` is where the official texts of its sources were fetched to; it need not exist.
    A file that cannot be read is skipped and named in the result. ``progress`` wraps the walk
    over the files, to show how far it is. Raises :class:`Unsound` when ``sources.toml`` breaks
    the rules of the corpus, and ``NotADirectoryError`` when there is no folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder.")
    manifest = folder / FILE_NAME
    sources = read_manifest(manifest) if manifest.is_file() else {}
    texts: list[Text] = []
    skipped: list[Skipped] = []
    fetched = dict.fromkeys(official_files(official), official) if official else {}
    documents = [path for path in _documents(folder) if path not in fetched]
    for path in progress([*documents, *fetched]):
        root = fetched.get(path)
        file = FOLDER / path.relative_to(root) if root else path.relative_to(folder)
        try:
            if root:
                text, source = _official(path, root, sources)
            else:
                text, source = _document(path, file, sources)
        except Unreadable as error:
            skipped.append(Skipped(file, str(error)))
            continue
        except Unsound as error:
            reasons = (f"line {problem.line}: {problem.message}" for problem in error.problems)
            skipped.append(Skipped(file, "; ".join(reasons)))
            continue
        sources.setdefault(source.id, source)
        texts.append(text)
    return Library(sources, tuple(texts), tuple(skipped))


def _documents(folder: Path) -> list[Path]:
    """The files to read, folder by folder; hidden ones and links that lead out are not ours.

    A folder laid out as the shipped corpus is (a manifest beside ``texts``) is read from there.
    """
    texts = folder / "texts"
    root = texts if (folder / FILE_NAME).is_file() and texts.is_dir() else folder
    found = []
    for place, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [
            Path(place, name)
            for name in sorted(names)
            if Path(name).suffix.lower() in ENDINGS and not name.startswith((".", "~$"))
        ]
    home = folder.resolve()
    return [path for path in found if not path.is_symlink() or _within(path, home)]


def _within(link: Path, home: Path) -> bool:
    """Whether a link leads to a place in ``home``; one that leads nowhere is kept, to be named."""
    target = link.resolve()
    return target.is_relative_to(home) or not target.exists()


def _document(path: Path, file: Path, sources: dict[str, Source]) -> tuple[Text, Source]:
    refuse_unfit(path)
    if path.suffix.lower() == ".md" and is_digest(decoded(path.read_bytes())):
        text = read_digest(path, file)
        if unwritten(text):
            raise Unreadable("is not finished; python -m corpus check names what is to be written.")
        source = sources.get(text.source_id) or _unlisted(text.source_id, text.title, text.language)
        return text, source
    reading = read(path)
    named = one_line(path.stem) or path.name
    source_id = path.parent.name if path.parent.name in sources else named
    language = _language(reading)
    title = reading.title or _title(reading, named)
    source = sources.get(source_id) or _unlisted(source_id, title, language, reading.address)
    sections = tuple(_with_address(section, reading.address) for section in reading.sections)
    return Text(source_id, language, title, Sort.DOCUMENT, file, sections), source


def _official(path: Path, official: Path, sources: dict[str, Source]) -> tuple[Text, Source]:
    source = sources.get(source_of(path, official))
    if source is None:
        raise Unreadable(f"belongs to no source; name its folder after an id in {FILE_NAME}.")
    return read_official(path, official, source), source


def _language(reading: Reading) -> str:
    if len(reading.language) in (2, 3) and reading.language.isalpha():
        return reading.language.lower()
    sample = " ".join(block for section in reading.sections[:20] for block in section.blocks[:5])
    return detect(sample, DOCUMENT_LANGUAGES, otherwise="en")


def _title(reading: Reading, named: str) -> str:
    first = next((section for section in reading.sections if section.heading), None)
    if first is None:
        return named
    return first.path[0] if first.path else first.heading


def _with_address(section: Section, page_address: str) -> Section:
    """An anchor is worth nothing without the page it stands on."""
    return replace(section, address=page_address + section.address if page_address else "")


def _unlisted(source_id: str, title: str, language: str, address: str = "") -> Source:
    """The source of a file that no manifest speaks of."""
    return Source(
        id=source_id,
        titles={"en": title},
        publisher="",
        year=None,
        kind=Kind.DOCUMENT,
        force=Force.UNSTATED,
        languages=(language,),
        licence="",
        official=(address,) if address else (),
    )
