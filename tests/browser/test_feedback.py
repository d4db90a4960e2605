"""Saying whether an answer was right: by mouse, keyboard and screen reader, in both languages."""

import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from assistant.feedback import Fault, Verdict, Wording
from assistant.web import view
from assistant.web.texts import load_texts
from tests.browser import fakes
from tests.browser.conftest import CONTACT, DAYS, Site, Visit, Watch
from tests.browser.test_page import PATHS, SIZES, ask, fits, has_focus, violations

TERMS = view.Terms(DAYS, CONTACT)
QUESTIONS = {"en": fakes.EASY, "sv": fakes.EASY_SWEDISH}


@pytest.fixture(autouse=True)
def emptied(site: Site) -> None:
    """Nothing is kept before a test."""
    for one in site.feedback.all():
        site.feedback.erase(one.reference)


@pytest.fixture
def locked(site: Site) -> Iterator[sqlite3.Connection]:
    """A connection that keeps everybody else from writing until it is rolled back."""
    site.feedback.prune()
    other = sqlite3.connect(site.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def asked_about(page: Page, number: int = 1) -> Locator:
    """What is under the answer with that number."""
    return page.locator(f"article[data-finished='{number}'] .feedback")


def reference(page: Page) -> str:
    """The reference that the person is shown."""
    receipt = page.locator(".receipt:visible [data-reference]")
    expect(receipt).not_to_be_empty()
    return receipt.inner_text()


@pytest.mark.browser
def test_nothing_is_sent_or_kept_before_the_person_sends(visit: Visit, site: Site) -> None:
    page = visit()
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if "/feedback" in request.url else None)
    ask(page, fakes.DEFINITION)
    asked_about(page).get_by_role("button", name="No").click()
    page.get_by_label("In your own words").fill("It was Rosario.")
    page.get_by_label("Keep my questions").check()
    asked_about(page).get_by_role("button", name="Cancel").click()
    assert [request for request in sent if request.method == "POST"] == []
    assert site.feedback.all() == []


@pytest.mark.browser
def test_yes_is_one_press(visit: Visit, site: Site) -> None:
    page = visit()
    ask(page, fakes.DEFINITION)
    asked_about(page).get_by_role("button", name="Yes").click()
    shown = reference(page)
    (kept,) = site.feedback.all()
    assert (kept.reference, kept.verdict, kept.questions) == (shown, Verdict.RIGHT, ())
    assert kept.sources == ("graz",)
    expect(page.locator(".receipt")).to_contain_text("Nothing that you typed.")
    assert has_focus(page, ".thanks")
    assert page.locator("[data-verdict], .feedback form").count() == 0


@pytest.mark.browser
def test_a_complaint_with_consent(visit: Visit, site: Site) -> None:
    page = visit()
    ask(page, fakes.UNKNOWN)
    ask(page, fakes.DEFINITION)
    part = asked_about(page, 2)
    part.get_by_role("button", name="No", exact=True).click()
    assert has_focus(page, "#h-2")
    part.get_by_label(fakes.DUTY).check()
    part.get_by_label("The source does not say that").check()
    part.get_by_label("In your own words").fill("Ask karin@example.org.\n\nIt was <b>Rosario</b>.")
    button = part.locator("[type=submit]")
    expect(button).to_have_text("Send without details")
    part.get_by_label("Keep my questions").check()
    expect(button).to_have_text("Send")
    button.click()
    shown = reference(page)
    (kept,) = site.feedback.all()
    assert kept.reference == shown
    assert (kept.verdict, kept.language, kept.wording) == (
        Verdict.WRONG, "en", Wording.ORIGINAL,
    )  # fmt: skip
    assert kept.faults == (Fault.EVIDENCE,)
    assert kept.sentences == [fakes.DUTY]
    assert kept.said == "Ask [e-mail].\nIt was <b>Rosario</b>."
    assert kept.questions == (fakes.UNKNOWN, fakes.DEFINITION)
    contact = page.locator(".receipt:visible a")
    assert contact.get_attribute("href") == CONTACT
    assert contact.get_attribute("rel") == "noopener noreferrer"


@pytest.mark.browser
def test_without_the_tick_what_was_typed_does_not_leave_the_browser(
    visit: Visit, site: Site
) -> None:
    page = visit("/sv/", 360)
    bodies: list[str] = []
    page.on(
        "request",
        lambda request: (
            bodies.append(request.post_data or "") if request.url.endswith("/feedback") else None
        ),
    )
    ask(page, fakes.SWEDISH)
    part = asked_about(page)
    part.get_by_role("button", name="Delvis").click()
    part.get_by_label("Något saknas").check()
    part.get_by_label("Med egna ord").fill("en hemlighet")
    part.get_by_role("button", name="Skicka utan detaljer").click()
    reference(page)
    (body,) = bodies
    assert "hemlighet" not in body
    assert "incomplete" not in body
    (kept,) = site.feedback.all()
    assert (kept.verdict, kept.language, kept.consented) == (Verdict.PARTLY, "sv", False)
    assert (kept.said, kept.faults, kept.questions) == ("", (), ())


@pytest.mark.browser
def test_in_plain_words_the_plain_sentences_are_asked_about(visit: Visit, site: Site) -> None:
    page = visit()
    ask(page, fakes.EASY)
    part = asked_about(page)
    part.get_by_role("button", name="Partly").click()
    part.get_by_label(fakes.FIRST).check()
    page.get_by_role("button", name="In plain words").click()
    expect(part.get_by_label(fakes.FIRST)).to_be_hidden()
    part.get_by_label(fakes.IN_PLAIN_WORDS[1]).check()
    part.get_by_label("Keep my questions").check()
    part.get_by_role("button", name="Send").click()
    reference(page)
    (kept,) = site.feedback.all()
    assert kept.wording is Wording.PLAIN
    assert kept.sentences == [fakes.IN_PLAIN_WORDS[1]]


@pytest.mark.browser
def test_by_keyboard_alone(visit: Visit, site: Site) -> None:
    page = visit()
    ask(page, fakes.LIST)
    asked_about(page).get_by_role("button", name="Yes").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert has_focus(page, "#h-1")
    page.keyboard.press("Escape")
    assert has_focus(page, "[data-verdict=partly]")
    expect(asked_about(page).locator("form")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert has_focus(page, "[name=statement][value='1']")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # sends nothing yet
    for _ in range(len(fakes.ITEMS) + len(Fault)):
        page.keyboard.press("Tab")
    assert has_focus(page, "[name=said]")
    page.keyboard.type("one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert site.feedback.all() == []
    page.keyboard.press("Enter")
    reference(page)
    assert has_focus(page, ".thanks")
    (kept,) = site.feedback.all()
    assert (kept.verdict, kept.said, kept.statements) == (Verdict.WRONG, "one\ntwo", (1,))


@pytest.mark.browser
def test_the_buttons_say_what_they_open(visit: Visit) -> None:
    page = visit()
    ask(page, fakes.DEFINITION)
    part = asked_about(page)
    expect(part.get_by_role("group", name="Was this answer right?")).to_be_visible()
    states = "buttons => buttons.map(button => button.getAttribute('aria-expanded'))"
    buttons = part.locator("[data-verdict]")
    assert buttons.evaluate_all(states) == [None, "false", "false"]
    part.get_by_role("button", name="Partly").click()
    assert buttons.evaluate_all(states) == [None, "true", "false"]
    part.get_by_role("button", name="No", exact=True).click()
    assert buttons.evaluate_all(states) == [None, "false", "true"]
    part.get_by_role("button", name="No", exact=True).click()
    assert buttons.evaluate_all(states) == [None, "false", "false"]
    expect(part.locator("form")).to_be_hidden()


@pytest.mark.browser
def test_what_was_begun_and_what_was_sent_stay_when_more_is_asked(visit: Visit) -> None:
    page = visit()
    ask(page, fakes.DEFINITION)
    asked_about(page).get_by_role("button", name="Yes").click()
    shown = reference(page)
    ask(page, fakes.LIST)
    part = asked_about(page, 2)
    part.get_by_role("button", name="Partly").click()
    part.get_by_label("In your own words").fill("half a sentence")
    ask(page, fakes.UNKNOWN)
    expect(part.get_by_label("In your own words")).to_have_value("half a sentence")
    expect(asked_about(page).locator("[data-reference]")).to_have_text(shown)
    page.click("#renew")
    expect(page.locator("article")).to_have_count(0)
    ask(page, fakes.DEFINITION)
    expect(asked_about(page).get_by_role("button", name="Yes")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("language", PATHS)
def test_when_it_cannot_be_kept_the_text_is_still_there(
    visit: Visit, site: Site, watch: Watch, locked: sqlite3.Connection, language: str
) -> None:
    texts = load_texts(language)
    page = visit(PATHS[language], 360)
    ask(page, QUESTIONS[language])
    part = asked_about(page)
    part.get_by_role("button", name=texts["feedback.wrong"], exact=True).click()
    part.get_by_label(texts["feedback.said"]).fill("half a sentence")
    part.get_by_label(texts["feedback.consent"]).check()
    part.get_by_role("button", name=texts["feedback.send"]).click()
    trouble = part.get_by_role("alert")
    expect(trouble).to_have_text(texts["feedback.failed"])
    expect(trouble).to_be_in_viewport()
    expect(part.get_by_label(texts["feedback.said"])).to_have_value("half a sentence")
    assert violations(page) == []
    assert fits(page)
    assert "503" in watch.complaints.pop()

    locked.execute("ROLLBACK")
    part.get_by_role("button", name=texts["feedback.send"]).click()
    reference(page)
    expect(trouble).to_have_text("")
    assert [one.said for one in site.feedback.all()] == ["half a sentence"]


@pytest.mark.browser
def test_without_a_connection_the_text_is_still_there(visit: Visit, watch: Watch) -> None:
    page = visit()
    ask(page, fakes.DEFINITION)
    asked_about(page).get_by_role("button", name="Partly").click()
    page.get_by_label("In your own words").fill("half a sentence")
    page.route("**/feedback", lambda route: route.abort())
    page.get_by_role("button", name="Send without details").click()
    expect(page.get_by_role("alert")).to_contain_text("could not be kept just now")
    expect(page.get_by_label("In your own words")).to_have_value("half a sentence")
    assert "ERR_FAILED" in watch.complaints.pop()


@pytest.mark.browser
def test_an_answer_that_is_no_longer_held_is_said(visit: Visit, site: Site, watch: Watch) -> None:
    page = visit()
    ask(page, fakes.DEFINITION)
    id_ = asked_about(page).get_attribute("data-answer") or ""
    held = site.recent.find(id_)
    assert held is not None
    site.recent.forget(held.session)
    asked_about(page).get_by_role("button", name="Yes").click()
    expect(page.get_by_role("alert")).to_contain_text("no longer have this answer in memory")
    assert "410" in watch.complaints.pop()


@pytest.mark.browser
def test_too_much_in_a_short_time_is_said(visit: Visit, watch: Watch) -> None:
    page = visit("/sv/")
    ask(page, fakes.SWEDISH)
    page.route(
        "**/feedback",
        lambda route: route.fulfill(status=429, headers={"Retry-After": "301"}, body="{}"),
    )
    asked_about(page).get_by_role("button", name="Ja").click()
    expect(page.get_by_role("alert")).to_contain_text("Försök igen om cirka 6 min")
    assert "429" in watch.complaints.pop()


@pytest.mark.browser
def test_a_new_conversation_forgets_the_answers(visit: Visit, site: Site) -> None:
    page = visit()
    ask(page, fakes.DEFINITION)
    id_ = asked_about(page).get_attribute("data-answer") or ""
    assert site.recent.find(id_) is not None
    page.click("#renew")
    expect(page.locator("article")).to_have_count(0)
    assert site.recent.find(id_) is None


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", PATHS)
def test_accessibility_of_the_open_form_and_the_receipt(
    visit: Visit, language: str, width: int, scheme: str
) -> None:
    texts = load_texts(language)
    page = visit(PATHS[language], width, scheme)
    ask(page, QUESTIONS[language])
    ask(page, fakes.UNKNOWN)
    for part in (asked_about(page, 1), asked_about(page, 2)):
        part.get_by_role("button", name=texts["feedback.partly"]).click()
    assert violations(page) == []
    assert fits(page)
    for part in (asked_about(page, 1), asked_about(page, 2)):
        part.get_by_label(texts["feedback.consent"]).check()
        part.get_by_role("button", name=texts["feedback.send"]).click()
        expect(part.locator("[data-reference]")).not_to_be_empty()
    assert violations(page) == []
    assert fits(page)


@pytest.mark.browser
def test_the_row_changes_nothing_above_it(visit: Visit) -> None:
    page = visit(width=360)
    ask(page, fakes.DEFINITION)
    part = asked_about(page)
    place = "part => part.getBoundingClientRect().top + scrollY"
    before = part.evaluate(place)
    part.get_by_role("button", name="No", exact=True).click()
    assert part.evaluate(place) == before
    part.get_by_role("button", name="Yes").click()
    reference(page)
    assert part.evaluate(place) == before


@pytest.mark.browser
def test_hostile_sentences_stay_text_in_the_form(visit: Visit) -> None:
    page = visit(width=360)
    ask(page, fakes.HOSTILE)
    part = asked_about(page)
    part.get_by_role("button", name="No", exact=True).click()
    expect(part.locator("form label span").first).to_have_text(fakes.HOSTILE)
    assert page.locator("#conversation :is(script, img)").count() == 0
    assert page.evaluate("window.hacked") is None
    assert fits(page)


@pytest.mark.parametrize("question", [fakes.URGENT, "hello"])
def test_nobody_in_danger_and_no_greeting_is_asked_whether_it_was_right(question: str) -> None:
    turn = fakes.FakeAnswerer().answer([question], "en")
    assert turn.outcome not in view.ASKED_ABOUT


@pytest.mark.parametrize("language", PATHS)
def test_a_question_without_an_answer_has_no_sentences_to_point_at(language: str) -> None:
    texts = load_texts(language)
    html = view.conversation([fakes.TURNS[fakes.UNKNOWN]], texts, "", ["id"], TERMS)
    assert texts["feedback.question"] in html
    assert texts["feedback.statements"] not in html
    assert texts["feedback.fault.evidence"] not in html


def test_an_answer_that_is_not_held_is_not_asked_about() -> None:
    texts = load_texts("en")
    turns = [fakes.TURNS[fakes.DEFINITION]] * 2
    html = view.conversation(turns, texts, "", ["", "id"], TERMS)
    assert html.count(texts["feedback.question"]) == 1
    assert texts["feedback.question"] not in view.conversation(turns, texts)


@pytest.mark.parametrize("language", PATHS)
def test_the_small_print_says_what_is_kept(language: str) -> None:
    texts = load_texts(language)
    assert str(DAYS) in view.small_print(texts, terms=TERMS)
    assert texts["small_print.bare"] in view.small_print(texts)
