"""Triage: rules and examples before any search, in both languages."""

import re
import tomllib
from pathlib import Path

import pytest

import assistant.triage
from assistant.messages import LANGUAGES, message
from assistant.triage import Triage, examples, triage, without_opening
from assistant.turn import Outcome

TABLE = tomllib.loads(Path(assistant.triage.__file__).with_suffix(".toml").read_text("utf-8"))


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
        "What is said in A/HRC/30/49?",
        "Och i Österrike?",
        "and Norway",
    ],
)
def test_questions_for_the_sources_go_on(question: str) -> None:
    assert triage(question) is None


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("My husband hits me", "urgent_violence"),
        ("Jag är rädd för min pappa, han vill gifta bort mig", "urgent_violence"),
        ("I am thinking of ending my life", "urgent_suicide"),
        ("Jag vill dö", "urgent_suicide"),
        ("My stepfather touches me when we are alone, I am 12", "urgent_child"),
        ("Tränaren tafsar på min son", "urgent_child"),
        ("We will be deported tomorrow", "urgent_removal"),
        ("De utvisar min bror i morgon", "urgent_removal"),
        ("There is a man with a gun outside", "urgent"),
        ("Det står en man med kniv utanför", "urgent"),
        ("I feel so lonely and no one believes me", "distress"),
        ("jag känner mig ensam och allt är hopplöst", "distress"),
    ],
)
def test_the_text_fits_the_danger(question: str, named: str) -> None:
    verdict = triage(question)
    assert verdict is not None
    assert (verdict.outcome, verdict.message) == (Outcome.URGENT, named)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jag är rädd för min man", "jag ar radd for min man"),
        ("I DON’T WANT TO LIVE", "i don't want to live!!!"),
        ("Vem är du?", "vem ar du"),
    ],
)
def test_case_diacritics_and_closing_marks_make_no_difference(one: str, other: str) -> None:
    assert triage(one) is not None
    assert triage(one) == triage(other)


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("Hi! What is a human rights city?", "What is a human rights city?"),
        ("Hej, god morgon! Vad är en MR-stad?", "Vad är en MR-stad?"),
        ("Thank you so much. And in Austria?", "And in Austria?"),
        ("ok tack, vilka städer finns?", "vilka städer finns?"),
        ("Tack vare vem blev Lund en MR-stad?", "Tack vare vem blev Lund en MR-stad?"),
        ("Thanks to whom did it start?", "Thanks to whom did it start?"),
        ("Hello", "Hello"),
        ("Tack!", "Tack!"),
        ("Hiroshima, is it one?", "Hiroshima, is it one?"),
        ("", ""),
    ],
)
def test_a_greeting_is_not_part_of_the_question(question: str, rest: str) -> None:
    assert without_opening(question) == rest


def test_every_example_comes_out_as_its_own_kind() -> None:
    wrong = {}
    for example, kind in examples().items():
        verdict = triage(example)
        if (verdict.kind if verdict else None) != kind:
            wrong[example] = (kind, verdict)
    assert not wrong


def test_every_kind_is_the_same_in_both_languages() -> None:
    for one in TABLE["verdict"]:
        assert Outcome(one["outcome"])
        for part in ("examples", "not"):
            assert set(one[part]) == set(LANGUAGES), one["message"]
        english, swedish = (len(one["examples"][language]) for language in LANGUAGES)
        assert abs(english - swedish) <= 3, one["message"]
        for language in LANGUAGES:
            assert message(one["message"], language, contact="https://x.example")
    kinds = {one["kind"] for one in TABLE["verdict"]}
    assert kinds == set(TABLE["least"]) == set(TABLE["surer"]) - {"patterns"}
    assert all(TABLE["least"][kind] <= TABLE["surer"][kind] < 1 for kind in kinds)


def test_every_pattern_compiles_alone_and_matches_no_empty_message() -> None:
    pieces = {
        pattern
        for one in TABLE["verdict"]
        for part in ("whole", "rules", "unless")
        for pattern in one.get(part, [])
    }
    pieces |= set(TABLE["search"]["whole"])
    for pattern in pieces | set(TABLE["surer"]["patterns"]):
        names = re.findall(r"<(\w+)>", pattern)
        assert set(names) <= set(TABLE["words"]), pattern
        alone = re.sub(r"<(\w+)>", lambda name: TABLE["words"][name[1]], pattern)
        alone = re.sub(r"<(\w+)>", lambda name: TABLE["words"][name[1]], alone)
        assert not re.compile(alone).fullmatch(""), pattern
    assert triage("") is None
    assert triage("?") is None


def test_a_table_that_lacks_something_is_refused() -> None:
    with pytest.raises(KeyError):
        Triage({key: value for key, value in TABLE.items() if key != "opening"})
    broken = dict(TABLE, verdict=[dict(TABLE["verdict"][0], rules=["("])])
    with pytest.raises(re.error):
        Triage(broken)
