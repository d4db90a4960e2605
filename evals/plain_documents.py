"""The shipped texts as plain documents: what a folder of somebody's own files looks like.

The models that decide over any documents are fitted on these: no asks, no locators, no addresses,
no plain versions, only a title, headings and what stands under them.
"""

from pathlib import Path

from corpus.library import Library
from corpus.text import Text


def write_plain_documents(library: Library, folder: Path) -> int:
    """Write every text of a library as ``folder/<language>/<source id>.md``; how many there are.

    A document's source is known by the name of its file, so cases that name sources still apply.
    Documents of an earlier run that are no longer wanted are removed.
    """
    wanted = {folder / text.language / f"{text.source_id}.md": text for text in library.texts}
    for path in set(folder.glob("*/*.md")) - set(wanted):
        path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plain_document(text), "utf-8")
    return len(wanted)


def plain_document(text: Text) -> str:
    """A text as Markdown that says nothing of itself but its title."""
    parts = [f"# {text.title}"]
    for section in text.sections:
        parts += [f"## {section.heading}", *section.blocks]
    return "\n\n".join(parts) + "\n"
