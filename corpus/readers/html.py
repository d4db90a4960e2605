"""Web pages: what a reader of the page reads, without menus, forms and scripts."""

from pathlib import Path

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

from corpus.readers import Reading
from corpus.readers.outline import Outline, one_line
from corpus.readers.plain import decoded

_LEFT_OUT = [
    "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button",
    "select", "svg", "iframe", "object", "head",
]  # fmt: skip
_INLINE = frozenset(
    ["a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "del", "ins", "big", "tt"]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def read(path: Path) -> Reading:
    """Read an HTML file; ``address`` is the page's own canonical address where it names one."""
    soup = BeautifulSoup(decoded(path.read_bytes()), "lxml")
    title = one_line(soup.title.get_text()) if soup.title else ""
    language = soup.html.get("lang") if soup.html else None
    canonical = soup.find("link", rel="canonical")
    address = canonical.get("href") if isinstance(canonical, Tag) else None
    for hidden in soup.select("[hidden], [aria-hidden=true]"):
        hidden.decompose()
    for name in _LEFT_OUT:
        for tag in soup.find_all(name):
            tag.decompose()
    outline = Outline()
    _Walk(outline).element(soup.find("main") or soup.find("article") or soup.body or soup)
    return Reading(
        outline.sections(),
        title,
        language.split("-")[0].lower() if isinstance(language, str) else "",
        address if isinstance(address, str) else "",
    )


class _Walk:
    """One pass through the tree; text is held until a block begins or ends."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._held: list[str] = []

    def element(self, element: Tag) -> None:
        for child in element.children:
            if isinstance(child, Comment):
                continue
            if isinstance(child, NavigableString):
                self._held.append(str(child))
            elif isinstance(child, Tag):
                self._tag(child)
        self._flush()

    def _tag(self, tag: Tag) -> None:
        if tag.name in _HEADINGS:
            self._flush()
            anchor = tag.get("id")
            self._outline.heading(
                int(tag.name[1]),
                tag.get_text(),
                anchor=anchor if isinstance(anchor, str) else "",
                line=tag.sourceline or 1,
            )
        elif tag.name == "tr":
            self._flush()
            cells = (one_line(cell.get_text()) for cell in tag.find_all(["td", "th"]))
            self._outline.block(" · ".join(cell for cell in cells if cell))
        elif tag.name == "br":
            self._held.append(" ")
        elif tag.name in _INLINE:
            for child in tag.children:
                if isinstance(child, NavigableString) and not isinstance(child, Comment):
                    self._held.append(str(child))
                elif isinstance(child, Tag):
                    self._tag(child)
        else:
            self._flush()
            self.element(tag)

    def _flush(self) -> None:
        self._outline.block("".join(self._held))
        self._held = []
