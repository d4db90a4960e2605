"""What a question takes for granted, and no source says: "Why did Oslo write the Principles?"."""

import re
from dataclasses import dataclass

from assistant.evidence import holds
from assistant.finding import Finder, Finding
from index.names import named
from index.works import plain

_GRANTED = re.compile(
    r"^\W*(?:and |but |och |men )?(?:why|when|how|where|who|what|which|in what|since when|in which|"
    r"varför|när|hur|var|vem|vad|vilk\w+|i vilk\w+|sedan när|on what)\b",
    re.IGNORECASE,
)


_WHOSE = re.compile(
    r"^\W*(?:why|how|when) (?:did|does|do|has|have) (?=(?!the |a )\w)|"
    r"^\W*(?:varför|hur|när) (?=\w+(?:de|te|r|ev|og|tt)\b)",
    re.IGNORECASE,
)
"""The beginning of a question about a deed whose doer was taken out."""


@dataclass(frozen=True, slots=True)
class Premise:
    """``missing`` are names of the question that its answer, ``finding``, does not hold."""

    missing: tuple[str, ...]
    finding: Finding


def doubted(finding: Finding, language: str, finder: Finder, surely: float) -> Premise | None:
    """The answer to a question without the names that no passage holds together with the rest.

    Only where the rest still names something, and has an answer with at least the probability
    ``surely``; ``None`` otherwise.
    """
    question = finding.question
    if finding.signals is None or finding.signals.names == 1 or not _GRANTED.match(question):
        return None
    passages = {one.hit.passage.id: one.hit.passage for one in finding.chosen}.values()
    # What belongs to the name of a work is no name of its own.
    works = " ".join(
        plain(question[one.start : one.end]) for one in finder.index.works.mentioned(question)
    )
    names = [
        name for name in named(question, language, finder.index.names) if name not in works.split()
    ] + works.split()
    kept = [name for name in names if any(holds(passage, name) for passage in passages)]
    missing = [
        name for name in names if name not in kept and name.isalpha() and name not in works.split()
    ]
    if not missing or not kept:
        return None
    gone = [word for word in re.findall(r"\w+(?:[-'’/]\w+)*", question) if plain(word) in missing]
    rest = question
    for word in gone:
        rest = re.sub(rf"\b(?:in |i |by |av )?{re.escape(word)}\b", "", rest)
    asked = _WHOSE.sub(_asked_of_whom, " ".join(rest.split()))
    again = finder.find(asked, language)
    if again.likely < surely or again.missed or again.signals is None or again.signals.names < 1:
        return None
    return Premise(tuple(dict.fromkeys(gone)), again)


def _asked_of_whom(beginning: re.Match[str]) -> str:
    """ "Why did … write it?" becomes "Who write it?": what is doubted is the doer."""
    return "Who " if beginning[0].strip().lower().startswith(("why", "how", "when")) else "Vem "
