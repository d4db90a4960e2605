"""What is measured: the measures by id, with what they mean in both languages."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

MEASURES = Path(__file__).with_name("measures.toml")


class Said(BaseModel):
    """The same words in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    en: str
    sv: str

    def in_(self, language: str) -> str:
        """The words in a language; in English where it is neither."""
        return self.sv if language == "sv" else self.en


class Measure(BaseModel):
    """One measure. ``of`` is what it is taken of.

    That is a case, the wordings of a question, all cases, or what a chat model judged
    (:mod:`evals.judged`).

    ``source`` is the paper or page that it follows, empty for a plain count. A change of less than
    the share ``least_change`` of what was before is noise whatever the statistics say.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: Said
    meaning: Said
    better: Literal["higher", "lower"]
    unit: Literal["share", "words", "lix", "seconds", "score"]
    of: Literal["case", "wordings", "cases", "judge"] = "case"
    source: str = ""
    least_change: float = 0.0

    @property
    def share(self) -> bool:
        """Whether its values lie from 0 to 1."""
        return self.unit in {"share", "score"}


@cache
def measures() -> dict[str, Measure]:
    """The measures by id, in the order in which they are shown (``measures.toml``).

    Raises ``pydantic.ValidationError`` if the file is unfit.
    """
    written = tomllib.loads(MEASURES.read_text("utf-8"))
    return {id_: Measure.model_validate({"id": id_, **fields}) for id_, fields in written.items()}
