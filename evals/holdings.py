"""What the corpus holds, to compare citations with."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from corpus.library import Library
from corpus.passage import Passage
from corpus.source import Source

_SPACE = re.compile(r"\s+")


class Holdings:
    """The passages by their ids, and the sources by theirs."""

    def __init__(self, passages: Iterable[Passage], sources: Mapping[str, Source]) -> None:
        self.passages = {passage.id: passage for passage in passages}
        self.sources = sources

    @classmethod
    def of(cls, library: Library) -> "Holdings":
        """All that a library holds."""
        return cls(library.passages(), library.sources)

    def holding(self, source_id: str, text: str) -> bool:
        """Whether a source says a longer piece of text, across passages and apart from white space.

        For systems that cut the texts otherwise, so that their passages have no id here.
        """
        piece = _SPACE.sub("", text)
        return bool(piece) and any(piece in whole for whole in self._texts.get(source_id, ()))

    @cached_property
    def _texts(self) -> dict[str, list[str]]:
        files: dict[tuple[str, str], list[str]] = defaultdict(list)
        for passage in self.passages.values():
            files[passage.source_id, passage.file].append(passage.text)
        texts: dict[str, list[str]] = defaultdict(list)
        for (source_id, _), said in files.items():
            texts[source_id].append(_SPACE.sub("", "".join(said)))
        return texts
