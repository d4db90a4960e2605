"""The baseline always answers, with the chunks nearest to the last message."""

from pathlib import Path

import pytest

from assistant.turn import Outcome
from corpus.library import Library
from evals.baseline import CHARACTERS, SHOWN, Baseline, built, chunks
from index.embedding import EmbeddingModel
from tests.fakes import WordEmbeddings, word_model


@pytest.fixture
def model() -> EmbeddingModel:
    return word_model()


@pytest.fixture
def baseline(small_library: Library, tmp_path: Path, model: EmbeddingModel) -> Baseline:
    return built(small_library, tmp_path, model)


def embedded(model: EmbeddingModel) -> list[str]:
    assert isinstance(model.embeddings, WordEmbeddings)
    return model.embeddings.embedded


def test_chunks_hold_every_text_and_nothing_of_its_blocks(small_library: Library) -> None:
    found = list(chunks(small_library))
    assert {(chunk.source_id, chunk.language) for chunk in found} == {
        (text.source_id, text.language) for text in small_library.texts
    }
    assert all(0 < len(chunk.text) <= CHARACTERS for chunk in found)
    assert not any(ask in chunk.text for chunk in found for ask in ("asks:", "locator:"))
    assert len({chunk.id for chunk in found}) == len(found)


def test_it_answers_with_the_nearest_chunks(baseline: Baseline) -> None:
    turn = baseline.answer(["What is a charter?", "When did Lund become a city?"], "sv")
    assert (turn.outcome, turn.language) == (Outcome.ANSWERED, "sv")
    assert turn.citations[0].source_id == "city-lund"
    assert len(turn.citations) == len(turn.statements) == len(turn.hits.kept) == SHOWN
    assert [one.number for one in turn.citations] == [1, 2, 3, 4]
    for statement, cited, hit in zip(turn.statements, turn.citations, turn.hits.kept, strict=True):
        assert statement.text == cited.quote == cited.passage == hit.passage.text
        assert f"{statement.text} [{cited.number}]" in turn.text
    scores = [hit.score for hit in turn.hits.all]
    assert scores == sorted(scores, reverse=True)


def test_it_answers_what_nobody_knows(baseline: Baseline) -> None:
    assert baseline.answer([""], "en").outcome is Outcome.ANSWERED


def test_chunks_are_embedded_once(
    small_library: Library, tmp_path: Path, model: EmbeddingModel
) -> None:
    first = built(small_library, tmp_path, model)
    before = len(embedded(model))
    second = built(small_library, tmp_path, model)
    assert len(embedded(model)) == before == len(list(chunks(small_library)))
    asked = ["When did Lund become a city?"], "en"
    assert second.answer(*asked).citations == first.answer(*asked).citations


def test_other_texts_another_model_or_a_killed_build_make_new_ones(
    small_library: Library, tmp_path: Path, model: EmbeddingModel
) -> None:
    built(small_library, tmp_path, model)
    (folder,) = tmp_path.glob("*/")
    (folder / "chunks.jsonl").unlink()  # as a build that was killed leaves it
    built(small_library, tmp_path, model)
    fewer = Library(small_library.sources, small_library.texts[:2], ())
    built(fewer, tmp_path, model)
    other = word_model("other")
    built(fewer, tmp_path, other)
    assert len(embedded(model)) == 2 * len(list(chunks(small_library))) + len(list(chunks(fewer)))
    assert len(embedded(other)) == len(list(chunks(fewer)))
    assert len(list(tmp_path.glob("*/"))) == 1
