"""What the page says: the same in both languages, and nothing missing."""

import re
import string
from pathlib import Path

import pytest

from assistant.turn import Outcome
from assistant.web import texts
from corpus.source import Force

TEMPLATES = Path(texts.__file__).with_name("templates")


def places(text: str) -> set[str]:
    """The names of the places in ``text``."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", sorted(texts.translations()))
def test_every_text_is_in_every_language_with_the_same_places(name: str) -> None:
    translated = texts.translations()[name]
    assert set(translated) == set(texts.LANGUAGES)
    assert all(text.strip() for text in translated.values())
    assert len({frozenset(places(text)) for text in translated.values()}) == 1


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_force_and_every_outcome_has_words(language: str) -> None:
    words = texts.load_texts(language)
    assert all(words[f"force.{force.value}"] for force in Force)
    assert all(words[f"outcome.{outcome.value}"] for outcome in Outcome)


def test_the_templates_ask_for_texts_that_exist_and_hold_no_words_of_their_own() -> None:
    known = set(texts.translations())
    for template in TEMPLATES.glob("*.html"):
        html = template.read_text("utf-8")
        asked = re.findall(r"texts(?:\.filled\(|\[)[\"']([\w.]+)[\"'][,\]]", html)
        assert set(asked) <= known, template.name
        bare = re.sub(r"{%.*?%}|{{.*?}}", "", html, flags=re.DOTALL)
        bare = re.sub(r"<[^>]*>", "", bare)
        assert re.findall(r"[^\W\d_]{2,}", bare.replace("&nbsp;", "")) == [], template.name


def test_a_language_that_the_page_does_not_speak() -> None:
    with pytest.raises(ValueError, match="'de'"):
        texts.load_texts("de")
