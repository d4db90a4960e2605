"""The report: the same in HTML, Markdown and JSON, in both languages, and nothing unescaped."""

import re
from pathlib import Path

import pytest

from assistant.turn import Outcome
from assistant.web.texts import translations
from evals.judge import Opinion, prompts_digest
from evals.labels import Label, Labels, Verdict
from evals.record import CurvePoint, Summary
from evals.report import page as page_module
from evals.report import tables
from evals.report.content import Content, content, harm
from evals.report.headline import headline
from evals.report.markdown import markdown
from evals.report.markup import plain
from evals.report.page import page
from evals.report.wording import LANGUAGES, TEXTS, Wording
from evals.report.writing import main
from evals.rulings import Ruling, Rulings
from evals.run import Run
from tests.browser.test_texts import places
from tests.evals.runs import HOSTILE, finished

EN, SV = (Wording.of(language) for language in LANGUAGES)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Content:
    root = tmp_path_factory.mktemp("runs")
    before = finished(root, "before", dict.fromkeys(range(24), True), "2026-01-01T00:00:00+00:00")
    run = finished(root, "", {number: number >= 15 for number in range(24)})
    return content(run, before, most=12)


def test_the_headline_is_a_sentence_with_the_figure(found: Content) -> None:
    assert (
        headline(found, EN)
        == "Of 100 questions like these, about 38 get a strictly right response."
    )
    assert "ungefär 38" in headline(found, SV)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_needs_nothing_else_and_is_escaped(found: Content, language: str) -> None:
    html = page(found, Wording.of(language))
    assert f'<html lang="{language}">' in html
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" in html
    for outside in ("http://", "https://", "@import", "url(h", "src="):
        rest = html.replace("http://www.w3.org/", "")
        assert outside not in rest
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert html.count('role="img"') == html.count("<title") - 1


def test_the_page_shows_a_case_in_full(found: Content) -> None:
    html = page(found, EN)
    assert html.count("<article") == 12
    for said in (
        "What came before?", "Lund has been one since 1492.", "city-lund", "score 0.75",
        "score 0.12", "The answer does not say “2018”.", "Passages kept (1)",
        "Passages rejected (1)",
    ):  # fmt: skip
        assert said in html, said
    assert "12 of 15 cases that are not strictly right" in html


def test_what_is_wrong_is_said_in_the_language_of_the_report(found: Content) -> None:
    for text in (page(found, SV), markdown(found, SV)):
        assert "Svaret säger inte “2018”." in text
        assert "The answer does not say" not in text


def test_markdown_says_the_same_and_no_question_becomes_markup(found: Content) -> None:
    text = markdown(found, EN)
    assert "**Of 100 questions like these, about 38" in text
    assert "<script>" not in text
    assert "\\<script\\>" in text
    assert "Lund has been one since 1492. \\[1\\]" in text
    assert text.count("\n### ") == 12
    assert "## Change against the last run" in text


def test_json_comes_back_as_it_was(found: Content) -> None:
    assert Content.model_validate_json(found.model_dump_json()) == found


def test_the_command_writes_all_three_beside_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    finished(tmp_path, "", {0: True, 1: False}, "2026-01-01T00:00:00+00:00")
    run = finished(tmp_path, "now", {0: True, 1: True})
    assert main([str(run.folder), "--lang", "sv"]) == 0
    assert capsys.readouterr().out == f"{run.folder / 'report.html'}\n"
    # The run before is found by itself.
    assert "Förändring mot förra körningen" in (run.folder / "report.md").read_text("utf-8")
    kept = Content.model_validate_json((run.folder / "report.json").read_bytes())
    assert kept.comparison is not None
    assert kept.failing == 0
    assert "Alla fall är helt rätt." in (run.folder / "report.html").read_text("utf-8")


def ruled(run: Run, *right: bool) -> Run:
    """The run with a judge's rulings on its first cases."""
    for case, one in zip(run.cases, right, strict=False):
        Rulings(run.folder, "assistant").add(
            Ruling(
                case=case.id, judge="openai:scripted", prompts=prompts_digest(),
                values={"judge_right": float(one), "judge_citation_recall": 0.5},
                answer=Opinion(verdict=None, askings=()),
            )
        )  # fmt: skip
    return run


def labelled(run: Run, *said: Verdict) -> Run:
    """The run with a person's labels on its first cases."""
    for case, verdict in zip(run.cases, said, strict=False):
        Labels(run.folder).add(
            Label(at="", system="assistant", person="Åsa", case=case.id, verdict=verdict)
        )
    return run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return finished(tmp_path, "", dict.fromkeys(range(3), True))


def test_a_run_that_no_model_judged_says_nothing_of_one(run: Run) -> None:
    told = content(run)
    assert "chat model finds" not in page(told, EN)
    assert "chat model finds" not in markdown(told, EN)
    assert "by the judge" not in page(told, EN)


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ((), "none of these answers has a label that counts"),
        ((Verdict.RIGHT,), "judge and staff gave one and the same verdict throughout"),
    ],
)
def test_a_judge_of_unknown_agreement_has_no_figure(
    run: Run, labels: tuple[Verdict, ...], said: str
) -> None:
    told = content(labelled(ruled(run, True, True, False), *labels))
    for text in (page(told, EN), markdown(told, EN)):
        assert said in " ".join(text.split())
        assert "3 answers, 0 without a verdict" in text
        assert "by the judge" not in text
        assert "kappa)" not in text
    assert "är okänt" in markdown(told, SV)
    assert Content.model_validate_json(told.model_dump_json()).judged["assistant"].figures == {}


def test_a_judge_has_its_figures_beside_its_agreement(run: Run) -> None:
    # They agree on two of three; by chance 2/3 · 1/3 + 1/3 · 2/3 = 4/9, so kappa is 2/5.
    told = content(
        labelled(ruled(run, True, True, False), Verdict.RIGHT, Verdict.PARTLY, Verdict.WRONG)
    )
    lines = markdown(told, EN).splitlines()
    at = lines.index("## What a chat model finds")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines[at : lines.index("## Strictly right, by kind of question")]
        if line.startswith("|")
    ][2:]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("Answers on which judge and staff agree", "67 %", "3"),
        ("Agreement beyond chance (Cohen's kappa)", "0.40", "3"),
        ("Right by the judge", "67 %", "3"),
        ("Citation recall by the judge", "50 %", "3"),
    ]
    assert all(re.fullmatch(r"[−\d.]+ to [\d.]+", row[2]) for row in rows)
    html = page(told, SV)
    assert (
        html.index("Cohens kappa") < html.index("Rätt enligt domaren") < html.index("Utfall</h2>")
    )
    assert '<a href="#judged">' in html


def test_the_most_harmful_case_comes_first(found: Content) -> None:
    told = found.worst[0]
    urgent = told.model_copy(
        update={"case": told.case.model_copy(update={"outcome": Outcome.URGENT})}
    )
    assert sorted([*found.worst, urgent], key=harm)[0] == urgent
    sure = [one.answered.turn.likely or 0 for one in found.worst]
    assert sure == sorted(sure, reverse=True)


@pytest.mark.parametrize("name", sorted(translations(TEXTS)))
def test_every_text_is_in_both_languages_with_the_same_places(name: str) -> None:
    translated = translations(TEXTS)[name]
    assert set(translated) == set(LANGUAGES)
    assert len({frozenset(places(text)) for text in translated.values()}) == 1


def test_every_outcome_has_words_and_every_text_is_used() -> None:
    assert all(wording.outcome(one.value) for wording in (EN, SV) for one in Outcome)
    folder = Path(page_module.__file__).parent
    code = "".join(
        path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".py", ".html"}
    )
    built = ("kinds.", "system.", "outcome.", "made_with.", "verdict.", "language.", "heading.",
             "plot.", "case.", "gate.missed_by_", "change.", "gate.")  # fmt: skip
    for name in translations(TEXTS):
        assert name in code or name.startswith(built), name


def test_numbers_are_said_as_the_language_says_them() -> None:
    assert EN.value("strictly_right", 0.824) == "82 %"
    assert SV.value("seconds", 0.125) == "0,12"
    assert EN.difference("strictly_right", -0.0349) == "−3.5 points"
    assert SV.difference("strictly_right", 0.0349) == "+3,5 procentenheter"
    assert EN.difference("strictly_right", -0.0001) == "0.0 points"
    assert (EN.hundred(0.999), EN.hundred(1.0), EN.hundred(0.001)) == ("99", "100", "1")
    assert (EN.p_value(0.0002), EN.p_value(0.04)) == ("< 0.001", "0.040")


def test_the_outcomes_stand_in_one_order_and_the_right_ones_are_marked() -> None:
    summary = Summary(
        system="assistant", count=5, figures={}, kinds={}, languages={}, gaps={},
        confusion={"no_evidence": {"no_evidence": 1, "answered": 1}, "answered": {"answered": 3}},
    )  # fmt: skip
    outcomes = tables.outcomes(summary, EN)
    assert outcomes.came == ("answered", "no evidence")
    first, second = outcomes.rows
    assert (first[0], [cell.count for cell in first[1]]) == ("answered", [3, 0])
    assert [(cell.count, cell.right, cell.share) for cell in second[1]] == [
        (1, False, 0.5), (1, True, 0.5),
    ]  # fmt: skip


def test_the_table_of_a_curve_keeps_its_ends() -> None:
    points = [CurvePoint(threshold=1 - n / 100, coverage=n / 100, risk=0) for n in range(100)]
    rows = tables.curve(points, "one", EN).rows
    assert len(rows) == 12
    assert (rows[0][0], rows[-1][0]) == ("1.00", "0.01")


def test_a_line_that_begins_like_a_list_stays_text() -> None:
    assert plain("1. one\ntwo") == "1\\. one two"
    assert plain("# one") == "\\# one"
    assert plain(HOSTILE).startswith("\\<script\\>")
