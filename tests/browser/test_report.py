"""The evaluation's report in a real browser: accessible, narrow and wide, filtered by keyboard."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from evals.report.content import content
from evals.report.writing import write
from tests.browser.test_page import fits, violations
from tests.evals.runs import finished

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report in each language."""
    root = tmp_path_factory.mktemp("runs")
    before = finished(root, "before", dict.fromkeys(range(24), True), "2026-01-01T00:00:00+00:00")
    run = finished(root, "", {number: number >= 15 for number in range(24)})
    found = {}
    for language in ("en", "sv"):
        (root / language).mkdir()
        found[language] = write(content(run, before), root / language, language)
    return found


def opened(
    browser: Browser, path: Path, width: int, *, dark: bool = False, script: bool = True
) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        offline=True,
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize(
    ("width", "dark"), [(360, False), (360, True), (1280, False), (1280, True)]
)
def test_accessible_and_without_scrolling_sideways(
    browser: Browser, folders: dict[str, Path], language: str, width: int, dark: bool
) -> None:
    page = opened(browser, folders[language], width, dark=dark)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(page) == []
    assert fits(page)
    page.context.close()


def test_filters_by_keyboard(browser: Browser, folders: dict[str, Path]) -> None:
    page = opened(browser, folders["en"], 1280)
    expect(page.locator("#shown")).to_have_text("15 of 15 cases shown")
    page.focus("#filter-language")
    page.keyboard.type("Sw")
    expect(page.locator("#shown")).to_have_text("7 of 15 cases shown")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("fact")
    expect(page.locator("#shown")).to_have_text("2 of 15 cases shown")
    expect(page.locator("article:visible")).to_have_count(2)
    page.context.close()


def test_filters_without_script(browser: Browser, folders: dict[str, Path]) -> None:
    page = opened(browser, folders["sv"], 360, script=False)
    page.select_option("#filter-language", label="svenska")
    expect(page.locator("article:visible")).to_have_count(7)
    page.context.close()


def test_paper_has_every_case_and_no_controls(browser: Browser, folders: dict[str, Path]) -> None:
    page = opened(browser, folders["en"], 700)
    page.emulate_media(media="print")
    expect(page.locator("article:visible")).to_have_count(15)
    expect(page.locator("#filters")).to_be_hidden()
    page.context.close()
