"""Whether the manifest and the texts keep their own rules (``docs/texts.md``)."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from corpus.digest import PLACEHOLDER, read_digest, unwritten
from corpus.manifest import FILE_NAME, read_manifest
from corpus.pair import drifts
from corpus.plain_words import unlike
from corpus.problem import Problem, Unsound
from corpus.source import Source
from corpus.text import ITEM, Text

FEWEST_ASKS = 5
"""Each section answers at least this many phrasings in each of :data:`LANGUAGES`."""

LANGUAGES = ("en", "sv")

SUMMARY = "summary"
"""The section that a text has when it is not translated whole."""

MOST_WORDS = 220
"""A longer section holds more than one subject."""


def problems(folder: Path) -> list[Problem]:
    """Everything that breaks a rule in a corpus folder, sorted by file and line."""
    try:
        sources = read_manifest(folder / FILE_NAME, Path(FILE_NAME))
    except Unsound as error:
        return sorted(error.problems)
    except OSError as error:
        return [Problem(Path(FILE_NAME), 1, f"cannot be opened ({error.strerror})")]
    found: list[Problem] = []
    texts: dict[str, dict[str, Text]] = defaultdict(dict)
    unsound: set[str] = set()
    for path in sorted((folder / "texts").glob("*/*.md")):
        file = path.relative_to(folder)
        try:
            text = read_digest(path, file)
        except Unsound as error:
            found += error.problems
            unsound.add(path.parent.name)
            continue
        found += _names(text, file, sources)
        found += [
            Problem(file, section.line, f"section {section.id!r} is still to be written")
            for section in unwritten(text)
        ]
        found += unlike(text)
        texts[path.parent.name][path.stem] = text
    lines = (folder / FILE_NAME).read_text("utf-8-sig").splitlines()
    for source_id, source in sources.items():
        found += _unstated(source, Path(FILE_NAME))
        versions = texts.get(source_id, {})
        if source_id in unsound:
            continue  # what its texts lack may stand in the one that could not be read
        if "en" not in versions:
            line = next((n for n, line in enumerate(lines, 1) if f'"{source_id}"' in line), 1)
            found.append(
                Problem(Path(FILE_NAME), line, f"source {source_id!r} has no text in English")
            )
            continue
        found += _addresses(source, versions)
        found += _lengths(versions)
        found += _asks(versions)
        if "sv" in versions:
            found += _pairs(versions["en"], versions["sv"])
            found += drifts(versions["en"], versions["sv"])
    found += _shared_asks(texts)
    return sorted(found)


def _names(text: Text, file: Path, sources: dict[str, Source]) -> Iterator[Problem]:
    folder, name = file.parent.name, file.stem
    if text.source_id != folder:
        yield Problem(file, 1, f"source {text.source_id!r} stands in the folder {folder!r}")
    if text.language != name:
        yield Problem(file, 1, f"language {text.language!r} stands in the file {name!r}")
    if text.source_id not in sources:
        yield Problem(file, 1, f"source {text.source_id!r} is not in {FILE_NAME}")


def _unstated(source: Source, manifest: Path) -> Iterator[Problem]:
    fields = {"title": source.title("en"), "publisher": source.publisher, "licence": source.licence}
    for name, value in fields.items():
        if PLACEHOLDER in value:
            yield Problem(manifest, 1, f"source {source.id!r}: {name} is still to be written")


def _addresses(source: Source, versions: dict[str, Text]) -> Iterator[Problem]:
    """A section is cited on a site that its source names."""
    sites = {_site(address) for address in (*source.official, *source.found)}
    for text in versions.values():
        for section in text.sections:
            if _site(section.address) not in sites:
                yield Problem(
                    text.file,
                    section.line,
                    f"{section.address} is on no site that the source names",
                )


def _site(address: str) -> str:
    return address.split("/")[2].removeprefix("www.").lower()


def _lengths(versions: dict[str, Text]) -> Iterator[Problem]:
    for text in versions.values():
        for section in text.sections:
            words = sum(len(block.removeprefix(ITEM).split()) for block in section.blocks)
            if words > MOST_WORDS:
                yield Problem(text.file, section.line, f"{words} words: split the section")


def _asks(versions: dict[str, Text]) -> Iterator[Problem]:
    different: dict[tuple[str, str], set[str]] = defaultdict(set)
    for text in versions.values():
        for section in text.sections:
            for language, asks in section.asks.items():
                different[section.id, language].update(ask.casefold() for ask in asks)
    english = versions["en"]
    for section in english.sections:
        for language in LANGUAGES:
            count = len(different[section.id, language])
            if count < FEWEST_ASKS:
                yield Problem(english.file, section.line, f"only {count} asks in {language!r}")


def _shared_asks(texts: dict[str, dict[str, Text]]) -> Iterator[Problem]:
    """Two sections that claim the same question compete for it."""
    owners: dict[str, tuple[str, str]] = {}
    for source_id, versions in texts.items():
        for text in versions.values():
            for section in text.sections:
                for ask in {ask.casefold() for asks in section.asks.values() for ask in asks}:
                    owner = owners.setdefault(ask, (source_id, section.id))
                    if owner != (source_id, section.id):
                        place = "/".join(owner)
                        yield Problem(
                            text.file, section.line, f"the ask {ask!r} belongs to {place}"
                        )


def _pairs(english: Text, swedish: Text) -> Iterator[Problem]:
    """Sections pair up by id and stand in the same order; a Swedish summary may stand alone."""
    ours = [section.id for section in english.sections]
    theirs = [section.id for section in swedish.sections]
    for section in swedish.sections:
        if section.id not in ours:
            yield Problem(swedish.file, section.line, f"{section.id!r} has no pair in English")
    if theirs == [SUMMARY]:
        return
    for section in english.sections:
        if section.id not in theirs:
            yield Problem(english.file, section.line, f"{section.id!r} has no pair in Swedish")
    pairs = [section for section in swedish.sections if section.id in ours]
    order = [section_id for section_id in ours if section_id in theirs]
    for section, expected in zip(pairs, order, strict=True):
        if section.id != expected:
            yield Problem(swedish.file, section.line, f"{expected!r} comes here in English")
            break
