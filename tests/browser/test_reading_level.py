"""The two wordings of an answer: by mouse, by keyboard, by screen reader, in both languages."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from assistant.web import view
from assistant.web.texts import Texts, load_texts
from tests.browser import fakes
from tests.browser.conftest import Visit
from tests.browser.test_page import PATHS, SIZES, ask, has_focus

ASKED = {
    "en": (fakes.EASY, fakes.FIRST, fakes.IN_PLAIN_WORDS[0]),
    "sv": (
        fakes.EASY_SWEDISH,
        fakes.TURNS[fakes.SWEDISH].statements[0].text,
        fakes.IN_PLAIN_WORDS_SWEDISH,
    ),
}


def violations(page: Page) -> list[str]:
    """The rules of axe that the page breaks."""
    return [one["id"] for one in Axe().run(page).response["violations"]]


def shown(page: Page) -> str:
    """The wording of the first answer that can be seen."""
    return page.locator("article").first.locator(".prose-answer:visible").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", PATHS)
def test_the_answer_changes_its_wording_and_back(visit: Visit, language: str, width: int) -> None:
    question, original, plain = ASKED[language]
    texts = load_texts(language)
    page = visit(PATHS[language], width)
    ask(page, question)
    assert original in shown(page)
    assert plain not in shown(page)

    page.get_by_role("button", name=texts["plain.button"]).click()
    assert plain in shown(page)
    assert original not in shown(page)
    expect(page.locator("#said")).to_have_text(texts["plain.shown"])
    expect(page.locator(".support:visible")).to_have_text(texts["plain.support"])
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("button", name=texts["plain.original"]).click()
    assert original in shown(page)
    expect(page.locator("#said")).to_have_text(texts["plain.original_shown"])
    assert violations(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("key", ["Enter", " "])
def test_the_wording_changes_by_keyboard_and_keeps_the_focus(visit: Visit, key: str) -> None:
    page = visit()
    ask(page, fakes.EASY)
    page.get_by_role("button", name="In plain words").focus()
    page.keyboard.press(key)
    assert fakes.IN_PLAIN_WORDS[0] in shown(page)
    assert has_focus(page, "[data-switch][data-wording=plain]")
    page.keyboard.press(key)
    assert fakes.FIRST in shown(page)
    assert has_focus(page, "[data-switch][data-wording=original]")


@pytest.mark.browser
def test_a_plain_sentence_opens_the_sentence_that_it_stands_for(visit: Visit) -> None:
    page = visit()
    ask(page, fakes.EASY)
    page.get_by_role("button", name="In plain words").click()
    page.locator(".prose-answer:visible a.marker").first.click()
    assert page.locator("#c-1-1 mark").all_text_contents() == [fakes.FIRST]
    page.locator("#c-1-1").get_by_role("button", name="Back to the answer").click()
    assert has_focus(page, "[data-wording=plain] a.marker")


@pytest.mark.browser
def test_back_from_a_source_never_leads_to_what_is_hidden(visit: Visit) -> None:
    page = visit()
    ask(page, fakes.EASY)
    page.locator(".prose-answer:visible a.marker").first.click()
    page.get_by_role("button", name="In plain words").click()
    page.locator("#c-1-1").get_by_role("button", name="Back to the answer").click()
    assert has_focus(page, "[data-wording=plain] a.marker")


@pytest.mark.browser
def test_the_wording_stays_when_more_is_asked_and_each_answer_has_its_own(visit: Visit) -> None:
    page = visit()
    ask(page, fakes.EASY)
    page.get_by_role("button", name="In plain words").click()
    ask(page, fakes.EASY)
    assert fakes.IN_PLAIN_WORDS[0] in shown(page)
    assert fakes.FIRST in page.locator("article").last.locator(".prose-answer:visible").inner_text()

    page.locator("#renew").click()
    expect(page.locator("article")).to_have_count(0)
    ask(page, fakes.EASY)
    assert fakes.FIRST in shown(page)


@pytest.mark.browser
def test_what_is_shown_is_what_is_copied(visit: Visit) -> None:
    page = visit()
    ask(page, fakes.EASY)
    page.get_by_role("button", name="In plain words").click()
    page.get_by_role("button", name="Copy answer").click()
    expect(page.locator("#said")).to_have_text("Answer copied, with its sources")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(" ".join(f"{said} [1]" for said in fakes.IN_PLAIN_WORDS))
    assert fakes.GRAZ_URL in copied


@pytest.mark.parametrize("texts", [load_texts("en"), load_texts("sv")], ids=["en", "sv"])
def test_an_answer_without_a_plain_version_has_no_button(texts: Texts) -> None:
    with_one = view.conversation([fakes.TURNS[fakes.EASY]], texts)
    without = view.conversation([fakes.TURNS[fakes.DEFINITION]], texts)
    assert texts["plain.button"] in with_one
    assert texts["plain.button"] not in without
    assert "hidden" not in without
