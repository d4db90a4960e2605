"""The assistant as a web server needs it: loading beside the page, and never without an answer."""

import logging
import threading
import traceback
from collections.abc import Callable, Sequence

from assistant.answering import Assistant
from assistant.messages import message
from assistant.privacy import masked
from assistant.question import MOST_CHARACTERS, clean
from assistant.turn import Outcome, Turn
from assistant.writer import OnDraft

_log = logging.getLogger(__name__)

_PATIENCE = 25.0
"""Seconds a question waits for the assistant to be loaded."""


class Service:
    """Loads an assistant in a thread of its own and answers when it is there.

    ``load`` makes the assistant. ``renew`` is called once it answers, and makes the one that
    takes its place, or none. ``contact`` is where a person can be reached meanwhile.
    """

    def __init__(
        self,
        load: Callable[[], Assistant],
        renew: Callable[[], Assistant | None],
        contact: str,
    ) -> None:
        self._load = load
        self._renew = renew
        self._contact = contact
        self._loaded = threading.Event()
        self._assistant: Assistant | None = None

    def start(self) -> None:
        """Begin to load; returns at once."""
        threading.Thread(target=self._run, name="loading", daemon=True).start()

    def ready(self) -> bool:
        """Whether a question would be answered now."""
        return self._assistant is not None

    def answer(self, turns: Sequence[str], language: str, on_draft: OnDraft | None = None) -> Turn:
        """Answer the last of ``turns``; a failure is a Turn too, with a way to a person.

        ``on_draft`` is told an answer that is still being written.
        """
        self._loaded.wait(_PATIENCE)
        if self._assistant is None:
            name = "service_error" if self._loaded.is_set() else "loading"
            return self._failed(turns, language, name)
        try:
            return self._assistant.answer(turns, language, on_draft=on_draft)
        except Exception as error:  # noqa: BLE001 -- whatever it was, the person is told
            _log.error("Answering failed: %s\n%s", *_described(error))
            return self._failed(turns, language, "service_error")

    def _run(self) -> None:
        try:
            self._assistant = self._load()
            # The first answer is slow; a chat model that hangs must not make it slower.
            self._assistant.answer(["What is a human rights city?"], with_model=False)
            self._loaded.set()
            self._assistant = self._renew() or self._assistant
        except Exception as error:  # noqa: BLE001 -- the page stays up and says so
            _log.error(
                "Loading failed: %s: %s\n%s", type(error).__name__, error, _described(error)[1]
            )
        finally:
            self._loaded.set()

    def _failed(self, turns: Sequence[str], language: str, name: str) -> Turn:
        said = message(name, language, contact=self._contact)
        question = masked(clean(turns[-1][:MOST_CHARACTERS])) if turns else ""
        return Turn(
            question=question,
            standalone_question=question,
            language=language,
            outcome=Outcome.SERVICE_ERROR,
            text=said,
            message=said,
        )


def _described(error: Exception) -> tuple[str, str]:
    """The kind of an error and where it arose; its message may hold what a person typed."""
    return type(error).__name__, "".join(traceback.format_tb(error.__traceback__))
