"""Cases are read whole, and every fault is told with its line."""

from pathlib import Path

import pytest

from assistant.turn import Outcome
from corpus.problem import Unsound
from evals.case import CASES, Case, Split, read_cases


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cases.yaml"


def faults(path: Path) -> list[tuple[int, str]]:
    with pytest.raises(Unsound) as caught:
        read_cases([path])
    return [(problem.line, problem.message) for problem in caught.value.problems]


def test_a_case_is_what_its_entry_says(path: Path) -> None:
    path.write_text(
        "- id: graz\n  question: When?\n  facts: ['200\\d']\n  split: dev\n  outcome: answered\n"
        "- id: lund\n  question: ''\n  turns: [När, och Lund]\n  language: sv\n"
        "  outcomes: [no_evidence, clarify]\n",
        "utf-8",
    )
    graz, lund = read_cases([path])
    assert graz == Case(
        id="graz", question="When?", facts=(r"200\d",), split=Split.DEV, outcome=Outcome.ANSWERED
    )
    assert lund.turns == ("När", "och Lund")
    assert lund.expected == (Outcome.NO_EVIDENCE, Outcome.CLARIFY)


def test_files_are_read_in_their_order(tmp_path: Path) -> None:
    paths = [tmp_path / "b.yaml", tmp_path / "a.yaml"]
    for path in paths:
        path.write_text(f"- {{id: {path.stem}, question: Why}}\n", "utf-8")
    assert [case.id for case in read_cases(paths)] == ["b", "a"]


@pytest.mark.parametrize(
    ("fields", "expected", "answerable"),
    [
        ({}, (Outcome.ANSWERED,), True),
        ({"outcome": Outcome.CLARIFY}, (Outcome.CLARIFY,), False),
        ({"outcomes": (Outcome.ANSWERED, Outcome.PARTLY_ANSWERED)},
         (Outcome.ANSWERED, Outcome.PARTLY_ANSWERED), True),
        ({"outcomes": (Outcome.ANSWERED, Outcome.NO_EVIDENCE)},
         (Outcome.ANSWERED, Outcome.NO_EVIDENCE), False),
    ],
)  # fmt: skip
def test_what_is_expected(
    fields: dict[str, Outcome | tuple[Outcome, ...]],
    expected: tuple[Outcome, ...],
    answerable: bool,
) -> None:
    case = Case.model_validate({"id": "one", "question": "Why?", **fields})
    assert case.expected == expected
    assert case.answerable is answerable


@pytest.mark.parametrize(
    ("written", "line", "message"),
    [
        ("- id: one\n- id: two\n  question: Why\n", 1, "question: Field required"),
        ("- {id: one, question: Why}\n- {id: two, question: Why, fact: x}\n", 2,
         "fact: Extra inputs are not permitted"),
        ("- {id: one, question: Why, facts: ['(']}\n", 1, "is not a regular expression"),
        ("- {id: one, question: Why, outcome: maybe}\n", 1, "outcome: Input should be"),
        ("- {id: one, question: Why}\n\n- {id: one, question: How}\n", 3,
         "case 'one' is there twice"),
        ("id: one\n", 1, "is not a list of cases"),
        ("- one\n", 1, "is not a list of cases"),
        ("", 1, "is not a list of cases"),
        ("- {id: one\n  question: [\n", 2, "cannot be read"),
    ],
)  # fmt: skip
def test_a_fault_has_its_line(path: Path, written: str, line: int, message: str) -> None:
    path.write_text(written, "utf-8")
    ((at, said),) = faults(path)
    assert at == line
    assert message in said


def test_every_fault_is_told(path: Path) -> None:
    path.write_text("- {id: ''}\n- {id: two, question: 3}\n", "utf-8")
    assert [line for line, _ in faults(path)] == [1, 1, 2]


def test_a_file_that_is_not_there_and_one_that_is_no_text(path: Path) -> None:
    assert "cannot be read" in faults(path)[0][1]
    path.write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in faults(path)[0][1]


def test_the_shipped_cases_of_development_are_sound() -> None:
    cases = read_cases([CASES / "development.yaml"])
    assert {case.split for case in cases} <= {None, *Split}
    assert any(case.split is Split.DEV for case in cases)
