"""Whether a citation quotes what the corpus says, and names the place where it says it."""

import re
from collections.abc import Iterator

from assistant.turn import Citation, Turn
from corpus.passage import Passage
from corpus.source import Source
from evals.holdings import Holdings
from evals.measures.ending import SHOWN

_PAGE = re.compile(r"#page=(\d+)\Z")


def quote_exact(turn: Turn, holdings: Holdings | None) -> float | None:
    """The share of citations whose quote is exact (see :func:`exact`); ``None`` without any.

    A quotation, unlike a paraphrase, can be checked to the byte: the "verified quotes" of Menick
    et al. 2022, "Teaching language models to support answers with verified quotes".
    """
    return _share([exact(one, holdings) for one in turn.citations] if turn.outcome in SHOWN else [])


def exact(citation: Citation, holdings: Holdings | None) -> bool:
    """Whether the quote occurs byte for byte in its passage, and the passage in the corpus.

    Without ``holdings`` the passage is taken at its word.
    """
    if not citation.quote.strip() or citation.quote not in citation.passage:
        return False
    if holdings is None:
        return True
    passage = holdings.passages.get(citation.passage_id)
    if passage is None:
        return holdings.says(citation.source_id, citation.passage)
    return passage.text == citation.passage


def place_right(turn: Turn, holdings: Holdings | None) -> float | None:
    """The share of citations that name their place as the corpus has it (see :func:`misplaced`).

    ``None`` without citations, or without ``holdings`` to compare with.
    """
    if holdings is None or turn.outcome not in SHOWN:
        return None
    return _share([not any(misplaced(one, holdings)) for one in turn.citations])


def misplaced(citation: Citation, holdings: Holdings) -> Iterator[str]:
    """The names of the fields of a citation that are not those of its passage and its source."""
    source = holdings.sources.get(citation.source_id)
    if source is None:
        yield "source_id"
        return
    named = {
        "publisher": source.publisher,
        "year": source.year,
        "force": source.force.value,
        "kind": source.kind.value,
    }
    if citation.title not in holdings.titles[source.id]:
        yield "title"
    passage = holdings.passages.get(citation.passage_id)
    if passage is not None:
        named |= {
            "source_id": passage.source_id,
            "locator": passage.locator,
            "page": passage.page,
            "sort": passage.sort.value,
            "language": passage.language,
            "checked": passage.checked,
        }
        if not _opens(citation, passage, source):
            yield "url"
    yield from (name for name, value in named.items() if getattr(citation, name) != value)


def _opens(citation: Citation, passage: Passage, source: Source) -> bool:
    """Whether a link opens the page of the passage, or the very place where it has one."""
    addresses = (passage.address,) if passage.address else source.official
    if passage.page is None or not addresses:
        return citation.url in (addresses or ("",))
    page = _PAGE.search(citation.url)
    pages = {address.partition("#")[0] for address in addresses}
    return (
        page is not None
        and int(page[1]) == passage.page
        and citation.url.partition("#")[0] in pages
    )


def _share(right: list[bool]) -> float | None:
    return sum(right) / len(right) if right else None
