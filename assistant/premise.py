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
    names = named(question, language, finder.index.names)
    kept = [name for name in names if any(holds(passage, name) for passage in passages)]
    missing = [name for name in names if name not in kept and name.isalpha()]
    if not missing or not kept:
        return None
    gone = [word for word in re.findall(r"\w+(?:[-'’/]\w+)*", question) if plain(word) in missing]
    rest = question
    for word in gone:
        rest = re.sub(rf"\b(?:in |i |by |av )?{re.escape(word)}\b", "", rest)
    again = finder.find(" ".join(rest.split()), language)
    if again.likely < surely or again.missed or again.signals is None or again.signals.names < 1:
        return None
    return Premise(tuple(dict.fromkeys(gone)), again)
