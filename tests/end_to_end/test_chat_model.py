"""A chat model by settings alone: tested, used, and done without when it cannot be."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.conftest import CONTACT
from tests.end_to_end.conftest import ROOT, Run
from tests.provider import Provider, Reply, error, says

LUND = "When did Lund become a human rights city?"
AUGUST = "Lund became a human rights city in August 2018."
PATIENCE = 90


@pytest.fixture
def set_model(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """The settings name a model of the provider on this machine."""
    monkeypatch.setenv("ASSISTANT_MODEL", "openai:scripted")
    monkeypatch.setenv("ASSISTANT_MODEL_URL", f"{provider.address}/v1")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    return provider


def test_the_model_words_the_answer(run: Run, small_root: Path, set_model: Provider) -> None:
    set_model.script = [says(f"{AUGUST} [1] See evil.example [1].")]
    turn = json.loads(run("ask", LUND, "--json", "--index", small_root).out)
    assert turn["text"] == f"{AUGUST} [1]"
    assert turn["model"]["writer"] == "openai:scripted"
    assert turn["model"]["dropped"] == [{"text": "See evil.example.", "faults": ["markup"]}]
    assert turn["citations"][0]["quote"] == AUGUST


def test_a_model_that_fails_leaves_the_extract(
    run: Run, small_root: Path, set_model: Provider
) -> None:
    set_model.script = [error(500)]
    ran = run("ask", LUND, "--json", "--index", small_root)
    turn = json.loads(ran.out)
    assert ran.code == 0
    assert turn["text"].startswith(AUGUST)
    assert turn["model"] == {"writer": "", "fault": "failed", "dropped": []}


def test_the_command_says_what_it_found(
    run: Run, set_model: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_model.script = [says("ready")]
    ran = run("model")
    assert (ran.code, ran.err) == (0, "")
    assert "openai:scripted answers" in ran.out
    monkeypatch.setenv("ASSISTANT_MODEL", "nobody:x")
    ran = run("model")
    assert (ran.code, ran.out) == (1, "")
    assert "no provider 'nobody'" in ran.err
    monkeypatch.setenv("ASSISTANT_MODEL", "")
    ran = run("model")
    assert ran.code == 1
    assert "No chat model is set" in ran.err


def test_a_key_may_stand_in_the_env_file(
    run: Run, set_model: Provider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("OPENAI_API_KEY=of-the-file\nASSISTANT_MODEL_SECONDS=19\n")
    monkeypatch.chdir(tmp_path)
    set_model.script = [says("ready")]
    assert run("model").code == 0
    assert set_model.keys == ["Bearer of-the-file"]


def test_a_server_whose_provider_hangs_starts_and_says_so(
    small_root: Path, set_model: Provider, tmp_path: Path
) -> None:
    set_model.script = [Reply(hangs=True)] * 4
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "log"
    with log.open("w") as lines:
        server = subprocess.Popen(
            [sys.executable, "-m", "assistant", "serve", "--index", str(small_root)],
            cwd=ROOT,
            stdout=lines,
            stderr=lines,
            start_new_session=True,
            env={
                **os.environ,
                "ASSISTANT_PORT": str(port),
                "ASSISTANT_MODEL_SECONDS": "6",
                "ASSISTANT_CONTACT_URL": CONTACT,
            },
        )
    try:
        assert until(lambda: well(f"http://127.0.0.1:{port}/healthz")), log.read_text()
        assert until(lambda: "did not answer within 6 s" in log.read_text()), log.read_text()
        assert "Meanwhile answers are extracts." in log.read_text()
        assert well(f"http://127.0.0.1:{port}/healthz")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def until(holds: Callable[[], bool]) -> bool:
    """Wait for something to hold, for a while."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.1)
    return False


def well(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.TransportError:
        return False
