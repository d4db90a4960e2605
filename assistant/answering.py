"""From a question to a Turn, in one straight line."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.absence import Absence, absence
from assistant.citing import citation, cited
from assistant.clarifying import options
from assistant.compose import Chosen
from assistant.evidence import holds_all
from assistant.finding import Finder, Finding
from assistant.focus import asking, focus
from assistant.follow_up import FollowUps
from assistant.messages import message, spoken
from assistant.premise import Premise, doubted
from assistant.privacy import masked, unmasked
from assistant.question import MOST_CHARACTERS, clean
from assistant.reading_level import in_plain_words
from assistant.rewording import Rewording
from assistant.sides import Side, sides
from assistant.standalone import (
    Knowledge,
    Standalone,
    joined,
    standalone,
    told_otherwise,
    with_told,
)
from assistant.triage import Verdict, triage, without_opening
from assistant.turn import Citation, Outcome, Turn
from assistant.weights import Weights
from assistant.writer import OnDraft
from corpus.language import detect
from corpus.passage import Passage
from index.hit import Hits
from index.names import named, without_names
from index.search import Index

_TOPICS = 3
_REMEMBERED = 9
"""Messages of a conversation that are read; older ones are forgotten."""
_SHORT = 4
"""A message of this many words says too little of its language."""
_LONGEST = 2 * MOST_CHARACTERS
"""A question that was made of several messages is cut after this many characters."""
_EACH_SIDE = 2
"""Sentences on each side of a comparison, at most."""
_LISTED = 5
"""A list of at most this many items stands whole on its side."""


_NOT_FOUND = frozenset({Outcome.NO_EVIDENCE, Outcome.OUT_OF_SCOPE})


class Assistant:
    """Answers questions from one index, in the words of its passages.

    ``contact`` is where a person can be reached. A chat model words the answers with
    ``rewording`` and makes follow-ups whole with ``follow_ups``, where they are given. Safe to
    share between threads.
    """

    def __init__(
        self,
        index: Index,
        weights: Weights,
        contact: str,
        rewording: Rewording | None = None,
        follow_ups: FollowUps | None = None,
    ) -> None:
        self._index = index
        self._weights = weights
        self._contact = contact
        self._finder = Finder(index, weights)
        self._rewording = rewording
        self._follow_ups = follow_ups

    def answer(
        self,
        turns: Sequence[str],
        language: str = "en",
        *,
        forced: bool = False,
        with_model: bool = True,
        on_draft: OnDraft | None = None,
    ) -> Turn:
        """Answer the last of ``turns``: what the person wrote, oldest first.

        ``language`` is that of the page; a question that is clearly in another language is
        answered in its own, unless ``forced``. Without ``with_model`` no chat model is asked;
        ``on_draft`` is told what one has written so far, as far as it stands. Never raises for
        anything a person can type.
        """
        started = time.perf_counter()
        turn = self._answer(turns, language, forced, with_model)
        if self._rewording is not None and with_model:
            turn = self._rewording.reworded(turn, self.cite, on_draft)
        return replace(turn, plain=in_plain_words(turn), seconds=time.perf_counter() - started)

    def _answer(self, turns: Sequence[str], language: str, forced: bool, with_model: bool) -> Turn:
        raw = turns[-1] if turns else ""
        question = clean(raw[: 2 * MOST_CHARACTERS])
        if not question:
            return self._message(Outcome.CLARIFY, "empty", language)
        if len(raw) > MOST_CHARACTERS:
            return self._message(Outcome.REFUSED, "too_long", language, most=str(MOST_CHARACTERS))
        question = masked(question)
        if not forced:
            language = self._language_of(turns, question, language)
        verdict = self._verdict(question)
        if verdict and (verdict.ruled or verdict.outcome is Outcome.URGENT):
            return self._message(verdict.outcome, verdict.message, language, question)
        read = self._standalone(turns, question, language, with_model)
        asked = read.question
        # "Who made it?" is like small talk only until one knows what "it" is.
        again = self._verdict(asked) if verdict and asked != question else verdict
        if verdict and again and again.kind == verdict.kind:
            return self._message(verdict.outcome, verdict.message, language, question)
        if not asking(asked):
            return self._message(Outcome.CLARIFY, "empty", language, question)
        turn = self._settled(asked, language, read.but_not, first=len(turns) == 1)
        if turn.outcome in _NOT_FOUND and read.before:
            asked, turn = self._once_more(question, read, language) or (asked, turn)
        elif (
            turn.outcome in _NOT_FOUND and asked != question and (pair := sides(question, language))
        ):
            turn = self._compared(pair, language) or turn
        elif turn.outcome in _NOT_FOUND:
            asked, turn = self._told_otherwise(question, asked, language) or (asked, turn)
        return replace(turn, question=question, standalone_question=asked)

    def _verdict(self, question: str) -> Verdict | None:
        """How triage settles a question; a folder of any documents has a scope of its own."""
        verdict = triage(question)
        if verdict and verdict.outcome is Outcome.OUT_OF_SCOPE and not self._finder.ours:
            return None
        return verdict

    def _once_more(self, question: str, read: "_Read", language: str) -> tuple[str, Turn] | None:
        """A follow-up without an answer, read the other way: alone, or with the one before it."""
        other = question if read.question != question else joined(read.before, question)
        return self._read_as(other, language)

    def _told_otherwise(self, question: str, asked: str, language: str) -> tuple[str, Turn] | None:
        """A message without an answer, with less of what it tells before it asks."""
        told, alone = focus(without_opening(question), language)
        alone = self._index.spelling.corrected(alone, language)
        other = told_otherwise(told, alone, asked, language, self._knowledge(language))
        return self._read_as(other, language) if other not in ("", asked) else None

    def _read_as(self, other: str, language: str) -> tuple[str, Turn] | None:
        finding = self._finder.find(other, language)
        if not self._finder.holds(finding):
            return None
        return other, self._answered(finding.chosen, finding.hits, finding.likely, language)

    def _settled(self, asked: str, language: str, but_not: frozenset[str], *, first: bool) -> Turn:
        """The Turn of a question that stands alone."""
        if missing := absence(asked, language, self._index):
            return self._absent(asked, missing, language)
        finding = self._finder.find(asked, language, but_not)
        nearest = self._finder.nearest_ask(finding.hits.all, language)
        if first and self._finder.ours:
            near = [hit for hit in finding.hits.all if hit.score >= self._weights.decision.topic]
            settled = nearest >= self._weights.decision.settled
            if meant := options(asked, language, self._index, near, settled=settled):
                said = self._message(Outcome.CLARIFY, "clarify", language)
                return replace(said, hits=_rejected(finding), suggestions=meant)
        pair = sides(asked, language)
        if pair and not self._compares(finding, nearest, asked, language):
            compared = self._compared(pair, language)
            if compared is not None:
                return compared
        # More is more of the same: what lacks the names of the question is about something else.
        if but_not and finding.signals is not None and finding.signals.names < 1:
            return self._unanswered(asked, language, finding)
        if pair is None:
            # What sets two things beside each other takes nothing for granted of them.
            premise = doubted(finding, language, self._finder, self._weights.decision.correct)
            if premise is not None:
                return self._corrected(premise, language)
        if self._finder.holds(finding):
            return self._answered(finding.chosen, finding.hits, finding.likely, language)
        return self._unanswered(asked, language, finding)

    def finding(
        self, turns: Sequence[str], language: str, but_not: frozenset[str] = frozenset()
    ) -> Finding:
        """What the sources hold on the last of ``turns``; the evaluation fits its weights on it.

        ``but_not`` are ids of sources to leave out.
        """
        question = masked(clean(turns[-1][:MOST_CHARACTERS]))
        language = self._language_of(turns, question, language)
        read = self._standalone(turns, question, language)
        return self._finder.find(read.question, language, but_not | read.but_not)

    def search(
        self, turns: Sequence[str], language: str, count: int, *, forced: bool = False
    ) -> tuple[str, Hits]:
        """The standalone question made of ``turns``, and its ``count`` best hits."""
        question = masked(clean(turns[-1][:MOST_CHARACTERS]))
        if not forced:
            language = self._language_of(turns, question, language)
        read = self._standalone(turns, question, language)
        fusion = self._weights.fusion
        return read.question, self._index.search(
            read.question, language, fusion, count, read.but_not
        )

    def _standalone(
        self, turns: Sequence[str], question: str, language: str, with_model: bool = False
    ) -> "_Read":
        """The question made of ``turns``, with what came before it."""
        knowledge = self._knowledge(language)
        told, asked = focus(without_opening(question), language)
        latest = with_told(told, asked, language, knowledge)
        earlier = [masked(clean(turn[:MOST_CHARACTERS])) for turn in turns[-_REMEMBERED:-1]]
        spelling = self._index.spelling
        written = [spelling.corrected(turn, language) for turn in (*earlier, latest) if turn]
        found = standalone(written, language, knowledge)
        whole = found.question
        if written[:-1] and not found.besides and self._follow_ups is not None and with_model:
            whole = self._follow_ups.whole(
                written[:-1], written[-1], whole, language, self._index.names
            )
        return _Read(
            unmasked(whole)[:_LONGEST], unmasked(found.before), self._said_before(found, language)
        )

    def _knowledge(self, language: str) -> Knowledge:
        return Knowledge(
            self._index.names,
            self._index.works,
            lambda asked: self._lead(asked, language),
            lambda asked: self._finder.settled(asked, language),
            self._dated,
            self._index.parts_of,
        )

    def _said_before(self, found: Standalone, language: str) -> frozenset[str]:
        """The ids of what an answer to the question before came from, where another is wanted."""
        if not found.besides:
            return frozenset()
        chosen = self._finder.find(found.question, language).chosen
        if found.besides == "source":
            return frozenset(one.hit.passage.source_id for one in chosen)
        return frozenset(one.hit.passage.id for one in chosen)

    def _lead(self, asked: str, language: str) -> str:
        finding = self._finder.find(asked, language)
        return finding.chosen[0].text if self._finder.holds(finding) else ""

    def _dated(self, year: int) -> list[str]:
        return [
            name
            for source in self._index.sources.values()
            if source.year == year
            for name in source.known_as[:1]
        ]

    def _language_of(self, turns: Sequence[str], question: str, otherwise: str) -> str:
        """The language of a question; a short one is heard with the message before it."""
        if len(turns) > 1 and len(question.split()) <= _SHORT:
            question = f"{clean(turns[-2][:MOST_CHARACTERS])} {question}"
        return self._language(question, otherwise)

    def _language(self, question: str, otherwise: str) -> str:
        among = self._index.languages | {"en", "sv"}
        # One or two words say little about a language, and names nothing at all.
        said = without_names(question, self._index.names)
        margin = 0.6 if len(said.split()) <= _SHORT else 0.1
        return detect(said, among, otherwise, margin)

    def _answered(
        self,
        chosen: Sequence[Chosen],
        hits: Hits,
        likely: float,
        language: str,
        outcome: Outcome = Outcome.ANSWERED,
        preface: str = "",
    ) -> Turn:
        statements, citations, text = cited(chosen, self._index.sources, language)
        return Turn(
            question="",
            standalone_question="",
            language=language,
            outcome=outcome,
            text=f"{preface}\n\n{text}" if preface else text,
            message=preface,
            hits=hits,
            statements=statements,
            citations=citations,
            likely=likely,
        )

    def cite(
        self, number: int, passage: Passage, sentences: Sequence[int], language: str
    ) -> Citation:
        """A citation of neighbouring sentences of a passage, by their numbers."""
        return citation(number, passage, sentences, self._index.sources, language)

    def _absent(self, asked: str, missing: Absence, language: str) -> Turn:
        """Say that there is no such part, with how many there are where a source says it."""
        said = message("absent", language, part=missing.part, work=missing.work)
        count = self._finder.find(missing.count, language)
        chosen = [one for one in count.chosen if one.hit.passage.source_id in missing.sources]
        if chosen and self._finder.holds(count):
            return self._answered(
                chosen, count.hits, count.likely, language, Outcome.PARTLY_ANSWERED, said
            )
        turn = self._unanswered(asked, language, count)
        return replace(turn, text=f"{said} {turn.text}", message=f"{said} {turn.message}")

    def _compared(self, pair: tuple[Side, Side], language: str) -> Turn | None:
        """Both sides of a comparison beside each other; ``None`` when neither is known."""
        chosen: list[Chosen] = []
        hits: list[Hits] = []
        likely = 1.0
        missing = []
        for number, side in enumerate(pair):
            finding = self._finder.find(side.question, language)
            lead = self._speaking_of(side, finding, language)
            if not self._finder.holds(finding) or not lead:
                missing.append(side.name)
                continue
            hits.append(finding.hits)
            likely = min(likely, finding.likely)
            # Half a list would look like the whole.
            listed = lead[0].hit.passage.items()
            most = 1 + len(listed) if 0 < len(listed) <= _LISTED else _EACH_SIDE
            chosen += [replace(one, side=number) for one in lead[:most]]
        # Two sides that are told by the same sentence are one thing, and no comparison.
        if not chosen or len({one.text for one in chosen}) < len(chosen):
            return None
        kept = {hit.passage.id: hit for found in reversed(hits) for hit in found.kept}
        rejected = {hit.passage.id: hit for found in hits for hit in found.rejected}
        both = Hits(
            tuple(kept.values()),
            tuple(hit for id_, hit in rejected.items() if id_ not in kept),
        )
        if not missing:
            return self._answered(chosen, both, likely, language)
        said = message("one_side", language, missing=missing[0])
        return self._answered(chosen, both, likely, language, Outcome.PARTLY_ANSWERED, said)

    def _compares(self, finding: Finding, nearest: float, asked: str, language: str) -> bool:
        """Whether the best passage itself sets the two sides beside each other."""
        if nearest < self._weights.decision.direct or not self._finder.holds(finding):
            return False
        names = named(asked, language, self._index.names)
        return holds_all(finding.chosen[0].hit.passage, names)

    def _speaking_of(self, side: Side, finding: Finding, language: str) -> list[Chosen]:
        """The chosen sentences whose passages hold the names of a side of a comparison."""
        names = named(side.name, language, self._index.names)
        return [one for one in finding.chosen if holds_all(one.hit.passage, names)]

    def _corrected(self, premise: Premise, language: str) -> Turn:
        """What the sources say instead of what a question takes for granted."""
        said = message("premise", language, missing=", ".join(premise.missing))
        finding = premise.finding
        return self._answered(
            finding.chosen,
            finding.hits,
            finding.likely,
            language,
            Outcome.PARTLY_ANSWERED,
            said,
        )

    def _unanswered(self, asked: str, language: str, finding: Finding) -> Turn:
        """Say so, with the nearest topics as questions that can be answered."""
        named_here = self._index.names.intersection(named(asked, language, self._index.names))
        in_scope = finding.likely >= self._weights.decision.scope or bool(named_here)
        if self._finder.ours and not in_scope:
            said = self._message(Outcome.OUT_OF_SCOPE, "out_of_scope", language)
            return replace(said, hits=_rejected(finding), likely=finding.likely)
        speaks = spoken(language)
        headings = dict.fromkeys(
            hit.passage.heading
            for hit in finding.hits.all
            if hit.passage.heading.endswith("?")
            and hit.passage.language == speaks
            and hit.score >= self._weights.decision.topic
        )
        topics = list(headings)[:_TOPICS]
        nearest = message("nearest", language) if topics else ""
        said = self._message(Outcome.NO_EVIDENCE, "no_evidence", language, nearest=nearest)
        return replace(
            said, hits=_rejected(finding), suggestions=tuple(topics), likely=finding.likely
        )

    def _message(
        self, outcome: Outcome, name: str, language: str, question: str = "", **places: str
    ) -> Turn:
        said = message(name, language, contact=self._contact, **places)
        return Turn(
            question=question,
            standalone_question=question,
            language=language,
            outcome=outcome,
            text=said,
            message=said,
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """What a person asks: ``question`` stands alone, and so does ``before``, the one before it
    (empty where it is the first). ``but_not`` are ids of what its answer is not to come from."""

    question: str
    before: str
    but_not: frozenset[str]


def _rejected(finding: Finding) -> Hits:
    return Hits((), finding.hits.all)
