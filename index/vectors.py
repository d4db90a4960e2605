"""Vectors in Chroma: the keys of passages, nearest first."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np

from corpus.passage import Passage
from index.embedding import Matrix

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

_READ = 2_000
"""Records asked for at once when a collection is copied."""


class KeyKind(StrEnum):
    """What of a passage a key holds."""

    PASSAGE = "p"
    SENTENCE = "s"
    ASK = "a"


@dataclass(frozen=True, slots=True)
class Key:
    """One vector's way to a passage: the whole of it, one of its sentences, or an ask.

    ``text`` is what is embedded. ``id`` is unique over the index.
    """

    passage_id: str
    kind: KeyKind
    number: int
    text: str

    @property
    def id(self) -> str:
        return key_id(self.passage_id, self.kind, self.number)


def key_id(passage_id: str, kind: KeyKind, number: int) -> str:
    """The id that a key goes by in Chroma."""
    return f"{passage_id}:{kind}{number}"


def keys(passage: Passage, knows: Callable[[str], bool]) -> Iterator[Key]:
    """The keys of a passage: itself under its headings, each sentence, each ask.

    ``knows`` says which languages the model was made for: an ask in another one is left to BM25.

    A passage is found by the nearest of its keys. Asks are doc2query by hand (Nogueira et al.
    2019, arXiv:1904.08375); sentences as keys follow the multi-vector retrieval of small units
    (Chen et al. 2023, "Dense X Retrieval", arXiv:2312.06648).
    """
    yield Key(passage.id, KeyKind.PASSAGE, 0, f"{passage.context}\n{passage.text}")
    for number in range(len(passage.sentences)):
        yield Key(passage.id, KeyKind.SENTENCE, number, passage.sentence(number))
    for number, ask in enumerate(asks_embedded(passage, knows)):
        yield Key(passage.id, KeyKind.ASK, number, ask)


def asks_embedded(passage: Passage, knows: Callable[[str], bool]) -> list[str]:
    """The asks of a passage that are keys, in the order of their numbers."""
    return [
        ask
        for language in sorted(passage.asks)
        if knows(language)
        for ask in passage.asks[language]
    ]


@dataclass(frozen=True, slots=True)
class Near:
    """A key near a question; ``similarity`` is the cosine, from -1 to 1."""

    passage_id: str
    kind: KeyKind
    similarity: float


class Vectors:
    """One Chroma collection of keys."""

    def __init__(self, collection: "Collection", batch: int) -> None:
        self._collection = collection
        self._batch = batch
        self._count = collection.count()

    @classmethod
    def create(cls, client: "ClientAPI", name: str) -> "Vectors":
        """A new, empty collection; an old one of that name is an unfinished build and goes."""
        if name in {collection.name for collection in client.list_collections()}:
            client.delete_collection(name)
        collection = client.create_collection(
            name,
            embedding_function=None,  # else Chroma fetches a model of its own
            configuration={"hnsw": {"space": "cosine", "ef_search": 256}},
        )
        return cls(collection, client.get_max_batch_size())

    @classmethod
    def open(cls, client: "ClientAPI", name: str) -> "Vectors":
        """The collection of that name. Raises ``chromadb.errors.NotFoundError`` without one."""
        collection = client.get_collection(name, embedding_function=None)
        return cls(collection, client.get_max_batch_size())

    def add(self, added: Sequence[Key], vectors: Matrix) -> None:
        """Store keys with their vectors, row by row."""
        for start in range(0, len(added), self._batch):
            part = added[start : start + self._batch]
            self._collection.add(
                ids=[key.id for key in part],
                embeddings=vectors[start : start + len(part)],
                metadatas=[{"passage": key.passage_id, "kind": key.kind.value} for key in part],
                documents=[key.text for key in part],
            )
        self._count += len(added)

    def copy_from(self, other: "Vectors", wanted: Sequence[Key]) -> None:
        """Take over the vectors that another collection holds for these keys."""
        for start in range(0, len(wanted), _READ):
            part = wanted[start : start + _READ]
            vectors = other.vectors([key.id for key in part])
            self.add(part, np.stack([vectors[key.id] for key in part]))

    def vectors(self, ids: Sequence[str]) -> dict[str, Matrix]:
        """The stored vectors by key id; an unknown id is left out."""
        if not ids:
            return {}
        found = self._collection.get(ids=list(ids), include=["embeddings"])
        embeddings = found["embeddings"]
        if embeddings is None:
            return {}
        return {
            id_: np.asarray(vector, dtype=np.float32)
            for id_, vector in zip(found["ids"], embeddings, strict=True)
        }

    def nearest(self, vector: Matrix, count: int) -> list[Near]:
        """At most ``count`` keys, the nearest first."""
        count = min(count, self._count)
        if count == 0:
            return []
        found = self._collection.query(
            query_embeddings=vector[np.newaxis], n_results=count, include=["distances"]
        )
        distances = found["distances"]
        if distances is None:
            return []
        near = []
        for id_, distance in zip(found["ids"][0], distances[0], strict=True):
            passage_id, _, kind = id_.rpartition(":")
            near.append(Near(passage_id, KeyKind(kind[0]), min(1.0, 1.0 - float(distance))))
        return near


def connect(folder: Path, url: str = "") -> "ClientAPI":
    """A Chroma client: embedded in ``folder``, or of the server at ``url`` when there is one.

    Raises ``ValueError`` when nobody answers at ``url``.
    """
    # Chroma reads the variable while it is imported; the setting alone is not enough.
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if not url:
        return chromadb.PersistentClient(str(folder), settings=settings)
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    return chromadb.HttpClient(
        host=parts.hostname or "",
        port=parts.port or (443 if secure else 80),
        ssl=secure,
        settings=settings,
    )
