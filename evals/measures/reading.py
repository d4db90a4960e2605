"""How much there is to read, and how hard it is."""

import re
from collections.abc import Sequence

from assistant.turn import Turn
from corpus.plain_words import lix
from corpus.sentence import sentence_spans
from evals.measures.ending import SHOWN

_WORD = re.compile(r"\w[\w'’-]*")


def sentences(turn: Turn) -> tuple[str, ...]:
    """The sentences of an answer, without their markers; none where there is no answer.

    They are told as the corpus tells them (:mod:`corpus.sentence`), since a system may call a whole
    paragraph one statement. A line is a block: an item of a list, or a heading, is a sentence of
    its own though it has no full stop.
    """
    if turn.outcome not in SHOWN:
        return ()
    return tuple(
        line[start:end]
        for one in turn.statements
        for line in one.text.splitlines()
        for start, end in sentence_spans(line, turn.language)
    )


def words(said: Sequence[str]) -> float | None:
    """The number of words; ``None`` without any."""
    return float(sum(len(_WORD.findall(one)) for one in said)) or None


def reading_level(said: Sequence[str]) -> float | None:
    """LIX (Björnsson 1968, "Läsbarhet"): 25 is a children's book, 40 a newspaper, 60 a law.

    What holds no letter, such as a rule or a bare number, is no sentence. ``None`` without any.
    """
    read = [one for one in said if any(map(str.isalpha, one))]
    return lix(read) if read else None
