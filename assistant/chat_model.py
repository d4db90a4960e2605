"""A chat model of any provider, asked within a time limit: the only part that talks to one."""

import asyncio
import functools
import os
import queue
import threading
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.breaker import Breaker
from assistant.trouble import NoProse, Trouble

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MOST_TOKENS = 2_000
"""Tokens that an answer may cost; a model that thinks aloud spends them on that too."""
MOST_CHARACTERS = 20_000
"""A model that writes more than this is running away."""

Prompt = Sequence[tuple[str, str]]
"""Messages as ``(role, template)``; the places in braces are filled with the values."""
Load = Callable[[float | None], "BaseChatModel"]
"""Opens a model with a temperature, or with the provider's own. Raises :class:`Unusable`."""

KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
"""The variable that holds the key, for the providers that come with the program."""

_CONTEXT = 8_192
"""Tokens that rules, passages and answer need together, with room to spare."""
_GRACE = 0.5
"""Seconds that the end of a call may take beyond its time."""
_SHORTEST_RETRY = 1.0
_FINISHED = frozenset({"stop", "end_turn", "stop_sequence", "eos", "completed"})
_TOO_LONG = frozenset({"length", "max_tokens", "incomplete", "model_context_window_exceeded"})
_REFUSING = frozenset({"content_filter", "refusal", "safety", "prohibited_content"})
_WHY = ("finish_reason", "stop_reason", "done_reason", "status")
# A model that declines one request, or words it badly, is not out of order.
_HARMLESS = frozenset({Trouble.REFUSED, Trouble.RESTING})


class Unusable(Exception):
    """The settings name no model that can be opened; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a self-test found: whether the model can be used, and a sentence for staff."""

    usable: bool
    said: str


class ChatModel:
    """A chat model that answers in time or not at all.

    ``name`` is ``provider:name``; ``load`` opens it at the first call, so that nothing is
    imported before. ``place`` says where it is, for messages; ``seconds`` is the time it has for
    one question. Safe to share between threads.
    """

    def __init__(
        self, name: str, load: Load, seconds: float, place: str = "", breaker: Breaker | None = None
    ) -> None:
        self.name = name
        self.seconds = seconds
        self._place = place or "the provider's address"
        self._load = load
        self._breaker = breaker or Breaker()
        self._lock = threading.Lock()
        self._temperature: float | None = 0.0
        self._model: BaseChatModel | None = None

    def words(
        self,
        prompt: Prompt,
        values: Mapping[str, str],
        seconds: float,
        on_text: Callable[[str], None] | None = None,
    ) -> str:
        """What the model writes, after at most ``seconds``.

        ``on_text`` is told, in the calling thread, all that has been written so far. Raises
        :class:`~assistant.trouble.NoProse`, also when ``on_text`` does.
        """
        if not self._breaker.lets_through():
            raise NoProse(Trouble.RESTING)
        try:
            words = self._words(prompt, values, time.monotonic() + seconds, on_text)
        except Unusable:
            self._breaker.failed()
            raise NoProse(Trouble.UNUSABLE) from None
        except NoProse as none:
            if none.trouble not in _HARMLESS:
                self._breaker.failed()
            raise
        self._breaker.succeeded()
        return words

    def test(self) -> Finding:
        """Ask for one word, and say in plain words what came of it."""
        started = time.monotonic()
        try:
            self._opened()
            self.words([("human", "Answer with one word: ready")], {}, self.seconds)
        except Unusable as unusable:
            return Finding(False, str(unusable))
        except NoProse as none:
            said = _texts()["trouble"][none.trouble.value]
            return Finding(
                False, said.format(name=self.name, place=self._place, seconds=self.seconds)
            )
        seconds = time.monotonic() - started
        return Finding(True, _texts()["ready"]["said"].format(name=self.name, seconds=seconds))

    def _words(
        self,
        prompt: Prompt,
        values: Mapping[str, str],
        deadline: float,
        on_text: Callable[[str], None] | None,
    ) -> str:
        model, temperature = self._opened()
        try:
            return self._call(model, prompt, values, deadline, on_text)
        except NoProse as none:
            # Some models take no temperature but their own, and say so by rejecting the request.
            rejected = none.trouble in {Trouble.REJECTED, Trouble.GARBLED}
            late = deadline - time.monotonic() < _SHORTEST_RETRY
            if temperature is None or not rejected or late:
                raise
        model = self._load(None)
        words = self._call(model, prompt, values, deadline, on_text)
        with self._lock:
            self._model, self._temperature = model, None
        return words

    def _opened(self) -> "tuple[BaseChatModel, float | None]":
        with self._lock:
            if self._model is None:
                self._model = self._load(self._temperature)
            return self._model, self._temperature

    @staticmethod
    def _call(
        model: "BaseChatModel",
        prompt: Prompt,
        values: Mapping[str, str],
        deadline: float,
        on_text: Callable[[str], None] | None,
    ) -> str:
        seconds = max(0.0, deadline - time.monotonic())
        told: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        answer = asyncio.run_coroutine_threadsafe(
            _streamed(model, prompt, values, seconds, told.put), _loop()
        )
        answer.add_done_callback(lambda _: told.put(None))
        so_far = ""
        try:
            while (text := _latest(told, deadline + _GRACE)) is not None:
                so_far = text
                if len(so_far) > MOST_CHARACTERS:
                    raise NoProse(Trouble.OVER_LONG)
                if on_text is not None:
                    on_text(so_far)
        finally:
            answer.cancel()
        return _read(answer, so_far)


def chat_model(name: str, url: str, key: str, seconds: float) -> ChatModel:
    """The chat model that the settings name; nothing is opened or checked yet.

    ``name`` is ``provider:name``; ``url`` the address of its server, or empty for the provider's
    own; ``key`` the provider's key, or empty.
    """
    parts = urlsplit(url)
    place = f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"
    return ChatModel(
        name,
        functools.partial(load_model, name, url, key, seconds),
        seconds,
        place if url else "",
    )


def load_model(
    name: str, url: str, key: str, seconds: float, temperature: float | None
) -> "BaseChatModel":
    """Open a model by ``langchain.chat_models.init_chat_model``. Raises :class:`Unusable`."""
    _silence()
    from langchain.chat_models import init_chat_model
    from pydantic import ValidationError

    provider, _, model = name.partition(":")
    if not provider or not model:
        raise Unusable(_unusable("no_provider", name))
    if url and not (url.startswith(("http://", "https://")) and urlsplit(url).hostname):
        raise Unusable(_unusable("no_address", name))
    if provider in KEYS and not key and not url:
        raise Unusable(_unusable("no_key", name, variable=KEYS[provider]))
    try:
        opened: BaseChatModel = init_chat_model(
            model, model_provider=provider, **_options(provider, url, key, seconds, temperature)
        )
    except ImportError as error:
        package = f"langchain-{(error.name or provider).removeprefix('langchain_')}"
        raise Unusable(_unusable("no_package", name, package=package)) from error
    except (ValidationError, TypeError) as error:
        raise Unusable(_unusable("bad_settings", name)) from error
    except ValueError as error:
        raise Unusable(_unusable("unknown_provider", name, provider=provider)) from error
    return opened


def _options(
    provider: str, url: str, key: str, seconds: float, temperature: float | None
) -> dict[str, Any]:
    """How each provider's class calls the same things."""
    options: dict[str, Any] = {} if temperature is None else {"temperature": temperature}
    if url:
        options["base_url"] = url
    if provider == "ollama":
        # Ollama cuts a prompt that is longer than its context, at the beginning and silently.
        limits = {"num_predict": MOST_TOKENS, "num_ctx": _CONTEXT}
        return {**options, **limits, "client_kwargs": {"timeout": seconds}}
    if provider in KEYS:
        # A server of one's own asks for no key, its client does.
        options["api_key"] = key or "none"
    return {**options, "max_tokens": MOST_TOKENS, "timeout": seconds, "max_retries": 0}


def _silence() -> None:
    """No tracing service sees what people ask: neither LangSmith nor its gateway.

    The libraries read these variables when they are imported and again at each call.
    """
    for variable in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGSMITH_GATEWAY"):
        os.environ[variable] = "false"
    for variable in ("LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2", "LANGCHAIN_HANDLER"):
        os.environ[variable] = "false" if variable.endswith("V2") else ""


async def _streamed(
    model: "BaseChatModel",
    prompt: Prompt,
    values: Mapping[str, str],
    seconds: float,
    told: Callable[[str], None],
) -> tuple[str, str]:
    """The whole text and why it ended; ``told`` gets the text so far after each piece."""
    from langchain_core.prompts import ChatPromptTemplate
    from langsmith import tracing_context

    text = why = ""
    chain = ChatPromptTemplate.from_messages(list(prompt)) | model
    with tracing_context(enabled=False):
        async with asyncio.timeout(seconds):
            async for piece in chain.astream(dict(values)):
                if piece.text:
                    text += piece.text
                    told(text)
                why = next(
                    (str(piece.response_metadata[name]) for name in _WHY
                     if piece.response_metadata.get(name)), why,
                )  # fmt: skip
    return text, why.lower()


def _latest(told: "queue.SimpleQueue[str | None]", deadline: float) -> str | None:
    """The newest of what was told, the end as ``None``. Raises ``NoProse`` when time is out."""
    try:
        latest = told.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        raise NoProse(Trouble.TIMED_OUT) from None
    while latest is not None and not told.empty():
        newer = told.get()
        if newer is None:
            told.put(None)
            break
        latest = newer
    return latest


def _read(answer: "Future[tuple[str, str]]", so_far: str) -> str:
    """The text of a call that has ended, if it ended well."""
    if answer.cancelled():
        raise NoProse(Trouble.TIMED_OUT)
    error = answer.exception()
    if error is not None:
        raise NoProse(_trouble(error, so_far)) from None
    text, why = answer.result()
    if why in _REFUSING:
        raise NoProse(Trouble.REFUSED)
    if why in _TOO_LONG:
        raise NoProse(Trouble.OVER_LONG)
    if not text.strip():
        raise NoProse(Trouble.EMPTY)
    if why not in _FINISHED:
        raise NoProse(Trouble.GARBLED if why else Trouble.CUT_OFF)
    return text


def _trouble(error: BaseException, so_far: str) -> Trouble:
    """What kind of trouble an error of a provider's client is."""
    import httpx
    from langchain_core import exceptions

    kinds: list[tuple[type[BaseException] | tuple[type[BaseException], ...], Trouble]] = [
        ((TimeoutError, exceptions.ModelTimeoutError, httpx.TimeoutException), Trouble.TIMED_OUT),
        (exceptions.ModelAuthenticationError, Trouble.UNAUTHORISED),
        (exceptions.ModelPermissionDeniedError, Trouble.UNAUTHORISED),
        (exceptions.ModelNotFoundError, Trouble.UNKNOWN_MODEL),
        (exceptions.ModelRateLimitError, Trouble.RATE_LIMITED),
        (exceptions.ContextOverflowError, Trouble.REJECTED),
        (exceptions.ModelInvalidRequestError, Trouble.REJECTED),
        (exceptions.ModelAPIError, Trouble.FAILED),
    ]
    for kind, trouble in kinds:
        if isinstance(error, kind):
            return trouble
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status >= 400:
        return _STATUSES.get(status, Trouble.FAILED if status >= 500 else Trouble.REJECTED)
    lost = (exceptions.ModelConnectionError, httpx.TransportError, OSError)
    if isinstance(error, lost):
        return Trouble.CUT_OFF if so_far else Trouble.UNREACHABLE
    # Whatever else a client stumbles over, it found in the answer.
    return Trouble.GARBLED


_starting = threading.Lock()
_STATUSES = {
    401: Trouble.UNAUTHORISED,
    403: Trouble.UNAUTHORISED,
    404: Trouble.UNKNOWN_MODEL,
    429: Trouble.RATE_LIMITED,
}


def _loop() -> asyncio.AbstractEventLoop:
    """One loop for all calls: the providers' clients keep their connections for the process."""
    with _starting:
        return _started_loop()


@functools.cache
def _started_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="chat model", daemon=True).start()
    return loop


def _unusable(kind: str, name: str, **places: str) -> str:
    said: str = _texts()[kind]["said"].format(name=name, **places)
    return said


@functools.cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
