"""The whole thing as a citizen meets it: served, asked, answered, the source opened."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from assistant.answering import Assistant
from assistant.settings import Settings
from tests.end_to_end.conftest import ROOT

pytestmark = pytest.mark.browser
PATIENCE = 90


@pytest.fixture(scope="module")
def address(shipped: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """``make run`` on a free port, over the index that ``shipped`` keeps."""
    assert shipped
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("serve") / "log"
    with log.open("w") as lines:
        server = subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            stdout=lines,
            stderr=lines,
            start_new_session=True,
            env={
                **os.environ,
                "ASSISTANT_PORT": str(port),
                "ASSISTANT_DATA_DIR": str(Settings().data_dir.absolute()),
            },
        )
    try:
        until_well(f"http://127.0.0.1:{port}", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def until_well(base: str, log: Path) -> None:
    """Wait for 200; until then the health check may only say 503."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if (status := answered(f"{base}/healthz")) == 200:
            return
        assert status in (None, 503), log.read_text()
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def answered(url: str) -> int | None:
    """The status that ``url`` answers with; ``None`` while nobody listens."""
    try:
        return httpx.get(url, timeout=5).status_code
    except httpx.TransportError:
        return None


def ask(page: Page, question: str) -> None:
    page.get_by_role("textbox").fill(question)
    page.keyboard.press("Enter")
    page.locator("article .prose-answer:visible, article .message:visible").last.wait_for(
        timeout=30_000
    )


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900)])
def test_a_citizen_asks_and_opens_the_source(
    address: str, browser: Browser, tmp_path: Path, width: int, height: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(address)
    ask(page, "Which city was the first human rights city?")
    answer = page.locator("article .prose-answer:visible").last
    assert "Rosario" in answer.inner_text()
    answer.locator("a.marker").first.click()
    card = page.locator("details[open]").first
    card.wait_for()
    assert "Rosario" in card.locator("mark").inner_text()
    assert (card.locator("a[target=_blank]").get_attribute("href") or "").startswith("http")
    shot = tmp_path / f"page-{width}.png"
    page.screenshot(path=shot)
    assert shot.stat().st_size > 10_000
    context.close()


def test_the_swedish_page_answers_in_swedish(address: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/sv/")
    ask(page, "Vilken stad blev den första MR-staden?")
    assert "Rosario" in page.locator("article .prose-answer:visible").last.inner_text()
    assert page.locator("html").get_attribute("lang") == "sv"
    context.close()


def test_a_question_without_an_answer_shows_no_source(address: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    ask(page, "What did Rosario spend on its human rights office last year?")
    assert "won't guess" in page.locator("article").last.inner_text()
    assert page.locator("details").count() == 0
    context.close()
