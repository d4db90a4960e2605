"""The assistant's own words: every text in every language, with the same places."""

import re
import tomllib
from pathlib import Path

import assistant.messages
from assistant.messages import LANGUAGES, message, spoken
from assistant.turn import Outcome

TEXTS = tomllib.loads(Path(assistant.messages.__file__).with_suffix(".toml").read_text("utf-8"))


def test_every_text_is_there_in_every_language_with_the_same_places() -> None:
    for name, versions in TEXTS.items():
        assert set(versions) == set(LANGUAGES), name
        places = {tuple(sorted(set(re.findall(r"{(\w+)}", text)))) for text in versions.values()}
        assert len(places) == 1, name


def test_other_languages_are_answered_in_english() -> None:
    assert spoken("de") == "en"
    assert message("empty", "de") == message("empty", "en")


def test_the_emergency_number_comes_before_anything_else_to_do() -> None:
    for language in LANGUAGES:
        first = message("urgent", language).partition(".")[0]
        assert "112" in first
    assert Outcome.URGENT.value in TEXTS
