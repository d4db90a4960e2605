"""What a run is made with is told, and what has changed since is told by name."""

from pathlib import Path

import pytest

from assistant.settings import Settings
from corpus.library import Library
from evals.configuration import changes, configuration, corpus_digest
from index.build import sync
from tests.conftest import SMALL, no_progress
from tests.fakes import word_model


@pytest.fixture
def root(small_library: Library, tmp_path: Path) -> Path:
    sync(small_library, tmp_path / "index", word_model(), no_progress, documents=str(SMALL))
    return tmp_path / "index"


def test_what_a_run_is_made_with(root: Path, small_library: Library) -> None:
    cases = SMALL / "sources.toml"
    made = configuration(Settings(), root, [cases], ["assistant"], "dev", "tag")
    # The digest of the corpus is the same whether an index or its documents are read.
    assert made.corpus == corpus_digest(small_library.passages(), small_library.sources.values())
    assert made.index["model"] == "words"
    assert made.settings["documents"] == str(SMALL)
    assert len(made.weights) == len(made.cases[0].digest) == 64
    assert {"python", "project", "code", "chromadb"} <= set(made.versions)


def test_what_has_changed_is_named(root: Path) -> None:
    made = configuration(Settings(), root, [], ["assistant"], "dev", "")
    later = made.model_copy(update={"created": "2030-01-01T00:00:00+00:00", "tag": "later"})
    assert changes(made, later) == []
    versions = {**made.versions, "chromadb": "0", "commit": "none"}
    other = made.model_copy(update={"corpus": "", "model": "ollama:x", "versions": versions})
    assert changes(made, other) == [
        "the chat model",
        "the texts that are searched",
        f"version chromadb: {made.versions['chromadb']} before, 0 now",
    ]


def test_an_index_that_is_not_there_has_no_fingerprint(tmp_path: Path) -> None:
    made = configuration(Settings(), tmp_path, [], ["assistant"], "dev", "")
    assert (made.corpus, made.index) == ("", {})
