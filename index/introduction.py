"""The section that introduces a work, and the questions that ask for a work as a whole.

"What is the European Charter?" is as near to one of its sections as to the next; the one that
introduces it answers.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.passage import Passage
from corpus.text import Sort
from index.works import Mention, Works, plain

_WORD = re.compile(r"\w+")


class Introductions:
    """The sections that introduce the works among some passages, in reading order.

    In a digest that is the first section with a heading of no more than the name of its work
    ("Graz in short", "What are the Gwangju Principles?"), or the first of all where no heading is
    so bare. Other texts promise none.
    """

    def __init__(self, passages: Iterable[Passage], works: Works) -> None:
        self._works = works
        first: dict[str, str] = {}
        bare: dict[str, str] = {}
        for passage in passages:
            if passage.sort is Sort.DIGEST:
                first.setdefault(passage.source_id, passage.section_id)
                if passage.source_id in self._wholly(passage.heading):
                    bare.setdefault(passage.source_id, passage.section_id)
        self._sections = first | bare

    def asked(self, question: str) -> frozenset[tuple[str, str]]:
        """The sections (source id, section id) that introduce what a question asks for, whole.

        Empty where the question names no work, or says more than its name.
        """
        return frozenset(
            (source, self._sections[source])
            for source in self._wholly(question)
            if source in self._sections
        )

    def _wholly(self, text: str) -> frozenset[str]:
        """The ids of the works whose name is all that a question or a heading says."""
        said = plain(text)
        return frozenset(
            source
            for mention in self._works.mentioned(text)
            if _alone(said, mention)
            for source in mention.sources
        )


def _alone(said: str, mention: Mention) -> bool:
    before, after = (
        " ".join(_WORD.findall(part)) for part in (said[: mention.start], said[mention.end :])
    )
    frame = _frame()
    return bool(frame.before.fullmatch(before) and frame.after.fullmatch(after))


class _Frame(NamedTuple):
    before: re.Pattern[str]
    after: re.Pattern[str]


@cache
def _frame() -> _Frame:
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    before, article, after = ("|".join(table[name]) for name in ("before", "article", "after"))
    return _Frame(
        re.compile(rf"(?:{before})?(?:(?:^| )(?:{article}))*"),
        re.compile(rf"(?:(?:^| )(?:{after}))*"),
    )
