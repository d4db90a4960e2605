"""Syncing an index: only what changed is embedded, and the old build serves until the swap."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from corpus.library import Library
from corpus.text import Text
from index.build import Busy, Report, current_build, read_passages, sync
from index.embedding import EmbeddingModel
from index.search import Index, NoIndex
from tests.conftest import no_progress
from tests.fakes import WordEmbeddings, word_model

PASSAGES = 12


def embedded_by(model: EmbeddingModel) -> list[str]:
    assert isinstance(model.embeddings, WordEmbeddings)
    return model.embeddings.embedded


def without_first(text: Text) -> Text:
    return replace(text, sections=text.sections[1:])


def test_a_first_build_adds_every_passage(small_library: Library, tmp_path: Path) -> None:
    report = sync(small_library, tmp_path, word_model(), no_progress)
    assert report == Report(added=PASSAGES, removed=0, unchanged=0)


def test_a_second_run_adds_nothing_and_embeds_nothing(
    small_library: Library, tmp_path: Path
) -> None:
    sync(small_library, tmp_path, word_model(), no_progress)
    model = word_model()
    assert sync(small_library, tmp_path, model, no_progress) == Report(0, 0, PASSAGES)
    assert embedded_by(model) == []


def test_a_changed_section_is_one_passage_out_and_one_in(
    small_library: Library, tmp_path: Path
) -> None:
    sync(small_library, tmp_path, word_model(), no_progress)
    first, *others = small_library.texts
    section = replace(first.sections[0], blocks=("The City Charter has four articles now.",))
    changed = replace(
        small_library,
        texts=(replace(first, sections=(section, *first.sections[1:])), *others),
    )
    model = word_model()
    assert sync(changed, tmp_path, model, no_progress) == Report(1, 1, PASSAGES - 1)
    assert "The City Charter has four articles now." in embedded_by(model)
    assert len(embedded_by(model)) < PASSAGES


def with_plain(library: Library, said: str) -> Library:
    """The library with a plain version of the first sentence."""
    first, *others = library.texts
    section = replace(first.sections[0], plain={1: said})
    return replace(
        library, texts=(replace(first, sections=(section, *first.sections[1:])), *others)
    )


def test_a_changed_plain_version_reaches_the_index_and_embeds_nothing(
    small_library: Library, tmp_path: Path
) -> None:
    sync(small_library, tmp_path, word_model(), no_progress)
    model = word_model()
    for said in ("The City Charter has three parts.", "Three parts make the City Charter."):
        changed = with_plain(small_library, said)
        assert sync(changed, tmp_path, model, no_progress) == Report(0, 0, PASSAGES)
        assert (said,) in Index.open(tmp_path, model).passages[0].plain
        assert sync(changed, tmp_path, model, no_progress) == Report(0, 0, PASSAGES)
    assert embedded_by(model) == []


def test_a_build_from_before_there_were_plain_versions_is_read_and_taken_over(
    small_library: Library, tmp_path: Path
) -> None:
    model = word_model()
    sync(small_library, tmp_path, model, no_progress)
    build = current_build(tmp_path)
    assert build is not None
    path = build.folder / "passages.jsonl"
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    without = [{name: one[name] for name in one if name != "plain"} for one in records]
    path.write_text("".join(f"{json.dumps(one)}\n" for one in without), "utf-8")
    assert not any(passage.plain for passage in Index.open(tmp_path, model).passages)
    model.embeddings.embedded.clear()  # type: ignore[attr-defined]
    assert sync(small_library, tmp_path, model, no_progress) == Report(0, 0, PASSAGES)
    assert any(passage.plain for passage in Index.open(tmp_path, model).passages)
    assert embedded_by(model) == []


def test_a_section_that_is_gone_is_found_no_more(small_library: Library, tmp_path: Path) -> None:
    model = word_model()
    sync(small_library, tmp_path, model, no_progress)
    fewer = replace(small_library, texts=tuple(without_first(text) for text in small_library.texts))
    report = sync(fewer, tmp_path, model, no_progress)
    assert report.removed == len(small_library.texts)
    assert len(Index.open(tmp_path, model).passages) == PASSAGES - report.removed


def test_another_model_rebuilds_and_never_mixes(small_library: Library, tmp_path: Path) -> None:
    sync(small_library, tmp_path, word_model("old"), no_progress)
    report = sync(small_library, tmp_path, word_model("new"), no_progress)
    assert report == Report(PASSAGES, 0, 0)
    with pytest.raises(NoIndex, match="built with the model 'new'"):
        Index.open(tmp_path, word_model("old"))


def test_other_languages_of_the_same_model_rebuild(small_library: Library, tmp_path: Path) -> None:
    model = word_model()
    sync(small_library, tmp_path, model, no_progress)
    any_language = replace(model, languages=None)
    assert sync(small_library, tmp_path, any_language, no_progress) == Report(PASSAGES, 0, 0)
    assert sync(small_library, tmp_path, any_language, no_progress) == Report(0, 0, PASSAGES)


def test_a_killed_build_leaves_the_old_one_serving(small_library: Library, tmp_path: Path) -> None:
    class Killed(WordEmbeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            raise KeyboardInterrupt(f"before {len(texts)} texts were embedded")

    sync(small_library, tmp_path, word_model(), no_progress)
    fewer = replace(small_library, texts=tuple(without_first(text) for text in small_library.texts))
    changed = replace(fewer, texts=(replace(fewer.texts[0], title="Anew"), *fewer.texts[1:]))
    with pytest.raises(KeyboardInterrupt):
        sync(changed, tmp_path, EmbeddingModel("words", frozenset({"en"}), Killed()), no_progress)
    build = current_build(tmp_path)
    assert build is not None
    assert len(read_passages(build)) == PASSAGES
    assert sync(changed, tmp_path, word_model(), no_progress).added > 0


def test_two_builds_at_once_are_refused(small_library: Library, tmp_path: Path) -> None:
    with FileLock(tmp_path / "build.lock"), pytest.raises(Busy, match="Another process"):
        sync(small_library, tmp_path, word_model(), no_progress)


def test_a_broken_pointer_is_no_build(tmp_path: Path) -> None:
    (tmp_path / "current.json").write_text("{", "utf-8")
    assert current_build(tmp_path) is None
    (tmp_path / "current.json").write_text(json.dumps({"folder": "x"}), "utf-8")
    assert current_build(tmp_path) is None


def test_progress_counts_every_key(small_library: Library, tmp_path: Path) -> None:
    done: list[int] = []
    announced: list[int] = []

    def progress(keys: int):  # type: ignore[no-untyped-def]
        announced.append(keys)
        return done.append

    sync(small_library, tmp_path, word_model(), progress)
    assert announced == [sum(done)]


def test_opening_without_an_index_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="python -m assistant index"):
        Index.open(tmp_path / "nothing", word_model())
