"""A new source: an entry in the manifest and a text to fill in, made from a document."""

import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from corpus.digest import PLACEHOLDER
from corpus.fetch import DEFAULT_LIMITS, Limits, download
from corpus.language import DOCUMENT_LANGUAGES, detect
from corpus.manifest import FILE_NAME, Address, Identifier, read_manifest
from corpus.readers import ENDINGS, Reading, read
from corpus.readers.outline import slug
from corpus.source import FileType
from corpus.text import Section

LANGUAGES = ("en", "sv")
"""The languages that a text is written in."""

MOST_SECTIONS = 80
"""A skeleton longer than this is cut; nobody fills it in."""

_LONGEST_HEADING = 12
_NOWHERE = "https://todo.invalid/"
_IDENTIFIER = TypeAdapter(Identifier)
_ADDRESS = TypeAdapter(Address)
_SENTENCE_END = re.compile(r"[.!?:;…]['\")\]]*$")


class NotAdded(Exception):
    """A source that could not be added. Its message says what to do."""


@dataclass(frozen=True, slots=True)
class Added:
    """What was made: the files, relative to the corpus folder, and how much is in them."""

    files: tuple[Path, ...]
    title: str
    language: str
    sections: int
    left_out: int


def add(
    location: str,
    id_: str,
    folder: Path,
    today: date,
    *,
    address: str = "",
    limits: Limits = DEFAULT_LIMITS,
    proxy: str | None = None,
) -> Added:
    """Add the document at ``location``, a URL or a file, as source ``id_`` to a corpus folder.

    ``address`` is where a file comes from. What a person has to say is left open with
    :data:`corpus.digest.PLACEHOLDER`, so that ``check`` fails until it is said; no sentence of
    the document is copied. Raises :class:`NotAdded`, :class:`corpus.fetch.NotFetched`,
    :class:`corpus.readers.Unreadable`, and :class:`corpus.problem.Unsound` when the manifest is.
    """
    manifest = folder / FILE_NAME
    _check_id(id_, folder)
    is_url = location.lower().startswith(("http://", "https://"))
    if is_url:
        address = address or location
        with tempfile.TemporaryDirectory() as place:
            got = download(location, Path(place), limits, proxy=proxy)
            reading, type_ = read(got.path), got.type
    else:
        reading, type_ = _read_file(Path(location)), None
    address = address or reading.address
    if address and not _is_address(address):
        if is_url:
            raise NotAdded(f"{address} cannot be cited; write blanks in it as %20.")
        address = ""
    title = _clean(reading.title) or _first_heading(reading) or id_
    language = _language(reading)
    parts = list(_parts(reading))
    entry = _entry(id_, title, language, address, type_ if is_url else None)
    _check_manifest(manifest, entry)
    target = folder / "texts" / id_
    files = {f"{name}.md": _skeleton(id_, name, title, address, parts, today) for name in LANGUAGES}
    _write(target, files, manifest, entry)
    return Added(
        files=(Path(FILE_NAME), *(Path("texts", id_, name) for name in files)),
        title=title,
        language=language,
        sections=len(parts),
        left_out=max(0, len(reading.sections) - MOST_SECTIONS),
    )


def _check_id(id_: str, folder: Path) -> None:
    try:
        _IDENTIFIER.validate_python(id_)
    except ValidationError as error:
        raise NotAdded(f"The id {id_!r} must be lower-case words joined by hyphens.") from error
    try:
        known = read_manifest(folder / FILE_NAME)
    except OSError as error:
        raise NotAdded(
            f"There is no {folder / FILE_NAME}; name the folder with --corpus."
        ) from error
    if id_ in known or (folder / "texts" / id_).exists():
        raise NotAdded(f"There is a source {id_!r} already; choose another id or edit its text.")


def _read_file(path: Path) -> Reading:
    if not path.is_file():
        raise NotAdded(f"There is no file {path}; an address begins with http:// or https://.")
    if path.suffix.lower() not in ENDINGS:
        raise NotAdded(f"{path} cannot be read; save it as HTML, PDF, DOCX, Markdown or text.")
    return read(path)


def _is_address(address: str) -> bool:
    try:
        _ADDRESS.validate_python(address)
    except ValidationError:
        return False
    return '"' not in address and "\\" not in address and address == _clean(address)


def _clean(text: str) -> str:
    """The text on one line, without what is not to be seen."""
    seen = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    return " ".join(seen.split())


def _first_heading(reading: Reading) -> str:
    headings = (_heading(section) for section in reading.sections)
    return next((heading for heading in headings if heading), "")


def _language(reading: Reading) -> str:
    if reading.language in DOCUMENT_LANGUAGES:
        return reading.language
    sample = " ".join(block for section in reading.sections[:20] for block in section.blocks[:5])
    return detect(sample, DOCUMENT_LANGUAGES, otherwise="en")


def _heading(section: Section) -> str:
    """The section's heading when it is a title and not a sentence of the document."""
    heading = _clean(section.heading)
    words = heading.split()
    if len(words) > _LONGEST_HEADING or _SENTENCE_END.search(heading):
        return ""
    return heading.replace("`", "'")


@dataclass(frozen=True, slots=True)
class _Part:
    """A section to be written: its id and where in the document a person would look."""

    id: str
    locator: str
    fragment: str


def _parts(reading: Reading) -> Iterator[_Part]:
    used: set[str] = set()
    for number, section in enumerate(reading.sections[:MOST_SECTIONS], start=1):
        page = f"p. {section.page}" if section.page is not None else ""
        locator = page or _heading(section) or f"Part {number}"
        plain = unicodedata.normalize("NFKD", locator).encode("ascii", "ignore").decode()
        name = slug(plain.replace("_", " ")) or f"part-{number}"
        unique, copy = name, 1
        while unique in used:
            copy += 1
            unique = f"{name}-{copy}"
        used.add(unique)
        yield _Part(unique, locator, f"#page={section.page}" if page else "")


def _entry(id_: str, title: str, language: str, address: str, type_: FileType | None) -> str:
    lines = [
        "",
        "[[source]]",
        f'id = "{id_}"',
        f"title = {_quoted(title)}",
        f'publisher = "{PLACEHOLDER} who published it"',
        "# year = 2000  # TODO: of first publication or adoption; leave out when undated",
        'kind = "document"  # TODO: what sort of work it is, see docs/adding-a-source.md',
        'force = "unstated"  # TODO: how far it binds, see docs/adding-a-source.md',
        f'languages = ["{language}"]',
        f'licence = "{PLACEHOLDER} what may be done with its words"',
    ]
    if address:
        lines += ["official = [", f"  {_quoted(address)},", "]"]
    if address and type_ is not None:
        kept = f'url = {_quoted(address)}, language = "{language}", type = "{type_.value}"'
        lines += ["fetch = [", f"  {{ {kept} }},", "]"]
    return "\n".join(lines) + "\n"


def _check_manifest(manifest: Path, entry: str) -> None:
    """Whether the manifest is sound with the entry in it. Raises ``Unsound`` if not."""
    with tempfile.TemporaryDirectory() as place:
        trial = Path(place, FILE_NAME)
        trial.write_text(manifest.read_text("utf-8") + entry, "utf-8")
        read_manifest(trial)


def _skeleton(
    id_: str, language: str, title: str, address: str, parts: list[_Part], today: date
) -> str:
    lines = [
        "---",
        f"source: {_quoted(id_)}",
        f"language: {language}",
        f"title: {_quoted(title)}",
        f"reviewed: {today.isoformat()}",
        "---",
    ]
    for part in parts:
        cited = (address.partition("#")[0] + part.fragment) if part.fragment else address
        lines += [
            "",
            f"## {PLACEHOLDER} the question that this section answers ({part.id})",
            "",
            "```section",
            f"id: {_quoted(part.id)}",
            f"locator: {_quoted(part.locator)}",
            f"address: {_quoted(cited if address else _NOWHERE)}",
            "checked: false",
            "asks:",
            f"  {language}: []",
            "```",
            "",
            f"{PLACEHOLDER} what it says, in our own words; see docs/texts.md.",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A string as TOML, YAML and JSON all write it."""
    return json.dumps(text, ensure_ascii=False)


def _write(target: Path, files: dict[str, str], manifest: Path, entry: str) -> None:
    """The texts first and the manifest last: a source is listed when all of it is there."""
    target.mkdir(parents=True)
    beside = manifest.with_name(f".{manifest.name}.new")
    try:
        for name, written in files.items():
            (target / name).write_text(written, "utf-8")
        beside.write_text(manifest.read_text("utf-8") + entry, "utf-8")
        beside.replace(manifest)
    except OSError:
        shutil.rmtree(target)
        beside.unlink(missing_ok=True)
        raise
