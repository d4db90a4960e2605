"""Where sentences begin and end."""

from sentencex import segment

# What sentencex calls its rules for a language; it falls back sensibly for codes it does not know.
_FALLBACK = "en"


def sentence_spans(block: str, language: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of one block, without the white space around them.

    The spans are in order, do not overlap, and ``block[start:end]`` is the sentence to the byte.
    Boundaries come from sentencex (Wikimedia), which knows abbreviations by language. A piece
    that begins in lower case is joined to the one before: an unknown abbreviation, not an end.
    """
    spans: list[tuple[int, int]] = []
    position = 0
    for piece in segment(language or _FALLBACK, block):
        start = block.find(piece.strip(), position)
        if not piece.strip() or start < 0:
            continue
        end = start + len(piece.strip())
        position = end
        if spans and block[start].islower():
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans
