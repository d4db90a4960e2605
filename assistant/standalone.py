"""A follow-up made into a question that stands alone, by rules (``standalone.toml``)."""

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from index.names import named
from index.parts import Part, beside_in, called, kind_in, located, ordinal_in
from index.terms import terms
from index.works import Works, plain

_TOLD = 2
"""Things named before a question in the same message that it can be about."""
_FEW = 5
"""A question with at most this many words may lean on the one before."""
CITIES = frozenset({"city", "council", "staden", "kommunen"})
"""Nouns that speak of a city, not of a work."""
_OWNER = re.compile(r"['’]s?$")
"""The end of a name that owns something: "Graz's"."""
_ARTICLE = re.compile(r"^(?:the|den|det|de)\s+", re.IGNORECASE)
_AFTER_ARTICLE = re.compile(r"\b(?:the|den|det|de)\s$", re.IGNORECASE)
_LETTERS = 5
"""Letters by which a noun is known again in another form."""
_BACK = 4
"""How many questions back a topic is looked for."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the rules know of the sources.

    ``names`` and ``works`` are those of the index. ``lead`` is the first sentence that answers a
    question, empty without one; ``settled`` says that a question has an answer on its own.
    ``dated`` are the names of the works of a year, and ``parts`` the numbered parts of sources
    (ids).
    """

    names: frozenset[str]
    works: Works
    lead: Callable[[str], str]
    settled: Callable[[str], bool]
    dated: Callable[[int], Sequence[str]]
    parts: Callable[[Iterable[str]], frozenset[Part]]


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question of its own. ``besides`` asks for another answer than that to the question before:
    ``source`` for other sources, ``passage`` for more. ``before`` is the question before it, as it
    stands alone; empty where it is the first."""

    question: str
    besides: str = ""
    before: str = ""


def with_told(told: str, asked: str, language: str, knowledge: Knowledge) -> str:
    """A question with what it needs of the sentences before it in the same message.

    Where it points to one or two things that were named, their names are enough; else all that
    was told is searched with it.
    """
    if not told:
        return asked
    rules = _Rules(language, knowledge)
    if rules.stands(asked):
        return asked
    topics = rules.topics(told)
    if 0 < len(topics) <= _TOLD and (pointing(asked) or definite(asked)):
        return joined(" ".join(topics), asked)
    return f"{told} {asked}"


def told_otherwise(told: str, asked: str, first: str, language: str, knowledge: Knowledge) -> str:
    """Another reading than ``first``, that of :func:`with_told`, which found nothing; empty if
    there is none.

    All that was told, or its names alone. Where nothing was told, "this" is what all sources are
    about.
    """
    rules = _Rules(language, knowledge)
    if rules.stands(asked):
        return ""
    if not told:
        subject = _data()["subject"].get(language)
        return joined(subject, asked) if subject and _found("this", asked) else ""
    topics = " ".join(rules.topics(told))
    named_only = joined(topics, asked) if topics else ""
    return named_only if named_only != first else f"{told} {asked}"


def standalone(turns: Sequence[str], language: str, knowledge: Knowledge) -> Standalone:
    """The last of ``turns`` (what the person wrote, oldest first) as a question of its own.

    Each turn is read in the light of those before it, so "and in Austria?" finds its question
    several ellipses back.
    """
    rules = _Rules(language, knowledge)
    history: list[str] = []
    found = Standalone("")
    for turn in turns:
        found = rules.read(turn, history) if history else Standalone(turn)
        history.append(found.question)
    return replace(found, before=history[-2]) if len(history) > 1 else found


def pointing(question: str) -> bool:
    """Whether a question points to something that it does not name ("when was it adopted?")."""
    return _found("pointing", _without_all("expletive", question))


def definite(question: str) -> re.Match[str] | None:
    """Where a question speaks of "the charter" or the like; the group ``noun`` is the sort."""
    return _first("definite", question)


def goes_by(name: str, noun: str) -> bool:
    """Whether the name of a work holds the noun for its sort, in any form: "stadgan", "stadga"."""
    return plain(noun)[:_LETTERS] in plain(name)


class _Rules:
    def __init__(self, language: str, knowledge: Knowledge) -> None:
        self._language = language
        self._known = knowledge
        self._of = "i" if language == "sv" else "of"

    def read(self, turn: str, history: Sequence[str]) -> Standalone:
        before = history[-1]
        rest = turn.strip()
        if _found("switch", rest):
            return Standalone(_without("switch", rest) or turn)
        if _found("other", rest):
            return Standalone(before, "source")
        if _found("more", rest):
            return Standalone(before, "passage")
        for pattern in _patterns()["correction"]:
            if match := pattern.match(rest):
                groups = match.groupdict()
                mended = self._asked_of(before, groups["new"], history, groups.get("old") or "")
                after = rest[match.end() :].strip(" .!?,")
                if not after:
                    return Standalone(mended)
                following = rest[match.end() :].strip(" .!,")
                return Standalone(self._followed(mended, following, [*history, groups["new"]]))
        return Standalone(self._followed(before, rest, history))

    def stands(self, question: str) -> bool:
        """Whether a question names what it is about."""
        named_here = [name for name in self._names(question) if not name.isdigit()]
        return bool(named_here) and not pointing(question) and definite(question) is None

    def topics(self, text: str) -> list[str]:
        """The works, names and numbered parts that a text speaks of, each once."""
        spans = [(work.start, work.end) for work in self._known.works.mentioned(text)]
        spans += self._name_spans(text) + [span for _, span in located(text)]
        apart: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if apart and start < apart[-1][1]:
                apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
            else:
                apart.append((start, end))
        return list(dict.fromkeys(_OWNER.sub("", text[start:end]) for start, end in apart))

    def _followed(self, before: str, turn: str, history: Sequence[str]) -> str:
        rest = _without("opening", turn)
        opened = rest != turn
        subject = rest.rstrip("?!. ")
        if not subject:
            return before or turn
        if ordered := self._ordered(rest, history):
            return ordered
        asks = _patterns()["asking"][0].match(subject) is not None
        if subject.isdigit() and (spoken := [part for part, _ in located(before)]):
            rest = f"{called(spoken[0].kind, self._language)} {subject}"
        if self._named_part(rest) and not self._known.works.mentioned(rest):
            return self._other_part(before, rest, history, asks)
        if not asks and len(subject.split()) <= _FEW and (opened or self._is_name(subject)):
            return self._asked_of(before, subject, history)
        return self._leaning(before, rest, history)

    def _leaning(self, before: str, rest: str, history: Sequence[str]) -> str:
        sort = _first("definite", rest)
        # A year is no subject, and "the charter" no name, however often charters are named so.
        unnamed = {plain(sort["noun"])} if sort else set()
        named_here = [
            name for name in self._names(rest) if not name.isdigit() and name not in unnamed
        ]
        pointed = pointing(rest)
        if pointed and named_here and _found("comparing", rest):
            topic = self._topic(history, "")
            return self._placed(rest, topic) or joined(topic or before, rest)
        if named_here and len(rest.split()) <= 3:
            return joined(before, rest)
        if named_here and pointed and self._points_first(rest):
            topic = self._topic(history, "")
            return joined(topic, rest) if topic else rest
        if named_here:
            return rest
        content = terms(rest, self._language)
        if not content or (len(content) == 1 and len(rest.split()) <= 2):
            return self._why(before, rest)
        if sort:
            topic = self._topic(history, sort["noun"])
            if topic:
                return f"{rest[: sort.start()]}{topic}{rest[sort.end() :]}"
        if pointed:
            topic = self._topic(history, "")
            if topic and self._single(before):
                placed = self._placed(rest, topic)
                return placed or joined(topic, rest)
            return joined(before, rest)
        if len(content) <= 3 and not self._known.settled(rest):
            topic = self._topic(history, "")
            return joined(topic, rest) if topic else joined(before, rest)
        return rest

    def _points_first(self, rest: str) -> bool:
        """Whether a pronoun stands before any name, so that it means none of them."""
        pronoun = _first("pronoun", _without_all("expletive", rest))
        spans = self._name_spans(rest)
        return pronoun is not None and bool(spans) and rest.find(pronoun[0]) < spans[0][0]

    def _why(self, before: str, rest: str) -> str:
        """A bare question word asks about what was asked before."""
        stem = before.rstrip("?!. ")
        why = self._language == "en" and plain(rest).startswith(("why", "how come"))
        if why and not plain(stem).startswith("wh"):
            return f"Why {stem[:1].lower()}{stem[1:]}?"
        return joined(before, rest)

    def _ordered(self, rest: str, history: Sequence[str]) -> str:
        """ "The fourth one": of the things that were counted before."""
        if self._named_part(rest):
            return ""
        found = ordinal_in(rest)
        if found is None:
            return self._beside(rest, history)
        number, span = found
        for earlier in reversed(history[-_BACK:]):
            if kind := kind_in(earlier):
                return self._of_part(kind, number, earlier, rest, span)
        return ""

    def _beside(self, rest: str, history: Sequence[str]) -> str:
        """ "The next one", "the last chapter": beside the part that was spoken of before."""
        found = beside_in(rest)
        if found is None:
            return ""
        for earlier in reversed(history[-_BACK:]):
            spoken = [part for part, _ in located(earlier) if found.kind in (None, part.kind)]
            kind = found.kind or (spoken[-1].kind if spoken else kind_in(earlier))
            works = self._known.works.mentioned(earlier)
            if kind is None or not (spoken or works):
                continue
            held = self._known.parts(frozenset().union(*(work.sources for work in works)))
            highest = max((part.number for part in held if part.kind == kind), default=None)
            number = found.number(spoken[-1].number if spoken else None, highest)
            if number:
                return self._of_part(kind, number, earlier, rest, found.span)
        return ""

    def _of_part(
        self, kind: str, number: int, earlier: str, rest: str, span: tuple[int, int]
    ) -> str:
        """What is asked of a part, with ``span`` the place where the question points to it."""
        topic = self._topic([earlier], "", lead=False) or earlier.rstrip("?!. ")
        part = f"{called(kind, self._language)} {number} {self._of} {topic}"
        start, end = span
        if terms(rest[:start] + rest[end:], self._language):
            return f"{rest[:start]}{part}{rest[end:]}"
        return f"{'Vad är' if self._language == 'sv' else 'What is'} {part}?"

    def _other_part(self, before: str, rest: str, history: Sequence[str], asks: bool) -> str:
        """ "And article 26?": the question before, of another part."""
        spans = [span for _, span in located(before)]
        if spans and not asks:
            start, end = spans[0]
            return f"{before[:start]}{rest.rstrip('?!. ')}{before[end:]}"
        topic = self._topic(history, "")
        if not topic or self._known.works.mentioned(rest):
            return rest
        _, (start, end) = next(located(rest))
        return f"{rest[:end]} {self._of} {topic}{rest[end:]}"

    def _asked_of(self, before: str, new: str, history: Sequence[str], old: str = "") -> str:
        """The question before, asked of something else."""
        stem = before.rstrip("?!. ")
        new = self._resolved(new.strip(" ?!.,"), before, history)
        if old and plain(old) in plain(stem):
            start = plain(stem).index(plain(old))
            return f"{stem[:start]}{new}{stem[start + len(old) :]}?"
        place = _patterns()["place_phrase"][0].match(new)
        if place:
            same = re.search(
                rf"\b{place[1]}\s+(?:the\s+)?[^\W\d_][\w-]*(?:\s+[A-ZÅÄÖ][\w-]*)*$",
                stem,
                re.IGNORECASE,
            )
            if same and self._names(same[0]):
                return f"{stem[: same.start()]}{new}?"
        name = place[2] if place else new
        works = self._known.works.mentioned(stem)
        if self._known.works.mentioned(name) and len(works) == 1:
            opening = stem[: works[0].start]
            if _AFTER_ARTICLE.search(opening):
                name = _ARTICLE.sub("", name)
            return f"{opening}{name}{stem[works[0].end :]}?"
        spans = [
            span
            for span in self._name_spans(stem)
            if not any(work.start <= span[0] < work.end and len(works) > 1 for work in works)
        ]
        if spans and self._is_name(name):
            start, end = spans[0] if not place else spans[-1]
            return f"{stem[:start]}{name}{stem[end:]}?"
        return f"{stem} {new}?" if place else joined(stem, f"{new}?")

    def _resolved(self, new: str, before: str, history: Sequence[str]) -> str:
        """ "the European one", "the 2011 one": named by what was spoken of before."""
        match = re.match(r"(?:the|den|det)\s+(.+?)(?:\s+ones?)?$", new, re.IGNORECASE)
        if match is None:
            return new
        said = match[1]
        if said.isdigit():
            spoken = set(terms(" ".join(history), self._language))
            for name in self._known.dated(int(said)):
                if spoken.intersection(terms(name, self._language)):
                    return name
        works = self._known.works.mentioned(before)
        if works and new.lower().endswith((" one", " ones")) and self._is_name(said):
            head = before[works[-1].start : works[-1].end].split()[-1]
            return f"{said} {head}"
        return said if new.lower().endswith(" one") else new

    def _topic(self, history: Sequence[str], noun: str, *, lead: bool = True) -> str:
        """What was spoken of last; with ``noun`` ("charter"), the last that goes by such a name.

        ``lead`` lets what the answer names stand for a question that asked for a name.
        """
        for earlier in reversed(history[-_BACK:]):
            works = self._known.works.mentioned(earlier)
            names = [earlier[work.start : work.end] for work in works]
            if noun:
                fitting = [name for name in names if goes_by(name, noun)]
                if fitting:
                    return fitting[-1]
                if noun in CITIES and (places := self._name_spans(earlier)):
                    return earlier[slice(*places[0])]
                continue
            if lead and _found("entity", earlier) and (name := self._leading_name(earlier)):
                return name
            if names:
                return names[-1]
            spans = self._name_spans(earlier)
            if spans:
                return earlier[slice(*spans[0])]
        return self._topic(history, "") if noun else ""

    def _leading_name(self, question: str) -> str:
        sentence = self._known.lead(question)
        works = self._known.works.mentioned(sentence)
        if works and works[0].start < len(sentence) // 2:
            return sentence[works[0].start : works[0].end]
        spans = self._name_spans(sentence)
        return sentence[slice(*spans[0])] if spans else ""

    def _single(self, question: str) -> bool:
        """Whether a question speaks of one thing only, so that a pronoun can mean no other."""
        works = self._known.works.mentioned(question)
        if _found("entity", question):
            return True
        if len(works) == 1:
            # "RWI's handbook" is not RWI.
            return _patterns()["possessed"][0].match(question[works[0].end :]) is None
        return not works and len(self._name_spans(question)) == 1

    def _placed(self, rest: str, topic: str) -> str:
        """The topic in the place of the pronoun, where English lets one tell it."""
        if self._language != "en" or not topic:
            return ""
        for name, form in (
            ("possessive", f"{topic}'s"),
            ("subject", topic),
            ("place", f"in {topic}"),
        ):
            found = list(_patterns()[name][0].finditer(rest))
            if found:
                # In "is there a council there?" only the last is a place.
                start, end = found[-1 if name == "place" else 0].span()
                return f"{rest[:start]}{form}{rest[end:]}"
        return ""

    def _names(self, text: str) -> list[str]:
        return named(text, self._language, self._known.names) or [
            text[work.start : work.end] for work in self._known.works.mentioned(text)
        ]

    def _named_part(self, text: str) -> bool:
        return next(located(text), None) is not None

    def _is_name(self, text: str) -> bool:
        return bool(self._names(text)) or text[:1].isupper()

    def _name_spans(self, text: str) -> list[tuple[int, int]]:
        """The runs of words that are names, in order."""
        wanted = set(named(text, self._language, self._known.names))
        spans: list[tuple[int, int]] = []
        for match in re.finditer(r"\w+(?:[-'’/]\w+)*", text):
            if plain(match[0]) not in wanted or match[0].isdigit():
                continue
            if spans and text[spans[-1][1] : match.start()] == " ":
                spans[-1] = (spans[-1][0], match.end())
            else:
                spans.append(match.span())
        return spans


_JOINT = " – "


def joined(before: str, rest: str) -> str:
    """Both, the first as short as it was before anything was joined to it."""
    return f"{before.partition(_JOINT)[0].rstrip('?!. ')}{_JOINT}{rest}"


def last_asked(question: str) -> str:
    """What was asked last of a question that was joined; all of one that was not."""
    return question.rpartition(_JOINT)[2]


def _found(name: str, text: str) -> bool:
    return _first(name, text) is not None


def _first(name: str, text: str) -> re.Match[str] | None:
    return next((match for pattern in _patterns()[name] if (match := pattern.search(text))), None)


def _without(name: str, text: str) -> str:
    """The text without what it begins with, once for each pattern."""
    for pattern in _patterns()[name]:
        text = pattern.sub("", text, count=1)
    return text.strip()


def _without_all(name: str, text: str) -> str:
    for pattern in _patterns()[name]:
        text = pattern.sub(" ", text)
    return text


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    return {
        name: [
            re.compile(rule, re.IGNORECASE)
            for rule in (rules if isinstance(rules, list) else [rules])
        ]
        for name, rules in _data()["patterns"].items()
    }
