"""Parts that a work does not have: "article 45 of the European Charter"."""

from dataclasses import dataclass

from index.parts import Part, counted, located
from index.search import Index

_FEWEST = 3
"""A work of which fewer parts are known may have others."""


@dataclass(frozen=True, slots=True)
class Absence:
    """A part that a question asks for and the sources do not hold.

    ``part`` and ``work`` are the question's own words; ``sources`` the ids of the work.
    ``count`` asks how many such parts there are.
    """

    part: str
    work: str
    sources: frozenset[str]
    count: str


def absence(question: str, language: str, index: Index) -> Absence | None:
    """The first part that a question names of a work that the index knows, but not with it."""
    works = index.works.mentioned(question)
    named = list(located(question))
    if not works or not named:
        return None
    sources = frozenset().union(*(work.sources for work in works))
    held = index.parts_of(sources)
    for part, (start, end) in named:
        same_kind = {other for other in held if other.kind == part.kind}
        if len(same_kind) >= _FEWEST and part not in held:
            longest = max(works, key=lambda work: work.end - work.start)
            work = question[longest.start : longest.end]
            return Absence(question[start:end], work, sources, _count(part, work, language))
    return None


def _count(part: Part, work: str, language: str) -> str:
    kinds = counted(part.kind, language)
    name = work.removeprefix("the ").removeprefix("The ")
    return (
        f"Hur många {kinds} har {work}?"
        if language == "sv"
        else f"How many {kinds} does the {name} have?"
    )
