"""The evaluator of the support check, on cases of its own."""

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from sklearn.ensemble import GradientBoostingClassifier

from assistant.forest import Forest
from assistant.support import SupportCheck, SupportWeights, support_weights
from evals.mutation import (
    LANGUAGES,
    TRUE,
    Share,
    Trial,
    cross_validated,
    fitted,
    grown,
    judged,
    read_trials,
    refused,
    settled,
    tables,
    trade_off,
    written,
)
from tests.assistant.test_support import PASSAGES, SENTENCES, embed


def trials() -> list[Trial]:
    """Every sentence as it is, and with a number that its passage does not have."""
    return [
        Trial(f"{language}-{place}", language, "dev", kind, text, (PASSAGES[language],))
        for language, sentences in SENTENCES.items()
        for place, sentence in enumerate(sentences)
        for kind, text in ((TRUE, sentence), ("number", f"{sentence[:-1]} 1877."))
    ]


def test_cases_are_read_with_the_passages_of_their_section(tmp_path: Path) -> None:
    case = {
        "id": "en-1",
        "source": "aldby",
        "section": "one",
        "split": "dev",
        "sentence": "True.",
        "mutants": [{"kind": "number", "text": "False."}],
    }
    (tmp_path / "en.yaml").write_text(yaml.safe_dump([case]), "utf-8")
    read = read_trials(PASSAGES.values(), tmp_path)
    assert [(one.kind, one.text) for one in read] == [(TRUE, "True."), ("number", "False.")]
    assert read[0].evidence == (PASSAGES["en"],)
    with pytest.raises(ValueError, match="en-1"):
        read_trials([], tmp_path)


def test_the_tables_count_what_was_caught_and_refused() -> None:
    results = judged(SupportCheck(embed, support_weights()), trials())
    assert refused(results) == Share(18, 18)
    assert refused(results, TRUE) == Share(0, 18)
    text = tables(results, "fresh")
    assert "## sv, fresh" in text
    assert "| number | 9 | 9 | 0 | 1.00 (0.70–1.00) |" in text


def test_a_share_of_nothing_has_no_interval() -> None:
    assert str(Share(0, 0)) == "–"


def measured(shift: float = 0.5) -> tuple[list[Trial], list[dict[str, float]]]:
    """240 sentences of six sources; the damaged ones have more of one measure."""
    random = np.random.default_rng(0)
    chosen, rows = [], []
    for number in range(240):
        language = LANGUAGES[number % 2]
        kind = (TRUE, "claim")[number // 12 % 2]
        source = replace(PASSAGES[language], source_id=f"source {number % 6}")
        chosen.append(Trial(str(number), language, "dev", kind, "", (source,)))
        rows.append(
            {
                "number": 0.0,
                "name": 0.0,
                "quote": float(number == 2),
                "foreign": float(language == "sv"),
                "new": float(random.normal(shift * (kind != TRUE))),
                "noise": float(random.normal()),
            }
        )
    return chosen, rows


def test_the_forest_gives_the_odds_of_the_model_it_was_made_of() -> None:
    _, rows = measured()
    names = list(rows[0])
    values = np.array([list(row.values()) for row in rows])
    model = GradientBoostingClassifier(init="zero", n_estimators=20, random_state=0)
    model.fit(values, values[:, 4] > 0.2)
    forest = Forest.model_validate_json(written(grown(model, names)))
    odds = [forest.odds(row) for row in rows]
    np.testing.assert_allclose(odds, model.decision_function(values), rtol=1e-9)


def test_the_threshold_catches_the_share_that_was_asked_for() -> None:
    chosen, rows = measured(3.0)
    weighed = cross_validated(chosen, rows, 3)
    assert weighed.odds[2] == np.inf
    assert refused(weighed.judged(0.9)).value >= 0.9
    assert refused(weighed.judged(0.9), TRUE).value < 0.3
    assert trade_off(weighed).count("| sv |") == 1


def test_the_fit_writes_files_that_can_be_read() -> None:
    chosen, rows = measured()
    forest = Forest.model_validate_json(written(fitted(chosen, rows)))
    text = settled(cross_validated(chosen, rows, 3), rows)
    weights = SupportWeights.model_validate({**tomllib.loads(text), "forest": forest})
    assert set(weights.threshold) == {"native", "foreign"}
    assert set(weights.usual) == set(rows[0])
    measures = {node.measure for tree in forest.trees for node in tree}
    assert measures <= {"", *rows[0]}
