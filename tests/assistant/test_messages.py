"""The assistant's own words: every text in every language, with the same places."""

import re
import tomllib
from pathlib import Path

import assistant.messages
from assistant.messages import LANGUAGES, message, spoken
from assistant.turn import Outcome
from corpus.library import SHIPPED

TEXTS = tomllib.loads(Path(assistant.messages.__file__).with_suffix(".toml").read_text("utf-8"))


def test_every_text_is_there_in_every_language_with_the_same_places() -> None:
    for name, versions in TEXTS.items():
        assert set(versions) == set(LANGUAGES), name
        places = {tuple(sorted(set(re.findall(r"{(\w+)}", text)))) for text in versions.values()}
        assert len(places) == 1, name


def test_other_languages_are_answered_in_english() -> None:
    assert spoken("de") == "en"
    assert message("empty", "de") == message("empty", "en")


URGENT = [name for name in TEXTS if name.startswith("urgent")]


def test_the_emergency_number_comes_before_anything_else_to_do() -> None:
    assert Outcome.URGENT.value in URGENT
    for name in URGENT:
        for language in LANGUAGES:
            first = message(name, language).partition(".")[0]
            assert "112" in first, (name, language)
    for language in LANGUAGES:
        assert re.findall(r"\d[\d -]+\d", message("distress", language))[0] == "112"


def test_every_number_to_call_stands_in_a_text_of_the_corpus() -> None:
    texts = sorted(SHIPPED.glob("texts/who-to-turn-to-*/*.md"))
    corpus = "\n".join(text.read_text("utf-8") for text in texts)
    assert texts
    for name in (*URGENT, "distress"):
        for language in LANGUAGES:
            numbers = re.findall(r"\d[\d -]+\d", message(name, language))
            assert numbers
            assert [number for number in numbers if number not in corpus] == []
