"""An extract worded by a chat model, as far as every sentence of it stands; else the extract."""

import logging
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Protocol

from assistant.compose import leans_back
from assistant.prose import Sentence, is_plain, sentences
from assistant.trouble import NoProse, Trouble
from assistant.turn import Citation, Dropped, Outcome, Statement, Support, Turn
from assistant.want import want
from assistant.writer import OnDraft, Writer
from corpus.language import detect
from corpus.passage import Passage
from index.terms import corpus_terms, terms

_log = logging.getLogger(__name__)

MOST_PASSAGES = 6
"""Passages that the model gets: those that the extract cites, then the next best."""

MOST_CITED = 3
"""Passages that one sentence may point to."""

_QUOTED = re.compile(
    r"[“”„\"]([^“”„\"]+)[“”\"]|«([^«»]+)»|»([^«»]+)«|‘([^‘]+?)’(?!\w)|(?<!\w)'([^']+)'(?!\w)"
)
_QUOTE_MARK = re.compile(r"[“”„\"«»‘]")
_NUMBER = re.compile(r"\d+")
_APOSTROPHES = str.maketrans("’‘", "''")
_HELD = 0.5
"""The share of an extract's sentence that prose must hold to have said it."""
_LANGUAGE_MARGIN = 0.3
# A model that answers badly or not at all is news for staff; that it rests, or declines, is not.
_QUIET = frozenset({Trouble.RESTING, Trouble.REFUSED, Trouble.UNSUPPORTED, Trouble.LOST})

Cite = Callable[[int, Passage, Sequence[int], str], Citation]
"""Makes a citation: its number, the passage, the numbers of the sentences quoted, the language."""


class SentenceCheck(Protocol):
    """Says what is wrong with a sentence, held against passages."""

    def faults(self, sentence: str, evidence: Sequence[Passage], language: str) -> Sequence[str]:
        """The names of the faults of ``sentence``; none when the evidence supports it."""
        ...


class OnlyQuotes:
    """The strictest check: nothing stands but sentences of the passages, word for word."""

    def faults(
        self, _sentence: str, _evidence: Sequence[Passage], _language: str
    ) -> tuple[str, ...]:
        """Always a fault: a sentence that is quoted whole is not asked about."""
        return ("reworded",)


class Rewording:
    """Words extracts through a writer and lets through what ``check`` supports.

    Safe to share between threads.
    """

    def __init__(self, writer: Writer, check: SentenceCheck) -> None:
        self._writer = writer
        self._check = check

    def reworded(self, turn: Turn, cite: Cite, on_draft: OnDraft | None = None) -> Turn:
        """The Turn in the model's words, or as it is with the ``fault`` that kept it so.

        ``turn`` is an extract; ``on_draft`` is told, as the model writes, those of its sentences
        that stand so far. A list, and a question for the wording itself, stay as they are.
        """
        evidence = _evidence(turn)
        if not evidence or _is_best_as_it_is(turn):
            return turn
        cited = {citation.passage_id for citation in turn.citations}
        if any(_speaks_to_a_model(passage) for passage in evidence if passage.id in cited):
            return self._kept(turn, Trouble.ADDRESSED)
        evidence = tuple(one for one in evidence if not _speaks_to_a_model(one))
        judge = _Judge(self._check, evidence, turn.language)
        shown = ""

        def told(so_far: str) -> None:
            nonlocal shown
            # The last sentence may still grow.
            standing = judge.judged(sentences(so_far, turn.language)[:-1]).standing
            draft = " ".join(one.text for one in standing)
            if on_draft is not None and draft != shown:
                shown = draft
                on_draft(draft)

        try:
            drafting = told if on_draft is not None else None
            prose = self._writer.write(turn.standalone_question, evidence, turn.language, drafting)
        except NoProse as none:
            return self._kept(turn, none.trouble)
        judged = judge.judged(sentences(prose, turn.language))
        trouble = judge.trouble(judged) or _loss(turn, judged.standing)
        if trouble is not None:
            return replace(self._kept(turn, trouble), dropped=judged.dropped)
        statements, citations = _cited(judged.standing, turn, cite)
        return replace(
            turn,
            text=_beside_message(" ".join(map(_marked, statements)), turn),
            statements=statements,
            citations=citations,
            writer=self._writer.name,
            dropped=judged.dropped,
        )

    def _kept(self, turn: Turn, trouble: Trouble) -> Turn:
        level = logging.INFO if trouble in _QUIET else logging.WARNING
        _log.log(level, "Not worded by %s: %s", self._writer.name, trouble.value)
        return replace(turn, fault=trouble.value)


@dataclass(frozen=True, slots=True)
class _Standing:
    """A sentence that stands; ``number`` is that of the passage's sentence it repeats, if any."""

    text: str
    cited: tuple[Passage, ...]
    number: int | None

    @property
    def sources(self) -> set[str]:
        """The ids of the cited passages."""
        return {passage.id for passage in self.cited}


@dataclass(frozen=True, slots=True)
class _Judged:
    standing: tuple[_Standing, ...]
    dropped: tuple[Dropped, ...]
    repeats: int


@dataclass(slots=True)
class _Judge:
    """Judges the sentences of one answer; each only once, however often a draft repeats it."""

    check: SentenceCheck
    evidence: Sequence[Passage]
    language: str
    known: dict[Sentence, _Standing | Dropped] = field(default_factory=dict)

    def judged(self, written: Sequence[Sentence]) -> _Judged:
        """What of it stands, and what does not."""
        standing: list[_Standing] = []
        dropped: list[Dropped] = []
        seen: set[str] = set()
        repeats = 0
        gap = False
        for sentence in written:
            key = " ".join(sentence.text.lower().split())
            if key in seen:
                repeats += 1
                continue
            seen.add(key)
            one = self._one(sentence)
            if isinstance(one, _Standing) and leans_back(one.text):
                # What "it" points to is gone, or is another thing than in the passage.
                if gap:
                    one = Dropped(sentence.text, ("leans_on_dropped",))
                elif standing and not one.sources & standing[-1].sources:
                    one = Dropped(sentence.text, ("leans_on_another",))
            gap = isinstance(one, Dropped)
            if isinstance(one, Dropped):
                dropped.append(one)
            else:
                standing.append(one)
        return _Judged(tuple(standing), tuple(dropped), repeats)

    def trouble(self, judged: _Judged) -> Trouble | None:
        """Why too little of an answer stands to show it, if that is so."""
        standing, dropped = judged.standing, judged.dropped
        if judged.repeats > len(standing) + len(dropped):
            return Trouble.REPEATING
        if not standing or len(standing) < len(dropped):
            return Trouble.UNSUPPORTED
        text = " ".join(one.text for one in standing)
        among = {"en", "sv", self.language}
        if detect(text, among, self.language, _LANGUAGE_MARGIN) != self.language:
            return Trouble.WRONG_LANGUAGE
        return None

    def _one(self, sentence: Sentence) -> _Standing | Dropped:
        if sentence not in self.known:
            self.known[sentence] = self._weighed(sentence)
        return self.known[sentence]

    def _weighed(self, sentence: Sentence) -> _Standing | Dropped:
        text = sentence.text
        if not sentence.cited:
            return Dropped(text, ("uncited",))
        if not all(1 <= number <= len(self.evidence) for number in sentence.cited):
            return Dropped(text, ("unknown_marker",))
        if len(sentence.cited) > MOST_CITED:
            return Dropped(text, ("overcited",))
        cited = tuple(self.evidence[number - 1] for number in sentence.cited)
        for passage in cited:
            number = _repeated(text, passage)
            if number is not None:
                return _Standing(passage.sentence(number), (passage,), number)
        if not is_plain(text):
            return Dropped(text, ("markup",))
        if not _quotes_exactly(text, cited):
            return Dropped(text, ("misquoted",))
        alone = tuple(passage for passage in cited if not self._faults(text, (passage,)))
        if alone:
            # A passage that adds nothing is not a source of the sentence.
            return _Standing(text, alone, None)
        faults = self._faults(text, cited)
        return Dropped(text, faults) if faults else _Standing(text, cited, None)

    def _faults(self, text: str, cited: tuple[Passage, ...]) -> tuple[str, ...]:
        return tuple(str(fault) for fault in self.check.faults(text, cited, self.language))


def _evidence(turn: Turn) -> tuple[Passage, ...]:
    """The passages that the extract cites, then the next best; none if one is not at hand."""
    passages = {hit.passage.id: hit.passage for hit in turn.hits.all}
    kept = [hit.passage.id for hit in turn.hits.kept]
    cited = list(dict.fromkeys(citation.passage_id for citation in turn.citations))
    answered = turn.outcome in {Outcome.ANSWERED, Outcome.PARTLY_ANSWERED}
    if not answered or not turn.statements or not passages.keys() >= set(cited):
        return ()
    most = max(MOST_PASSAGES, len(cited))
    return tuple(passages[id_] for id_ in list(dict.fromkeys([*cited, *kept]))[:most])


def _is_best_as_it_is(turn: Turn) -> bool:
    """A list is shown whole, and the wording of a text word for word."""
    return "\n- " in turn.text or want(turn.standalone_question).name == "wording"


def _repeated(text: str, passage: Passage) -> int | None:
    """The number of the passage's sentence that ``text`` is, white space aside."""
    plain = " ".join(text.split())
    for number in range(len(passage.sentences)):
        if plain == " ".join(passage.sentence(number).split()):
            return number
    return None


def _quotes_exactly(text: str, cited: Sequence[Passage]) -> bool:
    """Whether all that stands in quotation marks stands so in a cited passage, and none is open."""
    if _QUOTE_MARK.search(_QUOTED.sub("", text)):
        return False
    held = [_spaced(passage.text) for passage in cited]
    quoted = (next(filter(None, found)) for found in _QUOTED.findall(text))
    return all(
        any(_spaced(quote).rstrip(".,;:!? ") in passage for passage in held) for quote in quoted
    )


def _spaced(text: str) -> str:
    return " ".join(text.translate(_APOSTROPHES).split())


def _loss(turn: Turn, standing: Sequence[_Standing]) -> Trouble | None:
    """Whether prose lost what the extract held: its first sentence, or a condition."""
    used = {id_ for one in standing for id_ in one.sources}
    citations = {citation.number: citation for citation in turn.citations}
    text = " ".join(one.text for one in standing)
    numbers = set(_NUMBER.findall(text))
    for place, statement in enumerate(turn.statements):
        if place > 0 and not _is_condition(statement.text):
            continue
        source = citations[statement.citations[0]]
        if source.passage_id not in used or not numbers.issuperset(_NUMBER.findall(statement.text)):
            return Trouble.LOST
        if source.language == turn.language:
            said = set(terms(statement.text, turn.language))
            if len(said & set(terms(text, turn.language))) < _HELD * len(said):
                return Trouble.LOST
    return None


def _is_condition(text: str) -> bool:
    return any(pattern.search(text) for pattern in _patterns("conditions"))


def _speaks_to_a_model(passage: Passage) -> bool:
    said = [passage.sentence(number) for number in range(len(passage.sentences))]
    return any(pattern.search(one) for one in said for pattern in _patterns("addressed"))


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring sentences of one passage."""

    passage: Passage
    numbers: range


def _cited(
    standing: Sequence[_Standing], turn: Turn, cite: Cite
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Statements and citations: a number for each run of quoted sentences, as they come up."""
    quoted = [[_Run(passage, _quote(one, passage, turn)) for passage in one.cited]
              for one in standing]  # fmt: skip
    merged = _merged([run for runs in quoted for run in runs])
    citations: list[Citation] = []
    numbers: dict[tuple[str, range], int] = {}
    statements = []
    for one, runs in zip(standing, quoted, strict=True):
        cited = []
        for run in runs:
            whole = next(wide for wide in merged[run.passage.id] if run.numbers[0] in wide)
            key = (run.passage.id, whole)
            if key not in numbers:
                numbers[key] = len(citations) + 1
                citations.append(cite(numbers[key], run.passage, whole, turn.language))
            cited.append(numbers[key])
        support = Support.SUPPORTED if one.number is None else Support.VERBATIM
        statements.append(Statement(one.text, support, tuple(dict.fromkeys(cited))))
    return tuple(statements), tuple(citations)


def _quote(one: _Standing, passage: Passage, turn: Turn) -> range:
    """The sentence of ``passage``, or two neighbours, that hold most of what ``one`` says."""
    if one.number is not None:
        return range(one.number, one.number + 1)
    said = set(terms(one.text, passage.language))
    held = [
        said & set(corpus_terms(passage.sentence(number), passage.language))
        for number in range(len(passage.sentences))
    ]
    best = max(range(len(held)), key=lambda number: len(held[number]))
    if not held[best]:
        # Another language, and no name or number in common: what the extract quoted.
        quotes = [c.quote for c in turn.citations if c.passage_id == passage.id]
        first = next(
            (n for n in range(len(held)) if any(passage.sentence(n) in q for q in quotes)), 0
        )
        return range(first, first + 1)
    pairs = [
        range(number, number + 2) for number in (best - 1, best) if 0 <= number < len(held) - 1
    ]
    pair = max(pairs, key=lambda two: len(held[two[0]] | held[two[1]]), default=range(0))
    if pair and len(held[pair[0]] | held[pair[1]]) >= len(held[best]) + 2:
        return pair
    return range(best, best + 1)


def _merged(runs: Sequence[_Run]) -> dict[str, list[range]]:
    """The runs of each passage, with those that touch made one."""
    merged: dict[str, list[range]] = {}
    for run in sorted(runs, key=lambda run: run.numbers.start):
        wide = merged.setdefault(run.passage.id, [])
        if wide and run.numbers.start <= wide[-1].stop:
            wide[-1] = range(wide[-1].start, max(wide[-1].stop, run.numbers.stop))
        else:
            wide.append(run.numbers)
    return merged


def _beside_message(text: str, turn: Turn) -> str:
    """The text with the Turn's message before or after it, where the extract had it."""
    if turn.message and turn.text.endswith(turn.message):
        return f"{text}\n\n{turn.message}"
    if turn.message and turn.text.startswith(turn.message):
        return f"{turn.message}\n\n{text}"
    return text


def _marked(statement: Statement) -> str:
    return f"{statement.text} {''.join(f'[{number}]' for number in statement.citations)}"


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    patterns = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))[name]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
