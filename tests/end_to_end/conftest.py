"""The real model, the real Chroma, and the command line in this process."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import main
from assistant.answering import Assistant
from assistant.assembly import open_assistant
from assistant.settings import Settings
from tests.conftest import SMALL

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``python -m assistant`` with arguments, and lines on its standard input."""

    def command(*arguments: object, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stopped:  # how argparse ends
            code = int(stopped.code or 0)
        shown = capfd.readouterr()
        return Ran(code, shown.out, shown.err)

    return command


@pytest.fixture(scope="session")
def small_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the small corpus, built with the real model through the command line."""
    root = tmp_path_factory.mktemp("real") / "index"
    assert main(["index", "--corpus", str(SMALL), "--index", str(root)]) == 0
    return root


@pytest.fixture(scope="session")
def shipped() -> Assistant:
    """The assistant as ``make run`` starts it; its index is built once and kept."""
    return open_assistant(Settings())
