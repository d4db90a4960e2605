"""Which language a text or a question is written in."""

from collections.abc import Collection
from functools import lru_cache

from lingua import IsoCode639_1, Language, LanguageDetector, LanguageDetectorBuilder

DOCUMENT_LANGUAGES = frozenset(
    {"ca", "da", "de", "en", "es", "fi", "fr", "it", "nb", "nl", "pl", "pt", "sv", "tr"}
)
"""Languages that a document of unknown origin is tried against (ISO 639-1)."""

_ENOUGH = 2_000
"""Characters of a document that settle its language."""


def detect(
    text: str, among: Collection[str], otherwise: str, margin: float = 0.15, least: float = 0.0
) -> str:
    """The ISO 639-1 code of ``text``, or ``otherwise`` when the evidence is thin.

    Thin means: the best language leads the runner-up by less than ``margin``, or reaches less
    than ``least``, of the probability (lingua's confidence values, which sum to 1 over
    ``among``).
    """
    codes = frozenset(among) | {otherwise}
    if len(codes) == 1:
        return otherwise
    ranked = _detector(codes).compute_language_confidence_values(text[:_ENOUGH])
    best, runner_up = ranked[0], ranked[1]
    if best.value - runner_up.value < margin or best.value < least:
        return otherwise
    return str(best.language.iso_code_639_1.name).lower()


@lru_cache(maxsize=8)
def _detector(codes: frozenset[str]) -> LanguageDetector:
    languages = [_language(code) for code in sorted(codes)]
    return LanguageDetectorBuilder.from_languages(*languages).build()


def _language(code: str) -> Language:
    return Language.from_iso_code_639_1(getattr(IsoCode639_1, code.upper()))
