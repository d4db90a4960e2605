"""Building an index: sync by passage id, beside the one that serves, then swap."""

import json
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from corpus.library import Library
from corpus.passage import MOST_WORDS, Passage, from_record, to_record
from corpus.source import Source
from index.embedding import EmbeddingModel, Matrix
from index.keywords import Keywords
from index.likeness import Likeness
from index.names import names
from index.nearness import Directions, Nearness
from index.vectors import Key, KeyKind, Vectors, connect, key_id, keys

LAYOUT = 4
"""Raised when passages, keys or files of a build change their form."""

_CURRENT = "current.json"
_AT_ONCE = 512
"""Keys embedded between two steps of the progress bar."""

Progress = Callable[[int], "Callable[[int], None]"]
"""Given how many keys there are to embed, returns what is called with each number done."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a sync did, in passages.

    One of which only the plain version changed is unchanged: what finds it is the same.
    """

    added: int
    removed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What vectors depend on beside the passages. A change rebuilds; builds never mix."""

    model: str
    languages: str
    layout: int
    most_words: int


@dataclass(frozen=True, slots=True)
class Build:
    """One finished build: where its files are and what its Chroma collection is called.

    ``documents`` is the folder that was indexed; empty for the corpus that is shipped.
    """

    folder: Path
    collection: str
    fingerprint: Fingerprint
    documents: str = ""


class Busy(Exception):
    """Another process is building this index."""


def current_build(root: Path) -> Build | None:
    """The build that serves, or ``None`` when there is none yet."""
    try:
        pointer = json.loads((root / _CURRENT).read_text("utf-8"))
        return Build(
            root / pointer["folder"],
            pointer["collection"],
            Fingerprint(**pointer["fingerprint"]),
            pointer.get("documents", ""),
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def read_passages(build: Build) -> list[Passage]:
    """The passages of a build, in their order."""
    with (build.folder / "passages.jsonl").open(encoding="utf-8") as lines:
        return [from_record(line) for line in lines]


def sync(
    library: Library,
    root: Path,
    model: EmbeddingModel,
    progress: Progress,
    chroma_url: str = "",
    documents: str = "",
) -> Report:
    """Bring the index below ``root`` in step with a library, read from the folder ``documents``.

    New passages are embedded, gone ones dropped, the vectors of the others carried over. The
    build that serves stays as it is until the new one is whole; a build that is killed leaves
    only a folder that the next one removes. Raises :class:`Busy` when another process builds
    here, ``OSError`` when the disk is full or not ours, and ``chromadb.errors.ChromaError`` or
    ``ValueError`` when Chroma refuses.
    """
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        # The languages that a model knows decide which asks have vectors.
        languages = "*" if model.languages is None else ",".join(sorted(model.languages))
        fingerprint = Fingerprint(model.name, languages, LAYOUT, MOST_WORDS)
        old = current_build(root)
        passages = list(library.passages())
        wanted = {passage.id for passage in passages}
        kept: set[str] = set()
        gone = 0
        if old is not None:
            before = read_passages(old)
            held = {passage.id for passage in before}
            gone = len(held - wanted)
            same_kind = old.fingerprint == fingerprint
            kept = held & wanted if same_kind else set()
            if same_kind and before == passages and _same_sources(old, library):
                return Report(0, 0, len(kept))
        build = _new_build(root, old, fingerprint, documents)
        vectors = Vectors.create(connect(build.folder / "chroma", chroma_url), build.collection)
        if old is not None and kept:
            served = Vectors.open(connect(old.folder / "chroma", chroma_url), old.collection)
            vectors.copy_from(served, _keys(passages, kept, model))
        _embed(_keys(passages, wanted - kept, model), vectors, model, progress)
        same_names = Directions.open(old.folder) if old is not None and kept else None
        _write(build, library, passages, vectors, model, same_names)
        _swap(root, build, old, chroma_url)
        return Report(len(wanted - kept), gone, len(kept))


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    try:
        with FileLock(root / "build.lock", timeout=0):
            yield
    except Timeout as error:
        raise Busy(
            "Another process is building this index. Wait for it, or stop it, and run again."
        ) from error


def _new_build(root: Path, old: Build | None, fingerprint: Fingerprint, documents: str) -> Build:
    """An empty folder for a build; whatever an earlier, killed build left is removed."""
    for folder in root.glob("build-*"):
        if old is None or folder != old.folder:
            shutil.rmtree(folder)
    # Never a name that was used before: Chroma keeps folders that it once opened in mind, and
    # collections of several indexes may live on one server.
    name = f"build-{secrets.token_hex(6)}"
    folder = root / name
    folder.mkdir()
    return Build(folder, name, fingerprint, documents)


def _keys(passages: Iterable[Passage], wanted: set[str], model: EmbeddingModel) -> list[Key]:
    return [
        key for passage in passages if passage.id in wanted for key in keys(passage, model.knows)
    ]


def _embed(
    added: Sequence[Key], vectors: Vectors, model: EmbeddingModel, progress: Progress
) -> None:
    # Texts of one length fill a batch without padding.
    ordered = sorted(added, key=lambda key: len(key.text), reverse=True)
    step = progress(len(ordered))
    for start in range(0, len(ordered), _AT_ONCE):
        part = ordered[start : start + _AT_ONCE]
        embedded = model.embeddings.embed_documents([key.text for key in part])
        vectors.add(part, np.asarray(embedded, dtype=np.float32))
        step(len(part))


def _write(
    build: Build,
    library: Library,
    passages: Sequence[Passage],
    vectors: Vectors,
    model: EmbeddingModel,
    same_names: Directions | None,
) -> None:
    lines = "".join(f"{to_record(passage)}\n" for passage in passages)
    (build.folder / "passages.jsonl").write_text(lines, "utf-8")
    (build.folder / "sources.json").write_text(_sources_record(library.sources), "utf-8")
    Keywords.build(passages).save(build.folder)
    Likeness.build(passages).save(build.folder)
    for kind in (KeyKind.SENTENCE, KeyKind.ASK):
        Nearness.write(passages, kind, model.knows, vectors, build.folder)
    Directions.write(names(passages), _centre(passages, vectors), model, build.folder, same_names)


def _centre(passages: Sequence[Passage], vectors: Vectors) -> Matrix:
    """What all passages have in common: the mean of their vectors."""
    found = vectors.vectors([key_id(passage.id, KeyKind.PASSAGE, 0) for passage in passages])
    return np.mean(list(found.values()), axis=0) if found else np.zeros(1, dtype=np.float32)


def _same_sources(build: Build, library: Library) -> bool:
    written = (build.folder / "sources.json").read_text("utf-8")
    return written == _sources_record(library.sources)


def _sources_record(sources: dict[str, Source]) -> str:
    records = [asdict(source) for source in sources.values()]
    return json.dumps(records, ensure_ascii=False, default=str)


def _swap(root: Path, build: Build, old: Build | None, chroma_url: str) -> None:
    """Point to the new build in one step, then let go of the old one.

    The old folder stays until the next build: a server may still answer from it.
    """
    pointer = {
        "folder": build.folder.name,
        "collection": build.collection,
        "documents": build.documents,
        "fingerprint": asdict(build.fingerprint),
    }
    beside = root / f"{_CURRENT}.new"
    beside.write_text(json.dumps(pointer), "utf-8")
    beside.replace(root / _CURRENT)
    if old is not None and chroma_url:
        connect(old.folder, chroma_url).delete_collection(old.collection)
