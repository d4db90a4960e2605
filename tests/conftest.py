"""What several tests share: the small corpus, an index of it, and an assistant over that."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.weights import weights
from corpus.library import Library, read_library
from index.build import sync
from index.embedding import EmbeddingModel
from index.search import Index
from tests.fakes import word_model

SMALL = Path(__file__).parent / "small"
CONTACT = "https://institute.example/contact"


def no_progress(_keys: int) -> Callable[[int], None]:
    return lambda _done: None


@pytest.fixture(scope="session")
def small_library() -> Library:
    return read_library(SMALL)


@pytest.fixture(scope="session")
def small_model() -> EmbeddingModel:
    return word_model()


@pytest.fixture(scope="session")
def small_index(
    small_library: Library, small_model: EmbeddingModel, tmp_path_factory: pytest.TempPathFactory
) -> Index:
    root = tmp_path_factory.mktemp("small-index")
    sync(small_library, root, small_model, no_progress)
    return Index.open(root, small_model)


@pytest.fixture(scope="session")
def small_assistant(small_index: Index) -> Assistant:
    return Assistant(small_index, weights(), CONTACT)
