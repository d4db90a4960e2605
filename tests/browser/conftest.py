"""The real page on a free port, with known answers, in a real browser."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from assistant.database import Database
from assistant.feedback import FeedbackList
from assistant.web.desk import Desk
from assistant.web.pace import Pace
from assistant.web.page import Answerer
from assistant.web.recent import RecentAnswers
from assistant.web.server import create_app
from tests.browser.fakes import DEFINITION, LIST, SWEDISH, FakeAnswerer

EXAMPLES = {"en": (DEFINITION, LIST), "sv": (SWEDISH, "Hur blir en stad en MR-stad?")}

DAYS = 365
CONTACT = "https://institute.example/contact"

Visit = Callable[..., Page]


@dataclass(slots=True)
class Site:
    """The running server and what stands behind it."""

    address: str
    answerer: FakeAnswerer
    feedback: FeedbackList
    database: Path
    recent: RecentAnswers = field(default_factory=RecentAnswers)
    healthy: bool = True


@dataclass(slots=True)
class Watch:
    """What a page asked for and complained about."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Note every request and every complaint of ``page`` from now on."""
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole server in a thread, without a model, and with a database of its own."""
    file = tmp_path_factory.mktemp("feedback") / "database.sqlite"
    database = Database(sa.URL.create("sqlite", database=str(file)), patience=0.2)
    running = Site("", FakeAnswerer(), FeedbackList(database, DAYS), file)
    anybody = Pace(1_000, 1)
    desk = Desk(running.feedback, running.recent, CONTACT, of_an_address=anybody)
    with served(running.answerer, lambda: running.healthy, desk) as running.address:
        yield running


@contextmanager
def served(
    answerer: Answerer, health: Callable[[], bool], desk: Desk | None = None
) -> Iterator[str]:
    """The address of the whole server, in a thread, over any answerer."""
    app = asyncio.run(_create(answerer, health, desk))
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.started
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


async def _create(answerer: Answerer, health: Callable[[], bool], desk: Desk | None) -> FastAPI:
    """Within a loop, because Gradio opens one for each of its locks where there is none."""
    return create_app(answerer, health, EXAMPLES, desk=desk)


@pytest.fixture
def watch() -> Watch:
    """What the pages of this test asked for and complained about."""
    return Watch()


@pytest.fixture
def visit(site: Site, browser: Browser, watch: Watch) -> Iterator[Visit]:
    """Open the page as a new person; nothing may leave the host or be complained about."""
    contexts = []
    site.answerer.asked.clear()
    site.answerer.go.clear()

    def open_page(path: str = "/", width: int = 1440, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
            permissions=["clipboard-read", "clipboard-write"],
            reduced_motion="reduce",
            locale="de-DE",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        watch.over(page)
        page.goto(site.address + path)
        page.locator("#question textarea").wait_for()
        return page

    yield open_page
    site.answerer.go.set()
    for context in contexts:
        context.close()
    foreign = [url for url in watch.requests if not url.startswith((site.address, "data:"))]
    assert foreign == []
    assert watch.complaints == []
