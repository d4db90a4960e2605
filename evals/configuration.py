"""What a run is made with, and what has changed since another was."""

import hashlib
import json
import platform
import shutil
import subprocess
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from assistant.settings import Settings
from corpus.passage import Passage, to_record
from corpus.source import Source
from evals.record import CaseFile, Configuration
from index.build import current_build, read_passages
from index.search import read_sources

_ROOT = Path(__file__).parents[1]
_CODE = ("corpus", "index", "assistant")
_DATA = ("index", "assistant")
"""Floors whose code, and whose weights and word lists, answers depend on."""
_LIBRARIES = (
    "torch",
    "sentence-transformers",
    "chromadb",
    "bm25s",
    "PyStemmer",
    "numpy",
    "langchain-core",
    "langchain-text-splitters",
)
_SETTINGS = (
    "embedding_model",
    "embedding_languages",
    "nli_model",
    "model_url",
    "model_seconds",
    "contact_url",
)
"""Settings that answers depend on; none is secret."""


def configuration(
    settings: Settings,
    index: Path | None,
    files: Sequence[Path],
    systems: Sequence[str],
    split: str,
    tag: str,
) -> Configuration:
    """What a run is made with that begins now; ``index`` is where an index was named."""
    root = index or settings.index_dir
    build = current_build(root)
    return Configuration(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        tag=tag,
        systems=tuple(systems),
        model=settings.model.strip(),
        split=split,
        cases=tuple(CaseFile(name=str(file), digest=_digest([file])) for file in files),
        corpus=corpus_digest(read_passages(build), read_sources(build).values()) if build else "",
        index={name: str(value) for name, value in asdict(build.fingerprint).items()}
        if build
        else {},
        weights=_digest(_files(_DATA, ".toml", ".json")),
        settings={
            **{name: str(getattr(settings, name)) for name in _SETTINGS},
            "index": str(index.absolute()) if index else "",
            "documents": build.documents if build else "",
        },
        versions=dict(_versions()),
    )


def corpus_digest(passages: Iterable[Passage], sources: Iterable[Source]) -> str:
    """The SHA-256 of what is searched and cited, the same for a library and an index of it."""
    digest = hashlib.sha256()
    for passage in passages:
        digest.update(to_record(passage).encode())
    for source in sources:
        digest.update(json.dumps(asdict(source), sort_keys=True, default=str).encode())
    return digest.hexdigest()


def changes(before: Configuration, now: Configuration) -> list[str]:
    """What answers depend on that is not as it was, in words."""
    found = []
    for name, what in (
        ("model", "the chat model"),
        ("corpus", "the texts that are searched"),
        ("index", "how the index is built"),
        ("weights", "weights, word lists and messages"),
    ):
        if getattr(before, name) != getattr(now, name):
            found.append(what)
    for title, old, new in (
        ("setting", before.settings, now.settings),
        ("version", before.versions, now.versions),
    ):
        found += [
            f"{title} {name}: {old.get(name, 'none')} before, {new.get(name, 'none')} now"
            for name in sorted({*old, *new} - {"commit"})
            if old.get(name) != new.get(name)
        ]
    return found


def _versions() -> Iterator[tuple[str, str]]:
    yield "python", platform.python_version()
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    yield "project", str(project["version"])
    yield "commit", _commit()
    yield "code", _digest(_files(_CODE, ".py"))
    for library in _LIBRARIES:
        yield library, version(library)


def _commit() -> str:
    """The commit that is checked out, with ``-dirty`` where files differ; empty without git."""
    if shutil.which("git") is None:
        return ""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=12"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout.strip()


def _files(floors: Iterable[str], *endings: str) -> Iterator[Path]:
    """What a floor is made of, but for the web pages."""
    for floor in floors:
        yield from sorted(
            path
            for path in (_ROOT / floor).rglob("*")
            if path.suffix in endings and "web" not in path.relative_to(_ROOT).parts
        )


def _digest(files: Iterable[Path]) -> str:
    """The SHA-256 of some files, one after the other."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
