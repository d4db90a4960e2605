"""BM25: shares of a question's words, by language, saved and loaded unchanged."""

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.library import Library
from index.keywords import Keywords
from index.terms import folded, terms


def test_scores_lie_between_nothing_and_everything(small_library: Library) -> None:
    keywords = Keywords.build(list(small_library.passages()))
    scores = keywords.scores("When did Graz become a human rights city?")
    assert float(scores.max()) <= 1.0
    assert float(scores.min()) >= 0.0
    assert float(scores.max()) > 0.5


def test_a_rare_word_weighs_more_than_a_common_one(small_library: Library) -> None:
    keywords = Keywords.build(list(small_library.passages()))
    common, rare, unknown = (keywords.rarity(word, "en") for word in ("citi", "mayor", "zzz"))
    assert common < rare < unknown
    assert keywords.knows("mayor", "en")
    assert not keywords.knows("zzz", "en")


def test_what_is_saved_is_loaded(small_library: Library, tmp_path: Path) -> None:
    keywords = Keywords.build(list(small_library.passages()))
    keywords.save(tmp_path)
    loaded = Keywords.load(tmp_path)
    question = "Vilka artiklar finns i stadgan om Graz?"
    np.testing.assert_array_equal(loaded.scores(question), keywords.scores(question))
    assert loaded.languages == {"en", "sv"}


def test_nothing_to_index_is_no_error() -> None:
    assert Keywords.build([]).scores("anything").size == 0


def test_terms_are_stemmed_folded_and_without_stop_words() -> None:
    assert terms("The cities of Piteå", "en") == ("citi", "pitea")
    assert terms("Städerna i Piteå", "sv") == ("stad", "pitea")


@settings(max_examples=60, derandomize=True)
@given(st.text(max_size=60), st.sampled_from(["en", "sv", "de", "xx"]))
def test_any_text_has_terms_without_diacritics(text: str, language: str) -> None:
    for term in terms(text, language):
        assert term == folded(term)
