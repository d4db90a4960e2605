"""The vectors of sentences in a file of their own, ready to be compared."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from corpus.passage import Passage
from index.embedding import Matrix
from index.vectors import KeyKind, Vectors, key_id

_FILE = "sentences.npy"
_AT_ONCE = 2_000
"""Sentences asked of Chroma at once."""


class Nearness:
    """How near each sentence of a passage is to a question.

    Chroma finds the passages; asking it again for the vectors of their sentences would cost a
    third of an answer's time. The file is mapped into memory and read where it is needed.
    """

    def __init__(self, matrix: Matrix, passages: Sequence[Passage]) -> None:
        self._matrix = matrix
        counts = [len(passage.sentences) for passage in passages]
        self._starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    def of(self, row: int, vector: Matrix) -> tuple[float, ...]:
        """The cosine of each sentence of the passage with that number to a question's vector."""
        start, end = self._starts[row], self._starts[row + 1]
        return tuple(map(float, self._matrix[start:end] @ vector))

    @staticmethod
    def write(passages: Sequence[Passage], vectors: Vectors, folder: Path) -> None:
        """Copy the vectors of all sentences out of Chroma, in the order of the passages."""
        ids = [
            key_id(passage.id, KeyKind.SENTENCE, number)
            for passage in passages
            for number in range(len(passage.sentences))
        ]
        rows = [vector for part in _parts(ids) for vector in _ordered(vectors, part)]
        matrix = np.stack(rows) if rows else np.zeros((0, 1), dtype=np.float32)
        np.save(folder / _FILE, matrix)

    @classmethod
    def open(cls, passages: Sequence[Passage], folder: Path) -> "Nearness":
        """Map what :meth:`write` wrote. Raises ``OSError`` when it is not there."""
        return cls(np.load(folder / _FILE, mmap_mode="r"), passages)


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _ordered(vectors: Vectors, ids: Sequence[str]) -> Iterator[Matrix]:
    stored = vectors.vectors(ids)
    for id_ in ids:
        yield stored[id_]
