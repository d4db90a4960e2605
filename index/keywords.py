"""BM25 over the words of passages, one index a language."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import bm25s
import numpy as np
import numpy.typing as npt

from corpus.passage import Passage
from index.terms import terms

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Language:
    """The index of one language; ``rows`` are the numbers of its passages."""

    bm25: bm25s.BM25
    rows: npt.NDArray[np.int64]

    def rarity(self, term: str) -> float:
        """Lucene's inverse document frequency; highest for a term that no passage holds."""
        number = self.bm25.vocab_dict.get(term)
        count = len(self.rows)
        holding = 0
        if number is not None:
            starts = self.bm25.scores["indptr"]
            holding = int(starts[number + 1] - starts[number])
        return float(np.log(1 + (count - holding + 0.5) / (holding + 0.5)))


class Keywords:
    """Scores every passage for the words of a question (BM25, Lucene's variant, by bm25s).

    A passage stands in the index of its own language with its headings, text and asks, and in
    that of another language with the asks it has there.
    """

    def __init__(self, languages: dict[str, _Language], count: int) -> None:
        self._languages = languages
        self._count = count

    @classmethod
    def build(cls, passages: Sequence[Passage]) -> "Keywords":
        """Index passages; their numbers are their places in the sequence."""
        # bm25s turns its own debug messages on; they are not for our users.
        logging.getLogger("bm25s").setLevel(logging.WARNING)
        written: dict[str, tuple[list[int], list[list[str]]]] = {}
        for row, passage in enumerate(passages):
            for language in {passage.language, *passage.asks}:
                words = " ".join(passage.asks.get(language, ()))
                if language == passage.language:
                    words = f"{passage.written} {words}"
                rows, documents = written.setdefault(language, ([], []))
                rows.append(row)
                documents.append(list(terms(words, language)))
        languages = {}
        for language, (rows, documents) in written.items():
            bm25 = bm25s.BM25(method="lucene")
            bm25.index(documents, show_progress=False)
            languages[language] = _Language(bm25, np.asarray(rows, dtype=np.int64))
        return cls(languages, len(passages))

    @property
    def languages(self) -> frozenset[str]:
        """The languages that have an index."""
        return frozenset(self._languages)

    def scores(self, question: str) -> Scores:
        """How much of the question's words each passage holds, from 0 to 1, by passage number.

        The score of BM25 over the score that a passage could reach at most with these words, so
        that it can be compared from question to question (Bruch et al. 2022,
        arXiv:2210.11934, "theoretical" normalisation).
        """
        scores: Scores = np.zeros(self._count, dtype=np.float32)
        # Names are the same in every language, so every index is asked; words of another language
        # are unknown there and weigh its scores down.
        for code, index in self._languages.items():
            words = sorted(set(terms(question, code)))
            most = sum(index.rarity(word) for word in words)
            known = [word for word in words if word in index.bm25.vocab_dict]
            if known and most > 0:
                found = index.bm25.get_scores(known)[: len(index.rows)] / most
                scores[index.rows] = np.maximum(scores[index.rows], found)
        return scores

    def rarity(self, term: str, language: str) -> float:
        """How rare a term (see :func:`index.terms.terms`) is in a language, 0 or more."""
        index = self._languages.get(language)
        return index.rarity(term) if index else 1.0

    def knows(self, term: str, language: str) -> bool:
        """Whether any passage or ask in a language holds the term."""
        index = self._languages.get(language)
        return index is not None and term in index.bm25.vocab_dict

    def save(self, folder: Path) -> None:
        """Write the indexes below ``folder``."""
        for language, index in self._languages.items():
            place = folder / language
            index.bm25.save(str(place), show_progress=False)
            np.save(place / "rows.npy", index.rows)
        summary = {"count": self._count, "languages": sorted(self._languages)}
        (folder / "keywords.json").write_text(json.dumps(summary), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Keywords":
        """Read what :meth:`save` wrote. Raises ``OSError`` when it is not there."""
        summary = json.loads((folder / "keywords.json").read_text("utf-8"))
        languages = {
            language: _Language(
                bm25s.BM25.load(str(folder / language)),
                cast("npt.NDArray[np.int64]", np.load(folder / language / "rows.npy")),
            )
            for language in summary["languages"]
        }
        return cls(languages, summary["count"])
