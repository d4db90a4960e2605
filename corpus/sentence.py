"""Where sentences begin and end."""

from sentencex import segment

# What sentencex calls its rules for a language; it falls back sensibly for codes it does not know.
_FALLBACK = "en"


def sentence_spans(block: str, language: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of one block, without the white space around them.

    The spans are in order, do not overlap, and ``block[start:end]`` is the sentence to the byte.
    Boundaries come from sentencex (Wikimedia), which knows abbreviations by language. A piece
    that begins in lower case is joined to the one before: an unknown abbreviation, not an end.
    So is what follows a bare number or sign ("1.", "§ 7."): it counts, and says nothing alone.
    """
    spans: list[tuple[int, int]] = []
    position = 0
    for piece in segment(language or _FALLBACK, block):
        words = piece.strip()
        if not words:
            continue
        start = block.index(words, position)
        end = position = start + len(words)
        if spans and (words[0].islower() or not _says_something(block, spans[-1])):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _says_something(block: str, span: tuple[int, int]) -> bool:
    return any(map(str.isalpha, block[slice(*span)]))
