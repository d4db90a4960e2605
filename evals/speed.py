"""``make bench``: speed and memory, as ratios within one run.

Absolute times depend on the machine and its load; the ratios compare with the bare embedding
model on the same texts in the same minute.
"""

import argparse
import json
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.answering import Assistant
from assistant.assembly import build_index, embedding_model, open_assistant, read_documents
from assistant.settings import Settings
from corpus.library import SHIPPED
from index.embedding import BATCH, EmbeddingModel
from index.vectors import keys

ROOT = Path(__file__).parents[1]
QUESTIONS = (
    "Which city was the first human rights city?",
    "What is a human rights city?",
    "Does the European Charter ask for an ombudsman?",
    "How can RWI help my city?",
    "What are the four foundations of the FRA framework?",
    "When did Lund become a human rights city?",
    "Vilken stad blev den första MR-staden?",
    "Vad kräver SKR:s plattform av en kommun?",
    "What did Rosario spend on its human rights office last year?",
    "Which team won the league last year?",
)
_PASSAGES = 400
"""Passages that the throughput is measured on."""
_ROUNDS = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table on stdout, and return 0; ``--json`` prints the figures alone."""
    parser = argparse.ArgumentParser(prog="python -m evals speed", description=__doc__)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args(arguments).json
    figures = measured()
    if as_json:
        sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    else:
        width = max(map(len, figures))
        for name, value in figures.items():
            sys.stdout.write(f"{name:<{width}}  {value:>10.3f}\n")
    return 0


def measured() -> dict[str, float]:
    """Every figure by name; seconds unless the name says otherwise."""
    settings = Settings()
    figures = {"set-up, nothing changed": _seconds(lambda: _run("make", "setup"))}
    open_assistant(settings)  # the index must be there before a cold start is measured
    figures |= _cold_start(settings)
    model = embedding_model(settings)
    figures |= _throughput(model, settings)
    figures |= _answers(open_assistant(settings), model)
    figures["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def _cold_start(settings: Settings) -> dict[str, float]:
    """From ``python -m assistant serve`` to the page, and to the first answer."""
    port = _free_port()
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "assistant", "serve"],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "ASSISTANT_PORT": str(port),
            "ASSISTANT_DATA_DIR": str(settings.data_dir.absolute()),
        },
        stderr=subprocess.DEVNULL,
    )
    try:
        page = _until(f"http://127.0.0.1:{port}/", started)
        # The service answers one question before it says that it is well.
        answer = _until(f"http://127.0.0.1:{port}/healthz", started)
    finally:
        server.terminate()
        server.wait(timeout=20)
    return {"cold start to the page": page, "cold start to the first answer": answer}


def _throughput(model: EmbeddingModel, settings: Settings) -> dict[str, float]:
    """A build of some passages against the bare model on the same texts."""
    library = read_documents(SHIPPED, quiet=True)
    some, passages = [], 0
    for text in library.texts:
        if text.language == "en" and passages < _PASSAGES:
            some.append(text)
            passages += len(text.sections)
    part = type(library)(library.sources, tuple(some), ())
    wanted = list(part.passages())
    texts = [key.text for passage in wanted for key in keys(passage, model.knows)]
    bare = _seconds(lambda: _embed_all(model, texts))
    with tempfile.TemporaryDirectory() as folder:
        build = _seconds(lambda: build_index(part, Path(folder), model, settings, quiet=True))
    return {
        "passages in the build": float(len(wanted)),
        "texts embedded (passages, sentences, asks)": float(len(texts)),
        "passages a second, built": len(wanted) / build,
        "passages a second, bare model": len(wanted) / bare,
        "build rate / bare rate (aim 0.9)": bare / build,
    }


def _embed_all(model: EmbeddingModel, texts: Sequence[str]) -> None:
    ordered = sorted(texts, key=len)
    for start in range(0, len(ordered), BATCH):
        model.embeddings.embed_documents(list(ordered[start : start + BATCH]))


def _answers(assistant: Assistant, model: EmbeddingModel) -> dict[str, float]:
    """Answer times against one bare question embedding, taken in turn."""
    bare: list[float] = []
    answers: list[float] = []
    for _ in range(_ROUNDS):
        for question in QUESTIONS:
            bare.append(_seconds(lambda q=question: model.embeddings.embed_query(q)))  # type: ignore[misc]
            answers.append(_seconds(lambda q=question: assistant.answer([q])))  # type: ignore[misc]
    one = statistics.median(bare)
    p50, p95 = statistics.median(answers), statistics.quantiles(answers, n=20)[-1]
    return {
        "one question embedding, ms": 1000 * one,
        "answer p50, ms": 1000 * p50,
        "answer p95, ms": 1000 * p95,
        "answer p50 / one embedding (aim 2)": p50 / one,
        "answer p95 / one embedding (aim 4)": p95 / one,
    }


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _until(url: str, started: float, patience: float = 120) -> float:
    """Seconds from ``started`` until ``url`` answers 200. Raises ``TimeoutError`` otherwise."""
    while time.perf_counter() - started < patience:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 -- loopback
                if response.status == 200:
                    return time.perf_counter() - started
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise TimeoutError(f"{url} did not answer within {patience} s.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
