"""How alike a question and an ask are written, letter by letter."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import sparse

from corpus.passage import Passage

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer

Scores = npt.NDArray[np.float32]

_FEWEST = 2
"""Pieces of words that occur in fewer asks than this are left out: they tell nothing of others."""


@dataclass(frozen=True, slots=True)
class _Language:
    """The asks of one language: ``matrix`` has a row for each piece and a column for each ask;
    ``rows`` are the passages' numbers, ask by ask."""

    vectorizer: "TfidfVectorizer"
    matrix: sparse.csr_matrix
    rows: npt.NDArray[np.int64]


class Likeness:
    """Compares a question with the asks of its language by the pieces of words they share.

    Cosine of TF-IDF over letter 3- to 5-grams within words (scikit-learn): a short question meets
    a short question, also through a compound ("rättighetsstadgan"), an ending or a typo, in any
    language and without a model that knows it.
    """

    def __init__(self, languages: dict[str, _Language], count: int) -> None:
        self._languages = languages
        self._count = count

    @classmethod
    def build(cls, passages: Sequence[Passage]) -> "Likeness":
        """Index the asks of passages; their numbers are their places in the sequence."""
        asks: dict[str, tuple[list[int], list[str]]] = {}
        for row, passage in enumerate(passages):
            for language, written in passage.asks.items():
                rows, texts = asks.setdefault(language, ([], []))
                rows += [row] * len(written)
                texts += written
        languages = {}
        for language, (rows, texts) in asks.items():
            if len(texts) < _FEWEST:
                continue
            vectorizer = _vectorizer()
            matrix = vectorizer.fit_transform(texts).T.tocsr().astype(np.float32)
            languages[language] = _Language(vectorizer, matrix, np.asarray(rows, dtype=np.int64))
        return cls(languages, len(passages))

    def scores(self, question: str, language: str) -> Scores:
        """The likeness of each passage's nearest ask, from 0 to 1, by passage number."""
        scores: Scores = np.zeros(self._count, dtype=np.float32)
        asks = self._languages.get(language)
        if asks is not None:
            alike = asks.vectorizer.transform([question]).astype(np.float32) @ asks.matrix
            np.maximum.at(scores, asks.rows[alike.indices], alike.data)
        return scores

    def save(self, folder: Path) -> None:
        """Write the asks below ``folder``."""
        summary = {"count": self._count, "languages": sorted(self._languages)}
        (folder / "likeness.json").write_text(json.dumps(summary), "utf-8")
        for language, asks in self._languages.items():
            place = folder / f"likeness-{language}"
            place.mkdir()
            sparse.save_npz(place / "asks.npz", asks.matrix, compressed=False)
            np.save(place / "rows.npy", asks.rows)
            np.save(place / "idf.npy", asks.vectorizer.idf_)
            pieces = {piece: int(n) for piece, n in asks.vectorizer.vocabulary_.items()}
            (place / "pieces.json").write_text(json.dumps(pieces, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Likeness":
        """Read what :meth:`save` wrote. Raises ``OSError`` when it is not there."""
        summary = json.loads((folder / "likeness.json").read_text("utf-8"))
        languages = {}
        for language in summary["languages"]:
            place = folder / f"likeness-{language}"
            vectorizer = _vectorizer(json.loads((place / "pieces.json").read_text("utf-8")))
            vectorizer.idf_ = np.load(place / "idf.npy")
            languages[language] = _Language(
                vectorizer, sparse.load_npz(place / "asks.npz"), np.load(place / "rows.npy")
            )
        return cls(languages, summary["count"])


def _vectorizer(pieces: dict[str, int] | None = None) -> "TfidfVectorizer":
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(3, 5),
        sublinear_tf=True,
        min_df=1 if pieces else _FEWEST,
        vocabulary=pieces,
    )
