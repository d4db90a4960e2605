"""The page shows figures alone; what failed is written in full, where it was asked for."""

import re
from pathlib import Path

import pytest
import yaml

from assistant.turn import Outcome
from evals.case import Case
from evals.missed import missed
from evals.published import RESULTS, published, shown
from evals.record import Answered
from evals.run import Run
from evals.scoring import score
from evals.summary import summary
from tests.evals.fakes import turn
from tests.evals.test_run import configuration

CASES = (
    Case(id="en-1", question="When did Lund?", kind="fact", facts=("2018",)),
    Case(id="sv-1", question="När blev Graz?", kind="fact", language="sv", facts=("2001",)),
    Case(id="en-2", question="and Graz?", turns=("When?",), outcome=Outcome.NO_EVIDENCE),
)
SAID = {
    "en-1": turn(Outcome.ANSWERED, "In 2018.", ["city-lund"]),
    "sv-1": turn(Outcome.ANSWERED, "År 2018.", ["city-lund"]),
    "en-2": turn(Outcome.NO_EVIDENCE),
}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    made = Run.create(tmp_path, configuration(), CASES)
    for system in made.systems:
        answers = [Answered(case=case.id, turn=SAID[case.id]) for case in CASES]
        for answered in answers:
            made.add(system, answered)
        scores = [score(case, SAID[case.id]) for case in CASES]
        made.write_scores(system, scores, summary(system, scores))
    return made


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_systems_stand_beside_each_other(run: Run) -> None:
    head, _, *rows = shown(run)
    assert cells(head)[::3] == ["measure", "n", "n"]
    facts = next(cells(row) for row in rows if row.startswith("| Right facts"))
    assert facts[1::3] == ["0.500", "0.500"]
    assert facts[3::3] == ["2", "2"]
    # Nothing was vague, so nothing asked back rightly or wrongly.
    assert not any("Asked back" in row for row in rows)


def test_the_page_holds_no_words_of_a_case(run: Run) -> None:
    page = published([run, run])
    assert page.count("## Dev, 3 cases") == 2
    links = re.findall(r"\]\(([^)]+)\)", page)
    assert links
    assert all((RESULTS.parent / link).is_file() for link in links)
    assert "| fact" in page
    assert not [text for case in CASES for text in (case.question, case.id) if text in page]
    assert not [one.text for one in SAID.values() if one.text and one.text in page]


def test_what_failed_is_written_in_full(run: Run) -> None:
    written = {one["id"]: one for one in yaml.safe_load(missed(run))}
    assert "en-2" not in written
    graz = written["sv-1"]
    assert graz["question"] == "När blev Graz?"
    assert graz["faults"][0] == "The answer does not say “2001”."
    assert graz["answer"]["text"] == "År 2018."
    assert graz["answer"]["cited"] == ["city-lund · Section 1"]
    # The case can go back into a file of cases as it is.
    case = {name: value for name, value in graz.items() if name not in {"faults", "answer"}}
    assert Case.model_validate(case) == CASES[1]
