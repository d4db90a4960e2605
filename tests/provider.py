"""A provider of chat models on this machine, whose every answer is scripted.

It speaks as much of three protocols as a client asks for: OpenAI's chat completions, Anthropic's
messages and Ollama's chat, streamed.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE = 30
"""Seconds after which a reply that hangs ends by itself."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What comes back for one request.

    ``pieces`` are streamed, and ``finish`` says why they end (nothing is said when empty). A
    reply that ``hangs`` waits, after its pieces, until the provider is released; one that
    ``drips`` sends comments meanwhile; one that is ``cut`` closes the connection. ``body`` is
    sent instead of a stream.
    """

    pieces: tuple[str, ...] = ()
    finish: str = "stop"
    status: int = 200
    body: bytes | None = None
    hangs: bool = False
    drips: bool = False
    cut: bool = False


def says(*pieces: str) -> Reply:
    """A reply that streams ``pieces`` and ends well."""
    return Reply(pieces)


def error(status: int) -> Reply:
    """A reply that is an error, told the way OpenAI does."""
    told = {"error": {"message": "sorry", "type": "error", "code": None}}
    return Reply(status=status, body=json.dumps(told).encode())


@dataclass(slots=True)
class Provider:
    """The running server. ``script`` is worked off; a request beyond it gets a 418."""

    address: str = ""
    script: list[Reply] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)

    def prompt(self, number: int = -1) -> str:
        """Everything that a request said to the model."""
        return json.dumps(self.asked[number], ensure_ascii=False)


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider on a free port of this machine, ended afterwards."""
    provider = Provider()

    class Handler(_Handler):
        scripted = provider

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    provider.address = f"http://127.0.0.1:{server.server_port}"
    yield provider
    provider.release.set()
    server.shutdown()
    server.server_close()
    thread.join(10)


class _Handler(BaseHTTPRequestHandler):
    scripted: Provider

    def do_POST(self) -> None:
        """Answer with the next reply of the script."""
        provider = self.scripted
        length = int(self.headers.get("Content-Length") or 0)
        provider.asked.append(json.loads(self.rfile.read(length) or b"{}"))
        provider.paths.append(self.path)
        provider.keys.append(
            self.headers.get("x-api-key") or self.headers.get("Authorization") or ""
        )
        reply = provider.script.pop(0) if provider.script else Reply(status=418, body=b"")
        self.send_response(reply.status)
        if reply.body is not None:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)
            return
        # Without a length, the connection would say by its end that all is well: chunks do not.
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            self._stream(reply)
        except OSError:
            return  # the client has gone: that is its right

    def _stream(self, reply: Reply) -> None:
        speak = {"/v1/messages": _anthropic, "/api/chat": _ollama}.get(
            self.path.partition("?")[0], _openai
        )
        lines = list(speak(reply))
        for line in lines[:-1] if reply.hangs or reply.cut else lines:
            self._chunk(line)
        for _ in range(PATIENCE * 10 if reply.hangs else 0):
            if self.scripted.release.wait(0.1):
                break
            if reply.drips:
                self._chunk(": still here\n\n")
        if not reply.cut:
            self._chunk("")

    def _chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _openai(reply: Reply) -> Iterator[str]:
    for piece in reply.pieces:
        yield _data(_choice({"role": "assistant", "content": piece}, None))
    if reply.finish:
        yield _data(_choice({}, reply.finish)) + "data: [DONE]\n\n"
    else:
        yield "data: [DONE]\n\n"


def _choice(delta: dict[str, str], finish: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted",
            "choices": [choice]}  # fmt: skip


def _anthropic(reply: Reply) -> Iterator[str]:
    usage = {"input_tokens": 1, "output_tokens": 1}
    message: dict[str, Any] = {"id": "1", "type": "message", "role": "assistant", "content": []}
    message |= {"model": "scripted", "stop_reason": None, "usage": usage}
    yield _event("message_start", message=message)
    yield _event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    for piece in reply.pieces:
        yield _event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})
    yield _event("content_block_stop", index=0)
    finish = {"stop": "end_turn"}.get(reply.finish, reply.finish)
    ended = {"stop_reason": finish, "stop_sequence": None}
    yield _event("message_delta", delta=ended, usage=usage) + _event("message_stop")


def _ollama(reply: Reply) -> Iterator[str]:
    base = {"model": "scripted", "created_at": "2026-01-01T00:00:00Z"}
    for piece in reply.pieces:
        message = {"role": "assistant", "content": piece}
        yield json.dumps({**base, "message": message, "done": False}) + "\n"
    empty = {"role": "assistant", "content": ""}
    end = {**base, "message": empty, "done": True, "done_reason": reply.finish}
    yield json.dumps(end) + "\n"


def _data(record: dict[str, Any]) -> str:
    return f"data: {json.dumps(record)}\n\n"


def _event(kind: str, **more: Any) -> str:
    return f"event: {kind}\n{_data({'type': kind, **more})}"
