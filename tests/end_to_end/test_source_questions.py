"""Three questions for each source, in other words than its text: the source is found."""

from pathlib import Path

import pytest
import yaml

from assistant.answering import Assistant

CASES = Path(__file__).parents[2] / "evals" / "cases"


@pytest.mark.parametrize(("language", "share"), [("en", 0.95), ("sv", 0.92)])
def test_the_right_source_is_among_the_first_three_hits(
    shipped: Assistant, language: str, share: float
) -> None:
    cases = yaml.safe_load((CASES / f"source-questions.{language}.yaml").read_text("utf-8"))
    missed = []
    for case in cases:
        _, hits = shipped.search([case["question"]], language, 3)
        if not {hit.passage.source_id for hit in hits.all} & set(case["sources"]):
            missed.append(case["id"])
    assert len(cases) >= 3 * 60
    assert 1 - len(missed) / len(cases) >= share, missed
