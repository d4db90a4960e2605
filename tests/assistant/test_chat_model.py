"""The chat model over HTTP: in time or not at all, whatever the provider does."""

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.breaker import Breaker
from assistant.chat_model import ChatModel, chat_model
from assistant.trouble import NoProse, Trouble
from tests.fakes import ScriptedModel
from tests.provider import Provider, Reply, error, running_provider, says

ROOT = Path(__file__).parents[2]
PROMPT = (("system", "Be brief."), ("human", "{question}"))
QUESTION = {"question": "Is {this} <data>?"}
PROVIDERS = {"openai": "/v1", "anthropic": "", "ollama": ""}


def model(provider: Provider, kind: str = "openai", seconds: float = 20) -> ChatModel:
    address = provider.address + PROVIDERS[kind]
    return chat_model(f"{kind}:scripted", address, "secret", seconds)


def trouble(asked: ChatModel, seconds: float = 20) -> Trouble:
    with pytest.raises(NoProse) as none:
        asked.words(PROMPT, QUESTION, seconds)
    return none.value.trouble


@pytest.mark.parametrize("kind", PROVIDERS)
def test_every_provider_streams(provider: Provider, kind: str) -> None:
    provider.script = [says("Graz ", "is one", " [1].")]
    told: list[str] = []
    assert model(provider, kind).words(PROMPT, QUESTION, 20, told.append) == "Graz is one [1]."
    assert told[-1] == "Graz is one [1]."
    assert all("Graz is one [1].".startswith(so_far) for so_far in told)
    assert "Is {this} <data>?" in provider.prompt()
    assert provider.asked[0]["stream"] is True
    assert kind == "ollama" or "secret" in provider.keys[0]


@pytest.mark.parametrize("kind", PROVIDERS)
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, Trouble.UNAUTHORISED),
        (404, Trouble.UNKNOWN_MODEL),
        (429, Trouble.RATE_LIMITED),
        (500, Trouble.FAILED),
        (529, Trouble.FAILED),
    ],
)
def test_an_error_is_told_apart_and_not_asked_again(
    provider: Provider, kind: str, status: int, expected: Trouble
) -> None:
    provider.script = [error(status)]
    assert trouble(model(provider, kind)) is expected
    assert len(provider.asked) == 1


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(body=b"<html>Welcome</html>"), Trouble.GARBLED),
        (Reply(body=b'{"choices": null}'), Trouble.GARBLED),
        (Reply(pieces=(), finish="stop"), Trouble.EMPTY),
        (says(" ", "\n"), Trouble.EMPTY),
        (Reply(("Graz ",), finish=""), Trouble.CUT_OFF),
        (Reply(("Graz ", "is"), cut=True), Trouble.CUT_OFF),
        (Reply(("Graz",), finish="length"), Trouble.OVER_LONG),
        (Reply(("Graz",), finish="content_filter"), Trouble.REFUSED),
        (Reply(("Graz",), finish="tool_calls"), Trouble.GARBLED),
        (says("all work and no play " * 2_000), Trouble.OVER_LONG),
    ],
)
def test_what_is_no_answer_is_none(provider: Provider, reply: Reply, expected: Trouble) -> None:
    provider.script = [reply, reply]
    assert trouble(model(provider)) is expected


@pytest.mark.parametrize("kind", PROVIDERS)
@pytest.mark.parametrize("drips", [False, True])
@pytest.mark.parametrize("pieces", [(), ("Graz ", "is")])
def test_a_provider_that_hangs_is_left(
    provider: Provider, kind: str, drips: bool, pieces: tuple[str, ...]
) -> None:
    provider.script = [Reply(pieces, hangs=True, drips=drips and kind != "ollama")]
    assert trouble(model(provider, kind), 1.5) is Trouble.TIMED_OUT
    assert not provider.release.is_set()


def test_nobody_there() -> None:
    with running_provider() as gone:
        address = gone.address
    asked = chat_model("openai:scripted", f"{address}/v1", "", 20)
    assert trouble(asked) is Trouble.UNREACHABLE
    finding = asked.test()
    assert not finding.usable
    assert address in finding.said
    assert "ASSISTANT_MODEL_URL" in finding.said


def test_a_listener_that_fails_ends_the_call(provider: Provider) -> None:
    def stop(_: str) -> None:
        raise NoProse(Trouble.REPEATING)

    provider.script = [Reply(("Graz ",), hangs=True)]
    with pytest.raises(NoProse) as none:
        model(provider).words(PROMPT, QUESTION, 20, stop)
    assert none.value.trouble is Trouble.REPEATING


def test_a_model_without_a_choice_of_temperature_is_asked_again_without(
    provider: Provider,
) -> None:
    provider.script = [error(400), says("Graz."), says("Lund.")]
    asked = model(provider)
    assert asked.words(PROMPT, QUESTION, 20) == "Graz."
    assert asked.words(PROMPT, QUESTION, 20) == "Lund."
    assert [body.get("temperature") for body in provider.asked] == [0.0, None, None]
    provider.script = [error(400)]
    assert trouble(asked) is Trouble.REJECTED


def test_after_three_failures_it_rests_for_a_minute() -> None:
    seconds = [0.0]
    scripted = ScriptedModel(script=["", "", "", "", "Graz."])
    breaker = Breaker(most=3, rest=60, clock=lambda: seconds[0])
    asked = ChatModel("fake:scripted", lambda _: scripted, 20, breaker=breaker)
    assert [trouble(asked) for _ in range(4)] == [Trouble.EMPTY] * 3 + [Trouble.RESTING]
    seconds[0] = 59
    assert trouble(asked) is Trouble.RESTING
    seconds[0] = 60
    assert trouble(asked) is Trouble.EMPTY  # one try, and the rest begins anew
    assert trouble(asked) is Trouble.RESTING
    seconds[0] = 120
    assert asked.words(PROMPT, QUESTION, 20) == "Graz."
    assert len(scripted.asked) == 5


def test_a_success_forgets_the_failures_before() -> None:
    breaker = Breaker(most=2, clock=lambda: 0.0)
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert breaker.lets_through()
    breaker.failed()
    assert not breaker.lets_through()


def test_after_a_rest_one_at_a_time_may_try() -> None:
    seconds = [0.0]
    breaker = Breaker(most=1, rest=60, clock=lambda: seconds[0])
    breaker.failed()
    seconds[0] = 61
    assert breaker.lets_through()
    assert not breaker.lets_through()


@pytest.mark.parametrize(
    ("name", "url", "part"),
    [
        ("gpt-4", "", "provider:name"),
        ("openai:", "", "provider:name"),
        ("nobody:x", "", "there is no provider 'nobody'"),
        ("groq:x", "", "langchain-groq"),
        ("openai:x", "", "OPENAI_API_KEY"),
        ("anthropic:x", "", "ANTHROPIC_API_KEY"),
        ("openai:x", "localhost:1", "http://"),
        ("openai:x", "http://", "http://"),
    ],
)
def test_settings_that_cannot_work_are_said(name: str, url: str, part: str) -> None:
    asked = chat_model(name, url, "", 20)
    finding = asked.test()
    assert not finding.usable
    assert part in finding.said
    assert trouble(asked) is Trouble.UNUSABLE


@pytest.mark.parametrize("kind", PROVIDERS)
def test_the_self_test_says_what_it_found(provider: Provider, kind: str) -> None:
    provider.script = [says("ready")]
    finding = model(provider, kind).test()
    assert finding.usable
    assert f"{kind}:scripted" in finding.said
    provider.script = [error(401)]
    finding = model(provider, kind).test()
    assert not finding.usable
    assert "key" in finding.said
    assert "secret" not in finding.said


TRACED = """
import sys
from assistant.chat_model import chat_model
print(chat_model("openai:scripted", sys.argv[1], "", 20).test().said)
from langsmith.utils import tracing_is_enabled
assert not tracing_is_enabled()
"""


def test_no_tracing_service_hears_of_it(provider: Provider) -> None:
    provider.script = [says("ready")]
    with running_provider() as tracing:
        environment = {
            "PATH": "/usr/bin:/bin",
            "OPENAI_API_KEY": "none",
            **dict.fromkeys(("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2"), "true"),
            **dict.fromkeys(("LANGCHAIN_TRACING_V2", "LANGCHAIN_TRACING"), "true"),
            **dict.fromkeys(("LANGSMITH_API_KEY", "LANGSMITH_GATEWAY_API_KEY"), "lsv2_none"),
            **dict.fromkeys(("LANGSMITH_ENDPOINT", "LANGCHAIN_ENDPOINT"), tracing.address),
            "LANGSMITH_GATEWAY": tracing.address,
            "LANGCHAIN_HANDLER": "langchain",
        }
        ran = subprocess.run(
            [sys.executable, "-c", TRACED, f"{provider.address}/v1"],
            cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert "answers" in ran.stdout, ran.stderr
        assert tracing.paths == []
    assert len(provider.paths) == 1
