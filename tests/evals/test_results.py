"""Tables read well as they stand."""

from evals.results import table


def test_a_table_has_even_columns() -> None:
    assert list(table(("figure", "n"), [("right", "1/2"), ("asked back", "10/20")])) == [
        "| figure     |     n |",
        "| ---------- | ----: |",
        "| right      |   1/2 |",
        "| asked back | 10/20 |",
    ]
