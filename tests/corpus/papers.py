"""Files as publishers make them, for tests."""

import io
from collections.abc import Sequence

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

LEFT = [
    "Article I. The city is a collective",
    "space that belongs to all who live",
    "in it, now and later.",
    "Everyone takes part in its affairs.",
]
RIGHT = [
    "Article II. The rights apply to",
    "all who inhabit the signatory",
    "cities, without distinction.",
    "The council reports each year.",
]


def two_columns(pages: int = 2) -> bytes:
    """A PDF whose pages have two columns, a running head and a number at the foot."""
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, invariant=True)
    canvas.setTitle("A charter in two columns")
    for page in range(1, pages + 1):
        canvas.drawString(72, 800, "A charter in two columns")
        for left, lines in ((72, LEFT), (310, RIGHT)):
            for number, line in enumerate(lines):
                # A page is not like the one before, or all of it would be a running head.
                words = line if page == 1 else line.upper()
                canvas.drawString(left, 740 - 14 * number, words)
        canvas.drawString(290, 40, str(page))
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def scanned() -> bytes:
    """A PDF that holds lines and boxes and no text."""
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=A4, invariant=True)
    canvas.rect(72, 72, 400, 600, fill=1)
    canvas.showPage()
    canvas.save()
    return held.getvalue()


def word_document() -> bytes:
    """A DOCX with headings on two levels and a table."""
    held = io.BytesIO()
    document = Document()
    document.core_properties.title = "A plan for rights"
    document.add_heading("The plan", 1)
    document.add_paragraph("The council adopted the plan for all its boards.")
    document.add_heading("Who acts", 2)
    table = document.add_table(rows=2, cols=2)
    for row, words in zip(
        table.rows, (("Board", "Task"), ("Schools", "Train every teacher")), strict=True
    ):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    document.save(held)
    return held.getvalue()


def page(sections: Sequence[tuple[str, str]] = (("one", "The city is for all."),)) -> bytes:
    """A web page with menus around it; each section is an anchor and its words."""
    body = "".join(
        f'<div><div class="part"><h2 id="{anchor}">Part {anchor}</h2>'
        f"<div><p>{words}</p></div></div></div>"
        for anchor, words in sections
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><title>A charter | Publisher</title></head>'
        f"<body><nav>Menu</nav><main><h1>A charter</h1>{body}</main><footer>Foot</footer></body>"
        "</html>"
    ).encode()
