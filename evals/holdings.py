"""What the corpus holds, to compare citations with."""

import re
from collections import defaultdict

from corpus.library import Library
from evals.plain_documents import plain_document

_SPACE = re.compile(r"\s+")


class Holdings:
    """The passages by their ids; the sources, their titles and what their texts say by theirs."""

    def __init__(self, library: Library) -> None:
        self.passages = {passage.id: passage for passage in library.passages()}
        self.sources = library.sources
        self.titles = {id_: set(source.titles.values()) for id_, source in library.sources.items()}
        self._texts: dict[str, list[str]] = defaultdict(list)
        for text in library.texts:
            self.titles[text.source_id].add(text.title)
            self._texts[text.source_id].append(_SPACE.sub("", plain_document(text)))

    def says(self, source_id: str, text: str) -> bool:
        """Whether a text of a source says this word for word, white space apart.

        For systems that cut the texts otherwise, so that their passages have no id here.
        """
        piece = _SPACE.sub("", text)
        return bool(piece) and any(piece in whole for whole in self._texts.get(source_id, ()))
