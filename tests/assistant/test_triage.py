"""Triage: rules before any search, in both languages, without stopping normal questions."""

import pytest

from assistant.messages import message
from assistant.triage import triage
from assistant.turn import Outcome


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("My husband beats me, what can I do?", Outcome.URGENT),
        ("I want to kill myself", Outcome.URGENT),
        ("Jag orkar inte leva längre", Outcome.URGENT),
        ("Min granne hotar att döda mig", Outcome.URGENT),
        ("Can I talk to a real person?", Outcome.HANDOFF),
        ("jag vill prata med en människa", Outcome.HANDOFF),
        ("My landlord is evicting me next week. Can I sue him?", Outcome.HANDOFF),
        ("Jag fick avslag på min ansökan, kommer jag att vinna?", Outcome.HANDOFF),
        ("Hello!", Outcome.SMALL_TALK),
        ("tack så mycket", Outcome.SMALL_TALK),
        ("Are you a robot?", Outcome.SMALL_TALK),
        ("Which team won the league last year?", Outcome.OUT_OF_SCOPE),
        ("Hur blir vädret i morgon", Outcome.OUT_OF_SCOPE),
    ],
)
def test_settled_without_a_search(question: str, outcome: Outcome) -> None:
    verdict = triage(question)
    assert verdict is not None
    assert verdict.outcome is outcome
    for language in ("en", "sv"):
        assert message(verdict.message, language, contact="https://x.example")


@pytest.mark.parametrize(
    "question",
    [
        "What is a human rights city?",
        "Who do I contact about discrimination by the police?",
        "Is a person without papers protected?",
        "Can I sue with the Montreal Charter?",
        "Can a city be fined for discrimination?",
        "Vad säger stadgan om uppsägning?",
        "What does the right to life mean for a city?",
        "Which city won the title of first human rights city?",
        "Why do cities fight violence against women?",
        "Vem kontaktar jag om jag blir diskriminerad?",
        "Vad säger stadgan om rätten till liv?",
        "hello, when did Lund become a human rights city?",
        "thanks, and what about Graz?",
    ],
)
def test_questions_for_the_sources_go_on(question: str) -> None:
    assert triage(question) is None
