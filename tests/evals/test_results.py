"""The page shows figures alone; what failed is written in full, where it was asked for."""

from collections.abc import Iterable
from pathlib import Path

import yaml

from assistant.turn import Outcome
from evals.case import Case, read_cases
from evals.figures import figures
from evals.results import lines, misses, results, table, write_misses
from evals.score import Score, scores
from tests.evals.fakes import Scripted, turn

CASES = """
- {id: en-1, question: "When did Lund?", kind: fact, facts: ["2018"], sources: [city-lund]}
- {id: sv-1, question: "När blev Graz?", kind: fact, language: sv, facts: ["2001"]}
- {id: en-2, question: "and Graz?", turns: ["When did Lund?"], kind: followup, outcome: no_evidence}
"""


def scored(folder: Path) -> list[Score]:
    path = folder / "cases.yaml"
    path.write_text(CASES, "utf-8")
    said = {
        "When did Lund?": turn(Outcome.ANSWERED, "In 2018.", ["city-lund"], seconds=0.2),
        "När blev Graz?": turn(Outcome.ANSWERED, "År 2018.", ["city-lund"], seconds=0.2),
    }
    return list(scores(read_cases([path]), Scripted(said)))


def words(found: Iterable[Score]) -> set[str]:
    return {text for score in found for text in (score.case.question, score.turn.text) if text}


def test_a_table_has_even_columns() -> None:
    assert list(table(("figure", "n"), [("right", "1/2"), ("asked back", "10/20")])) == [
        "| figure     |     n |",
        "| ---------- | ----: |",
        "| right      |   1/2 |",
        "| asked back | 10/20 |",
    ]


def test_the_tables_hold_the_shares_with_their_counts(tmp_path: Path) -> None:
    shown = list(lines("Dev", figures(scored(tmp_path))))
    assert shown[0] == "## Dev, 3 cases"
    strict = next(line for line in shown if line.startswith("| strictly right"))
    assert [cell.strip() for cell in strict.strip("|").split("|")][1::2] == ["0.667", "2/3"]
    assert any(line.startswith("| followup |") and "1/1" in line for line in shown)
    assert "Seconds an answer: p50 0.200, p95 0.200" in shown
    # Nothing asked for clarification, so there is no such share.
    assert not any("asked back" in line for line in shown)


def test_the_page_holds_no_words_of_a_case(tmp_path: Path) -> None:
    found = scored(tmp_path)
    page = results({"Dev": figures(found), "Test": figures(found)})
    assert page.index("## Dev, 3 cases") < page.index("## Test, 3 cases")
    assert not [text for text in words(found) if text in page]


def test_what_failed_is_written_in_full(tmp_path: Path) -> None:
    found = scored(tmp_path)
    path = tmp_path / "misses.yaml"
    write_misses(path, found)
    written = yaml.safe_load(path.read_text("utf-8"))
    assert [one["id"] for one in written] == ["sv-1"]
    assert written[0]["question"] == "När blev Graz?"
    assert written[0]["fault"] == "lacks '2001'"
    assert written[0]["answer"]["text"] == "År 2018."
    assert written[0]["answer"]["cited"] == ["city-lund · Section 1"]
    # The case can go back into a file of cases as it is.
    case = {name: value for name, value in written[0].items() if name not in {"fault", "answer"}}
    assert Case.model_validate(case) == found[1].case
    assert yaml.safe_load(misses(found[:1])) == []
