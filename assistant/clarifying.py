"""Questions that say too little to be answered, and what they could mean."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from assistant.standalone import CITIES, definite, goes_by, pointing
from corpus.source import Source
from index.hit import Hit
from index.names import named
from index.parts import located
from index.search import Index
from index.terms import terms
from index.works import plain

_MOST = 4
_FEWEST = 2
_FEW_WORDS = 9
"""A longer question says enough of itself."""
_COMMON = 1.0
"""Rarity (:meth:`index.keywords.Keywords.rarity`) of a word that tells the subject of the texts."""


def options(
    question: str, language: str, index: Index, hits: Sequence[Hit], *, settled: bool
) -> tuple[str, ...]:
    """The two to four questions that a first message could stand for; none when it says enough.

    It says too little when it points to something not named ("when was it adopted?"), when it
    names a sort of work of which there are several ("the charter"), or a part of no work
    ("article 12"). ``hits`` are those of the question, best first, and ``settled`` says
    that one of them is asked for in nearly these words.
    """
    if len(question.split()) > _FEW_WORDS or index.works.mentioned(question):
        return ()
    if next(located(question), None) is not None:
        return _of(_headings_with_part(question, language, index))
    sort = _sort_of_work(question, index)
    names = named(question, language, index.names)
    if [name for name in names if sort is None or name != plain(sort["noun"])]:
        return ()
    if sort is not None:
        return _of(_put_in_place(question, sort, language, index, hits))
    content = terms(question, language)
    # What nearly every passage speaks of is the subject, said or not.
    said = any(index.keywords.rarity(term, language) < _COMMON for term in content)
    if not settled and not said and (pointing(question) or len(content) <= 1):
        return _of(_headings(hits, language))
    return ()


def _of(questions: Sequence[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(questions))[:_MOST]
    return found if len(found) >= _FEWEST else ()


def _headings(hits: Sequence[Hit], language: str) -> list[str]:
    """The headings of the nearest sections, one for each source."""
    by_source: dict[str, str] = {}
    for hit in hits:
        if hit.passage.language == language and hit.passage.heading.endswith("?"):
            by_source.setdefault(hit.passage.source_id, hit.passage.heading)
    return list(by_source.values())


def _headings_with_part(question: str, language: str, index: Index) -> list[str]:
    """The headings of the parts that a question could mean, one for each work."""
    asked = frozenset(part for part, _ in located(question))
    by_source: dict[str, str] = {}
    for passage in index.with_parts(asked):
        # A work that goes by a name has parts; a text about several works only speaks of them.
        known = index.sources[passage.source_id].known_as
        if known and passage.language == language and passage.heading.endswith("?"):
            by_source.setdefault(passage.source_id, passage.heading)
    return list(by_source.values())


def _sort_of_work(question: str, index: Index) -> re.Match[str] | None:
    """The words that name a sort of work ("the charter"), where several works go by it."""
    found = definite(question)
    if found is None or found["noun"].lower() in CITIES:
        return None
    works = [source for source in index.sources.values() if _names_of(source, found["noun"])]
    return found if len(works) > 1 else None


def _names_of(source: Source, noun: str) -> list[str]:
    """The names of a source that hold the noun; all of them where it is a work of that kind."""
    fitting = [name for name in source.known_as if goes_by(name, noun)]
    kind = _words()["kinds"].get(plain(noun), plain(noun))
    return fitting or (list(source.known_as) if source.kind.value == kind else [])


def _put_in_place(
    question: str, place: re.Match[str], language: str, index: Index, hits: Sequence[Hit]
) -> list[str]:
    """The question of each work that goes by the noun, nearest first."""
    near = list(dict.fromkeys(hit.passage.source_id for hit in hits))
    ranked = sorted(
        index.sources.values(),
        key=lambda source: near.index(source.id) if source.id in near else len(near),
    )
    asked = []
    for source in ranked:
        names = _names_of(source, place["noun"])
        if names:
            name = _in_language(names, language)
            article = "the " if language == "en" and place[0].lower().startswith("the ") else ""
            asked.append(f"{question[: place.start()]}{article}{name}{question[place.end() :]}")
    return asked


def _in_language(names: Sequence[str], language: str) -> str:
    swedish = [name for name in names if re.search(_words()["names"]["swedish"], name)]
    if language == "sv" and swedish:
        return swedish[0]
    return next((name for name in names if name not in swedish), names[0])


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
