"""Numbers and measures as people read them, in English or Swedish."""

import re
from dataclasses import dataclass
from pathlib import Path

from assistant.web.texts import LANGUAGES, Texts, load_texts
from evals.measure import measures
from evals.record import Figure

__all__ = ["LANGUAGES", "Wording"]

TEXTS = Path(__file__).with_name("texts.toml")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DECIMALS = {"words": 0, "lix": 0, "seconds": 2, "score": 2}


@dataclass(frozen=True, slots=True)
class Wording:
    """How one language says numbers, measures, kinds and outcomes."""

    texts: Texts

    @classmethod
    def of(cls, language: str) -> "Wording":
        """The wording of ``language``; raises ``ValueError`` for one there is none in."""
        return cls(load_texts(language, TEXTS))

    @property
    def language(self) -> str:
        """``en`` or ``sv``."""
        return self.texts.language

    def title(self, measure: str) -> str:
        """What a measure is called; its id where nothing is known of it."""
        known = measures().get(measure)
        return known.title.in_(self.language) if known else measure

    def meaning(self, measure: str) -> str:
        """What a measure means, in a sentence or two."""
        return measures()[measure].meaning.in_(self.language)

    def value(self, measure: str, value: float) -> str:
        """A value of a measure in its unit."""
        unit = unit_of(measure)
        if unit == "share":
            return self.percent(value)
        return self.decimal(value, _DECIMALS.get(unit, 2))

    def interval(self, measure: str, figure: Figure) -> str:
        """The interval of a figure, without a unit where the value beside it has one."""
        scale, places = _scale(measure)
        return self.texts.filled(
            "between",
            low=self.decimal(figure.low * scale, places),
            high=self.decimal(figure.high * scale, places),
        )

    def difference(self, measure: str, difference: float) -> str:
        """A difference with its sign; one between shares is in points of per cent."""
        share = unit_of(measure) == "share"
        number = self.signed(difference * 100 if share else difference, _places(measure))
        return self.texts.filled("points", number=number) if share else number

    def span(self, measure: str, low: float, high: float) -> str:
        """The interval of a difference, in the unit of :meth:`difference`, which is not named."""
        scale = 100 if unit_of(measure) == "share" else 1
        places = _places(measure)
        return self.texts.filled(
            "between",
            low=self.signed(low * scale, places),
            high=self.signed(high * scale, places),
        )

    def hundred(self, share: float) -> str:
        """A share as so many of a hundred; only what is none or all is called nought or 100."""
        return str(round(share * 100) if share in (0, 1) else min(max(round(share * 100), 1), 99))

    def percent(self, share: float) -> str:
        """A share in per cent, as whole as :meth:`hundred` makes it."""
        return self.texts.filled("percent", number=self.hundred(share))

    def decimal(self, number: float, places: int) -> str:
        """A number with so many decimals."""
        # Adding nought makes nought of what was rounded to minus nought.
        written = f"{round(number, places) + 0.0:.{places}f}"
        return written.replace("-", "−").replace(".", self.texts["decimal"])

    def signed(self, number: float, places: int) -> str:
        """A number with its sign, unless it is nought."""
        written = self.decimal(number, places)
        return f"+{written}" if round(number, places) > 0 else written

    def kind(self, kind: str) -> str:
        """A kind of question in words; as the case names it where it is not known."""
        return self.texts.words.get(f"kinds.{kind or 'none'}", kind)

    def language_of(self, language: str) -> str:
        """The name of a language; its code where it is not known."""
        return self.texts.words.get(f"language.{language}", language)

    def system(self, system: str) -> str:
        """What a system is called; its name where it is not known."""
        return self.texts.words.get(f"system.{system.replace('+', '_')}", system)

    def outcome(self, outcome: str) -> str:
        """An outcome in words."""
        return self.texts[f"outcome.{outcome}"]

    def verdict(self, verdict: str) -> str:
        """The verdict on a change in words."""
        return self.texts[f"verdict.{verdict.replace(' ', '_')}"]

    def p_value(self, probability: float) -> str:
        """A probability; what is below a thousandth is said to be so."""
        least = 0.001
        return ("< " if probability < least else "") + self.decimal(max(probability, least), 3)

    def made_with(self, name: str) -> str:
        """What a run was made with: ``cases: development.yaml`` with its first part in words."""
        first, colon, rest = name.partition(": ")
        return f"{self.texts.words.get(f'made_with.{first}', first)}{colon}{rest}"

    def setting(self, value: str) -> str:
        """What it was, as a table shows it: a digest by its beginning, nothing as a word."""
        return value[:12] if _DIGEST.fullmatch(value) else value or self.texts["change.empty"]


def unit_of(measure: str) -> str:
    """The unit of a measure; ``score`` where nothing is known of it."""
    known = measures().get(measure)
    return known.unit if known else "score"


def _scale(measure: str) -> tuple[float, int]:
    unit = unit_of(measure)
    return (100, 0) if unit == "share" else (1, _DECIMALS.get(unit, 2))


def _places(measure: str) -> int:
    unit = unit_of(measure)
    return 1 if unit == "share" else max(1, _DECIMALS.get(unit, 2))
