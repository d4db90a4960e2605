"""The support check: what a sentence must share with the passages it cites."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.support import Fault, SupportCheck, support_weights
from corpus.passage import Passage
from corpus.text import Sort
from index.embedding import Matrix
from tests.fakes import WordEmbeddings

TITLES = {"en": "The Aldby Charter", "sv": "Aldbystadgan"}
SENTENCES = {
    "en": (
        "The council of Aldby adopted the Aldby Charter on 5 March 2018.",
        "The Aldby Charter has twelve articles in four parts.",
        "Article 7 says that cities must publish a report every two years.",
        "A resident may complain to the ombudsman only if the city has already answered.",
        "The Aldby Charter is not legally binding.",
        "Brunby joined the charter in 2020, after Carby in 2019.",
        'The preamble speaks of "dignity for all who live here".',
        "The United Nations did not take part in the drafting.",
        "Cities should train their staff in human rights.",
    ),
    "sv": (
        "Kommunfullmäktige i Aldby antog Aldbystadgan den 5 mars 2018.",
        "Aldbystadgan har tolv artiklar i fyra delar.",
        "Artikel 7 säger att städer måste ge ut en rapport vartannat år.",
        "En invånare får klaga hos ombudsmannen bara om staden redan har svarat.",
        "Aldbystadgan är inte rättsligt bindande.",
        "Brunby anslöt sig till stadgan 2020, efter Carby 2019.",
        'Ingressen talar om "värdighet för alla som bor här".',
        "Förenta nationerna deltog inte i arbetet med texten.",
        "Städer bör utbilda sin personal i mänskliga rättigheter.",
    ),
}


def passage(language: str, sentences: Sequence[str]) -> Passage:
    """A passage of sentences that stand on one line."""
    spans, end = [], 0
    for sentence in sentences:
        spans.append((end, end + len(sentence)))
        end += len(sentence) + 1
    return Passage(
        id=f"{language}-{len(sentences)}",
        source_id="aldby",
        title=TITLES.get(language, ""),
        language=language,
        sort=Sort.DIGEST,
        file="texts/aldby.md",
        section_id="one",
        heading="",
        path=(),
        locator="",
        address="",
        page=None,
        checked=True,
        part=0,
        text=" ".join(sentences),
        sentences=tuple(spans),
        asks={},
    )


PASSAGES = {language: passage(language, sentences) for language, sentences in SENTENCES.items()}


def embed(texts: Sequence[str]) -> Matrix:
    return np.array(WordEmbeddings().embed_documents(list(texts)), dtype=np.float32)


@cache
def check() -> SupportCheck:
    return SupportCheck(embed, support_weights(), known=frozenset({"dunby"}))


def faults(sentence: str, language: str) -> tuple[Fault, ...]:
    return check().faults(sentence, [PASSAGES[language]], language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The Aldby Charter was adopted by the council of Aldby on 5 March 2018."),
        ("en", "On 5 March 2018 the Aldby council adopted the charter."),
        ("en", "Cities must publish a report every two years, says article VII."),
        ("en", "The Aldby Charter does not bind legally."),
        ("en", "Carby joined the charter in 2019."),
        ("en", "The UN did not take part in the drafting."),
        ("sv", "Aldbystadgan antogs av kommunfullmäktige i Aldby den 5 mars 2018."),
        ("sv", "Städer måste ge ut en rapport vartannat år enligt artikel VII."),
        ("sv", "Aldbystadgan är inte bindande."),
        ("sv", "Carby anslöt sig till stadgan 2019."),
        ("sv", "FN deltog inte i arbetet med texten."),
        ("sv", "Städer bör utbilda personalen i mänskliga rättigheter."),
    ],
)
def test_the_same_in_other_words_is_supported(language: str, sentence: str) -> None:
    assert faults(sentence, language) == ()


@pytest.mark.parametrize(
    ("language", "sentence", "fault"),
    [
        ("en", "The Aldby council adopted the charter on 5 March 2017.", Fault.NUMBER),
        ("en", "The Aldby council adopted the charter on 5 May 2018.", Fault.NUMBER),
        ("en", "The charter has thirteen articles in four parts.", Fault.NUMBER),
        ("en", "Cities must publish a report every two years, says article IX.", Fault.NUMBER),
        ("en", "The council of Brunby and Ekby adopted the charter.", Fault.NAME),
        ("en", "Dunby joined the charter in 2020.", Fault.NAME),
        ("en", 'The preamble speaks of "dignity for all citizens".', Fault.QUOTE),
        ("en", "The Aldby Charter is legally binding.", Fault.NEGATION),
        ("en", "The council of Aldby did not adopt the Aldby Charter.", Fault.NEGATION),
        (
            "en",
            "The charter has twelve articles in four parts and grants money to poor families.",
            Fault.ADDITION,
        ),
        (
            "en",
            "The president and the army adopted the Aldby Charter on 5 March 2018.",
            Fault.ADDITION,
        ),
        ("sv", "Fullmäktige i Aldby antog stadgan den 5 mars 2017.", Fault.NUMBER),
        ("sv", "Fullmäktige i Aldby antog stadgan den 5 maj 2018.", Fault.NUMBER),
        ("sv", "Stadgan har tretton artiklar i fyra delar.", Fault.NUMBER),
        ("sv", "Kommunfullmäktige i Ekby antog Aldbystadgan.", Fault.NAME),
        ("sv", "Dunby anslöt sig till stadgan 2020.", Fault.NAME),
        ("sv", 'Ingressen talar om "värdighet för alla medborgare".', Fault.QUOTE),
        (
            "sv",
            "Stadgan har tolv artiklar i fyra delar och ger pengar till fattiga familjer.",
            Fault.ADDITION,
        ),
    ],
)
def test_what_the_passage_does_not_say_is_named(language: str, sentence: str, fault: Fault) -> None:
    assert fault in faults(sentence, language)


def odds(sentence: str, language: str) -> float:
    found = check().differences(sentence, [PASSAGES[language]], language)
    return support_weights().forest.odds(found)


@pytest.mark.parametrize(
    ("language", "true", "false"),
    [
        ("en", "The charter has 12 articles in 4 parts.", "The charter has 4 articles in 9 parts."),
        (
            "en",
            "Cities should teach their staff human rights.",
            "Cities must teach their residents human rights and pay for it.",
        ),
        ("sv", "Stadgan har 12 artiklar i 4 delar.", "Stadgan har 4 artiklar i 9 delar."),
    ],
)
def test_a_true_sentence_weighs_less_than_a_false_one(language: str, true: str, false: str) -> None:
    # The threshold is strict: some true sentences of a few words are refused as well.
    assert odds(true, language) < odds(false, language)


def test_opposites_and_negations_are_met_word_by_word() -> None:
    """Small words have opposites, and a negation belongs to the words next to it."""
    cited = [passage("en", ["The report came after the vote.", "It binds states, not cities."])]
    right = check().differences("The report came after the vote.", cited, "en")
    turned = check().differences("The report came before the vote.", cited, "en")
    assert (right["replaced_best"], turned["replaced_best"]) == (0, 1)
    right = check().differences("It binds states and not cities.", cited, "en")
    turned = check().differences("It binds cities and not states.", cited, "en")
    assert (right["denied_1"], turned["denied_1"]) == (0, 1)


def test_words_that_no_sentence_puts_together_are_counted() -> None:
    cited = [passage("en", ["Aldby joined in 2019.", "Brunby left in 2020."])]
    right = check().differences("Aldby joined in 2019.", cited, "en")
    mixed = check().differences("Aldby joined in 2020.", cited, "en")
    assert right["anchors_apart"] == 0
    assert mixed["anchors_apart"] > 0


def test_nothing_is_supported_without_evidence_or_words() -> None:
    assert check().faults("The charter has twelve articles.", [], "en") == (Fault.MEANING,)
    assert faults(" ", "en") == (Fault.MEANING,)


def test_a_passage_in_another_language_supports_nothing_by_its_words() -> None:
    sentence = SENTENCES["en"][1]
    assert check().faults(sentence, [PASSAGES["sv"]], "en")
    assert check().faults(sentence, [PASSAGES["sv"], PASSAGES["en"]], "en") == ()


def test_every_sentence_supports_itself() -> None:
    for language, sentences in SENTENCES.items():
        for sentence in sentences:
            assert faults(sentence, language) == (), sentence


def test_titles_headings_and_locators_are_cited_too() -> None:
    bare = replace(PASSAGES["en"], title="")
    sentence = "Principle 9 of the Gwangju text says that cities should train their staff."
    assert Fault.NAME in check().faults(sentence, [bare], "en")
    under = replace(bare, heading="What does the Gwangju text say?", locator="Principle 9")
    assert not {Fault.NAME, Fault.NUMBER} & set(check().faults(sentence, [under], "en"))


def test_a_kept_number_far_from_its_words_weighs() -> None:
    near = check().differences("Brunby joined the charter in 2020.", [PASSAGES["en"]], "en")
    far = check().differences("The council adopted it in 2020.", [PASSAGES["en"]], "en")
    assert far["number_near"] > near["number_near"]


@given(
    st.text(),
    st.lists(st.text(min_size=1), max_size=3),
    st.sampled_from(["en", "sv", "de", ""]),
    st.sampled_from(["en", "sv", "xx"]),
)
def test_no_text_makes_it_fail(
    sentence: str, sentences: list[str], language: str, other: str
) -> None:
    found = check().faults(sentence, [passage(other, sentences)], language)
    assert set(found) <= set(Fault)


@given(st.text(alphabet="IVXLC 0123456789.,-/\"“”'’!?\nnotmay åäö", max_size=60))
def test_numbers_quotes_and_signs_do_not_make_it_fail(sentence: str) -> None:
    assert set(faults(sentence, "sv")) <= set(Fault)
