"""An answerer whose every answer is known beforehand."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assistant.turn import Citation, Outcome, Plain, Statement, Support, Turn

DEFINITION = "What is a human rights city?"
LIST = "What must a city do?"
UNKNOWN = "Who won the cup in 1994?"
URGENT = "My landlord is breaking down my door"
SWEDISH = "Vad är en MR-stad?"
HOSTILE = (
    "<script>window.hacked=1</script> {{7*7}} ${7*7} ${alert(1)}"
    ' <img src=x onerror="window.hacked=1">'
)
SLOW = "Take your time"
BROKEN = "Break"
DRAFTED = "Which city writes slowly?"

EASY = "What is a human rights city, easily said?"
EASY_SWEDISH = "Vad är en MR-stad, enkelt sagt?"

RTL = "\u202egnp.exe"
SUGGESTIONS = (DEFINITION, LIST)

GRAZ_URL = "https://www.graz.at/cms/beitrag/10151550/#principle-7"


@dataclass(slots=True)
class FakeAnswerer:
    """Answers from a table; ``SLOW`` waits until ``go`` is set, ``BROKEN`` raises, and ``DRAFTED``
    shows a draft while it waits."""

    asked: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)

    def answer(
        self,
        turns: Sequence[str],
        language: str,
        on_draft: Callable[[str], None] | None = None,
    ) -> Turn:
        """The Turn for the last message; an unknown one is echoed."""
        self.asked.append((tuple(turns), language))
        question = turns[-1]
        if question == BROKEN:
            raise RuntimeError("broken on purpose")
        if question == SLOW:
            self.go.wait(10)
        if question == DRAFTED and on_draft is not None:
            on_draft(f"{FIRST} {HOSTILE}")
            self.go.wait(10)
        return TURNS.get(question) or _turn(question, f"Echo of {question}", Outcome.SMALL_TALK)


def _turn(question: str, text: str, outcome: Outcome, **more: object) -> Turn:
    fields = {"language": "en", "message": "" if outcome is Outcome.ANSWERED else text, **more}
    return Turn(question, question, outcome=outcome, text=text, **fields)  # type: ignore[arg-type]


def _citation(number: int, quote: str, passage: str, **more: object) -> Citation:
    fields: dict[str, object] = {
        "source_id": "graz",
        "title": "Guiding Principles for a Human Rights City",
        "publisher": "Human Rights Cities Network",
        "year": 2014,
        "force": "city-charter",
        "kind": "charter",
        "locator": "Principle 7",
        "page": None,
        "url": GRAZ_URL,
        "passage_id": f"p{number}",
        "sort": "digest",
        "language": "en",
        "checked": True,
        **more,
    }
    return Citation(number=number, quote=quote, passage=passage, **fields)  # type: ignore[arg-type]


FIRST = "A human rights city is a city that lets human rights guide what it does."
SECOND = "The 1948 declaration speaks of “every organ of society” & of cities too."
DUTY = "Each State Party undertakes to take steps, to the maximum of its available resources."
PASSAGE = f"The principles were adopted in Gwangju.\n{FIRST} Its residents know their rights."

ITEMS = (
    "It adopts a declaration in its council.",
    "It trains its staff, unless the national law reserves this to another authority.",
    "It sets up an office to which every inhabitant can complain.",
)

TURNS = {
    DEFINITION: _turn(
        DEFINITION,
        f"{FIRST} {SECOND}\n\n{DUTY}",
        Outcome.ANSWERED,
        statements=(
            Statement(FIRST, Support.VERBATIM, (1,)),
            Statement(SECOND, Support.VERBATIM, (2,)),
            Statement(DUTY, Support.VERBATIM, (1, 2)),
        ),
        citations=(
            _citation(1, FIRST, PASSAGE),
            _citation(
                2,
                f"{SECOND} {DUTY}",
                f"{SECOND} {DUTY} Nothing here is < or > anything else.",
                title="International Covenant on Economic, Social and Cultural Rights",
                publisher="United Nations",
                year=1966,
                force="binding-treaty",
                kind="treaty",
                locator="Article 2, paragraph 1",
                url="https://www.ohchr.org/en/instruments-mechanisms/instruments/covenant#article-2",
                sort="official",
                checked=False,
            ),
        ),
    ),
    LIST: _turn(
        LIST,
        "\n".join(f"- {item}" for item in ITEMS),
        Outcome.PARTLY_ANSWERED,
        message="I found nothing on how much it costs.",
        statements=tuple(Statement(item, Support.SUPPORTED, (1,)) for item in ITEMS),
        citations=(
            _citation(
                1,
                " ".join(ITEMS),
                " ".join(ITEMS),
                title="Human rights cities in the EU: a framework for reinforcing rights locally",
                publisher="European Union Agency for Fundamental Rights",
                year=2021,
                force="agency-guidance",
                locator="p. 14",
                page=14,
                url="",
                sort="document",
            ),
        ),
        suggestions=(DEFINITION,),
    ),
    UNKNOWN: _turn(
        UNKNOWN,
        "I don't have that in my sources, so I won't guess. If it matters to you, ask a person:"
        " https://rwi.lu.se/contact",
        Outcome.NO_EVIDENCE,
        suggestions=SUGGESTIONS,
        citations=(_citation(1, FIRST, PASSAGE),),
    ),
    URGENT: _turn(
        URGENT,
        "If you or someone else is in danger now, call 112 (in Sweden and the EU), or the emergency"
        " number where you are.",
        Outcome.URGENT,
    ),
    SWEDISH: _turn(
        SWEDISH,
        "En MR-stad låter mänskliga rättigheter vägleda det den gör.",
        Outcome.ANSWERED,
        language="sv",
        statements=(
            Statement(
                "En MR-stad låter mänskliga rättigheter vägleda det den gör.",
                Support.VERBATIM,
                (1,),
            ),
        ),
        citations=(
            _citation(
                1,
                "En MR-stad låter mänskliga rättigheter vägleda det den gör.",
                "En MR-stad låter mänskliga rättigheter vägleda det den gör. Den arbetar med"
                " människorättsbaserade verksamhetsutvecklingsmetoder.",
                title="Plattform för människorättsbaserad verksamhetsutveckling i kommuner",
                publisher="Sveriges Kommuner och Regioner",
                force="soft-law",
            ),
        ),
    ),
    HOSTILE: _turn(
        HOSTILE,
        HOSTILE,
        Outcome.ANSWERED,
        statements=(
            Statement(HOSTILE, Support.VERBATIM, (1,)),
            Statement(RTL, Support.VERBATIM, (2,)),
        ),
        citations=(
            _citation(
                1,
                HOSTILE,
                f"before {HOSTILE} after",
                title=HOSTILE,
                publisher=HOSTILE,
                locator=HOSTILE,
                url="javascript:window.hacked=1",
            ),
            _citation(2, RTL, RTL, title=RTL, url='https://example.org/"onmouseover="alert(1)'),
        ),
        suggestions=(HOSTILE,),
    ),
}

IN_PLAIN_WORDS = ("A human rights city has made a promise.", "Human rights guide its work.")
IN_PLAIN_WORDS_SWEDISH = "En MR-stad följer de mänskliga rättigheterna."

TURNS[EASY] = replace(
    TURNS[DEFINITION],
    question=EASY,
    plain=Plain(
        f"{IN_PLAIN_WORDS[0]} [1] {IN_PLAIN_WORDS[1]} [1] {SECOND} [2]\n\n{DUTY} [1][2]",
        (
            *(Statement(said, Support.SUPPORTED, (1,)) for said in IN_PLAIN_WORDS),
            Statement(SECOND, Support.VERBATIM, (2,)),
            Statement(DUTY, Support.VERBATIM, (1, 2)),
        ),
    ),
)
TURNS[EASY_SWEDISH] = replace(
    TURNS[SWEDISH],
    question=EASY_SWEDISH,
    plain=Plain(
        f"{IN_PLAIN_WORDS_SWEDISH} [1]",
        (Statement(IN_PLAIN_WORDS_SWEDISH, Support.SUPPORTED, (1,)),),
    ),
)
