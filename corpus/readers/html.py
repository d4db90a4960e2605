"""Web pages: what a reader of the page reads, without menus, forms and scripts."""

import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector
from bs4.element import NavigableString

from corpus.readers import Reading, Unreadable
from corpus.readers.outline import Outline, one_line
from corpus.readers.plain import decoded

_LEFT_OUT = [
    "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button",
    "select", "textarea", "svg", "iframe", "object", "head",
]  # fmt: skip
_HIDDEN = "[hidden], [aria-hidden=true], [role=navigation]"
_UNSHOWN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|"
    r"(?:font-size|opacity)\s*:\s*0*\.?0+(?![.\d]))",
    re.IGNORECASE,
)
"""Styles under which a browser shows nothing; a style sheet is not looked up."""
_CONTENT = ["main", "article", "h1"]
"""A form that wraps one of these is the whole page, as some publishing systems build it."""
_LAYOUT = ["table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"]
"""A table row that holds one of these lays out the page; it is no row of data."""
_HOLDERS = frozenset({"article", "div", "header", "main", "section"})
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_WEB = re.compile(r"https?://[^\s/#]+\.[^\s#]+$")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def read(path: Path) -> Reading:
    """Read an HTML file; ``address`` is the page's own canonical address where it names one."""
    content = path.read_bytes()
    declared = EncodingDetector.find_declared_encoding(content, is_html=True)
    try:
        return _reading(BeautifulSoup(decoded(content, declared), "lxml"))
    except RecursionError as error:
        raise Unreadable("is nested too deeply to be a page that a person reads.") from error


def _reading(soup: BeautifulSoup) -> Reading:
    title = one_line(soup.title.get_text()) if soup.title else ""
    language = soup.html.get("lang") if soup.html else None
    canonical = soup.find("link", rel="canonical")
    address = canonical.get("href") if isinstance(canonical, Tag) else None
    for tag in soup.find_all("form"):
        if tag.find(_CONTENT):
            tag.name = "div"
    unshown = soup.find_all(style=_UNSHOWN)
    for tag in [*soup.select(_HIDDEN), *unshown, *soup.find_all(_LEFT_OUT)]:
        tag.decompose()
    articles = soup.find_all("article")
    content = soup.find("main") or (articles[0] if len(articles) == 1 else None)
    outline = Outline()
    _Walk(outline).element(content or soup.body or soup)
    return Reading(
        outline.sections(),
        title,
        language.split("-")[0].lower() if isinstance(language, str) else "",
        address if isinstance(address, str) and _WEB.match(address) else "",
    )


class _Walk:
    """One pass through the tree; text is held until a block begins or ends."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._held: list[str] = []

    def element(self, element: Tag) -> None:
        self._children(element)
        self._flush()

    def _children(self, element: Tag) -> None:
        for child in element.children:
            if isinstance(child, Tag):
                self._tag(child)
            elif type(child) is NavigableString:  # its subclasses are comments and the like
                self._held.append(str(child))

    def _tag(self, tag: Tag) -> None:
        if tag.name in _HEADINGS:
            self._flush()
            self._outline.heading(
                int(tag.name[1]), _words(tag), anchor=_anchor(tag), line=tag.sourceline or 1
            )
        elif tag.name == "tr" and not tag.find(_LAYOUT):
            self._flush()
            cells = (_words(cell) for cell in tag.find_all(["td", "th"]))
            self._outline.block(" · ".join(cell for cell in cells if cell))
        elif tag.name == "br":
            self._held.append(" ")
        elif tag.name in _INLINE:
            self._children(tag)
        else:
            self._flush()
            self.element(tag)

    def _flush(self) -> None:
        self._outline.block("".join(self._held))
        self._held = []


def _words(tag: Tag) -> str:
    """The text of a tag on one line, with a blank wherever the page breaks it."""
    inside = Outline()
    _Walk(inside).element(tag)
    return " ".join(block for section in inside.sections() for block in section.blocks)


def _anchor(heading: Tag) -> str:
    """What a link to the heading names: an id on it, in it, or on what it opens."""
    candidates = [heading, *heading.find_all(["a", "span"])]
    before = heading.find_previous_sibling()
    if before is not None and before.name == "a" and not before.get_text(strip=True):
        candidates.append(before)
    holder = heading.parent
    if before is None and holder is not None and holder.name in _HOLDERS:
        candidates.append(holder)
    for tag in candidates:
        for attribute in ("id", "name"):
            anchor = tag.get(attribute)
            if isinstance(anchor, str) and anchor.strip():
                return anchor.strip()
    return ""
