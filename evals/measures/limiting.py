"""Whether a sentence is shown with the condition that limits it."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from assistant.turn import Support, Turn
from evals.holdings import Holdings
from evals.measures.ending import SHOWN

_WORDS = Path(__file__).with_name("conditions.toml")


def conditions_kept(turn: Turn, holdings: Holdings | None) -> float | None:
    """The share of quoted sentences with a condition after them that are shown with it.

    What is quoted out of its context misleads though every word is right: McGlone 2005,
    "Contextomy: the art of quoting out of context". ``None`` where no quoted sentence has a
    condition, or without ``holdings`` to know it by.
    """
    if holdings is None or turn.outcome not in SHOWN:
        return None
    kept = [kept for _, kept in _limited(turn, holdings)]
    return sum(kept) / len(kept) if kept else None


def dropped(turn: Turn, holdings: Holdings) -> list[str]:
    """The conditions that should be shown and are not."""
    return [condition for condition, kept in _limited(turn, holdings) if not kept]


def _limited(turn: Turn, holdings: Holdings) -> Iterator[tuple[str, bool]]:
    """The condition after each quoted sentence that has one, and whether it is shown."""
    shown = {one.text for one in turn.statements if one.support is Support.VERBATIM}
    for citation in turn.citations:
        passage = holdings.passages.get(citation.passage_id)
        if passage is None:
            continue
        said = [passage.sentence(number) for number in range(len(passage.sentences))]
        for sentence, after in pairwise(said):
            if sentence in shown and sentence in citation.quote and limits(after, passage.language):
                yield after, after in shown


def limits(sentence: str, language: str) -> bool:
    """Whether a sentence begins as one that limits the one before it."""
    openings = _openings().get(language)
    return openings is not None and openings.match(sentence) is not None


@cache
def _openings() -> dict[str, re.Pattern[str]]:
    written = tomllib.loads(_WORDS.read_text("utf-8"))
    return {
        language: re.compile(rf"(?:{'|'.join(map(re.escape, words))})\b")
        for language, words in written.items()
    }
