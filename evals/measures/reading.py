"""How much there is to read, and how hard it is."""

import re
from collections.abc import Sequence

from assistant.turn import Turn
from corpus.plain_words import lix
from evals.measures.ending import SHOWN

_WORD = re.compile(r"\w[\w'’-]*")


def sentences(turn: Turn) -> tuple[str, ...]:
    """The sentences of an answer, without their markers; none where there is no answer."""
    return tuple(one.text for one in turn.statements) if turn.outcome in SHOWN else ()


def words(said: Sequence[str]) -> float | None:
    """The number of words; ``None`` without any."""
    return float(sum(len(_WORD.findall(one)) for one in said)) or None


def reading_level(said: Sequence[str]) -> float | None:
    """LIX (Björnsson 1968, "Läsbarhet"): 25 is a children's book, 40 a newspaper, 60 a law.

    ``None`` without words.
    """
    return lix(said) if words(said) else None
