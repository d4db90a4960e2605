"""What a person meets on the page: by mouse, by keyboard, by screen reader, in both languages."""

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from assistant.web.texts import load_texts
from tests.browser import fakes
from tests.browser.conftest import Site, Visit, Watch

pytestmark = pytest.mark.browser

SIZES = (360, 1440)
PATHS = {"en": "/", "sv": "/sv/"}


def ask(page: Page, question: str) -> None:
    """Type a question, press Enter, wait for what comes of it."""
    before = page.locator("article[data-finished]").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    expect(page.locator("article[data-finished]")).to_have_count(before + 1, timeout=20_000)


def has_focus(page: Page, selector: str) -> bool:
    """Whether what has the focus matches ``selector``."""
    return bool(page.evaluate("selector => document.activeElement.matches(selector)", selector))


def test_marker_opens_the_source_at_the_quote(visit: Visit) -> None:
    page = visit()
    ask(page, fakes.DEFINITION)
    expect(page.locator(".prose-answer")).to_contain_text(fakes.FIRST)

    page.get_by_role("link", name="Source 1: Guiding Principles").first.click()

    card = page.locator("#c-1-1")
    assert card.get_attribute("open") is not None
    assert has_focus(page, "#c-1-1 summary")
    expect(card).to_be_in_viewport()
    assert card.locator("mark").all_text_contents() == [fakes.FIRST]
    assert card.locator(".passage").text_content() == fakes.PASSAGE
    expect(card).to_contain_text("City charter: voluntary promise")
    expect(card).to_contain_text("Our summary of the source")
    link = card.get_by_role("link", name="Open the source at graz.at (opens in a new tab)")
    assert link.get_attribute("href") == fakes.GRAZ_URL
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("target") == "_blank"


def test_a_quote_of_several_sentences_is_highlighted_whole(visit: Visit) -> None:
    page = visit()
    ask(page, fakes.DEFINITION)
    page.locator("a.marker[href='#c-1-2']").first.click()
    card = page.locator("#c-1-2")
    assert card.locator("mark").all_text_contents() == [f"{fakes.SECOND} {fakes.DUTY}"]
    expect(card).to_contain_text("Official text")
    expect(card).to_contain_text("Not yet compared with the official text")
    expect(card).to_contain_text("Binding treaty")


def test_keyboard_alone(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("Tab")
    assert has_focus(page, ".skip")
    page.keyboard.press("Enter")
    assert has_focus(page, "#question textarea")
    page.keyboard.type("first line")
    page.keyboard.press("Shift+Enter")
    assert page.input_value("#question textarea") == "first line\n"
    page.keyboard.press("Control+A")
    page.keyboard.type(fakes.DEFINITION)
    page.keyboard.press("Enter")
    expect(page.locator("article[data-finished]")).to_have_count(1)
    assert has_focus(page, "#question textarea")
    assert page.input_value("#question textarea") == ""

    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if has_focus(page, "a.marker"):
            break
    assert has_focus(page, "a.marker[href='#c-1-2']")
    page.keyboard.press("Enter")
    assert has_focus(page, "#c-1-2 summary")
    page.keyboard.press("Tab")
    assert has_focus(page, "#c-1-2 a.open")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert has_focus(page, "a.marker[href='#c-1-2']")


def test_while_searching(visit: Visit, site: Site) -> None:
    page = visit()
    page.fill("#question textarea", fakes.SLOW)
    page.press("#question textarea", "Enter")
    expect(page.locator(".searching")).to_have_text("Searching the sources…")
    expect(page.locator(".searching")).to_be_in_viewport()
    expect(page.locator("#announcement [role=status]")).to_have_text("Searching the sources…")
    expect(page.locator("#ask")).to_be_disabled()
    site.answerer.go.set()
    expect(page.locator("#ask")).to_be_enabled()
    expect(page.locator(".searching")).to_have_count(0)


def test_a_draft_is_marked_and_not_announced_and_goes(visit: Visit, site: Site) -> None:
    page = visit(width=360)
    page.fill("#question textarea", fakes.DRAFTED)
    page.click("#ask")
    draft = page.locator("#draft")
    expect(draft).to_contain_text("Draft, being checked…")
    expect(draft.locator(".message")).to_have_text(f"{fakes.FIRST} {fakes.HOSTILE}")
    expect(draft.locator(".message")).to_be_in_viewport()
    assert draft.locator("script, img, a").count() == 0
    assert draft.locator("[aria-live=polite], [aria-live=assertive], [role=status]").count() == 0
    expect(page.locator("#announcement [role=status]")).to_have_text("Searching the sources…")
    assert has_focus(page, "#q-1")
    assert violations(page) == []
    assert fits(page)
    site.answerer.go.set()
    expect(page.locator("article[data-finished]")).to_have_count(1)
    expect(draft).to_have_text("")
    assert page.evaluate("window.hacked") is None


def test_a_new_conversation_drops_a_draft(visit: Visit, site: Site) -> None:
    page = visit("/sv/")
    page.fill("#question textarea", fakes.DRAFTED)
    page.press("#question textarea", "Enter")
    expect(page.locator("#draft")).to_contain_text("Utkast, kontrolleras…")
    page.click("#renew")
    expect(page.locator("#draft")).to_have_text("")
    site.answerer.go.set()
    page.wait_for_timeout(300)
    expect(page.locator("#draft")).to_have_text("")
    expect(page.locator("article")).to_have_count(0)


def test_the_answer_is_announced_once_and_apart(visit: Visit) -> None:
    page = visit()
    ask(page, fakes.UNKNOWN)
    ask(page, fakes.DEFINITION)
    region = page.locator("#announcement [aria-live=polite]")
    expect(region).to_contain_text("Answer: A human rights city")
    expect(region).not_to_contain_text("won't guess")
    assert page.locator("#conversation [aria-live], #conversation [role=status]").count() == 0


def test_after_an_answer_its_question_and_beginning_are_in_view(visit: Visit) -> None:
    page = visit(width=360)
    for _ in range(3):
        ask(page, fakes.DEFINITION)
    expect(page.locator("#q-3")).to_be_in_viewport()
    expect(page.locator("article:last-of-type .prose-answer p").first).to_be_in_viewport()


def test_pressing_ask_takes_the_focus_to_the_question(visit: Visit) -> None:
    page = visit()
    page.fill("#question textarea", fakes.DEFINITION)
    page.click("#ask")
    expect(page.locator("article[data-finished]")).to_have_count(1)
    assert has_focus(page, "#q-1")


def test_an_empty_question_says_so(visit: Visit, site: Site) -> None:
    page = visit()
    page.click("#ask")
    expect(page.locator("#announcement [role=status]")).to_have_text("Type a question first.")
    assert site.answerer.asked == []


def test_at_most_a_thousand_characters(visit: Visit) -> None:
    page = visit()
    assert page.get_attribute("#question textarea", "maxlength") == "1000"
    expect(page.get_by_label("Your question")).to_be_editable()
    expect(page.locator("#question")).to_contain_text("At most 1000 characters")


def test_copying_an_answer(visit: Visit) -> None:
    page = visit()
    ask(page, fakes.DEFINITION)
    page.get_by_role("button", name="Copy answer").click()
    expect(page.locator("#said")).to_have_text("Answer copied, with its sources")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines() == [
        f"{fakes.FIRST} [1] {fakes.SECOND} [2]",
        f"{fakes.DUTY} [1] [2]",
        "",
        "Sources",
        "[1] Guiding Principles for a Human Rights City, Human Rights Cities Network, 2014,"
        " Principle 7",
        f"    {fakes.GRAZ_URL}",
        "[2] International Covenant on Economic, Social and Cultural Rights, United Nations, 1966,"
        " Article 2, paragraph 1",
        "    https://www.ohchr.org/en/instruments-mechanisms/instruments/covenant#article-2",
    ]


def test_a_new_conversation_forgets(visit: Visit, site: Site) -> None:
    page = visit()
    ask(page, fakes.DEFINITION)
    expect(page.locator(".introduction")).to_have_count(0)
    page.click("#renew")
    expect(page.locator("article")).to_have_count(0)
    expect(page.locator(".introduction")).to_be_visible()
    assert has_focus(page, "#question textarea")
    ask(page, fakes.LIST)
    assert [turns for turns, _ in site.answerer.asked] == [(fakes.DEFINITION,), (fakes.LIST,)]


def test_a_new_conversation_while_searching(visit: Visit, site: Site) -> None:
    page = visit()
    page.fill("#question textarea", fakes.SLOW)
    page.press("#question textarea", "Enter")
    expect(page.locator(".searching")).to_be_visible()
    page.click("#renew")
    expect(page.locator("article")).to_have_count(0)
    site.answerer.go.set()
    page.wait_for_timeout(300)
    expect(page.locator("article")).to_have_count(0)
    ask(page, fakes.DEFINITION)
    expect(page.locator("#q-1 .asked")).to_have_text(fakes.DEFINITION)
    assert site.answerer.asked[-1][0] == (fakes.DEFINITION,)


def test_examples_and_suggestions_ask(visit: Visit, site: Site) -> None:
    page = visit()
    page.get_by_role("button", name=fakes.LIST).click()
    expect(page.locator("article[data-finished]")).to_have_count(1)
    page.locator(".suggestions").get_by_role("button", name=fakes.DEFINITION).click()
    expect(page.locator("article[data-finished]")).to_have_count(2)
    assert has_focus(page, "#q-2")
    assert site.answerer.asked[-1] == ((fakes.LIST, fakes.DEFINITION), "en")


def test_a_list_is_a_list(visit: Visit) -> None:
    page = visit()
    ask(page, fakes.LIST)
    items = page.locator(".prose-answer li")
    assert [item.split("\u00a0")[0] for item in items.all_inner_texts()] == list(fakes.ITEMS)
    expect(page.locator(".reply")).to_contain_text("Answer to part of your question")
    expect(page.locator(".reply")).to_contain_text("I found nothing on how much it costs.")
    page.locator("a.marker").first.click()
    assert page.locator("a.open").count() == 0


def test_no_evidence_shows_no_sources(visit: Visit) -> None:
    page = visit()
    ask(page, fakes.UNKNOWN)
    expect(page.locator(".notice")).to_contain_text("Not in the sources")
    expect(page.locator(".notice a")).to_have_attribute("href", "https://rwi.lu.se/contact")
    assert page.locator(".sources, .card, a.marker, [data-copy]").count() == 0
    assert page.locator(".suggestions button").all_text_contents() == list(fakes.SUGGESTIONS)


def test_an_emergency_comes_with_a_number_to_call(visit: Visit) -> None:
    page = visit(width=360)
    ask(page, fakes.URGENT)
    call = page.get_by_role("link", name="Call 112")
    expect(call).to_be_in_viewport()
    assert call.get_attribute("href") == "tel:112"


def test_a_failure_is_said_and_asking_goes_on(visit: Visit, site: Site) -> None:
    page = visit()
    ask(page, fakes.BROKEN)
    expect(page.locator(".notice")).to_contain_text("Something went wrong")
    expect(page.locator("#q-1 .asked")).to_have_text(fakes.BROKEN)
    assert "on purpose" not in page.content()
    assert page.input_value("#question textarea") == fakes.BROKEN
    page.fill("#question textarea", fakes.DEFINITION)
    page.click("#ask")
    expect(page.locator(".prose-answer")).to_contain_text(fakes.FIRST)
    assert site.answerer.asked[-1][0] == (fakes.DEFINITION,)


def test_swedish_page(visit: Visit, site: Site) -> None:
    page = visit("/")
    page.get_by_role("link", name="Svenska").click()
    page.wait_for_url("**/sv/")
    expect(page).to_have_title("Fråga om MR-städer")
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    ask(page, fakes.SWEDISH)
    assert site.answerer.asked[-1] == ((fakes.SWEDISH,), "sv")
    page.get_by_role("link", name="Källa 1: Plattform").click()
    expect(page.locator(".card")).to_contain_text("Mjuk rätt: inte bindande")
    expect(page.locator(".card")).to_contain_text("Öppna källan på graz.at")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_title("Ask about human rights cities")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("language", PATHS)
def test_the_document_itself_is_in_its_language(site: Site, language: str) -> None:
    html = httpx.get(site.address + PATHS[language]).text
    assert f'lang="{language}"' in html[html.index("<html") : html.index("<head")]
    assert f"<title>{load_texts(language)['title']}</title>" in html
    assert "https://" not in html.split("</head>")[0]


def test_hostile_text_stays_text(visit: Visit) -> None:
    page = visit(width=360)
    page.evaluate("void (window.alert = () => { window.hacked = 1 })")
    ask(page, fakes.HOSTILE)
    for marker in page.locator("a.marker").all():
        marker.click()
    assert page.locator("#q-1 .asked").text_content() == fakes.HOSTILE
    expect(page.locator(".statement").first).to_contain_text(fakes.HOSTILE)
    assert page.locator("#c-1-1 .title").text_content() == fakes.HOSTILE
    assert page.locator("#c-1-1 .passage").text_content() == f"before {fakes.HOSTILE} after"
    assert page.locator("#c-1-1 mark").text_content() == fakes.HOSTILE
    assert page.locator("#c-1-1 a.open").count() == 0
    assert page.locator("#c-1-2 a.open").get_attribute("onmouseover") is None
    assert page.locator("#conversation :is(script, img)").count() == 0
    page.locator(".suggestions button").click()
    expect(page.locator("#q-2 .asked")).to_have_text(fakes.HOSTILE)
    ask(page, "{{7*7}} ${7*7} <b>")
    expect(page.locator("#q-3 .asked")).to_have_text("{{7*7}} ${7*7} <b>")
    assert page.evaluate("window.hacked") is None
    assert fits(page)


def test_an_inserted_handler_does_not_run(visit: Visit, watch: Watch) -> None:
    page = visit()
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        ' \'<img src="data:," onerror="window.hacked=1">\')'
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert "Content Security Policy" in watch.complaints.pop()


def test_two_people_do_not_see_each_other(visit: Visit, site: Site) -> None:
    one, other = visit(), visit()
    ask(one, fakes.DEFINITION)
    ask(other, fakes.LIST)
    expect(one.locator("article")).to_have_count(1)
    expect(other.locator("article")).to_have_count(1)
    ask(one, fakes.UNKNOWN)
    assert [turns for turns, _ in site.answerer.asked] == [
        (fakes.DEFINITION,),
        (fakes.LIST,),
        (fakes.DEFINITION, fakes.UNKNOWN),
    ]
    one.reload()
    one.locator("#question textarea").wait_for()
    expect(one.locator("article")).to_have_count(0)
    assert one.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", PATHS)
def test_accessibility(visit: Visit, language: str, width: int, scheme: str) -> None:
    page = visit(PATHS[language], width, scheme)
    assert violations(page) == []
    assert fits(page)
    for question in (fakes.DEFINITION, fakes.LIST, fakes.UNKNOWN, fakes.URGENT, fakes.SWEDISH):
        ask(page, question)
    page.evaluate("document.querySelectorAll('.card').forEach(card => { card.open = true })")
    assert violations(page) == []
    assert fits(page)


def test_accessibility_while_searching(visit: Visit) -> None:
    page = visit(width=360)
    page.fill("#question textarea", fakes.SLOW)
    page.press("#question textarea", "Enter")
    expect(page.locator(".searching")).to_be_visible()
    assert violations(page) == []


def test_on_paper_every_source_is_open(visit: Visit) -> None:
    page = visit()
    ask(page, fakes.DEFINITION)
    page.emulate_media(media="print")
    expect(page.locator("#c-1-1 mark")).to_be_visible()
    expect(page.locator("#composer")).to_be_hidden()
    expect(page.locator("[data-copy]")).to_be_hidden()


def test_health(site: Site) -> None:
    answer = httpx.get(f"{site.address}/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    site.healthy = False
    try:
        answer = httpx.get(f"{site.address}/healthz")
    finally:
        site.healthy = True
    assert (answer.status_code, answer.json()) == (503, {"status": "loading"})


@pytest.mark.parametrize("path", ["/", "/sv/", "/healthz", "/page/page.css"])
def test_security_headers(site: Site, path: str) -> None:
    headers = httpx.get(site.address + path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'self' 'unsafe-eval' 'nonce-" in policy
    assert "://" not in policy


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/page/page.py"])
def test_what_is_not_served(site: Site, path: str) -> None:
    assert httpx.get(site.address + path).status_code == 404


def test_sv_without_its_slash(site: Site) -> None:
    answer = httpx.get(f"{site.address}/sv")
    assert (answer.status_code, answer.headers["location"]) == (308, "/sv/")


def violations(page: Page) -> list[str]:
    """What axe finds, with the places."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]


def fits(page: Page) -> bool:
    """Whether the page needs no scrolling sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
