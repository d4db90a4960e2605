"""A drawing of matplotlib as a part of a page: text stays text, and colours are the page's.

Matplotlib is given colours that stand for those of the page; here the page's names take their
place, so that a plot follows light, dark and paper.
"""

import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, SOFT, LINE, ACCENT, OTHER, GOOD, BAD = (f"#{number:06x}" for number in range(1, 8))
"""What stands for ``--ink``, ``--soft`` and the rest in the style sheet of the page."""

_NAMES = dict(
    zip(
        (INK, SOFT, LINE, ACCENT, OTHER, GOOD, BAD),
        ("ink", "soft", "line", "accent", "other", "good", "bad"),
        strict=True,
    )
)
_SPACE = "{http://www.w3.org/2000/svg}"
_COLOUR = re.compile(r"#00000[1-7]\b")
_FONT = re.compile(r"font: ([\d.]+px)[^;]*|font-family: [^;]*;?")
_USE = re.compile(r"#([\w-]+)(\)?)$")


def inline(drawing: "Figure", name: str, title: str, says: str) -> str:
    """The drawing as an element of HTML, with a title and a description that are read out.

    ``name`` begins every id of it, so that the ids of two drawings differ.
    """
    from lxml import etree

    file = io.BytesIO()
    drawing.savefig(file, format="svg", metadata={"Date": None})
    root = etree.fromstring(file.getvalue())
    # The style sheet in it would hold for the whole page.
    for aside in root.xpath("//*[local-name()='metadata' or local-name()='style']"):
        aside.getparent().remove(aside)
    for element in root.iter():
        for attribute, value in list(element.attrib.items()):
            if attribute == "style":
                element.set(attribute, _of_the_page(value))
            elif attribute == "id":
                element.set(attribute, f"{name}-{value}")
            else:
                element.set(attribute, _USE.sub(rf"#{name}-\1\2", value))
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-says")
    for place, (tag, part, text) in enumerate((("title", "title", title), ("desc", "says", says))):
        element = etree.Element(f"{_SPACE}{tag}", id=f"{name}-{part}")
        element.text = text
        root.insert(place, element)
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))


def _of_the_page(style: str) -> str:
    coloured = _COLOUR.sub(lambda found: f"var(--{_NAMES[found[0]]})", style)
    return _FONT.sub(lambda found: f"font-size: {found[1]}" if found[1] else "", coloured)
