"""A follow-up made into a question that stands alone, by rules."""

import re
from collections.abc import Sequence

from index.names import named
from index.terms import folded, terms

_OPENING = re.compile(
    r"^(?:and|but|so|ok(?:ay)?|och|men|så)\b[\s,]*"
    r"|^(?:what|how) about\b\s*|^hur är det (?:med|i)\b\s*|^(?:vad )?gäller det\b\s*",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:it|its|they|them|their|that|this|those|these|there|he|she|his|her|one|ones|"
    r"den|det|dess|de|dem|deras|där|denna|detta|dessa|han|hon|hans|hennes)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"^(in|for|at|from|under|i|för|på|från|hos)\s+(\S.*)$", re.IGNORECASE)
_ASKING = re.compile(
    r"(?:wh\w+|how|is|are|do|does|did|can|v(?:ad|em|ar|ilk\w+)|hur|när|är|kan)\b", re.IGNORECASE
)
_FEW = 5
"""A question with at most this many words may lean on the one before."""


def standalone(turns: Sequence[str], language: str, known: frozenset[str]) -> str:
    """The last of ``turns`` (what the person wrote, oldest first) as a question of its own.

    ``known`` are the names that the passages hold. Each turn is read in the light of the one
    before it, so "and in Austria?" finds its question several ellipses back.
    """
    question = ""
    for turn in turns:
        question = _joined(question, turn, language, known) if question else turn
    return question


def _joined(before: str, turn: str, language: str, known: frozenset[str]) -> str:
    rest = _OPENING.sub("", turn).strip()
    opened = rest != turn.strip()
    subject = rest.rstrip("?!. ")
    if opened and len(subject.split()) <= _FEW and not _is_question(subject):
        return _in_place(before, subject, language, known)
    if _leans(rest, language, known):
        return f"{before.rstrip('?!. ')} – {rest}"
    return turn


def _leans(question: str, language: str, known: frozenset[str]) -> bool:
    """Whether a question says too little alone: it points back, or names nothing at all."""
    content = terms(question, language)
    if _POINTING.search(question) and not named(question, language, known):
        return True
    return len(content) == 0 or (len(content) == 1 and len(question.split()) <= 2)


def _is_question(text: str) -> bool:
    return _ASKING.match(text) is not None


def _in_place(before: str, subject: str, language: str, known: frozenset[str]) -> str:
    """The question before, asked of something else."""
    stem = before.rstrip("?!. ")
    place = _PLACE.match(subject)
    name = place[2] if place else subject
    old = [word for word in named(before, language, known) if word in known]
    if place:
        same = re.search(rf"\b{place[1]}\s+\S+$", stem, re.IGNORECASE)
        if same and named(same[0], language, known):
            return f"{stem[: same.start()]}{subject}?"
        return f"{stem} {subject}?"
    if old:
        words = [word for word in re.findall(r"[\w'’-]+", stem) if folded(word.lower()) in old]
        if words:
            first = stem.index(words[0])
            last = stem.rindex(words[-1]) + len(words[-1])
            if len(words) == 1 or stem[first:last].split() == words:
                return f"{stem[:first]}{name}{stem[last:]}?"
    return f"{stem} – {subject}?"
