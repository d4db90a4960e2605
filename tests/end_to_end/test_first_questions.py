"""The questions that were written before the composer, over the shipped corpus."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answering import Assistant

CASES = Path(__file__).parents[2] / "evals" / "cases" / "first-questions.yaml"


def cases() -> list[dict[str, Any]]:
    found = yaml.safe_load(CASES.read_text("utf-8"))
    assert isinstance(found, list)
    return found


UNMET = {"first-17": "what one city wanted is nearer in words than why cities want it"}


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_first_question(
    shipped: Assistant, case: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    if case["id"] in UNMET:
        request.applymarker(pytest.mark.xfail(reason=UNMET[case["id"]], strict=True))
    turn = shipped.answer([*case.get("turns", []), case["question"]])
    assert turn.outcome.value == case["outcome"], turn.text
    if turn.outcome.value != "answered":
        assert not turn.citations
        return
    for fact in case["facts"]:
        assert re.search(fact, turn.text, re.IGNORECASE), turn.text
    assert {citation.source_id for citation in turn.citations} & set(case["sources"])
    for citation in turn.citations:
        assert citation.quote.encode() in citation.passage.encode()
        assert citation.url.startswith("http")
    assert len(turn.statements) <= 4 or "\n" in turn.citations[0].quote
