"""Starting the web app: the page first, the assistant beside it."""

import logging
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import uvicorn

from assistant.answering import Assistant
from assistant.assembly import model_of, open_assistant, open_at_once, renewed
from assistant.database import DatabaseUnavailable, open_database
from assistant.feedback import FeedbackList
from assistant.service import Service
from assistant.settings import Settings
from assistant.web.desk import Desk
from assistant.web.recent import RecentAnswers
from assistant.web.server import create_app

EXAMPLES = {
    "en": (
        "Which city was the first human rights city?",
        "What is a human rights city?",
        "How does my city become one?",
        "What do the ten Gwangju Principles say?",
        "How can RWI help my city?",
    ),
    "sv": (
        "Vilken stad blev den första MR-staden?",
        "Vad är en MR-stad?",
        "Hur blir min kommun en MR-kommun?",
        "Vad säger de tio Gwangjuprinciperna?",
        "Hur kan RWI hjälpa min kommun?",
    ),
}
"""Questions to start from, on the page of each language."""


_log = logging.getLogger(__name__)

_LAST_WORDS = 3
"""Seconds that open connections have when the server is told to stop."""


class _Server(uvicorn.Server):
    """Starts the rest once the page is served: loading would slow the page down."""

    def __init__(self, config: uvicorn.Config, service: Service, feedback: FeedbackList) -> None:
        super().__init__(config)
        self._service = service
        self._feedback = feedback

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._service.start()
        threading.Thread(target=_prepare, args=[self._feedback], name="database").start()


def launch(settings: Settings, root: Path | None = None) -> None:
    """Serve the page until the process is told to stop.

    ``root`` is the index to answer from; without one it is that of the shipped corpus, which is
    brought in step
    beside. Raises ``OSError`` when the port is taken, and
    :class:`assistant.database.CannotOpen` when the address of the database is none.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    feedback = FeedbackList(open_database(settings), settings.feedback_days)
    listening = _listen(settings.host, settings.port)
    load: Callable[[], Assistant]
    renew: Callable[[], Assistant | None]
    if root is None:
        load, renew = partial(open_at_once, settings), partial(_renewed, settings)
    else:
        load, renew = partial(open_assistant, settings, root), partial(_test_model, settings)
    service = Service(load, renew, settings.contact_url)
    desk = Desk(feedback, RecentAnswers(), settings.contact_url)
    app = create_app(service, service.ready, EXAMPLES, settings.model, desk)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=_LAST_WORDS
    )
    sys.stderr.write(f"The page: http://{settings.host}:{settings.port} (Ctrl+C stops it)\n")
    _Server(config, service, feedback).run(sockets=[listening])


def _prepare(feedback: FeedbackList) -> None:
    """Make the database ready and drop what is too old; without it people still get answers."""
    try:
        feedback.prune()
    except DatabaseUnavailable as error:
        _log.warning("%s Until then nothing that people say of answers is kept.", error)


def _renewed(settings: Settings) -> Assistant | None:
    _test_model(settings)
    return renewed(settings)


def _test_model(settings: Settings) -> None:
    """Say whether the chat model can be used; without it answers are extracts."""
    model = model_of(settings)
    if model is None:
        return
    finding = model.test()
    if finding.usable:
        sys.stderr.write(f"{finding.said}\n")
    else:
        _log.warning("%s Meanwhile answers are extracts.", finding.said)


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise OSError(
            f"Port {port} on {host} cannot be used ({error.strerror}). "
            "Stop the other program, or set ASSISTANT_PORT."
        ) from error
    return listening
