"""The vectors of sentences and asks in files of their own, ready to be compared."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from corpus.passage import Passage
from index.embedding import EmbeddingModel, Matrix
from index.vectors import KeyKind, Vectors, asks_embedded, key_id

_AT_ONCE = 2_000
"""Vectors asked of Chroma at once."""


class Nearness:
    """How near each sentence (or each ask) of a passage is to a question.

    Chroma finds the passages; asking it again for the vectors of their sentences would cost a
    third of an answer's time. The file is mapped into memory and read where it is needed.
    """

    def __init__(self, matrix: Matrix, counts: Sequence[int]) -> None:
        self._matrix = matrix
        self._starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    def of(self, row: int) -> Matrix:
        """The vectors of the passage with that number, one a row."""
        rows: Matrix = self._matrix[self._starts[row] : self._starts[row + 1]]
        return rows

    @staticmethod
    def write(
        passages: Sequence[Passage],
        kind: KeyKind,
        knows: Callable[[str], bool],
        vectors: Vectors,
        folder: Path,
    ) -> None:
        """Copy the vectors of one kind of key out of Chroma, in the order of the passages."""
        ids = [
            key_id(passage.id, kind, number)
            for passage, count in zip(passages, _counts(passages, kind, knows), strict=True)
            for number in range(count)
        ]
        rows = [vector for part in _parts(ids) for vector in _ordered(vectors, part)]
        matrix = np.stack(rows) if rows else np.zeros((0, 1), dtype=np.float32)
        np.save(_file(folder, kind), matrix)

    @classmethod
    def open(
        cls, passages: Sequence[Passage], kind: KeyKind, knows: Callable[[str], bool], folder: Path
    ) -> "Nearness":
        """Map what :meth:`write` wrote. Raises ``OSError`` when it is not there."""
        return cls(np.load(_file(folder, kind), mmap_mode="r"), _counts(passages, kind, knows))


class Directions:
    """Names as directions in the space of vectors.

    What a question asks *about* a name is what remains of its vector when the name's own direction
    is taken out: "How many people work in Lund?" and "Lund became a human rights city" are near
    each other for the name alone.
    """

    def __init__(self, rows: dict[str, int], matrix: Matrix) -> None:
        self._rows = rows
        self._matrix = matrix

    def without(self, names: Iterable[str]) -> Callable[[Matrix], Matrix]:
        """A function that takes the directions of ``names``, and what all passages have in
        common, out of vectors (one a row, or a single one), and makes them of length one."""
        rows = [len(self._rows), *(self._rows[name] for name in names if name in self._rows)]
        basis, _ = np.linalg.qr(self._matrix[rows].T)

        def rest(vectors: Matrix) -> Matrix:
            left = vectors - (vectors @ basis) @ basis.T
            length = np.linalg.norm(left, axis=-1, keepdims=True)
            unit: Matrix = left / np.maximum(length, 1e-6)
            return unit

        return rest

    @staticmethod
    def write(
        names: Iterable[str],
        centre: Matrix,
        model: EmbeddingModel,
        folder: Path,
        before: "Directions | None" = None,
    ) -> None:
        """Embed ``names``, but for those of ``before`` (of the same model); ``centre`` is the
        mean vector of the passages."""
        ordered = sorted(names)
        vectors = before.vectors(ordered) if before is not None else {}
        added = [name for name in ordered if name not in vectors]
        if added:
            embedded = model.embeddings.embed_documents(added)
            vectors |= dict(zip(added, np.asarray(embedded, dtype=np.float32), strict=True))
        matrix = np.stack([*(vectors[name] for name in ordered), centre]).astype(np.float32)
        np.save(folder / "names.npy", matrix)
        (folder / "names.txt").write_text("\n".join(ordered), "utf-8")

    @classmethod
    def open(cls, folder: Path) -> "Directions":
        """Read what :meth:`write` wrote. Raises ``OSError`` when it is not there."""
        names = (folder / "names.txt").read_text("utf-8").splitlines()
        return cls({name: row for row, name in enumerate(names)}, np.load(folder / "names.npy"))

    @property
    def names(self) -> frozenset[str]:
        """The names that have a direction."""
        return frozenset(self._rows)

    def vectors(self, names: Iterable[str]) -> dict[str, Matrix]:
        """The vectors of those of ``names`` that have one."""
        return {name: self._matrix[self._rows[name]] for name in names if name in self._rows}


def _file(folder: Path, kind: KeyKind) -> Path:
    return folder / f"vectors-{kind.name.lower()}.npy"


def _counts(passages: Sequence[Passage], kind: KeyKind, knows: Callable[[str], bool]) -> list[int]:
    if kind is KeyKind.ASK:
        return [len(asks_embedded(passage, knows)) for passage in passages]
    return [len(passage.sentences) for passage in passages]


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _ordered(vectors: Vectors, ids: Sequence[str]) -> Iterator[Matrix]:
    stored = vectors.vectors(ids)
    for id_ in ids:
        yield stored[id_]
