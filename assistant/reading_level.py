"""The second reading level: an answer's own sentences, each as its plain version says it."""

from assistant.turn import Plain, Statement, Support, Turn
from corpus.passage import Passage


def in_plain_words(turn: Turn) -> Plain | None:
    """The answer of a Turn in plain words; ``None`` when no sentence of it has a plain version.

    A sentence gives way to its plain version, word for word as the cited passage carries it, with
    the same citations; a sentence without one stays. The layout stays too. A plain sentence is
    ``supported`` by the sentence that its citation quotes; it is no quotation of it.
    """
    passages = {hit.passage.id: hit.passage for hit in turn.hits.all}
    cited = {citation.number: passages.get(citation.passage_id) for citation in turn.citations}
    text = ""
    position = 0
    statements: list[Statement] = []
    for statement in turn.statements:
        start = turn.text.find(statement.text, position)
        if start < 0:
            return None  # the text is not made of the statements
        end = start + len(statement.text)
        plain = _plain(statement, [cited.get(number) for number in statement.citations])
        markers = "".join(f"[{number}]" for number in statement.citations)
        text += turn.text[position:start] + f" {markers} ".join(plain or (statement.text,))
        statements += [
            Statement(sentence, Support.SUPPORTED, statement.citations) for sentence in plain
        ] or [statement]
        position = end
    if statements == list(turn.statements):
        return None
    return Plain(text + turn.text[position:], tuple(statements))


def _plain(statement: Statement, passages: list[Passage | None]) -> tuple[str, ...]:
    """The plain version of a statement that is one passage's sentence."""
    if len(passages) != 1 or passages[0] is None:
        return ()
    return passages[0].in_plain_words(statement.text)
