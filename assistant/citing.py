"""Chosen sentences as statements with their citations, and the text that a person reads."""

from collections.abc import Mapping, Sequence

from assistant.check import supported
from assistant.compose import Chosen, runs
from assistant.turn import Citation, Statement, Support
from corpus.passage import Passage
from corpus.source import Source


def cited(
    chosen: Sequence[Chosen], sources: Mapping[str, Source], language: str
) -> tuple[tuple[Statement, ...], tuple[Citation, ...], str]:
    """The statements that stand, what they cite, numbered in order of appearance, and the text."""
    statements: list[Statement] = []
    citations: list[Citation] = []
    for number, (passage, sentences) in enumerate(runs(chosen), start=1):
        citations.append(citation(number, passage, sentences, sources, language))
        statements += [
            Statement(passage.sentence(sentence), Support.VERBATIM, (number,))
            for sentence in sentences
        ]
    standing = supported(statements, citations)
    return standing, tuple(citations), _laid_out(standing, chosen)


def citation(
    number: int,
    passage: Passage,
    sentences: Sequence[int],
    sources: Mapping[str, Source],
    language: str,
) -> Citation:
    """A citation of some neighbouring sentences of a passage, by their numbers."""
    source = sources[passage.source_id]
    start, end = passage.sentences[sentences[0]][0], passage.sentences[sentences[-1]][1]
    url = passage.address or next(iter(source.official), "")
    if url and passage.page is not None:
        url = f"{url.partition('#')[0]}#page={passage.page}"
    return Citation(
        number=number,
        source_id=source.id,
        title=source.title(language),
        publisher=source.publisher,
        year=source.year,
        force=source.force.value,
        kind=source.kind.value,
        locator=passage.locator,
        page=passage.page,
        url=url,
        quote=passage.text[start:end],
        passage_id=passage.id,
        passage=passage.text,
        sort=passage.sort.value,
        language=passage.language,
        checked=passage.checked,
    )


def _laid_out(statements: Sequence[Statement], chosen: Sequence[Chosen]) -> str:
    """The statements with their markers; a list as the passage has it, a line for each item."""
    shown = {statement.text: statement for statement in statements}
    text = ""
    before: Chosen | None = None
    for one in chosen:
        statement = shown.get(one.text)
        if statement is None:
            continue
        item = one.number in one.hit.passage.items()
        if before is not None:
            listed = item or before.number in before.hit.passage.items()
            text += "\n" if listed or one.side != before.side else " "
        markers = "".join(f"[{number}]" for number in statement.citations)
        text += f"{'- ' if item else ''}{statement.text} {markers}"
        before = one
    return text
