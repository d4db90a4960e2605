"""The extractive composer: the sentences that answer, word for word, in reading order."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.want import Want
from assistant.weights import SentenceWeights
from corpus.passage import Passage
from corpus.text import Sort
from index.hit import Hit
from index.terms import corpus_terms, terms

Rarity = Callable[[str, str], float]
"""How rare a term is in a language; see :meth:`index.keywords.Keywords.rarity`."""

_LEANS_BACK = re.compile(
    r"(?:It|Its|This|That|These|Those|They|Their|He|She|Both|Such|The former|The latter|"
    r"(?:An)?other (?:sources?|accounts?|pages?)|Others|Under (?:it|this)|"
    r"Den|Det|Dess|Denna|Detta|Dessa|De|Deras|Han|Hon|Båda|Sådana?|"
    r"Andra (?:källor|uppgifter|sidor)|En annan (?:källa|uppgift|sida))\b"
    r"(?! (?:is|are|finns|går) (?:no|inte|ingen|inget|inga|att)\b)",
    re.IGNORECASE,
)
_LEADS_ON = re.compile(
    r"\b(?:differ|disagree|do not agree|conflict|skiljer sig|är oense|är inte överens|går isär)\b"
)
_CONDITION = re.compile(
    r"(?:However|But|Unless|Only if|Except|Even so|Still|"
    r"Men|Dock|Däremot|Om inte|Bara om|Endast om|Undantag)\b"
)
_LISTED = frozenset({"list", "reason"})
_NEAR_LIST = 0.8
"""A list is what is asked for when one of its sentences has this share of the best score."""
_MOST_WORDS = 95
"""An answer is short: no further sentence is taken beyond this many words."""
_FEW_WORDS = 45
"""An answer of fewer words than this has room for one sentence more than its kind takes."""
_MOST_WITH_ROOM = 4
"""But not for more than this many."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence of a hit that was chosen, by its number in the passage.

    ``side`` counts the sides of a comparison from 0.
    """

    hit: Hit
    number: int
    side: int = 0

    @property
    def text(self) -> str:
        """The sentence, to the byte."""
        return self.hit.passage.sentence(self.number)


@dataclass(frozen=True, slots=True)
class _Candidate:
    chosen: Chosen
    score: float
    words: frozenset[str]


def compose(
    question: str,
    language: str,
    hits: Sequence[Hit],
    wanted: Want,
    rarity: Rarity,
    weights: SentenceWeights,
    native: bool,
) -> tuple[Chosen, ...]:
    """Choose the sentences of ``hits`` (best first) that answer, in reading order.

    ``native`` says that the embedding model was made for the question's language. The best
    sentence leads; more come from its own passage first, and from another one only when they are
    nearly as good and say something else. Sentences that lean on the one before bring it along,
    conditions that follow stay attached, and a question for a list gets the whole list.
    """
    if not hits:
        return ()
    scorer = _Scorer(question, {language, *(hit.passage.language for hit in hits)}, rarity, weights)
    candidates = sorted(
        (
            scorer.candidate(hit, number, wanted, native)
            for hit in hits
            for number in range(len(hit.passage.sentences))
        ),
        key=lambda candidate: -candidate.score,
    )
    if listed := _listed(candidates, wanted, scorer):
        return listed
    return _in_reading_order(_with_attachments(_greedy(candidates, wanted.most, weights)))


def _listed(
    candidates: Sequence[_Candidate], wanted: Want, scorer: "_Scorer"
) -> tuple[Chosen, ...]:
    """The list that the best sentence leads to, or that a question for a list is about.

    It is whole, unless the question asks for some of it: "Which of them are in Sweden?".
    """
    best = candidates[0]
    for candidate in candidates:
        near = candidate is best or (
            wanted.name in _LISTED and candidate.score >= _NEAR_LIST * best.score
        )
        passage = candidate.chosen.hit.passage
        items = passage.items()
        if not near or not items:
            continue
        # A sentence that announces a list says little without it.
        announces = candidate.chosen.number == items.start - 1
        if announces or wanted.name in _LISTED:
            announcing = range(max(items.start - 1, 0), items.start)
            wished = scorer.wished(passage) if wanted.some_of(scorer.question) else []
            numbers = (*announcing, *(wished or items))
            return tuple(Chosen(candidate.chosen.hit, number) for number in numbers)
    return ()


class _Scorer:
    """Scores sentences against one question."""

    def __init__(
        self, question: str, languages: Iterable[str], rarity: Rarity, weights: SentenceWeights
    ) -> None:
        self.question = question
        self._weights = weights
        self._rarity = {
            language: {term: rarity(term, language) for term in terms(question, language)}
            for language in languages
        }

    def wished(self, passage: Passage) -> list[int]:
        """The items of a passage's list that a question asks for, where it is not for all.

        They hold most of what the question says beyond what the whole list stands under.
        """
        items = passage.items()
        under = f"{passage.context} {' '.join(passage.sentence(n) for n in range(items.start))}"
        known = frozenset(terms(under, passage.language))
        beyond = {
            term: rarity
            for term, rarity in self._rarity[passage.language].items()
            if term not in known
        }
        held = {n: beyond.keys() & set(terms(passage.sentence(n), passage.language)) for n in items}
        some = [n for n in items if held[n]]
        told = sum(beyond[term] for term in frozenset().union(*held.values()))
        few = 0 < len(some) <= len(items) / 2
        return some if few and told >= sum(beyond.values()) / 2 else []

    def candidate(self, hit: Hit, number: int, wanted: Want, native: bool) -> _Candidate:
        passage, weights = hit.passage, self._weights
        sentence = passage.sentence(number)
        words = frozenset(corpus_terms(sentence, passage.language))
        # A sentence stands under its heading: what that says need not be said again.
        held = words | frozenset(corpus_terms(passage.heading, passage.language))
        rarity = self._rarity[passage.language]
        most = sum(rarity.values())
        share = sum(value for term, value in rarity.items() if term in held) / most if most else 0.0
        near = weights.nearness if native else weights.nearness_foreign
        # In a digest the first sentence answers the heading; other documents promise no such thing.
        leads = number == 0 and passage.part == 0 and passage.sort is Sort.DIGEST
        wants = weights.want_plain if wanted.plain else weights.want
        as_written = wanted.name == "wording" and passage.sort is Sort.OFFICIAL
        score = (
            near * hit.nearness[number]
            + (weights.nearness_rest * hit.nearness_rest[number] if native else 0.0)
            + weights.words * share
            + weights.passage * hit.score
            + weights.ask * hit.ask
            + (weights.first if leads else 0.0)
            + (weights.introduction * (1 if leads else 0.5) if hit.introduces else 0.0)
            + (wants * wanted.met(sentence, self.question) if wanted.shows else 0.0)
            + (weights.official if as_written else 0.0)
        )
        return _Candidate(Chosen(hit, number), score, words)


def _greedy(
    candidates: Sequence[_Candidate], most: int, weights: SentenceWeights
) -> list[_Candidate]:
    best = candidates[0]
    taken = [best]
    length = len(best.chosen.text.split())
    lead = best.chosen.hit
    # Every sentence that introduces a work names it; that makes them no more alike.
    common = (
        frozenset(terms(lead.passage.heading, lead.passage.language))
        if lead.introduces
        else frozenset()
    )
    for candidate in candidates[1:]:
        same = candidate.chosen.hit.passage.id == best.chosen.hit.passage.id
        if not same and not _goes_with(candidate.chosen, best.chosen):
            continue
        bar = weights.further_same if same else weights.further_other
        words = len(candidate.chosen.text.split())
        room = len(taken) < _MOST_WITH_ROOM and length < _FEW_WORDS
        if (
            len(taken) < most + room
            and candidate.score >= bar * best.score
            and length + words <= _MOST_WORDS
            and all(
                _likeness(candidate.words - common, other.words - common) <= weights.alike
                for other in taken
            )
        ):
            taken.append(candidate)
            length += words
    return taken


def _goes_with(further: Chosen, best: Chosen) -> bool:
    """Whether a sentence of another passage may stand beside the best one."""
    passage = further.hit.passage
    # What a work is, other works do not say; and one item of a list says nothing by itself.
    stray = best.hit.introduces and passage.source_id != best.hit.passage.source_id
    return not stray and further.number not in passage.items()


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter sentence's terms that the other holds too."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 1.0


def _with_attachments(taken: Iterable[_Candidate]) -> list[Chosen]:
    """The chosen sentences with what they cannot be read without."""
    attached: dict[tuple[str, int], Chosen] = {}
    for candidate in taken:
        chosen = candidate.chosen
        passage = chosen.hit.passage
        first = last = chosen.number
        while first > 0 and _LEANS_BACK.match(passage.sentence(first)):
            first -= 1
        if _LEADS_ON.search(chosen.text):
            last = min(last + 2, len(passage.sentences) - 1)
        elif last + 1 < len(passage.sentences) and _CONDITION.match(passage.sentence(last + 1)):
            last += 1
        items = passage.items()
        # An item says little without what announces its list.
        announced = {items.start - 1} if first in items and items.start > 0 else set()
        for number in sorted({*announced, *range(first, last + 1)}):
            attached[passage.id, number] = Chosen(chosen.hit, number)
    return list(attached.values())


def _in_reading_order(chosen: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """The passage of the best sentence first, each in its own order."""
    place: dict[str, int] = {}
    for one in chosen:
        place.setdefault(one.hit.passage.id, len(place))
    return tuple(sorted(chosen, key=lambda one: (place[one.hit.passage.id], one.number)))


def leans_back(sentence: str) -> bool:
    """Whether a sentence cannot be read without the one before it."""
    return _LEANS_BACK.match(sentence) is not None


def runs(chosen: Sequence[Chosen]) -> list[tuple[Passage, list[int]]]:
    """Neighbouring sentences of one passage together: each run is one citation."""
    found: list[tuple[Passage, list[int]]] = []
    for one in chosen:
        passage = one.hit.passage
        if found and found[-1][0].id == passage.id and found[-1][1][-1] == one.number - 1:
            found[-1][1].append(one.number)
        else:
            found.append((passage, [one.number]))
    return found
