"""What a run comes to in sentences, and the figures that stand at the top."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from evals.record import Figure
from evals.report.content import STRICT, Content
from evals.report.wording import Wording

_AT_THE_TOP = (
    STRICT, "answered", "right_of_answered", "abstained_rightly", "citation_right", "quote_exact",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure as it stands at the top; ``share`` and its interval are from 0 to 1."""

    measure: str
    title: str
    meaning: str
    value: str
    interval: str
    figure: Figure


def made(content: Content, wording: Wording) -> str:
    """How many questions were answered, and when."""
    when = datetime.fromisoformat(content.configuration.created).astimezone(UTC)
    return wording.texts.filled(
        "made", count=content.measured.count, day=f"{when:%Y-%m-%d}", time=f"{when:%H:%M}"
    )


def headline(content: Content, wording: Wording) -> str:
    """The one sentence for somebody who reads no other."""
    right = content.measured.figures.get(STRICT)
    if right is None:
        return wording.texts["headline_none"]
    return wording.texts.filled("headline", right=wording.hundred(right.value))


def sentences(content: Content, wording: Wording) -> Iterator[str]:
    """What belongs to the headline, each a sentence or two."""
    texts = wording.texts
    found = content.measured.figures
    right, answered = found.get(STRICT), found.get("answered")
    of_answered, abstained = found.get("right_of_answered"), found.get("abstained_rightly")
    if right:
        yield texts.filled(
            "headline_interval",
            count=right.count,
            low=wording.hundred(right.low),
            high=wording.hundred(right.high),
        )
        yield texts["headline_right"]
    if answered and of_answered:
        yield texts.filled(
            "headline_answered",
            answered=wording.hundred(answered.value),
            right=wording.hundred(of_answered.value),
        )
    if abstained:
        yield texts.filled("headline_abstained", abstained=wording.hundred(abstained.value))
    for other in content.summaries[1:]:
        theirs = other.figures.get(STRICT)
        if theirs:
            yield texts.filled(
                "headline_other",
                system=wording.system(other.system),
                right=wording.hundred(theirs.value),
            )


def tiles(content: Content, wording: Wording) -> list[Tile]:
    """The headline figures of the measured system, as far as cases bear on them."""
    return [
        Tile(
            measure=id_,
            title=wording.title(id_),
            meaning=wording.meaning(id_),
            value=wording.value(id_, figure.value),
            interval=wording.interval(id_, figure),
            figure=figure,
        )
        for id_ in _AT_THE_TOP
        if (figure := content.measured.figures.get(id_))
    ]
