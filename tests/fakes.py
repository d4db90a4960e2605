"""Stand-ins that implement the interfaces, with numbers one can compute in one's head."""

import hashlib

import numpy as np
from langchain_core.embeddings import Embeddings

from index.embedding import EmbeddingModel
from index.terms import terms

SIZE = 256


class WordEmbeddings(Embeddings):
    """A text as the set of its English terms: the cosine is the share of terms in common.

    ``embedded`` lists every text that was embedded, in order.
    """

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += texts
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        vector = np.zeros(SIZE)
        for term in terms(text, "en"):
            vector[int(hashlib.sha256(term.encode()).hexdigest(), 16) % SIZE] = 1.0
        length = float(np.linalg.norm(vector))
        return list(vector / length) if length else list(np.eye(SIZE)[0])


def word_model(name: str = "words") -> EmbeddingModel:
    """A model of :class:`WordEmbeddings` that knows English."""
    return EmbeddingModel(name, frozenset({"en"}), WordEmbeddings())
