"""What several tests share: the small corpus, an index of it, and an assistant over that."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from assistant.answering import Assistant
from assistant.weights import weights
from corpus.library import Library, read_library
from index.build import sync
from index.embedding import EmbeddingModel
from index.search import Index
from tests.fakes import word_model
from tests.provider import Provider, running_provider

SMALL = Path(__file__).parent / "small"
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
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


@pytest.fixture(scope="session")
def two_charters(
    small_model: EmbeddingModel, tmp_path_factory: pytest.TempPathFactory
) -> Assistant:
    """An assistant over the small corpus with a second charter, the "Harbour Charter"."""
    root = tmp_path_factory.mktemp("two-charters")
    corpus = root / "corpus"
    shutil.copytree(SMALL, corpus)
    manifest = corpus / "sources.toml"
    table = manifest.read_text("utf-8").rpartition("[[source]]")[2]
    harbour = (
        table.replace('id = "charter"', 'id = "harbour"')
        .replace("The City Charter", "The Harbour Charter")
        .replace('"City Charter", "stadens stadga"', '"Harbour Charter", "hamnens stadga"')
    )
    with manifest.open("a", encoding="utf-8") as file:
        file.write(f"\n[[source]]{harbour}")
    for text in sorted((corpus / "texts" / "charter").glob("*.md")):
        other = corpus / "texts" / "harbour" / text.name
        other.parent.mkdir(exist_ok=True)
        written = text.read_text("utf-8").replace("source: charter", "source: harbour")
        for city, port in (("City Charter", "Harbour Charter"), ("tadens stadga", "amnens stadga")):
            written = written.replace(city, port)
        other.write_text(written, "utf-8")
    sync(read_library(corpus), root / "index", small_model, no_progress)
    return Assistant(Index.open(root / "index", small_model), weights(), CONTACT)


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider of chat models on this machine, with an empty script."""
    with running_provider() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium with a profile of its own.

    Playwright keeps an event loop running as long as it lives, so it lives for one module only.
    """
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: name one in the variable CHROMIUM")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(CHROMIUM_ARGUMENTS)
        )
        yield running
        running.close()
