"""A Turn as HTML and as plain text, without a browser."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.turn import Outcome, Statement, Support, Turn
from assistant.web import view
from assistant.web.texts import load_texts
from tests.browser import fakes

EN = load_texts("en")


def statements(*texts: str) -> tuple[Statement, ...]:
    """Statements that say ``texts`` and cite nothing."""
    return tuple(Statement(text, Support.VERBATIM, ()) for text in texts)


@pytest.mark.parametrize(
    ("text", "laid_out"),
    [
        ("One. Two.", [(False, ["One.", "Two."])]),
        ("One.\n\nTwo.", [(False, ["One."]), (False, ["Two."])]),
        ("One. [1] Two. [2]", [(False, ["One.", "Two."])]),
        ("- One.\n- Two.", [(True, ["One."]), (True, ["Two."])]),
        ("- One. Two.", [(True, ["One.", "Two."])]),
        ("One.\n- Two.", [(False, ["One."]), (True, ["Two."])]),
        ("1. One.\n2. Two.", [(True, ["One."]), (True, ["Two."])]),
        ("- One.\n\nTwo.", [(True, ["One."]), (False, ["Two."])]),
        ("something else", [(False, ["One."]), (False, ["Two."])]),
    ],
)
def test_the_text_lays_the_statements_out(
    text: str, laid_out: Sequence[tuple[bool, list[str]]]
) -> None:
    blocks = view.blocks(text, statements("One.", "Two."))
    assert [(block.item, [one.text for one in block.statements]) for block in blocks] == laid_out


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a#b", "https://example.org/a#b"),
        ("http://example.org/", "http://example.org/"),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
        ("https:///nowhere", ""),
        ("http://[broken", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_only_web_addresses_become_links(url: str, shown: str) -> None:
    assert view.address(url) == shown


@pytest.mark.parametrize("outcome", [one for one in Outcome if one not in view.ANSWERS])
def test_what_is_not_an_answer_shows_its_message_and_no_source(outcome: Outcome) -> None:
    answered = fakes.TURNS[fakes.DEFINITION]
    turn = Turn(
        question="Q",
        standalone_question="Q",
        language="en",
        outcome=outcome,
        text="The message.",
        statements=answered.statements,
        citations=answered.citations,
    )
    html = view.conversation([turn], EN)
    assert "The message." in html
    assert "<details" not in html
    assert "data-copy" not in html
    assert fakes.FIRST not in html


def test_markup_in_a_turn_is_escaped() -> None:
    html = view.conversation([fakes.TURNS[fakes.HOSTILE]], EN, pending=fakes.HOSTILE)
    assert "<script" not in html
    assert "<img" not in html
    assert "javascript:" not in html


def test_a_marker_without_its_citation_is_not_shown() -> None:
    turn = Turn(
        question="Q",
        standalone_question="Q",
        language="en",
        outcome=Outcome.ANSWERED,
        text="One.",
        statements=(Statement("One.", Support.VERBATIM, (7,)),),
    )
    assert "[7]" not in view.conversation([turn], EN)
    assert "[7]" not in view.plain(turn, EN)


def test_a_hostile_address_is_not_copied() -> None:
    assert "javascript:" not in view.plain(fakes.TURNS[fakes.HOSTILE], EN)


def test_a_worded_answer_says_so() -> None:
    worded = replace(fakes.TURNS[fakes.LIST], writer="fake:model")
    assert EN["support.worded"] in view.conversation([worded], EN)
    assert EN["support.supported"] in view.conversation([fakes.TURNS[fakes.LIST]], EN)


def test_the_small_print_names_a_model_that_gets_the_question() -> None:
    assert "language model (openai:x&lt;b&gt;)" in view.small_print(EN, "openai:x<b>")
    assert "language model" not in view.small_print(EN)


def test_a_draft_is_text_and_none_is_nothing() -> None:
    assert "&lt;script&gt;" in view.draft(fakes.HOSTILE, EN)
    assert view.draft("", EN) == ""
