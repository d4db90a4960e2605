"""The label page in a real browser: two people, each alone, and what they may see."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from evals.labelling.answers import Answer, answers
from evals.labelling.pages import TEXTS
from evals.labelling.server import Desk, create_app
from evals.labels import Labels, Part, Verdict
from evals.run import Run
from tests.evals.labelling import fakes

pytestmark = pytest.mark.browser

KEY = "a key of this test"
SIZES = (360, 1280)


@dataclass(frozen=True, slots=True)
class Site:
    """The running server and what stands behind it."""

    address: str
    labels: Labels
    answers: list[Answer]

    def number(self, case: str) -> int:
        """The number of a case's page."""
        return [one.case.id for one in self.answers].index(case) + 1


Visit = Callable[..., Page]


@pytest.fixture
def labelled(tmp_path: Path) -> Run:
    return fakes.run(tmp_path)


@pytest.fixture
def site(labelled: Run) -> Iterator[Site]:
    some, labels = answers(labelled, fakes.SYSTEM), Labels(labelled.folder)
    app = create_app(Desk(fakes.SYSTEM, some, labels, KEY))
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}", labels, some)
    server.should_exit = True
    thread.join(10)
    listener.close()


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Visit]:
    """Open the page as somebody; nothing may leave the machine or be complained about."""
    contexts, requests, complaints = [], [], []

    def open_page(person: str = "", *, language: str = "en", script: bool = True) -> Page:
        context = browser.new_context(
            locale={"en": "en-GB", "sv": "sv-SE"}[language],
            java_script_enabled=script,
            viewport={"width": 1280, "height": 800},
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(f"{site.address}/?key={KEY}")
        if person:
            page.fill("#person", person)
            with page.expect_navigation():
                page.click("main button")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [url for url in requests if not url.startswith((site.address, "data:"))] == []
    assert complaints == []


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]


def sound(page: Page) -> None:
    """Nothing for axe to complain about and no scrolling sideways, at two widths."""
    for width in SIZES:
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def label_all(page: Page, site: Site, verdicts: dict[str, str], otherwise: str = "Right") -> None:
    """Label every answer by its verdict, by mouse."""
    for answer in site.answers:
        page.goto(f"{site.address}/en/case/{site.number(answer.case.id)}")
        name = verdicts.get(answer.case.id, otherwise)
        page.get_by_role("radio", name=name, exact=True).check()
        page.click("#label button")


def finish(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/en/list")
    page.click("main button")
    expect(page.locator("h1")).to_have_text("Agreement")


def test_by_keyboard_alone(visit: Visit, site: Site) -> None:
    page = visit("Åsa")
    expect(page.locator("h1")).to_have_text(f"Answer 1 of {len(site.answers)}")
    page.keyboard.press("2")
    page.keyboard.press("i")
    page.keyboard.press("c")
    page.keyboard.press("c")
    page.locator("#note").focus()
    page.keyboard.type("It says 1, not 2.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_have_text(f"Answer 2 of {len(site.answers)}")
    found = site.labels.of(fakes.SYSTEM).given["Åsa"][site.answers[0].case.id]
    assert (found.verdict, found.parts, found.note) == (
        Verdict.PARTLY,
        (Part.INCOMPLETE,),
        "It says 1, not 2.",
    )
    page.keyboard.press("k")
    expect(page.locator("#note")).to_have_value("It says 1, not 2.")
    expect(page.get_by_role("radio", name="Partly right", exact=True)).to_be_checked()
    page.keyboard.press("1")
    page.keyboard.press("i")
    page.locator("#note").fill("")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/case/2")
    assert site.labels.of(fakes.SYSTEM).given["Åsa"][site.answers[0].case.id].note == ""
    expect(page.locator("#done")).to_have_text(f"1 of {len(site.answers)} labelled")


def test_shortcuts_can_be_switched_off(visit: Visit) -> None:
    page = visit("Åsa")
    page.get_by_text("Keyboard shortcuts").click()
    page.get_by_label("Shortcuts on").uncheck()
    page.locator("h1").click()
    page.keyboard.press("1")
    expect(page.get_by_role("radio", name="Right", exact=True)).not_to_be_checked()
    page.reload()
    page.keyboard.press("1")
    expect(page.get_by_role("radio", name="Right", exact=True)).not_to_be_checked()


def test_two_people_at_once_each_alone_and_then_together(visit: Visit, site: Site) -> None:
    one, other = visit("Åsa"), visit("Bo")
    label_all(one, site, {"graz": "Wrong", "moon": "Wrong"})
    page = f"{site.address}/en/case/{site.number('graz')}"
    one.goto(page)
    one.locator("#note").fill(f"My note. {fakes.HOSTILE}")
    one.click("#label button")
    other.goto(page)
    assert "My note" not in other.content()
    expect(other.locator("#label fieldset input:checked")).to_have_count(0)
    for closed in ("/en/agreement", f"/en/settle/{site.number('graz')}", "/labels.csv"):
        other.goto(site.address + closed)
        assert "/case/" in other.url
        assert "Åsa" not in other.content()
    finish(one, site)
    expect(one.locator("main")).to_contain_text("Only one person has labelled")
    label_all(other, site, {"moon": "Wrong"})
    finish(other, site)
    expect(other.locator("main")).to_contain_text(
        f"Åsa and Bo have both labelled {len(site.answers)} of {len(site.answers)} answers."
    )
    expect(other.locator("tbody tr").first).to_contain_text("80 %")
    # By chance 0.6 · 0.8 + 0.4 · 0.2 = 0.56; (0.8 - 0.56) / 0.44 = 0.545.
    expect(other.locator("tbody tr").first).to_contain_text("0.55")
    expect(other.locator("article")).to_have_count(1)
    expect(other.locator("article")).to_contain_text("My note. <script>")
    sound(other)

    other.get_by_role("link", name="Settle").click()
    expect(other.locator("dl")).to_contain_text("Åsa: Wrong")
    sound(other)
    other.get_by_role("radio", name="Partly right", exact=True).check()
    other.locator("#note").fill("Graz is right, the year is not.")
    other.click("#label button")
    expect(other.locator("article")).to_contain_text("Settled by Bo: Partly right.")
    assert site.labels.of(fakes.SYSTEM).counting()["graz"] is Verdict.PARTLY
    with other.expect_download() as download:
        other.get_by_role("link", name="All labels as a spreadsheet").click()
    assert "Graz is right, the year is not." in download.value.path().read_text("utf-8-sig")

    one.goto(page)
    expect(one.locator("#label button")).to_have_count(0)
    sent = one.request.post(page, form={"verdict": "right"})
    assert sent.status == 400
    assert site.labels.of(fakes.SYSTEM).given["Åsa"]["graz"].verdict is Verdict.WRONG


def test_what_others_wrote_is_shown_and_runs_nothing(visit: Visit, site: Site) -> None:
    page = visit("Åsa")
    for case in ("hostile", "nobody", "lund"):
        page.goto(f"{site.address}/en/case/{site.number(case)}")
        sound(page)
        assert "hacked" not in page.title()
        assert page.locator("main script, main img").count() == 0
    expect(page.locator(".earlier")).to_have_text("Which city was first?")
    page.goto(f"{site.address}/en/case/{site.number('hostile')}")
    expect(page.locator(".question")).to_contain_text('<script>document.title = "hacked"')
    expect(page.locator(".question")).to_contain_text("{{ 7 * 7 }}")
    page.goto(f"{site.address}/en/case/{site.number('nobody')}")
    assert page.locator("a[href^=javascript]").count() == 0
    page.goto(f"{site.address}/en/case/{site.number('lund')}")
    page.locator("summary").first.click()
    expect(page.locator(".passage mark")).to_have_text("Graz became the first in 2001.")
    link = page.get_by_role("link", name="Open the source")
    assert link.get_attribute("href") == "https://graz.example/2001"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_without_scripts_and_what_cannot_be_kept(visit: Visit, site: Site) -> None:
    page = visit("Åsa", script=False)
    page.get_by_role("radio", name="Right", exact=True).check()
    page.get_by_role("checkbox", name="Unclear").check()
    page.locator("#note").fill("Kept while it is mended.")
    page.click("#label button")
    expect(page.get_by_role("alert")).to_contain_text("Not saved")
    expect(page.locator("#note")).to_have_value("Kept while it is mended.")
    assert site.labels.of(fakes.SYSTEM).given == {}
    page.get_by_role("checkbox", name="Unclear").uncheck()
    page.click("#label button")
    page.wait_for_url("**/case/2")


def test_in_swedish(visit: Visit, site: Site) -> None:
    page = visit("Åsa", language="sv")
    expect(page.locator("h1")).to_have_text(f"Svar 1 av {len(site.answers)}")
    assert page.locator("html").get_attribute("lang") == "sv"
    sound(page)
    for _ in site.answers:
        page.keyboard.press("1")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Alla svar")
    sound(page)
    page.get_by_role("button", name="Avsluta").click()
    expect(page.locator("h1")).to_have_text("Överensstämmelse")
    sound(page)
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Agreement")


def test_a_third_person_is_told_who_labels(visit: Visit, site: Site) -> None:
    for name in ("Åsa", "Bo"):
        page = visit(name)
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        page.wait_for_url("**/case/2")
    page = visit("Cleo")
    expect(page.get_by_role("alert")).to_contain_text("Åsa, Bo")
    sound(page)
    page.fill("#person", "bo")
    page.click("main button")
    expect(page.locator("h1")).to_have_text(f"Answer 2 of {len(site.answers)}")


def test_nobody_without_the_key(site: Site) -> None:
    with httpx.Client(base_url=site.address) as stranger:
        for path in (
            "/",
            "/en/",
            "/en/case/1",
            "/labels.csv",
            "/?key=guess",
            "/en/list?key=" + KEY,
        ):
            refused = stranger.get(path)
            assert refused.status_code == 403, path
            assert "Open the printed address" in refused.text
        assert stranger.post("/en/case/1", data={"verdict": "right"}).status_code == 403
        assert stranger.get("/file/label.css").status_code == 200
        assert stranger.get("/file/server.py").status_code == 404
    with httpx.Client(base_url=site.address, follow_redirects=True) as staff:
        entered = staff.get("/", params={"key": KEY})
        assert entered.status_code == 200
        assert "key=" not in str(entered.url)
        assert "no-store" in entered.headers["cache-control"]
        assert "frame-ancestors 'none'" in entered.headers["content-security-policy"]
        elsewhere = {"Origin": "https://elsewhere.example"}
        foreign = staff.post("/en/person", data={"person": "Eve"}, headers=elsewhere)
        assert foreign.status_code == 403
        pointed = staff.get("/", headers={"Host": "elsewhere.example"})
        assert pointed.status_code == 400
        assert staff.get("/de/").status_code == 404
        assert staff.post("/en/person", data={"person": " "}).status_code == 400
        assert staff.post("/en/person", data={"person": "Åsa"}).status_code == 200
        assert staff.get("/en/case/99").url.path == "/en/case/1"
        large = staff.post("/en/case/1", data={"verdict": "right", "note": "x" * 70_000})
        assert large.status_code == 400
    assert site.labels.of(fakes.SYSTEM).given == {}


def test_every_text_is_in_both_languages() -> None:
    from assistant.web.texts import translations

    for name, words in translations(TEXTS).items():
        assert set(words) == {"en", "sv"}, name
        places = [{part.split("}")[0] for part in text.split("{")[1:]} for text in words.values()]
        assert places[0] == places[1], name
