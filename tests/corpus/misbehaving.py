"""A publisher's server on loopback that misbehaves as told."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "text/html; charset=utf-8"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(slots=True)
class Answer:
    """One answer. ``cut`` sends only so many bytes of the body and hangs up.

    ``pause`` is waited before the answer and ``drip`` between single bytes, in seconds.
    ``unmeasured`` leaves out how long the body is. ``ranges`` makes it a file that can be
    continued; ``etag`` and ``modified`` are its version. ``endless`` never stops sending.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = HTML
    headers: dict[str, str] = field(default_factory=dict)
    etag: str = ""
    modified: str = ""
    cut: int | None = None
    pause: float = 0
    drip: float = 0
    unmeasured: bool = False
    ranges: bool = False
    endless: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What the server was asked; the names of headers are in lower case."""

    path: str
    headers: dict[str, str]


class Publisher:
    """The server. A path answers with its answers in order, then with the last one again."""

    def __init__(self, address: str, stopped: threading.Event) -> None:
        self.address = address
        self.requests: list[Request] = []
        self.stopped = stopped
        self._answers: dict[str, deque[Answer]] = {}

    def answers(self, path: str, *answers: Answer) -> str:
        """Say what a path answers from now on; the result is its URL."""
        self._answers[path] = deque(answers)
        return self.address + path

    def answer(self, request: Request) -> Answer:
        """The next answer for a request."""
        self.requests.append(request)
        waiting = self._answers.get(request.path)
        if not waiting:
            return Answer(404, b"nothing here")
        return waiting.popleft() if len(waiting) > 1 else waiting[0]

    def asked(self, path: str) -> list[Request]:
        """The requests for a path, in order."""
        return [request for request in self.requests if request.path == path]


@contextmanager
def publisher() -> Iterator[Publisher]:
    """A server that runs until the block ends; nothing outlives it by more than a second."""
    stopped = threading.Event()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.publisher = Publisher(f"http://127.0.0.1:{server.server_address[1]}", stopped)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.publisher
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=1)


class _Server(ThreadingHTTPServer):
    publisher: Publisher
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is part of the play."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 2

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.publisher.answer(Request(self.path, headers))
        self._wait(answer.pause)
        status, body, extra = self._content(answer, headers)
        self.send_response(status)
        for name, value in ({"Content-Type": answer.content_type} | extra | answer.headers).items():
            if value:
                self.send_header(name, value)
        if not answer.unmeasured and not answer.endless and "Content-Length" not in answer.headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._send(answer, body)
        self.close_connection = True

    def _content(
        self, answer: Answer, headers: dict[str, str]
    ) -> tuple[int, bytes, dict[str, str]]:
        extra = {"ETag": answer.etag, "Last-Modified": answer.modified}
        if answer.status != 200:
            return answer.status, answer.body, extra
        version = answer.etag or answer.modified
        named = headers.get("if-none-match") or headers.get("if-modified-since")
        if version and named == version:
            return 304, b"", extra
        wanted = headers.get("range")
        if answer.ranges and wanted and headers.get("if-range") == version:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(answer.body):
                return 416, b"", extra
            last = len(answer.body) - 1
            extra["Content-Range"] = f"bytes {start}-{last}/{len(answer.body)}"
            return 206, answer.body[start:], extra
        return 200, answer.body, extra

    def _send(self, answer: Answer, body: bytes) -> None:
        try:
            if answer.endless:
                while not self.server.publisher.stopped.is_set():
                    self.wfile.write(b"<p>and so on</p>" * 512)
            elif answer.drip:
                for byte in body:
                    self.wfile.write(bytes([byte]))
                    self._wait(answer.drip)
            else:
                self.wfile.write(body[: answer.cut])
        except OSError:
            return

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self.server.publisher.stopped.wait(min(left, 0.05)):
                return
