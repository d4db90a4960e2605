"""A Turn as HTML, and as plain text to copy."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.feedback import MOST_SAID, Fault
from assistant.turn import Citation, Outcome, Statement, Support, Turn
from assistant.web.texts import Texts

ANSWERS = (Outcome.ANSWERED, Outcome.PARTLY_ANSWERED)
"""The outcomes that show statements and sources; any other shows its message alone."""

ASKED_ABOUT = (
    *ANSWERS,
    Outcome.CLARIFY,
    Outcome.NO_EVIDENCE,
    Outcome.OUT_OF_SCOPE,
    Outcome.REFUSED,
)
"""The outcomes of which a person is asked whether they were right; nobody in danger is."""

_BULLET = re.compile(r"(?:[-*•]|\d{1,2}[.)])[ \t]*$")
_OWN_BULLET = re.compile(r"^(?:[-*•]|\d{1,2}[.)])\s+")
_BINDING = frozenset({"binding-treaty", "eu-law", "national-law"})
_SUPPORT = {True: "verbatim", False: "supported"}
_SORTS = {"digest": "summary", "official": "official"}


@dataclass(frozen=True, slots=True)
class Block:
    """Statements that stand together: one paragraph, or one item of a list."""

    item: bool
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A citation as the sources panel shows it; the passage is cut around its quote."""

    id: str
    citation: Citation
    before: str
    quote: str
    after: str
    place: str
    address: str
    host: str
    sort: str
    binding: bool


@dataclass(frozen=True, slots=True)
class PlainWords:
    """An answer's second wording: its layout, and itself with its sources to paste elsewhere."""

    groups: tuple[tuple[bool, tuple[Block, ...]], ...]
    copied: str


@dataclass(frozen=True, slots=True)
class Terms:
    """How long what a person says of an answer is kept, and where they can have it erased."""

    days: int
    contact: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A Turn as the conversation shows it; ``number`` counts from 1.

    ``answer`` is the id under which it is held for feedback; empty where nobody asks for any.
    """

    number: int
    turn: Turn
    paragraphs: tuple[str, ...]
    groups: tuple[tuple[bool, tuple[Block, ...]], ...]
    cards: tuple[Card, ...]
    support: str
    plain: str
    in_plain_words: PlainWords | None
    answer: str

    def card(self, number: int) -> Card | None:
        """The card of the citation with that number."""
        return next((card for card in self.cards if card.citation.number == number), None)


def conversation(
    turns: Sequence[Turn],
    texts: Texts,
    pending: str = "",
    answers: Sequence[str] = (),
    terms: Terms | None = None,
) -> str:
    """The turns so far, oldest first, and the question that is being answered, if any.

    ``answers`` are the ids of the first turns for feedback, which is kept on ``terms``; where an
    id is empty or missing, nobody asks for any.
    """
    ids = dict(enumerate(answers, 1))
    entries = [
        _entry(number, turn, texts, ids.get(number, "")) for number, turn in enumerate(turns, 1)
    ]
    return _render(
        "conversation.html",
        texts,
        entries=entries,
        pending=pending,
        terms=terms,
        faults=list(Fault),
        most_said=MOST_SAID,
    )


def draft(text: str, texts: Texts) -> str:
    """An answer that is still being written, marked as such; nothing announces it."""
    return _render("draft.html", texts, draft=text)


def header(texts: Texts) -> str:
    """The page's name, what it is, and the way to the other language."""
    return _render("header.html", texts)


def introduction(texts: Texts, examples: Sequence[str]) -> str:
    """What the assistant can and cannot do, and questions to start with."""
    return _render("introduction.html", texts, examples=examples)


def small_print(texts: Texts, model: str = "", terms: Terms | None = None) -> str:
    """What stays true under the question box.

    ``model`` gets what is asked, if there is one; ``terms`` are those of feedback, if there is any.
    """
    return _render("small_print.html", texts, model=model, terms=terms)


def announcement(text: str, texts: Texts, language: str = "") -> str:
    """The region that a screen reader speaks when its text changes; nobody sees it."""
    return _render("announcement.html", texts, text=text, spoken=language or texts.language)


def spoken(turn: Turn, texts: Texts) -> str:
    """A finished Turn as it is announced, once."""
    label = texts[f"outcome.{turn.outcome.value}"]
    return texts.filled("announced", label=label, text=_shown(turn))


def plain(turn: Turn, texts: Texts) -> str:
    """An answer with its numbered sources, as plain text to paste elsewhere."""
    cited = {citation.number for citation in turn.citations}
    lines: list[str] = []
    for block in blocks(turn.text, turn.statements):
        sentences = (
            " ".join([statement.text, *(f"[{n}]" for n in statement.citations if n in cited)])
            for statement in block.statements
        )
        lines.append(("- " if block.item else "") + " ".join(sentences))
    lines += ["", texts["sources"]] if turn.citations else []
    for citation in turn.citations:
        parts = (citation.title, citation.publisher, str(citation.year or ""), citation.locator)
        lines.append(f"[{citation.number}] " + ", ".join(part for part in parts if part))
        if address(citation.url):
            lines.append(f"    {citation.url}")
    return "\n".join(lines)


def blocks(text: str, statements: Sequence[Statement]) -> Iterator[Block]:
    """Paragraphs and list items, as the line breaks and bullets of ``text`` lay them out."""
    gathered: list[Statement] = []
    item = False
    position = 0
    for statement in statements:
        found = text.find(statement.text, position)
        gap = "\n" if found < 0 else text[position:found]
        position = max(position, found + len(statement.text)) if found >= 0 else position
        bullet = bool(_BULLET.search(gap) or _OWN_BULLET.match(statement.text))
        if gathered and (bullet or "\n" in gap):
            yield Block(item, tuple(gathered))
            gathered = []
        item = item if gathered else bullet
        gathered.append(statement)
    if gathered:
        yield Block(item, tuple(gathered))


def address(url: str) -> str:
    """The address when it is one a browser may open (http or https), else nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def _entry(number: int, turn: Turn, texts: Texts, answer: str) -> Entry:
    if turn.outcome not in ANSWERS:
        return Entry(number, turn, _paragraphs(_shown(turn)), (), (), "", "", None, answer)
    verbatim = all(statement.support is Support.VERBATIM for statement in turn.statements)
    return Entry(
        number=number,
        turn=turn,
        paragraphs=_paragraphs(turn.message),
        groups=tuple(_groups(blocks(turn.text, turn.statements))),
        cards=tuple(_card(number, citation, texts) for citation in turn.citations),
        support=texts[f"support.{'worded' if turn.writer else _SUPPORT[verbatim]}"],
        plain=plain(turn, texts),
        in_plain_words=_in_plain_words(turn, texts),
        answer=answer,
    )


def _in_plain_words(turn: Turn, texts: Texts) -> PlainWords | None:
    if turn.plain is None:
        return None
    again = replace(turn, text=turn.plain.text, statements=turn.plain.statements)
    return PlainWords(tuple(_groups(blocks(again.text, again.statements))), plain(again, texts))


def _groups(laid_out: Iterator[Block]) -> Iterator[tuple[bool, tuple[Block, ...]]]:
    """Neighbouring list items together, each paragraph alone."""
    items: list[Block] = []
    for block in laid_out:
        if block.item:
            items.append(block)
            continue
        if items:
            yield True, tuple(items)
            items = []
        yield False, (block,)
    if items:
        yield True, tuple(items)


def _card(turn: int, citation: Citation, texts: Texts) -> Card:
    before, quote, after = (
        citation.passage.partition(citation.quote) if citation.quote else (citation.passage, "", "")
    )
    page = "" if citation.page is None else texts.filled("source.page", page=citation.page)
    url = address(citation.url)
    return Card(
        id=f"c-{turn}-{citation.number}",
        citation=citation,
        before=before,
        quote=quote,
        after=after,
        place=citation.locator or page,
        address=url,
        host=(urlsplit(url).hostname or "").removeprefix("www."),
        sort=texts[f"source.{_SORTS.get(citation.sort, 'document')}"],
        binding=citation.force in _BINDING,
    )


def _shown(turn: Turn) -> str:
    return turn.text if turn.outcome in ANSWERS else turn.message or turn.text


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"\n\s*\n", text) if part.strip())


def _render(template: str, texts: Texts, **values: object) -> str:
    return _templates().get_template(template).render(texts=texts, **values)


def _without_bullet(text: str) -> str:
    return _OWN_BULLET.sub("", text)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["without_bullet"] = _without_bullet
    return environment
