"""Tables in Markdown."""

from collections.abc import Iterable, Iterator, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table in even columns; all but the first are numbers."""
    body = list(rows)
    width = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    rule = [f"{'-' * (wide - 1)}{':' if place else '-'}" for place, wide in enumerate(width)]
    for row in (head, rule, *body):
        cells = (
            cell.rjust(wide) if place else cell.ljust(wide)
            for place, (cell, wide) in enumerate(zip(row, width, strict=True))
        )
        yield f"| {' | '.join(cells)} |"
