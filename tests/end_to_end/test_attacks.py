"""Hostile inputs: none changes what is said, gives away what is ours, or becomes markup."""

import io
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog

from assistant.__main__ import main
from assistant.answering import Assistant
from assistant.assembly import embedding_model
from assistant.settings import Settings
from assistant.turn import Outcome, Turn
from assistant.weights import weights
from assistant.writer import OnDraft
from corpus.library import read_library
from index.build import sync
from index.search import Index
from tests.browser.conftest import Watch, served
from tests.conftest import CONTACT, no_progress
from tests.end_to_end.attacks import (
    SORTS,
    Attack,
    addresses,
    attacks,
    faults,
    hidden,
    lines,
    unmet,
    write_documents,
)
from tests.fakes import word_model

SHIPPED = [attack for sort in SORTS for attack in attacks(sort)]
DOCUMENTS = attacks("documents")
IN_THE_BROWSER = {
    "markup-02", "markup-03", "markup-07", "markup-11", "markup-13", "markup-18", "markup-20",
    "markup-28", "markup-36", "unicode-34", "documents-08", "documents-16", "documents-18",
    "documents-19",
}  # fmt: skip


class Asked:
    """An assistant, its index, and what it has answered so far: a question is asked once."""

    def __init__(self, assistant: Assistant, index: Index, contact: str) -> None:
        self.index = index
        self.addresses = addresses(index) | {contact, "tel:112"}
        self._assistant = assistant
        self._turns: dict[tuple[tuple[str, ...], str], Turn] = {}

    def answer(self, turns: tuple[str, ...], language: str) -> Turn:
        if (turns, language) not in self._turns:
            self._turns[turns, language] = self._assistant.answer(turns, language)
        return self._turns[turns, language]

    def clean(self, attack: Attack) -> Turn | None:
        """The answer to the question without the attack, where the case names one."""
        same = attack.expect.get("same_as")
        return self.answer((same,), attack.language) if same else None


@pytest.fixture(scope="module")
def corpus(shipped: Assistant) -> Asked:
    settings = Settings()
    index = Index.open(settings.index_dir, embedding_model(settings))
    return Asked(shipped, index, settings.contact_url)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The poisoned documents, indexed."""
    folder, root = tmp_path_factory.mktemp("poisoned"), tmp_path_factory.mktemp("index") / "index"
    write_documents(folder)
    model = word_model()
    sync(read_library(folder), root, model, no_progress)
    index = Index.open(root, model)
    return Asked(Assistant(index, weights(), CONTACT), index, CONTACT)


def expected(cases: list[Attack]) -> list[Any]:
    """The cases, those with a known fault marked."""
    return [
        pytest.param(
            case, marks=pytest.mark.xfail(reason=case.fault) if case.fault else (), id=case.id
        )
        for case in cases
    ]


def quiet(attack: Attack, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Log lines that hold what the person wrote."""
    words = [turn.strip()[:40] for turn in attack.turns if len(turn.strip()) > 5]
    return [line for line in caplog.messages if any(word in line for word in words)]


@pytest.mark.parametrize("attack", SHIPPED, ids=str)
def test_whatever_is_asked_the_turn_is_sound(
    corpus: Asked, attack: Attack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    turn = corpus.answer(attack.turns, attack.language)
    assert faults(turn, corpus.index, corpus.addresses) == []
    assert quiet(attack, caplog) == []


@pytest.mark.parametrize("attack", expected(SHIPPED))
def test_it_does_not_change_what_is_said(corpus: Asked, attack: Attack) -> None:
    turn = corpus.answer(attack.turns, attack.language)
    assert unmet(attack, turn, corpus.clean(attack)) == []


@pytest.mark.parametrize("attack", DOCUMENTS, ids=str)
def test_whatever_a_document_holds_the_turn_is_sound(documents: Asked, attack: Attack) -> None:
    turn = documents.answer(attack.turns, attack.language)
    assert faults(turn, documents.index, documents.addresses) == []


@pytest.mark.parametrize("attack", expected(DOCUMENTS))
def test_a_document_gives_no_orders(documents: Asked, attack: Attack) -> None:
    turn = documents.answer(attack.turns, attack.language)
    assert unmet(attack, turn, documents.clean(attack)) == []


def test_what_a_reader_of_a_document_does_not_see_is_not_indexed(documents: Asked) -> None:
    assert len({passage.file for passage in documents.index.passages}) > 10
    for passage in documents.index.passages:
        indexed = " ".join((passage.text, passage.context, passage.locator, passage.address))
        assert "CANARY" not in indexed
        assert hidden(indexed.replace("\n", " ")) == []
        assert "javascript:" not in passage.address
    assert not any("javascript:" in url for url in documents.addresses)


class Either:
    """Asks the poisoned documents about Testby, and the shipped corpus about all else."""

    def __init__(self, corpus: Asked, documents: Asked) -> None:
        self._corpus = corpus
        self._documents = documents

    def answer(
        self,
        turns: Sequence[str],
        language: str,
        on_draft: OnDraft | None = None,  # noqa: ARG002 -- the page's signature
    ) -> Turn:
        asked = self._documents if "Testby" in turns[-1] else self._corpus
        return asked.answer((turns[-1],), language)


@pytest.fixture(scope="module")
def address(corpus: Asked, documents: Asked) -> Iterator[str]:
    with served(Either(corpus, documents), lambda: True) as running:
        yield running


@pytest.mark.browser
def test_in_the_browser_it_stays_text(
    address: str, browser: Browser, corpus: Asked, documents: Asked
) -> None:
    cases = [attack for attack in (*SHIPPED, *DOCUMENTS) if attack.id in IN_THE_BROWSER]
    assert len(cases) == len(IN_THE_BROWSER)
    watch = Watch()
    dialogs: list[str] = []
    page = browser.new_page()
    page.set_default_timeout(20_000)

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    watch.over(page)
    page.goto(address)
    title = page.title()
    for number, attack in enumerate(cases, start=1):
        page.fill("#question textarea", attack.turns[-1])
        page.press("#question textarea", "Enter")
        article = page.locator(f"article[data-finished='{number}']")
        article.wait_for()
        turn = Either(corpus, documents).answer(attack.turns, "en")
        assert article.locator(".asked").text_content() == turn.question
        for card in article.locator("summary").all():
            card.click()
        if turn.citations:
            assert article.locator("mark").first.text_content() == turn.citations[0].quote
    made = "#conversation :is(script, img, svg, iframe, form, input, style)"
    assert page.locator(made).count() == 0
    assert page.title() == title
    assert dialogs == []
    assert watch.complaints == []
    assert [url for url in watch.requests if not url.startswith((address, "data:"))] == []
    page.close()


def test_every_hostile_line_gives_one_line_back(
    shipped: Assistant, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shipped
    hostile = lines()
    stdin = io.BytesIO(b"".join(line + b"\n" for _, line, _ in hostile))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stdin))
    assert main(["ask", "--jsonl", "--index", str(Settings().index_dir)]) == 0
    shown = capfd.readouterr()
    records = [json.loads(line, parse_constant=_no_json) for line in shown.out.splitlines()]
    assert len(records) == len(hostile)
    for (id_, line, expect), record in zip(hostile, records, strict=True):
        allowed = {"refused"} if "refused" in expect else set(expect.get("outcomes", Outcome))
        assert record["outcome"] in allowed, id_
        assert {"text", "statements", "citations", "message", "suggestions"} <= set(record), id_
        assert bool(record["statements"]) == (record["outcome"] == "answered"), id_
        assert record["text"], id_
        if "refused" in expect:
            assert record["id"] is None
            assert f"line {hostile.index((id_, line, expect)) + 1}:" in record["message"], id_
        else:
            assert record["id"] == json.loads(line.decode("utf-8-sig", "replace"))["id"]
    assert "Traceback" not in shown.err
    assert len(shown.err.splitlines()) == sum("refused" in expect for *_, expect in hostile)


def _no_json(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")
