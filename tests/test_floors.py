"""Imports only go down, heavy parts stay where they belong, and nothing happens at import."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ["corpus", "index", "assistant", "evals", "app"]
MAY_IMPORT = {
    "corpus": {"corpus"},
    "index": {"corpus", "index"},
    "assistant": {"corpus", "index", "assistant"},
    "evals": {"corpus", "index", "assistant", "evals"},
    "app": {"assistant"},
}


def modules(floor: str) -> list[Path]:
    single = ROOT / f"{floor}.py"
    return [single] if single.exists() else sorted((ROOT / floor).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides its floor"
            yield node.module or ""


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_only_go_down(floor: str) -> None:
    for path in modules(floor):
        for name in imports(path):
            top = name.partition(".")[0]
            assert top not in FLOORS or top in MAY_IMPORT[floor], f"{path} imports {name}"


def test_gradio_stays_on_the_web_floor() -> None:
    for floor in FLOORS:
        for path in modules(floor):
            if "gradio" in {name.partition(".")[0] for name in imports(path)}:
                assert path.is_relative_to(ROOT / "assistant" / "web"), path


def test_the_environment_is_read_in_one_place() -> None:
    for floor in FLOORS:
        for path in modules(floor):
            text = path.read_text("utf-8")
            reads = "getenv" in text or "environ.get" in text or "os.environ)" in text
            assert not reads or path.name == "settings.py", path


def test_the_network_is_used_where_the_design_says() -> None:
    allowed = {
        "corpus/fetch.py",
        "assistant/chat_model.py",
        "assistant/web/launch.py",
        "evals/labelling/desk.py",
        "evals/speed.py",
    }
    for floor in FLOORS:
        for path in modules(floor):
            used = {name.partition(".")[0] for name in imports(path)} & {
                "httpx", "requests", "socket", "urllib3", "aiohttp", "smtplib",
                "langchain", "langchain_openai", "langchain_anthropic", "langchain_ollama",
                "openai", "anthropic", "ollama",
            }  # fmt: skip
            assert not used or path.relative_to(ROOT).as_posix() in allowed, path


def test_few_broad_excepts_and_no_print() -> None:
    broad = 0
    for floor in FLOORS:
        for path in modules(floor):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ExceptHandler):
                    caught = node.type
                    broad += caught is None or (
                        isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"}
                    )
                assert not (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id == "print"
                ), path
    assert broad <= 2


def test_importing_starts_nothing() -> None:
    """No model, client, folder, log handler, thread or socket comes of importing every module."""
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for floor in FLOORS
        for path in modules(floor)
        if path.name != "__main__.py"
    ]
    program = f"""
import importlib, logging, os, sys, threading
opened = []
def watch(event, arguments):
    if event in ("socket.connect", "socket.bind", "os.mkdir") or (
        event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    ):
        opened.append((event, str(arguments[0])))
sys.dont_write_bytecode = True
environment = dict(os.environ)
import gradio, langchain_core.retrievers, lingua, bm25s, uvicorn  # what they do is theirs
handlers, before = list(logging.root.handlers), dict(os.environ)
threads = threading.active_count()
sys.addaudithook(watch)
for name in {names!r}:
    importlib.import_module(name)
assert not opened, opened
assert logging.root.handlers == handlers
assert dict(os.environ) == before
assert threading.active_count() == threads
heavy = ("torch", "chromadb", "langchain", "langchain_openai", "openai", "anthropic", "ollama")
assert not set(heavy) & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=120)
