"""The baseline to beat: what the usual tutorial builds.

The same texts as plain text, cut by LangChain's ``RecursiveCharacterTextSplitter``, embedded with
the same model, the four chunks nearest to the last message, and these as the answer. It always
answers and knows no conversation. Sizes and number are those of LangChain's tutorial "Build a
semantic search engine" and of its ``similarity_search``. The tutorial asks a vector store, whose
search is approximate: two builds of one rank a few chunks otherwise. Here cosines are compared one
by one, so that the same question always gets the same answer.
"""

import hashlib
import json
import shutil
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock

from assistant.settings import Settings
from assistant.turn import Citation, Outcome, Statement, Support, Turn
from corpus.library import SHIPPED, Library
from corpus.passage import Passage, from_record, to_record
from corpus.source import Source
from corpus.text import Text
from evals.plain_documents import plain_document
from evals.system import BASELINE
from index.build import current_build
from index.embedding import EmbeddingModel, Matrix
from index.hit import Hit, Hits

if TYPE_CHECKING:
    from langchain_text_splitters import TextSplitter

CHARACTERS = 1_000
"""A chunk holds at most this many."""
OVERLAP = 200
"""Characters that a chunk may share with the one before it."""
SHOWN = 4
"""Chunks that are the answer."""
_RANKED = 10
"""Chunks that are ranked, so that the ranking can be measured below what is shown."""
_AT_ONCE = 64
_CHUNKS = "chunks.jsonl"
_VECTORS = "vectors.npy"


class Baseline:
    """Answers with the nearest chunks, whatever is asked. Safe to share between threads."""

    name = BASELINE

    def __init__(
        self,
        chunks: Sequence[Passage],
        sources: dict[str, Source],
        vectors: Matrix,
        model: EmbeddingModel,
    ) -> None:
        self._chunks = tuple(chunks)
        self._sources = sources
        self._vectors = vectors
        self._model = model

    def answer(self, turns: Sequence[str], language: str) -> Turn:
        """The chunks nearest to the last of ``turns``, one a paragraph."""
        started = time.perf_counter()
        question = turns[-1]
        vector = np.asarray(self._model.embeddings.embed_query(question), dtype=np.float32)
        cosines = np.clip(self._vectors @ vector, 0.0, 1.0)
        hits = [
            Hit(self._chunks[row], float(cosines[row]), float(cosines[row]), keywords=0.0, ask=0.0)
            for row in np.argsort(-cosines, kind="stable")[:_RANKED]
        ]
        shown = hits[:SHOWN]
        statements = tuple(
            Statement(hit.passage.text, Support.VERBATIM, (number,))
            for number, hit in enumerate(shown, start=1)
        )
        return Turn(
            question=question,
            standalone_question=question,
            language=language,
            outcome=Outcome.ANSWERED,
            text="\n\n".join(f"{one.text} [{one.citations[0]}]" for one in statements),
            hits=Hits(tuple(shown), tuple(hits[SHOWN:])),
            statements=statements,
            citations=tuple(
                self._citation(number, hit.passage) for number, hit in enumerate(shown, start=1)
            ),
            seconds=time.perf_counter() - started,
        )

    def _citation(self, number: int, chunk: Passage) -> Citation:
        source = self._sources[chunk.source_id]
        return Citation(
            number=number,
            source_id=source.id,
            title=chunk.title,
            publisher=source.publisher,
            year=source.year,
            force=source.force.value,
            kind=source.kind.value,
            locator=chunk.locator,
            page=chunk.page,
            url=source.official[0] if source.official else "",
            quote=chunk.text,
            passage_id=chunk.id,
            passage=chunk.text,
            sort=chunk.sort.value,
            language=chunk.language,
            checked=chunk.checked,
        )


def open_baseline(settings: Settings, root: Path) -> Baseline:
    """The baseline over the documents that the index in ``root`` was built from.

    Its chunks are embedded once and kept below the data folder; a change of texts, model or
    splitter makes new ones. Raises ``NotADirectoryError`` where the documents are gone.
    """
    from assistant.assembly import embedding_model, read_documents

    build = current_build(root)
    if build is not None and build.documents:
        library = read_documents(Path(build.documents))
    else:
        library = read_documents(SHIPPED, settings.official_dir)
    return built(library, settings.data_dir / BASELINE, embedding_model(settings))


def built(library: Library, root: Path, model: EmbeddingModel) -> Baseline:
    """The baseline over a library, with its chunks and vectors kept below ``root``."""
    print_ = _fingerprint(library, model)
    root.mkdir(parents=True, exist_ok=True)
    with FileLock(root / "build.lock"):
        folder = root / print_
        if not (folder / _CHUNKS).exists():
            _build(library, root, folder, model)
    with (folder / _CHUNKS).open(encoding="utf-8") as lines:
        chunks = [from_record(line) for line in lines]
    return Baseline(chunks, library.sources, np.load(folder / _VECTORS), model)


def chunks(library: Library) -> Iterator[Passage]:
    """Every text of a library as plain text, in chunks."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHARACTERS, chunk_overlap=OVERLAP)
    for text in library.texts:
        yield from _chunks(text, splitter)


def _chunks(text: Text, splitter: "TextSplitter") -> Iterator[Passage]:
    for number, chunk in enumerate(splitter.split_text(plain_document(text))):
        named = f"{text.file.as_posix()}\n{number}\n{chunk}"
        yield Passage(
            id=hashlib.sha256(named.encode()).hexdigest()[:20],
            source_id=text.source_id,
            title=text.title,
            language=text.language,
            sort=text.sort,
            file=text.file.as_posix(),
            section_id="",
            heading="",
            path=(),
            locator="",
            address="",
            page=None,
            checked=False,
            part=number,
            text=chunk,
            sentences=((0, len(chunk)),),
            asks={},
        )


def _fingerprint(library: Library, model: EmbeddingModel) -> str:
    texts = [(text.file.as_posix(), plain_document(text)) for text in library.texts]
    splitter = (CHARACTERS, OVERLAP, version("langchain-text-splitters"))
    written = json.dumps([model.name, splitter, texts], ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _build(library: Library, root: Path, folder: Path, model: EmbeddingModel) -> None:
    """Embed the chunks into a folder; those of other texts, or of a killed build, go."""
    from tqdm import tqdm

    for old in root.glob("*/"):
        shutil.rmtree(old)
    folder.mkdir()
    cut = list(chunks(library))
    # Texts of one length fill a batch without padding.
    rows = sorted(range(len(cut)), key=lambda row: len(cut[row].text), reverse=True)
    vectors: list[list[float]] = [[]] * len(cut)
    with tqdm(total=len(cut), desc="Embedding", unit="chunk", leave=False, disable=None) as bar:
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            embedded = model.embeddings.embed_documents([cut[row].text for row in part])
            for row, vector in zip(part, embedded, strict=True):
                vectors[row] = vector
            bar.update(len(part))
    np.save(folder / _VECTORS, np.asarray(vectors, dtype=np.float32))
    # Last, since a folder without it is not whole.
    (folder / _CHUNKS).write_text("".join(f"{to_record(chunk)}\n" for chunk in cut), "utf-8")
