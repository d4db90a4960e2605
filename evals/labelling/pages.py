"""The pages that people label on, as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.turn import Citation
from assistant.web.texts import LANGUAGES, Texts, load_texts
from evals.labelling.answers import Answer, between_people
from evals.labels import MOST_OF_A_NAME, MOST_OF_A_NOTE, PEOPLE, Label, Part, Said, Verdict

TEXTS = Path(__file__).with_name("texts.toml")
__all__ = ["LANGUAGES", "Draft", "Pages"]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person typed into a form, whether it can be kept or not."""

    verdict: str = ""
    parts: tuple[str, ...] = ()
    note: str = ""
    person: str = ""

    @classmethod
    def of(cls, label: Label | None) -> "Draft":
        """A label, to be changed."""
        return cls(label.verdict, label.parts, label.note) if label else cls()


class Pages:
    """Every page on some answers, in either language; an ``error`` is the name of a text."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self._answers = answers

    def refused(self) -> str:
        """What somebody without the key sees, in both languages."""
        return self._page("refused.html", "en", swedish=load_texts("sv", TEXTS))

    def who(self, language: str, error: str = "", people: Sequence[str] = ()) -> str:
        """The page that asks who labels."""
        return self._page(
            "who.html", language, "/person", error=error, people=people, most=MOST_OF_A_NAME
        )

    def case(
        self,
        language: str,
        number: int,
        person: str,
        said: Said,
        draft: Draft | None = None,
        error: str = "",
    ) -> str:
        """One answer, to be labelled by somebody who sees no other label than their own."""
        own = said.given.get(person, {})
        return self._page(
            "case.html",
            language,
            f"/case/{number}",
            person=person,
            number=number,
            done=self._done(person, said),
            draft=draft or Draft.of(own.get(self._answers[number - 1].case.id)),
            labelled=self._answers[number - 1].case.id in own,
            closed=person in said.finished,
            error=error,
            **self._shown(number),
        )

    def overview(self, language: str, person: str, said: Said) -> str:
        """All answers with what this person says of them."""
        return self._page(
            "overview.html",
            language,
            "/list",
            person=person,
            own=said.given.get(person, {}),
            answers=self._answers,
            done=self._done(person, said),
            closed=person in said.finished,
        )

    def agreement(self, language: str, person: str, said: Said) -> str:
        """How far two people agree, and what is to be settled."""
        overall, kinds = between_people(said, self._answers)
        both, disputed = said.both(), set(said.disputed())
        return self._page(
            "agreement.html",
            language,
            "/agreement",
            person=person,
            people=list(said.given)[:PEOPLE],
            finished=said.finished,
            both=len([one for one in self._answers if one.case.id in both]),
            overall=overall,
            kinds=kinds,
            disputed=[
                (number, answer, both[answer.case.id], said.settled.get(answer.case.id))
                for number, answer in enumerate(self._answers, start=1)
                if answer.case.id in disputed
            ],
        )

    def settle(
        self,
        language: str,
        number: int,
        person: str,
        said: Said,
        draft: Draft | None = None,
        error: str = "",
    ) -> str:
        """One answer on which two people disagree, with what both say."""
        id_ = self._answers[number - 1].case.id
        return self._page(
            "settle.html",
            language,
            f"/settle/{number}",
            person=person,
            number=number,
            labels=said.both()[id_],
            draft=draft or Draft.of(said.settled.get(id_)),
            error=error,
            **self._shown(number),
        )

    def _done(self, person: str, said: Said) -> int:
        own = said.given.get(person, {})
        return sum(answer.case.id in own for answer in self._answers)

    def _shown(self, number: int) -> dict[str, object]:
        answer = self._answers[number - 1]
        return {
            "answer": answer,
            "sources": [(one, *_around(one)) for one in answer.turn.citations],
            "verdicts": list(Verdict),
            "parts": list(Part),
            "most": MOST_OF_A_NOTE,
        }

    def _page(self, template: str, language: str, place: str = "/", **values: object) -> str:
        """``place`` is where the page is, below its language."""
        texts: Texts = load_texts(language, TEXTS)
        values = {"error": "", "person": "", **values}
        page = _templates().get_template(template)
        return page.render(
            t=texts, place=place, total=len(self._answers), languages=LANGUAGES, **values
        )


def _around(citation: Citation) -> tuple[str, str]:
    """What a passage says before the quote and after it."""
    before, _, after = citation.passage.partition(citation.quote)
    return before, after


def _opens(url: str) -> bool:
    """Whether an address is one that a browser may open from here."""
    return url.startswith(("https://", "http://"))


@cache
def _templates() -> Environment:
    folder = Path(__file__).with_name("templates")
    templates = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    templates.tests["address"] = _opens
    return templates
