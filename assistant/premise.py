"""What a question takes for granted, and no source says: "Why did Oslo write the Principles?"."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.evidence import holds
from assistant.finding import Finder, Finding
from index.names import named
from index.works import plain


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
    if (
        finding.signals is None
        or finding.signals.names == 1
        or not _rules()["granting"].match(question)
    ):
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
        rest = re.sub(rf"{_rules()['before_name'].pattern}{re.escape(word)}\b", "", rest)
    asked = _doer_asked(" ".join(rest.split()))
    again = finder.find(asked, language)
    if again.likely < surely or again.missed or again.signals is None or again.signals.names < 1:
        return None
    return Premise(tuple(dict.fromkeys(gone)), again)


def _doer_asked(rest: str) -> str:
    """ "Why did … write it?" becomes "Who write it?": what is doubted is the doer."""
    for language, who in (("en", "Who "), ("sv", "Vem ")):
        rest = _rules()[f"doing_{language}"].sub(who, rest)
    return rest


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {name: re.compile(rule, re.IGNORECASE) for name, rule in written.items()}
