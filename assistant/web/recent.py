"""The answers of the last hour, in memory: what a person may still say something about."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.turn import Turn

MOST = 2_000
"""Answers that are held at the same time, of all sessions."""
MOST_OF_A_SESSION = 20
HELD_FOR = 3600
"""Seconds that an answer is held."""


@dataclass(slots=True)
class RecentAnswer:
    """A Turn with the messages that led to it, oldest first, the answered one last.

    ``language`` is the page's. ``reference`` is that of what was said of it, once something was;
    who changes it holds ``changing``.
    """

    questions: tuple[str, ...]
    turn: Turn
    language: str
    session: str
    reference: str = ""
    changing: threading.Lock = field(default_factory=threading.Lock)


class RecentAnswers:
    """Answers by a random id, which only the page that shows them knows; safe in any thread."""

    def __init__(
        self,
        most: int = MOST,
        most_of_a_session: int = MOST_OF_A_SESSION,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._most_of_a_session = most_of_a_session
        self._now = now
        self._answers: dict[str, tuple[float, RecentAnswer]] = {}
        self._changing = threading.Lock()

    def hold(self, answer: RecentAnswer) -> str:
        """Hold an answer and return its id; the oldest of its session, or of all, may go."""
        id_ = secrets.token_urlsafe(16)
        with self._changing:
            self._drop_old()
            same = [
                known for known, (_, one) in self._answers.items() if one.session == answer.session
            ]
            for known in same[: max(0, len(same) + 1 - self._most_of_a_session)]:
                del self._answers[known]
            while len(self._answers) >= self._most:
                del self._answers[next(iter(self._answers))]
            self._answers[id_] = (self._now(), answer)
        return id_

    def find(self, id_: str) -> RecentAnswer | None:
        """The answer with that id, while it is held."""
        with self._changing:
            self._drop_old()
            found = self._answers.get(id_)
        return found and found[1]

    def forget(self, session: str) -> None:
        """Drop what a session was answered."""
        with self._changing:
            self._answers = {
                id_: held for id_, held in self._answers.items() if held[1].session != session
            }

    def _drop_old(self) -> None:
        # They stand in the order in which they came.
        while self._answers:
            oldest = next(iter(self._answers))
            if self._now() - self._answers[oldest][0] < HELD_FOR:
                return
            del self._answers[oldest]
