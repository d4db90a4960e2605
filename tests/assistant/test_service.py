"""The service: loading beside the page, and never without an answer."""

import threading
from collections.abc import Callable, Sequence

from assistant.answering import Assistant
from assistant.service import Service
from assistant.turn import Outcome, Turn
from tests.conftest import CONTACT

QUESTION = "When did Lund become a human rights city?"


class Broken(Assistant):
    """Fails at the first real question."""

    def __init__(self) -> None:
        self.asked = 0

    def answer(
        self,
        turns: Sequence[str],
        language: str = "en",
        *,
        forced: bool = False,
        with_model: bool = True,  # noqa: ARG002
        on_draft: Callable[[str], None] | None = None,  # noqa: ARG002
    ) -> Turn:
        self.asked += 1
        if self.asked == 1:
            return Turn(turns[-1], turns[-1], language, Outcome.SMALL_TALK, f"forced: {forced}")
        raise RuntimeError(f"about {turns[-1]}")


class Noting(Assistant):
    """Notes how it is asked, and drafts its answers."""

    def __init__(self) -> None:
        self.with_model: list[bool] = []

    def answer(
        self,
        turns: Sequence[str],
        language: str = "en",
        *,
        forced: bool = False,  # noqa: ARG002
        with_model: bool = True,
        on_draft: Callable[[str], None] | None = None,
    ) -> Turn:
        self.with_model.append(with_model)
        if on_draft is not None:
            on_draft("a draft")
        return Turn(turns[-1], turns[-1], language, Outcome.SMALL_TALK, "done")


def nothing_new() -> None:
    return None


def test_it_warms_up_without_the_chat_model_and_passes_drafts_on() -> None:
    noting = Noting()
    service = Service(lambda: noting, nothing_new, CONTACT)
    service.start()
    drafts: list[str] = []
    assert service.answer([QUESTION], "en", drafts.append).text == "done"
    assert noting.with_model == [False, True]
    assert drafts == ["a draft"]


def test_it_is_ready_once_it_is_loaded(small_assistant: Assistant) -> None:
    may_load = threading.Event()

    def load() -> Assistant:
        assert may_load.wait(10)
        return small_assistant

    service = Service(load, nothing_new, CONTACT)
    assert not service.ready()
    service.start()
    assert not service.ready()
    may_load.set()
    assert service.answer([QUESTION], "en").outcome is Outcome.ANSWERED
    assert service.ready()


def test_what_cannot_be_loaded_is_told_with_a_way_to_a_person() -> None:
    def load() -> Assistant:
        raise OSError("no space left on the disk")

    service = Service(load, nothing_new, CONTACT)
    service.start()
    turn = service.answer([QUESTION], "sv")
    assert turn.outcome is Outcome.SERVICE_ERROR
    assert CONTACT in turn.text
    assert not turn.citations
    assert not service.ready()


def test_a_failure_while_answering_is_a_turn_and_no_words_are_logged(caplog) -> None:  # type: ignore[no-untyped-def]
    service = Service(Broken, nothing_new, CONTACT)
    service.start()
    turn = service.answer(["a secret of mine"], "en")
    assert turn.outcome is Outcome.SERVICE_ERROR
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


def test_a_renewed_assistant_takes_the_place_of_the_first(small_assistant: Assistant) -> None:
    renewing = threading.Event()

    def renew() -> Assistant:
        renewing.set()
        return small_assistant

    service = Service(Broken, renew, CONTACT)
    service.start()
    assert renewing.wait(10)
    for thread in threading.enumerate():
        if thread.name == "loading":
            thread.join(10)
    assert service.answer([QUESTION], "en").outcome is Outcome.ANSWERED
