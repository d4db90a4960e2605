"""The evaluator of the support check, on cases of its own."""

import tomllib
from pathlib import Path

import pytest
import yaml

from assistant.support import SupportCheck, SupportWeights, support_weights
from evals.mutation import TRUE, Share, Trial, fitted, judged, read_trials, refused, report
from tests.assistant.test_support import PASSAGES, SENTENCES, embed


def trials() -> list[Trial]:
    """Every sentence as it is, and with a number that its passage does not have."""
    return [
        Trial(f"{language}-{place}", language, "dev", kind, text, (PASSAGES[language],))
        for language, sentences in SENTENCES.items()
        for place, sentence in enumerate(sentences)
        for kind, text in ((TRUE, sentence), ("number", f"{sentence[:-1]} 1877."))
    ]


def native(language: str) -> bool:
    return language == "en"


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


def test_the_report_counts_what_was_caught_and_refused() -> None:
    results = judged(SupportCheck(embed, support_weights()), trials())
    assert refused(results) == Share(18, 18)
    assert refused(results, TRUE) == Share(0, 18)
    text = report(results, "a test")
    assert "## sv, dev" in text
    assert "| number | 9 | 9 | 0 | 1.00 (0.70–1.00) |" in text


def test_a_share_of_nothing_has_no_interval() -> None:
    assert str(Share(0, 0)) == "–"


def test_the_fit_writes_weights_that_can_be_read_and_none_below_zero() -> None:
    check = SupportCheck(embed, support_weights())
    written = SupportWeights.model_validate(tomllib.loads(fitted(check, trials(), native)))
    assert set(written.threshold) == {"native", "foreign"}
    assert min(written.differences.values()) >= 0
    assert written.differences["number"] > 0
    assert refused(judged(SupportCheck(embed, written), trials())).value == 1
