"""The vectors of sentences and asks by passage, and names as directions."""

from pathlib import Path

import numpy as np
import pytest

from assistant.weights import weights
from corpus.library import Library, read_library
from index.build import sync
from index.embedding import EmbeddingModel
from index.nearness import Directions, Nearness
from index.search import Index
from index.vectors import KeyKind, Vectors, connect, keys
from tests.conftest import no_progress
from tests.fakes import SIZE, word_model


def test_each_passage_has_its_own_vectors() -> None:
    matrix = np.arange(12, dtype=np.float32).reshape(6, 2)
    nearness = Nearness(matrix, [2, 0, 3, 1])
    assert [len(nearness.of(row)) for row in range(4)] == [2, 0, 3, 1]
    np.testing.assert_array_equal(nearness.of(2), matrix[2:5])


@pytest.mark.parametrize("kind", [KeyKind.SENTENCE, KeyKind.ASK])
def test_what_is_written_is_read_in_the_order_of_the_passages(
    small_library: Library, small_model: EmbeddingModel, tmp_path: Path, kind: KeyKind
) -> None:
    passages = list(small_library.passages())
    vectors = Vectors.create(connect(tmp_path / "chroma"), "words")
    stored = [key for passage in passages for key in keys(passage, small_model.knows)]
    embedded = small_model.embeddings.embed_documents([key.text for key in stored])
    vectors.add(stored, np.asarray(embedded, dtype=np.float32))
    Nearness.write(passages, kind, small_model.knows, vectors, tmp_path)
    nearness = Nearness.open(passages, kind, small_model.knows, tmp_path)
    for row, passage in enumerate(passages):
        texts = [key.text for key in keys(passage, small_model.knows) if key.kind is kind]
        assert len(nearness.of(row)) == len(texts)
        for vector, text in zip(nearness.of(row), texts, strict=True):
            expected = small_model.embeddings.embed_query(text)
            np.testing.assert_allclose(vector, expected, atol=1e-6)


def test_nothing_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Nearness.open([], KeyKind.ASK, lambda _: True, tmp_path)
    with pytest.raises(FileNotFoundError):
        Directions.open(tmp_path)


def directions(folder: Path, model: EmbeddingModel, *names: str) -> Directions:
    Directions.write(names, np.eye(SIZE, dtype=np.float32)[0], model, folder)
    return Directions.open(folder)


def test_without_a_name_only_the_rest_counts(small_model: EmbeddingModel, tmp_path: Path) -> None:
    found = directions(tmp_path, small_model, "lund", "graz")
    assert found.names == {"lund", "graz"}
    embed = small_model.embeddings.embed_query
    people, council, poem = (
        np.asarray(embed(text), dtype=np.float32)
        for text in ("people work Lund", "council decided Lund", "people work Graz")
    )
    rest = found.without(["lund", "graz", "unknown"])
    assert float(people @ council) == pytest.approx(1 / 3, abs=0.01)
    assert float(rest(people) @ rest(council)) == pytest.approx(0, abs=0.01)
    assert float(rest(people) @ rest(poem)) == pytest.approx(1, abs=0.01)
    both = rest(np.stack([people, poem]))
    np.testing.assert_allclose(np.linalg.norm(both, axis=1), 1, atol=1e-5)


def test_a_text_that_is_only_a_name_leaves_nothing_to_divide_by(
    small_model: EmbeddingModel, tmp_path: Path
) -> None:
    lund = np.asarray(small_model.embeddings.embed_query("Lund"), dtype=np.float32)
    left = directions(tmp_path, small_model, "lund").without(["lund"])(lund)
    assert np.isfinite(left).all()


def test_names_that_stay_are_not_embedded_again(tmp_path: Path) -> None:
    model = word_model()
    first = directions(tmp_path, model, "lund", "graz")
    model.embeddings.embedded.clear()  # type: ignore[attr-defined]
    centre = np.zeros(SIZE, dtype=np.float32)
    Directions.write(["graz", "vienna"], centre, model, tmp_path, first)
    assert model.embeddings.embedded == ["vienna"]  # type: ignore[attr-defined]
    again = Directions.open(tmp_path)
    assert again.names == {"graz", "vienna"}
    np.testing.assert_array_equal(again.vectors(["graz"])["graz"], first.vectors(["graz"])["graz"])


def test_no_names_are_no_error(small_model: EmbeddingModel, tmp_path: Path) -> None:
    empty = directions(tmp_path, small_model)
    assert empty.names == frozenset()
    assert empty.vectors(["lund"]) == {}


def test_a_folder_without_asks_is_searched(small_model: EmbeddingModel, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "harbour.md").write_text("# Harbour\n\nThe harbour opened in 1904.\n", "utf-8")
    sync(read_library(texts), tmp_path / "index", small_model, no_progress)
    index = Index.open(tmp_path / "index", small_model)
    (hit,) = index.search("When did the harbour open?", "en", weights().fusion).kept
    assert (hit.ask, hit.rest_ask, hit.likeness) == (0, 0, 0)
