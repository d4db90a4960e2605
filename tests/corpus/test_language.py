"""The language of a text, or the one assumed when the evidence is thin."""

import pytest

from corpus.language import DOCUMENT_LANGUAGES, detect


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The council adopted a plan for human rights and publishes a report every year."),
        ("sv", "Kommunfullmäktige antog en plan för mänskliga rättigheter och följer upp den."),
        ("nb", "Kommunestyret vedtok en plan for menneskerettigheter og følger den opp hvert år."),
        ("de", "Der Gemeinderat hat einen Plan für die Menschenrechte beschlossen."),
        ("es", "El ayuntamiento aprobó un plan de derechos humanos y lo publica cada año."),
        ("fr", "Le conseil municipal a adopté un plan pour les droits humains dans la ville."),
        ("tr", "Belediye meclisi insan hakları için bir plan kabul etti ve her yıl yayınlıyor."),
    ],
)
def test_the_language_of_a_document(language: str, text: str) -> None:
    assert detect(text, DOCUMENT_LANGUAGES, otherwise="en") == language


@pytest.mark.parametrize("text", ["", "   ", "2019", "§ 7", "?!", "Graz"])
@pytest.mark.parametrize("otherwise", ["en", "sv"])
def test_what_says_nothing_of_its_language_is_in_the_assumed_one(text: str, otherwise: str) -> None:
    assert detect(text, {"en", "sv", "de"}, otherwise, margin=0.5) == otherwise


def test_the_answer_is_always_one_that_was_asked_for() -> None:
    swedish = "Kommunfullmäktige antog en plan för mänskliga rättigheter."
    assert detect(swedish, {"en"}, otherwise="en") == "en"
    assert detect(swedish, {"en", "de"}, otherwise="en") in {"en", "de"}
    assert detect(swedish, {"de"}, otherwise="sv") == "sv"


def test_a_likely_language_may_still_be_too_unlikely() -> None:
    text = "Plan for menneskerettigheter"
    assert detect(text, {"en", "nb", "da"}, "en", margin=0.0) in {"nb", "da"}
    assert detect(text, {"en", "nb", "da"}, "en", margin=0.0, least=0.999) == "en"
