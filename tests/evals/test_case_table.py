"""Cases go to a spreadsheet and come back as they were."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.turn import Outcome
from evals.case import Case, Split
from evals.case_table import COLUMNS, LISTS, NotCases, read_table, write_table

TEXT = st.text() | st.text(alphabet="'=+-@\"\n\r\t ;,å⏎ab|\\", max_size=8)
PATTERN = st.sampled_from(["2018", r"200\d", "a|b", "=x", "-1", '"cited"', "ö; ä, å", " led"])
OUTCOMES = st.sampled_from(list(Outcome))


def lists(items: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(items, max_size=3).map(tuple)


CASES = st.builds(
    Case,
    id=TEXT.filter(bool),
    question=TEXT,
    turns=lists(TEXT),
    language=st.sampled_from(["en", "sv"]),
    kind=TEXT,
    persona=TEXT,
    outcome=st.none() | OUTCOMES,
    outcomes=st.lists(OUTCOMES, max_size=2).map(tuple),
    facts=lists(PATTERN),
    not_facts=lists(PATTERN),
    sources=lists(TEXT.filter(bool)),
    passages=lists(TEXT.filter(bool)),
    standalone=TEXT,
    group=TEXT,
    split=st.none() | st.sampled_from(list(Split)),
    tags=lists(TEXT.filter(bool)),
    note=TEXT,
)


def taken_back(cases: list[Case], delimiter: str = ",") -> list[Case]:
    table = write_table((case.written for case in cases), delimiter)
    return [Case.model_validate(row.fields) for row in read_table(table)]


def test_the_columns_are_the_fields_of_a_case() -> None:
    assert set(COLUMNS) == set(Case.model_fields)
    tuples = {name for name, value in Case(id="a", question="b") if isinstance(value, tuple)}
    assert tuples == LISTS


@settings(deadline=None)
@given(st.lists(CASES, max_size=3), st.sampled_from(",;"))
def test_cases_come_back_as_they_were(cases: list[Case], delimiter: str) -> None:
    assert taken_back(cases, delimiter) == cases


@settings(deadline=None)
@given(st.lists(CASES, min_size=1, max_size=2))
def test_no_cell_begins_as_a_formula_does(cases: list[Case]) -> None:
    table = io.StringIO(write_table(case.written for case in cases), newline="")
    cells = [cell for row in csv.reader(table) for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r\n")]


def test_what_a_cell_looks_like() -> None:
    case = Case(id="graz", question="=1+1", facts=("2001", "a|b", '"so"'), turns=("När?", ""))
    row = next(csv.DictReader(io.StringIO(write_table([case.written]), newline="")))
    assert row["question"] == "'=1+1"
    assert row["facts"] == '2001\na|b\n"\\"so\\""'
    assert row["turns"] == 'När?\n""'
    assert taken_back([case]) == [case]


def test_what_people_make_of_a_table_is_read() -> None:
    """Other order, capitals, semicolons, fewer columns, empty rows, spaces about an item."""
    written = 'Question;ID;Facts;\r\nNär?;lund;"2018 \r\n\r\n MR-stad";\r\n;;;\r\n"Var?";graz;;\r\n'
    first, second = read_table(written)
    assert first.fields == {"id": "lund", "question": "När?", "facts": ["2018", "MR-stad"]}
    assert second.fields == {"id": "graz", "question": "Var?"}
    assert (first.line, second.line) == (2, 6)


@pytest.mark.parametrize(
    ("written", "line", "message"),
    [
        ("", 1, "is empty"),
        ("id,fact\n", 1, "'fact' is no field"),
        ("id,id,question\n", 1, "'id' is there twice"),
        ("question\n", 1, "lacks 'id'"),
        ("id,question\na,b\n\nc,d,e\n", 4, "has 3 cells, the first row 2"),
        ('id,question\na,"b\n', 2, "cannot be read"),
        ("id,question,\na,b,\nc,d,e\n", 3, "a column without a name holds 'e'"),
    ],
)
def test_a_fault_has_its_line(written: str, line: int, message: str) -> None:
    with pytest.raises(NotCases, match=message) as caught:
        list(read_table(written))
    assert caught.value.line == line
