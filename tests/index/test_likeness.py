"""Asks found by the letters they share with a question."""

from pathlib import Path

import numpy as np
import pytest

from corpus.library import Library
from index.likeness import Likeness


def best(likeness: Likeness, library: Library, question: str, language: str) -> tuple[str, str]:
    found = list(library.passages())[int(likeness.scores(question, language).argmax())]
    return found.source_id, found.section_id


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("When did Lund becom a humn rights city?", "en", ("city-lund", "declared")),
        ("Lundabeslutet: vilket år blev Lund MR-stad", "sv", ("city-lund", "declared")),
        ("stadgans artiklar, lista", "sv", ("charter", "articles")),
    ],
)
def test_typos_and_compounds_do_not_matter(
    small_library: Library, question: str, language: str, expected: tuple[str, str]
) -> None:
    likeness = Likeness.build(list(small_library.passages()))
    assert best(likeness, small_library, question, language) == expected


def test_the_same_words_are_wholly_alike_and_others_not_at_all(small_library: Library) -> None:
    likeness = Likeness.build(list(small_library.passages()))
    assert likeness.scores("Tell me about Graz", "en").max() == pytest.approx(1.0)
    assert likeness.scores("zzzzz", "en").max() == 0
    assert likeness.scores("Tell me about Graz", "de").max() == 0


def test_what_is_saved_is_loaded(small_library: Library, tmp_path: Path) -> None:
    likeness = Likeness.build(list(small_library.passages()))
    likeness.save(tmp_path)
    question = "Vem bestämde i Lund, och när?"
    np.testing.assert_allclose(
        Likeness.load(tmp_path).scores(question, "sv"), likeness.scores(question, "sv")
    )


def test_passages_without_asks_are_no_error(tmp_path: Path) -> None:
    likeness = Likeness.build([])
    likeness.save(tmp_path)
    assert Likeness.load(tmp_path).scores("anything", "en").size == 0
