"""The checker: a sentence without its exact support is not shown."""

from dataclasses import replace

from assistant.check import supported
from assistant.support import SupportCheck, support_weights
from assistant.turn import Citation, Statement, Support
from tests.assistant.test_support import embed, passage

PASSAGE = "Cities must not discriminate. They report every year."
CITATION = Citation(
    number=1,
    source_id="charter",
    title="Charter",
    publisher="",
    year=None,
    force="city-charter",
    kind="charter",
    locator="Article 1",
    page=None,
    url="",
    quote="Cities must not discriminate.",
    passage_id="p",
    passage=PASSAGE,
    sort="digest",
    language="en",
    checked=True,
)
TRUE = Statement("Cities must not discriminate.", Support.VERBATIM, (1,))


def test_an_exact_sentence_stands() -> None:
    assert supported([TRUE], [CITATION]) == (TRUE,)


def test_a_sentence_that_is_not_exact_is_dropped() -> None:
    for text in ("Cities must discriminate.", "cities must not discriminate.", "Cities may not."):
        assert supported([replace(TRUE, text=text)], [CITATION]) == ()


def test_unknown_missing_and_unquoted_sources_are_dropped() -> None:
    assert supported([replace(TRUE, citations=(2,))], [CITATION]) == ()
    assert supported([replace(TRUE, citations=())], [CITATION]) == ()
    elsewhere = replace(CITATION, passage="Another passage.")
    assert supported([TRUE], [elsewhere]) == ()


def test_a_sentence_that_nothing_has_checked_is_dropped() -> None:
    assert supported([replace(TRUE, support=Support.SUPPORTED)], [CITATION]) == ()


def test_a_reworded_sentence_stands_on_the_passages_it_cites_and_no_others() -> None:
    check = SupportCheck(embed, support_weights())
    passages = {1: passage("en", ["Cities must not discriminate.", "They report every year."])}
    right = Statement("A city must not discriminate.", Support.SUPPORTED, (1,))
    wrong = replace(right, text="A city must not discriminate before 2031.")
    assert supported([right, wrong], [CITATION], check, passages) == (right,)
    assert supported([right], [CITATION], check, {}) == ()
    assert supported([right], [CITATION], None, passages) == ()
    assert supported([replace(right, citations=(1, 2))], [CITATION], check, passages) == ()
    assert supported([replace(right, citations=())], [CITATION], check, passages) == ()
