"""What people say of answers, over HTTP: from our own page only, small, slow, and never logged."""

import json
import logging
import sqlite3
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.database import Database
from assistant.feedback import Fault, FeedbackList, Verdict
from assistant.web.desk import MOST_BYTES, Desk
from assistant.web.pace import Pace
from assistant.web.recent import RecentAnswer, RecentAnswers
from tests.browser import fakes
from tests.browser.conftest import CONTACT, Site

TOLD = "My neighbour Karin Example, karin@example.org, told me"


@pytest.fixture
def answer(site: Site) -> str:
    """The id of an answer that the server holds, in a session of its own."""
    return held(site.recent)


@pytest.fixture(autouse=True)
def emptied(site: Site) -> None:
    """Nothing is kept before a test."""
    for one in site.feedback.all():
        site.feedback.erase(one.reference)


def held(recent: RecentAnswers, session: str = "") -> str:
    turn = fakes.TURNS[fakes.DEFINITION]
    mine = RecentAnswer((TOLD, fakes.DEFINITION), turn, "en", session)
    mine.session = session or str(id(mine))
    return recent.hold(mine)


def post(site: Site, body: object, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"Origin": site.address, "Content_Type": "application/json", **headers}
    sent = {name.replace("_", "-"): value for name, value in given.items() if value}
    return httpx.post(f"{site.address}/feedback", content=content, headers=sent)


def wrong(answer: str, **more: Any) -> dict[str, Any]:
    return {"answer": answer, "verdict": "wrong", **more}


def test_with_consent_the_server_keeps_its_own_turn(site: Site, answer: str) -> None:
    said = wrong(
        answer, consent=True, statements=[1, 3, 44], faults=["evidence"], said=f"{TOLD}\nno"
    )
    answered = post(site, said)
    assert answered.status_code == 200
    (kept,) = site.feedback.all()
    assert answered.json() == {"reference": kept.reference}
    assert (kept.verdict, kept.faults) == (Verdict.WRONG, (Fault.EVIDENCE,))
    assert kept.sentences == [fakes.FIRST, fakes.DUTY]
    assert kept.questions == (TOLD.replace("karin@example.org", "[e-mail]"), fakes.DEFINITION)
    assert kept.said.endswith("told me\nno")


def test_without_consent_what_is_sent_all_the_same_is_not_kept(site: Site, answer: str) -> None:
    assert post(site, wrong(answer, statements=[1], said=TOLD)).status_code == 200
    (kept,) = site.feedback.all()
    assert (kept.said, kept.questions, kept.statements, kept.turn) == ("", (), (), None)
    assert kept.sources == ("graz",)


def test_sending_again_changes_what_was_sent(site: Site, answer: str) -> None:
    references = {
        post(site, {"answer": answer, "verdict": verdict}).json()["reference"]
        for verdict in ("wrong", "partly", "right")
    }
    (kept,) = site.feedback.all()
    assert references == {kept.reference}
    assert kept.verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://["},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
    ],
)
def test_other_sites_may_not_send(site: Site, answer: str, headers: dict[str, str]) -> None:
    assert post(site, wrong(answer), **headers).status_code == 403
    assert site.feedback.all() == []


def test_behind_a_proxy_the_browser_says_that_it_is_our_page(site: Site, answer: str) -> None:
    headers = {"Origin": "https://rights.example", "Sec_Fetch_Site": "same-origin"}
    assert post(site, wrong(answer), **headers).status_code == 200


@pytest.mark.parametrize(
    "sort", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_what_a_form_of_another_site_could_send_is_not_taken(
    site: Site, answer: str, sort: str
) -> None:
    assert post(site, wrong(answer), Content_Type=sort).status_code == 415


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 16_000,
        {"verdict": "wrong"},
        {"answer": "x"},
        {"answer": "x", "verdict": "perhaps"},
        {"answer": "x" * 65, "verdict": "wrong"},
        {"answer": "x", "verdict": "wrong", "consent": "yes"},
        {"answer": "x", "verdict": "wrong", "consent": 1},
        {"answer": "x", "verdict": "wrong", "statements": ["1"]},
        {"answer": "x", "verdict": "wrong", "statements": [1] * 101},
        {"answer": "x", "verdict": "wrong", "faults": ["lies"]},
        {"answer": "x", "verdict": "wrong", "said": "a" * 2_001},
        {"answer": "x", "verdict": "wrong", "turn": {"text": "mine"}},
    ],
)  # fmt: skip
def test_what_has_another_form_is_not_taken(site: Site, body: object) -> None:
    assert post(site, body).status_code == 422


def test_what_is_too_long_is_not_taken(site: Site, answer: str) -> None:
    assert post(site, wrong(answer, said="a" * MOST_BYTES)).status_code == 413


def test_the_longest_text_in_the_longest_letters_is_taken(site: Site, answer: str) -> None:
    body = json.dumps(wrong(answer, consent=True, said="\U00010400" * 1_000))
    assert post(site, body.encode()).status_code == 200
    (kept,) = site.feedback.all()
    assert kept.said == "\U00010400" * 1_000


def test_half_a_letter_is_no_json(site: Site, answer: str) -> None:
    body = json.dumps(wrong(answer, consent=True, said="x")).replace('"x"', '"a\\ud83dz"')
    assert post(site, body.encode()).status_code == 422
    assert site.feedback.all() == []


def test_an_answer_that_nobody_gave_is_gone(site: Site) -> None:
    assert post(site, wrong("AAAAAAAAAAAAAAAAAAAAAA")).status_code == 410


def test_only_post(site: Site) -> None:
    assert httpx.get(f"{site.address}/feedback").status_code in (404, 405)


def test_a_session_has_its_pace(site: Site) -> None:
    answers = [held(site.recent, "hasty") for _ in range(20)]
    assert {post(site, wrong(one)).status_code for one in answers} == {200}
    late = post(site, wrong(answers[0]))
    assert late.status_code == 429
    assert 0 < int(late.headers["Retry-After"]) <= 600
    assert post(site, wrong(held(site.recent))).status_code == 200


def test_an_address_has_its_pace(site: Site) -> None:
    desk = Desk(site.feedback, RecentAnswers(), CONTACT, of_an_address=Pace(2, 60))
    app = FastAPI()
    desk.serve(app)
    client = TestClient(app, headers={"Sec-Fetch-Site": "same-origin"})
    answers = [client.post("/feedback", json=wrong("nobody")) for _ in range(3)]
    assert [one.status_code for one in answers] == [410, 410, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60


def test_a_locked_database_is_said_and_logged_without_what_was_written(
    site: Site, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    other = sqlite3.connect(site.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with caplog.at_level(logging.DEBUG):
        assert post(site, wrong(answer, consent=True, said=TOLD)).status_code == 503
    other.execute("ROLLBACK")
    other.close()
    assert "written by another program" in caplog.text
    assert site.feedback.all() == []
    with caplog.at_level(logging.DEBUG):
        assert post(site, wrong(answer, consent=True, said=TOLD)).status_code == 200
    assert not {word for word in ("Karin", "example.org", "human rights") if word in caplog.text}


def test_a_database_that_cannot_be_opened_is_said(site: Site) -> None:
    recent = RecentAnswers()
    nowhere = FeedbackList(Database("sqlite:////proc/nowhere/a.sqlite"), 1)
    app = FastAPI()
    Desk(nowhere, recent, CONTACT).serve(app)
    client = TestClient(app, headers={"Sec-Fetch-Site": "same-origin"})
    assert client.post("/feedback", json=wrong(held(recent))).status_code == 503
    assert site.feedback.all() == []
