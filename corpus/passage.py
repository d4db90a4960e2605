"""A passage: what is indexed, and what a citation opens."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from corpus.plain_words import cut, lost
from corpus.sentence import sentence_spans
from corpus.text import ITEM, Section, Sort, Text

MOST_WORDS = 120
"""A passage holds at most this many words, so that the default model (256 word pieces) reads all
of it; a single longer sentence is kept whole."""


@dataclass(frozen=True, slots=True)
class Passage:
    """At most one section, a few sentences.

    ``id`` is a digest of everything else but ``plain``, so that a passage that changed is a new
    passage. ``sentences`` are half-open spans of ``text``, in order. ``asks`` are keyed by
    language. ``part`` counts the passages of one section from 0.

    ``plain`` holds for each sentence what says it again in plain words, often nothing; it is
    empty where no sentence has a plain version. Nothing is found by it, so it is no part of what
    ``id`` is made of: the vectors outlive a plain version that changed.
    """

    id: str
    source_id: str
    title: str
    language: str
    sort: Sort
    file: str
    section_id: str
    heading: str
    path: tuple[str, ...]
    locator: str
    address: str
    page: int | None
    checked: bool
    part: int
    text: str
    sentences: tuple[tuple[int, int], ...]
    asks: dict[str, tuple[str, ...]]
    plain: tuple[tuple[str, ...], ...] = ()

    def sentence(self, number: int) -> str:
        """The sentence with that number, from 0, to the byte."""
        start, end = self.sentences[number]
        return self.text[start:end]

    def in_plain_words(self, sentence: str) -> tuple[str, ...]:
        """What says one of the passage's sentences again in plain words; empty where nothing does.

        A plain version that has lost a number or a name of its sentence counts as none.
        """
        for number, plain in enumerate(self.plain):
            if self.sentence(number) == sentence:
                return () if lost(sentence, plain, self.language) else plain
        return ()

    def items(self) -> range:
        """The numbers of the sentences that are items of the passage's list; empty without one.

        A list of fewer than three items is none.
        """
        marked = [
            number
            for number, (start, _) in enumerate(self.sentences)
            if self.text.startswith(ITEM, self.text.rfind("\n", 0, start) + 1)
        ]
        return range(marked[0], marked[-1] + 1) if len(marked) > 2 else range(0)

    @property
    def context(self) -> str:
        """What the passage stands under: the title and the headings, for the index."""
        above = [heading for heading in (self.title, *self.path, self.heading) if heading]
        return " · ".join(dict.fromkeys(above))

    @property
    def written(self) -> str:
        """All that one reads of the passage: what it stands under, its place and its text."""
        return f"{self.context} {self.locator} {self.text}"


def passages(text: Text) -> Iterator[Passage]:
    """Cut a text into passages, never across a heading, in reading order.

    Two passages of the same content (a page that repeats itself) come out once.
    """
    seen: set[str] = set()
    for section in text.sections:
        first = 1
        for part, blocks in enumerate(_portions(section, text.language)):
            passage = _passage(text, section, part, blocks, first)
            first += len(passage.sentences)
            if passage.id not in seen:
                seen.add(passage.id)
                yield passage


@dataclass(frozen=True, slots=True)
class _Block:
    """Sentences that stand on one line; ``mark`` is what a list item begins with."""

    mark: str
    sentences: list[str]


def _portions(section: Section, language: str) -> Iterator[list[_Block]]:
    """Blocks, divided between sentences where a passage is full."""
    portion: list[_Block] = []
    words = 0
    for block in section.blocks:
        mark = ITEM if block.startswith(ITEM) else ""
        said = block.removeprefix(mark)
        for number, (start, end) in enumerate(sentence_spans(said, language)):
            sentence = said[start:end]
            length = len(sentence.split())
            if portion and words + length > MOST_WORDS:
                yield portion
                portion, words = [], 0
            if number == 0 or not portion:
                portion.append(_Block(mark if number == 0 else "", []))
            portion[-1].sentences.append(sentence)
            words += length
    if portion:
        yield portion


def _passage(text: Text, section: Section, part: int, blocks: list[_Block], first: int) -> Passage:
    """The passage of these blocks; ``first`` is its first sentence's number in the section."""
    written = "\n".join(block.mark + " ".join(block.sentences) for block in blocks)
    spans = tuple(_spans(written, blocks))
    plain = tuple(cut(section.plain.get(number, "")) for number in range(first, first + len(spans)))
    content: dict[str, object] = {
        "source_id": text.source_id,
        "title": text.title,
        "language": text.language,
        "sort": text.sort,
        "file": text.file.as_posix(),
        "section_id": section.id,
        "heading": section.heading,
        "path": section.path,
        "locator": section.locator,
        "address": section.address,
        "page": section.page,
        "checked": section.checked,
        "part": part,
        "text": written,
        "sentences": spans,
        "asks": section.asks,
    }
    return Passage(
        id=_digest(content),
        plain=plain if any(plain) else (),
        **content,  # type: ignore[arg-type]
    )


def _spans(written: str, blocks: Iterable[_Block]) -> Iterator[tuple[int, int]]:
    position = 0
    for sentence in (sentence for block in blocks for sentence in block.sentences):
        start = written.index(sentence, position)
        position = start + len(sentence)
        yield start, position


def _digest(content: dict[str, object]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:20]


def to_record(passage: Passage) -> str:
    """A passage as one line of JSON."""
    return json.dumps(asdict(passage), ensure_ascii=False)


def from_record(record: str) -> Passage:
    """The passage that :func:`to_record` wrote.

    Raises ``ValueError`` or ``TypeError`` when the line is not such a record.
    """
    fields = json.loads(record)
    try:
        fields["sort"] = Sort(fields["sort"])
        fields["path"] = tuple(fields["path"])
        fields["sentences"] = tuple((start, end) for start, end in fields["sentences"])
        # Builds from before there were plain versions have none.
        fields["plain"] = tuple(tuple(plain) for plain in fields.get("plain", ()))
        fields["asks"] = {language: tuple(asks) for language, asks in fields["asks"].items()}
    except (KeyError, AttributeError) as error:
        raise ValueError(f"not the record of a passage: {error}") from error
    return Passage(**fields)
