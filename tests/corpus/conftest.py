"""Documents that are made when a test needs them, and a copy of the sound corpus to damage."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from hypothesis import settings
from PIL import Image
from pypdf import PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DOCUMENTS = Path(__file__).parents[1] / "documents"

steady = settings(derandomize=True, max_examples=40, deadline=None)
"""The same examples in every run."""

Printed = tuple[float, float, float, str]
"""x and y in points from the lower left corner, size of the letters, text."""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A copy of a sound corpus, free to be damaged."""
    return shutil.copytree(DOCUMENTS / "corpus", tmp_path / "corpus")


def column(*lines: str, x: float = 72, top: float = 700, size: float = 10) -> list[Printed]:
    """Lines one below the other."""
    return [(x, top - 14 * number, size, line) for number, line in enumerate(lines)]


def pdf(path: Path, *pages: Iterable[Printed], title: str = "") -> Path:
    """A PDF with each line printed where it is said to be, in the order given."""
    canvas = Canvas(str(path))
    canvas.setTitle(title)
    for page in pages:
        for x, y, size, text in page:
            canvas.setFont("Helvetica", size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return path


def scanned_pdf(path: Path) -> Path:
    """A PDF that holds nothing but a picture."""
    canvas = Canvas(str(path))
    canvas.drawImage(ImageReader(Image.new("RGB", (8, 8), "gray")), 72, 400, 200, 200)
    canvas.save()
    return path


def encrypted_pdf(path: Path, password: str) -> Path:
    """A PDF that opens with a password; with an empty one it opens for everybody."""
    writer = PdfWriter(clone_from=pdf(path, column("The plan is secret.")))
    writer.encrypt(password, owner_password="owner", algorithm="AES-256")  # noqa: S106
    writer.write(path)
    return path


def word(path: Path, *paragraphs: tuple[str, str], title: str = "") -> Path:
    """A DOCX of paragraphs, each with the name of its style."""
    document = docx.Document()
    document.core_properties.title = title
    for style, text in paragraphs:
        document.add_paragraph(text, style)
    document.save(str(path))
    return path


def zip_bomb(path: Path) -> Path:
    """A DOCX that says of itself that it unpacks to 4 GB."""
    word(path, ("Normal", "Boom."))
    with ZipFile(path) as archive:
        entry = next(iter(archive.infolist()))
    content = path.read_bytes()
    # The size after unpacking stands 24 bytes into the entry of the archive's directory.
    place = content.index(b"PK\x01\x02") + 24
    assert content[place : place + 4] == entry.file_size.to_bytes(4, "little")
    path.write_bytes(content[:place] + b"\xf0\xff\xff\xff" + content[place + 4 :])
    return path


def written(content: bytes) -> Callable[[Path], Path]:
    """A maker of files with that content."""

    def make(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return make


def truncated(make: Callable[[Path], Path]) -> Callable[[Path], Path]:
    """A maker of the same files, cut off in the middle."""

    def cut(path: Path) -> Path:
        content = make(path).read_bytes()
        path.write_bytes(content[: len(content) // 2])
        return path

    return cut
