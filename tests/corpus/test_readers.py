"""Each format is read as a person reads it, and a broken file says what is wrong with it."""

import os
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from corpus.readers import ENDINGS, MOST_BYTES, NeedsOcr, Reading, Unreadable, read
from corpus.text import Section
from tests.corpus.conftest import (
    DOCUMENTS,
    Printed,
    column,
    encrypted_pdf,
    pdf,
    scanned_pdf,
    steady,
    truncated,
    word,
    written,
    zip_bomb,
)


@pytest.fixture(scope="module")
def plan() -> Reading:
    return read(DOCUMENTS / "council-plan.md")


@pytest.fixture(scope="module")
def page() -> Reading:
    return read(DOCUMENTS / "city-page.html")


def headed(reading: Reading, heading: str) -> Section:
    """The one section with that heading."""
    (section,) = (section for section in reading.sections if section.heading == heading)
    return section


def blocks(reading: Reading) -> list[str]:
    """All that was read, in order."""
    return [block for section in reading.sections for block in section.blocks]


class TestMarkdown:
    def test_front_matter_of_other_fields_gives_the_title(self, plan: Reading) -> None:
        assert plan.title == "Testby: plan for human rights"
        assert plan.language == ""
        assert not any("publisher" in block for block in blocks(plan))

    def test_headings_nest_and_carry_their_line(self, plan: Reading) -> None:
        lines = (DOCUMENTS / "council-plan.md").read_text("utf-8").splitlines()
        budget = headed(plan, "Budget")
        assert budget.path == ("Plan for human rights", "Who does what")
        assert lines[budget.line - 1] == "### Budget"
        assert headed(plan, "How to complain").path == ("Plan for human rights",)
        assert [section.locator for section in plan.sections] == [
            "Plan for human rights",
            "Who does what",
            "Budget",
            "How to complain",
        ]

    def test_mark_up_is_gone_and_words_stay(self, plan: Reading) -> None:
        assert headed(plan, "Who does what").blocks == (
            "Every department reports once a year to the council.",
            "The library teaches rights.",
            "The ombudsperson hears complaints.",
        )

    def test_a_table_gives_a_block_a_row_and_keeps_equal_cells(self, plan: Reading) -> None:
        assert headed(plan, "Budget").blocks == (
            "Right · Department · Share",
            "Housing · Social services · 40 %",
            "Education · Schools · 40 %",
        )

    def test_html_and_indented_text_are_read_and_code_is_not(self, plan: Reading) -> None:
        assert headed(plan, "How to complain").blocks == (
            "Write to the ombudsperson .",
            "An answer comes within four weeks.",
        )

    @pytest.mark.parametrize(
        ("content", "title", "text"),
        [
            ("---\nA rule above.\n---\n\nText.", "A rule above.", ["Text."]),
            ("---\n- a list\n---\n\nText.", "", ["a list", "Text."]),
            ("\ufeff---\r\ntitle: Windows\r\n---\r\nText.\r\n", "Windows", ["Text."]),
            ("---\ntitle: Only a head\n---\nText", "Only a head", ["Text"]),
            ("---\ntitle: >\n  Folded\n  title\n---\nText", "Folded title", ["Text"]),
        ],
    )
    def test_what_stands_between_rules(
        self, tmp_path: Path, content: str, title: str, text: list[str]
    ) -> None:
        path = tmp_path / "a.md"
        path.write_bytes(content.encode())
        reading = read(path)
        assert (reading.title, blocks(reading)) == (title, text)

    @pytest.mark.parametrize(
        "field", ["title: one: two", "reviewed: 2026-13-45", "? [a]\n: b", "a: " + "[" * 500]
    )
    def test_front_matter_that_is_not_yaml_is_named_in_one_line(
        self, tmp_path: Path, field: str
    ) -> None:
        path = tmp_path / "a.md"
        path.write_text(f"---\n{field}\n---\n\nText.", "utf-8")
        with pytest.raises(Unreadable, match="front matter that is not YAML") as caught:
            read(path)
        assert "\n" not in str(caught.value)


class TestPlainText:
    @pytest.mark.parametrize("name", ["minutes.txt", "minutes-cp1252.txt"])
    def test_paragraphs_and_list_items_in_either_encoding(self, name: str) -> None:
        (section,) = read(DOCUMENTS / name).sections
        assert section.blocks == (
            "Sammanträde i Malmö den 5 maj.",
            "Åtgärder för alla invånare beslutas av kommunfullmäktige.",
            "Beslut:",
            "Skolan får en ombudsperson.",
            "Öppna möten hålls varje höst.",
        )

    @pytest.mark.parametrize(
        ("encoding", "text"),
        [
            ("utf-8-sig", "Übersicht für alle."),
            ("utf-16", "Übersicht für alle."),
            ("cp1252", "La ciudad de Bogotá protegerá a los niños y a la niñez."),
            ("cp1250", "Każdy człowiek ma prawo do życia w Łodzi, więc miasto działa."),
            ("cp1254", "İnsan hakları şehri olmak için meclis karar aldı; çocuklar güvende."),
            ("cp1251", "Город защищает права человека и отвечает перед жителями."),
        ],
    )
    def test_the_encoding_is_found(self, tmp_path: Path, encoding: str, text: str) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(text.encode(encoding))
        assert blocks(read(path)) == [text]

    def test_what_nobody_sees_is_gone(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("\u200bThe mu\u00adni\u00adci\u00adpal\x07 council.\ufeff", "utf-8")
        assert blocks(read(path)) == ["The municipal council."]
        path.write_text("\u202eThe\u2066 council\x9b of\U000e0041 Ab\u200do\ufe0f.\u2069", "utf-8")
        assert blocks(read(path)) == ["The council of Abo."]

    def test_joiners_that_are_spelling_stay(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("شهر حقوق بشر را می\u200cشناسند.", "utf-8")
        assert blocks(read(path)) == ["شهر حقوق بشر را می\u200cشناسند."]


class TestHtml:
    def test_title_language_and_address_are_the_pages_own(self, page: Reading) -> None:
        assert page.title == "Human rights in Testby – City of Testby"
        assert page.language == "en"
        assert page.address == "https://testby.example/human-rights"

    def test_only_what_a_reader_of_the_page_reads(self, page: Reading) -> None:
        assert blocks(page) == [
            "Testby became a human rights city in 2019.",
            "The ombudsperson hears complaints.",
            "Service · Price · Waiting",
            "Advice and help · None · None",
            "Spring meeting",
            "Autumn meeting",
        ]

    def test_headings_nest(self, page: Reading) -> None:
        assert headed(page, "Costs").path == ("Human rights in Testby", "Complaints")
        assert headed(page, "Meetings").path == ("Human rights in Testby",)

    @pytest.mark.parametrize(
        ("heading", "address"),
        [
            ("Human rights in Testby", ""),
            ("Complaints", "#complaints"),
            ("Costs", "#costs"),
            ("Meetings", "#meetings"),
        ],
    )
    def test_a_section_is_addressed_by_its_anchor(
        self, page: Reading, heading: str, address: str
    ) -> None:
        assert headed(page, heading).address == address

    def made(self, tmp_path: Path, content: str, encoding: str = "utf-8") -> Reading:
        path = tmp_path / "page.HTM"
        path.write_bytes(content.encode(encoding))
        return read(path)

    def test_a_page_wrapped_in_a_form_is_read(self, tmp_path: Path) -> None:
        page = self.made(tmp_path, "<form><h1>Plan</h1><p>Adopted.</p><button>Go</button></form>")
        assert headed(page, "Plan").blocks == ("Adopted.",)

    def test_a_table_that_lays_out_the_page_is_no_row_of_data(self, tmp_path: Path) -> None:
        page = self.made(
            tmp_path,
            "<table><tr><td><h2>Plan</h2><p>Adopted.</p>"
            "<table><tr><td>Year</td><td>2019</td></tr></table></td></tr></table>",
        )
        assert headed(page, "Plan").blocks == ("Adopted.", "Year · 2019")

    def test_all_articles_of_a_page_are_read(self, tmp_path: Path) -> None:
        page = self.made(tmp_path, "<article>First.</article><article>Second.</article>")
        assert blocks(page) == ["First.", "Second."]

    def test_the_declared_encoding_counts(self, tmp_path: Path) -> None:
        page = self.made(tmp_path, '<meta charset="iso-8859-2"><p>Łódź: miasto</p>', "iso-8859-2")
        assert blocks(page) == ["Łódź: miasto"]

    @pytest.mark.parametrize("address", ["/human-rights", "javascript:alert(1)", ""])
    def test_a_canonical_address_that_is_none_is_dropped(
        self, tmp_path: Path, address: str
    ) -> None:
        page = self.made(tmp_path, f'<link rel="canonical" href="{address}"><p>Text.</p>')
        assert page.address == ""

    def test_a_page_nested_beyond_reason_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(Unreadable, match="nested too deeply"):
            self.made(tmp_path, "<div>" * 5000 + "Text.")


class TestPdf:
    def test_pages_count_from_one_and_are_the_locator(self, tmp_path: Path) -> None:
        reading = read(
            pdf(
                tmp_path / "a.pdf",
                column("The first page speaks."),
                [],
                column("The third page speaks."),
                title="Plan of Testby",
            )
        )
        assert reading.title == "Plan of Testby"
        assert [(section.page, section.locator) for section in reading.sections] == [
            (1, "p. 1"),
            (3, "p. 3"),
        ]

    def test_running_heads_and_page_numbers_are_no_text(self, tmp_path: Path) -> None:
        def page(number: int, text: str) -> list[Printed]:
            head = (72.0, 800.0, 9.0, "City of Testby | Plan for human rights")
            return [head, *column(text), (300.0, 40.0, 9.0, f"Page {number} of 2")]

        reading = read(
            pdf(tmp_path / "a.pdf", page(1, "The council decides."), page(2, "The people ask."))
        )
        assert blocks(reading) == ["The council decides.", "The people ask."]

    def test_larger_letters_are_headings_and_the_largest_the_highest(self, tmp_path: Path) -> None:
        first = [
            *column("Plan for human rights", top=780, size=20),
            *column("What the council does", top=740, size=14),
            *column("The council reports once a year.", top=710),
        ]
        second = [
            *column("The council also listens.", top=780),
            *column("What people", "do", top=740, size=14),
            *column("People complain.", top=700),
        ]
        reading = read(pdf(tmp_path / "a.pdf", first, second))
        assert [(s.path, s.heading, s.page, s.blocks) for s in reading.sections] == [
            (
                ("Plan for human rights",),
                "What the council does",
                1,
                ("The council reports once a year.",),
            ),
            (
                ("Plan for human rights",),
                "What the council does",
                2,
                ("The council also listens.",),
            ),
            (("Plan for human rights",), "What people do", 2, ("People complain.",)),
        ]

    def test_a_large_quotation_stays_text(self, tmp_path: Path) -> None:
        quotation = column("Rights begin in small places.", top=780, size=20)
        body = column("The council of Testby adopted the plan for human rights in 2019.")
        reading = read(pdf(tmp_path / "a.pdf", [*quotation, *body]))
        assert "Rights begin in small places." in blocks(reading)

    def test_numbered_headings_on_every_page_are_no_running_heads(self, tmp_path: Path) -> None:
        pages = [
            [*column(f"Article {number}", top=780, size=16), *column(text)]
            for number, text in enumerate(["Life.", "Liberty.", "Security of person."], start=1)
        ]
        reading = read(pdf(tmp_path / "a.pdf", *pages))
        assert [s.heading for s in reading.sections] == ["Article 1", "Article 2", "Article 3"]

    def test_two_columns_drawn_row_by_row_are_read_one_after_the_other(
        self, tmp_path: Path
    ) -> None:
        left = column(
            "The council adopts the plan in spring and",
            "publishes it in full. Every department",
            "reports on its part once a year, and the",
            "council answers each of the reports.",
        )
        right = column(
            "The ombudsperson receives the complaints",
            "of every resident. A complaint costs",
            "nothing. The answer to a complaint comes",
            "within four weeks.",
            x=320,
        )
        rows = [line for row in zip(left, right, strict=True) for line in row]
        title = column("Council and residents", top=780, size=16)
        footnote = column("Both columns belong to the plan.", top=500)
        (section,) = read(pdf(tmp_path / "a.pdf", [*title, *rows, *footnote])).sections
        text = " ".join(section.blocks)
        assert "in spring and publishes it in full. Every department reports on" in text
        assert text.index("each of the reports.") < text.index("The ombudsperson")
        assert text.endswith("within four weeks. Both columns belong to the plan.")

    def test_the_rows_of_a_table_stay_together(self, tmp_path: Path) -> None:
        left = column("Housing", "Education", "Health", "Water")
        right = column("40 %", "30 %", "20 %", "10 %", x=320)
        rows = [line for row in zip(left, right, strict=True) for line in row]
        text = " ".join(blocks(read(pdf(tmp_path / "a.pdf", rows))))
        assert text == "Housing 40 % Education 30 % Health 20 % Water 10 %"

    def test_divided_words_are_joined_and_compounds_keep_their_hyphen(self, tmp_path: Path) -> None:
        lines = column(
            "The munici-",
            "pality takes a rights-based view of its",
            "work as an MR-",
            "stad, with rights-",
            "based methods.",
        )
        assert blocks(read(pdf(tmp_path / "a.pdf", lines))) == [
            "The municipality takes a rights-based view of its work as an MR-stad,"
            " with rights-based methods."
        ]

    def test_bullets_and_short_last_lines_end_a_block(self, tmp_path: Path) -> None:
        lines = column(
            "The council of Testby adopted the plan for human rights and told everybody",
            "about it.",
            "The plan names three duties of the city and of those who work for the city:",
            "• to respect rights",
            "• to protect rights, also against those",
            "who are strong",
            "• to fulfil rights",
        )
        assert blocks(read(pdf(tmp_path / "a.pdf", lines))) == [
            "The council of Testby adopted the plan for human rights and told everybody about it.",
            "The plan names three duties of the city and of those who work for the city:",
            "to respect rights",
            "to protect rights, also against those who are strong",
            "to fulfil rights",
        ]

    @pytest.mark.parametrize("title", ["Microsoft Word - plan_v7.docx", "untitled", "plan.indd"])
    def test_a_title_that_a_program_wrote_is_none(self, tmp_path: Path, title: str) -> None:
        assert read(pdf(tmp_path / "a.pdf", column("Text."), title=title)).title == ""

    def test_pictures_of_text_need_ocr(self, tmp_path: Path) -> None:
        with pytest.raises(NeedsOcr, match="OCR"):
            read(scanned_pdf(tmp_path / "a.pdf"))

    def test_a_scan_with_page_numbers_needs_ocr(self, tmp_path: Path) -> None:
        with pytest.raises(NeedsOcr, match="OCR"):
            read(pdf(tmp_path / "a.pdf", column("1"), column("2")))

    def test_a_password_is_asked_for_in_words(self, tmp_path: Path) -> None:
        with pytest.raises(Unreadable, match="encrypted; save a copy without a password"):
            read(encrypted_pdf(tmp_path / "a.pdf", "secret"))

    def test_encryption_that_anybody_may_open_is_no_obstacle(self, tmp_path: Path) -> None:
        assert blocks(read(encrypted_pdf(tmp_path / "a.pdf", ""))) == ["The plan is secret."]

    def test_letters_scaled_by_the_page_are_measured_as_printed(self, tmp_path: Path) -> None:
        canvas = Canvas(str(tmp_path / "a.pdf"))
        canvas.scale(10, 10)
        for y, size, text in [(75, 1.6, "Duties"), (72, 1, "The city respects all rights.")]:
            canvas.setFont("Helvetica", size)
            canvas.drawString(7, y, text)
        canvas.save()
        assert headed(read(tmp_path / "a.pdf"), "Duties").blocks == (
            "The city respects all rights.",
        )


class TestDocx:
    def test_heading_styles_make_sections(self, tmp_path: Path) -> None:
        reading = read(
            word(
                tmp_path / "a.docx",
                ("Title", "Plan for human rights"),
                ("Heading 1", "Duties"),
                ("Normal", "The city has duties."),
                ("Heading 2", "To respect"),
                ("List Bullet", "The city harms nobody."),
                ("Heading 1", " "),
                ("Normal", "The city also listens."),
                ("Heading 1", "Rights"),
                ("Normal", "Everyone has rights."),
                title="Testby 2019",
            )
        )
        assert reading.title == "Testby 2019"
        assert [(s.path, s.heading, s.blocks) for s in reading.sections] == [
            (("Plan for human rights",), "Duties", ("The city has duties.",)),
            (
                ("Plan for human rights", "Duties"),
                "To respect",
                ("The city harms nobody.", "The city also listens."),
            ),
            (("Plan for human rights",), "Rights", ("Everyone has rights.",)),
        ]

    def test_headings_are_known_in_any_language_of_word(self, tmp_path: Path) -> None:
        document = docx.Document()
        document.styles["Heading 1"].element.set(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}styleId", "Rubrik1"
        )
        document.add_paragraph("Skyldigheter", document.styles["Heading 1"])
        document.add_paragraph("Staden lyssnar.")
        document.save(str(tmp_path / "a.docx"))
        assert headed(read(tmp_path / "a.docx"), "Skyldigheter").blocks == ("Staden lyssnar.",)

    def test_a_style_of_the_users_own_counts_as_its_base(self, tmp_path: Path) -> None:
        document = docx.Document()
        style = document.styles.add_style("Testby chapter", 1)
        style.base_style = document.styles["Heading 1"]
        document.add_paragraph("Duties", style)
        document.add_paragraph("The city listens.")
        document.save(str(tmp_path / "a.docx"))
        assert headed(read(tmp_path / "a.docx"), "Duties").blocks == ("The city listens.",)

    def test_a_style_based_on_itself_is_survived(self, tmp_path: Path) -> None:
        document = docx.Document()
        style = document.styles.add_style("Circle", 1)
        style.base_style = style
        document.add_paragraph("Round and round.", style)
        document.save(str(tmp_path / "a.docx"))
        assert blocks(read(tmp_path / "a.docx")) == ["Round and round."]

    def test_merged_cells_come_once_and_equal_cells_each_time(self, tmp_path: Path) -> None:
        document = docx.Document()
        document.add_paragraph("Before.")
        table = document.add_table(2, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "Right and department"
        table.cell(0, 2).text = "Share"
        for cell, text in zip(table.rows[1].cells, ("Housing", "Yes", "Yes"), strict=True):
            cell.text = text
        document.add_paragraph("After.")
        document.save(str(tmp_path / "a.docx"))
        assert blocks(read(tmp_path / "a.docx")) == [
            "Before.",
            "Right and department · Share",
            "Housing · Yes · Yes",
            "After.",
        ]

    def test_an_old_doc_renamed_is_told_apart(self, tmp_path: Path) -> None:
        make = written(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
        with pytest.raises(Unreadable, match=r"old \.doc; save it as \.docx"):
            read(make(tmp_path / "a.docx"))

    def test_a_bomb_is_not_opened(self, tmp_path: Path) -> None:
        with pytest.raises(Unreadable, match="unreasonable size"):
            read(zip_bomb(tmp_path / "a.docx"))


def some_pdf(path: Path) -> Path:
    return pdf(path, column("The council decides.", "The people ask."))


def some_docx(path: Path) -> Path:
    return word(path, ("Heading 1", "Duties"), ("Normal", "The city listens."))


class TestAnyFile:
    @pytest.mark.parametrize(
        ("name", "make", "message"),
        [
            ("cut.pdf", truncated(some_pdf), "damaged PDF"),
            ("cut.docx", truncated(some_docx), "damaged DOCX"),
            ("text.pdf", written(b"No PDF at all."), "damaged PDF"),
            ("text.docx", written(b"No DOCX at all."), "damaged DOCX"),
            ("empty.pdf", written(b""), "damaged PDF"),
            ("empty.docx", written(b""), "damaged DOCX"),
            ("empty.txt", written(b""), "holds no text"),
            ("blank.md", written(b" \n\n \n"), "holds no text"),
            ("empty.html", written(b"<html><script>x</script></html>"), "holds no text"),
            ("nul.txt", written(b"Text" * 2000 + b"\x00"), "not a text file"),
            ("nul.md", written(b"\x00\x01\x02"), "not a text file"),
            ("nul.html", written(b"<p>\x00</p>"), "not a text file"),
            ("sheet.xlsx", written(b"PK"), "kind that cannot be read"),
            ("noending", written(b"Text."), "kind that cannot be read"),
            ("gone.txt", lambda path: path, "cannot be opened"),
            ("folder.txt", lambda path: path.mkdir(), "not a file"),
        ],
    )
    def test_what_cannot_be_read_says_why(
        self, tmp_path: Path, name: str, make: Callable[[Path], object], message: str
    ) -> None:
        make(tmp_path / name)
        with pytest.raises(Unreadable, match=message) as caught:
            read(tmp_path / name)
        assert str(caught.value).endswith(".")

    def test_a_file_too_large_to_be_a_document_is_not_opened(self, tmp_path: Path) -> None:
        path = tmp_path / "large.txt"
        path.touch()
        os.truncate(path, MOST_BYTES + 1)
        with pytest.raises(Unreadable, match="larger than 100 MB"):
            read(path)

    @pytest.mark.parametrize("ending", sorted(ENDINGS))
    def test_random_bytes_are_read_or_refused(
        self, tmp_path_factory: pytest.TempPathFactory, ending: str
    ) -> None:
        path = tmp_path_factory.mktemp("random") / f"a{ending}"

        @steady
        @given(st.binary(max_size=300))
        @example(b"---\n\x85: [\n---\n")
        @example(b"\xff\xfe\x00\xd8")
        @example(b"+2AA-+AGE-\xff")
        @example(b"%PDF-1.7\nxref\n0 1\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF")
        @example(b"PK\x05\x06" + b"\x00" * 18)
        def read_or_refused(content: bytes) -> None:
            path.write_bytes(content)
            assert text_or_refusal(path)

        read_or_refused()

    @pytest.mark.parametrize(
        ("name", "make"), [("a.pdf", some_pdf), ("a.docx", some_docx), ("b.html", None)]
    )
    def test_damaged_bytes_are_read_or_refused(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        name: str,
        make: Callable[[Path], Path] | None,
    ) -> None:
        path = tmp_path_factory.mktemp("damaged") / name
        sound = (make(path) if make else DOCUMENTS / "city-page.html").read_bytes()

        @steady
        @given(st.integers(0, len(sound) - 1), st.binary(min_size=1, max_size=12))
        def read_or_refused(place: int, damage: bytes) -> None:
            path.write_bytes(sound[:place] + damage + sound[place + len(damage) :])
            assert text_or_refusal(path)

        read_or_refused()


def text_or_refusal(path: Path) -> str:
    """What was read of a file, or the sentence that refuses it; both can be stored as UTF-8."""
    try:
        reading = read(path)
    except Unreadable as refusal:
        return str(refusal)
    assert all(block == " ".join(block.split()) for block in blocks(reading))
    return "\n".join(blocks(reading)).encode().decode()
