"""True answers, damaged on purpose: what the scoring has to notice."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from assistant.turn import Citation, Outcome, Plain, Statement, Support, Turn
from corpus.passage import Passage
from evals.case import Case
from evals.holdings import Holdings
from evals.measures.ending import ABSTAINED, SHOWN
from evals.measures.limiting import limits

WORDS = Path(__file__).with_name("damage.toml")
REWORDED = "reworded"
"""The way of damage that a sentence shows which claims no quotation: the support check's task."""

Answer = tuple[Case, Turn]


@dataclass(frozen=True, slots=True)
class Damaged:
    """A case with the Turn that was ``sound`` and what was made of it.

    ``kind`` is what is wrong, ``way`` how well it is hidden: ``shown`` alters the sentence shown
    alone, ``quoted`` the quote too, ``forged`` the passage as well; see ``damage.toml``.
    """

    kind: str
    way: str
    case: Case
    sound: Turn
    turn: Turn


def damaged(answers: Sequence[Answer], holdings: Holdings) -> Iterator[Damaged]:
    """Every damage that can be done to ``answers``, which are right as they are.

    The kinds that leave the outcome alone are put to a case that expects nothing: an answer to
    anybody's question has to be found out by its quotes and citations alone.
    """
    shown = [(case, turn) for case, turn in answers if turn.outcome in SHOWN]
    others = _others(holdings)
    for case, turn in shown:
        blank = Case(id=case.id, question=case.question, language=case.language)
        for kind, way, spoiled in (
            *_sentences(turn),
            *_places(turn, holdings, others),
            *_shortened(turn, holdings),
            *_added(turn),
            *_renumbered_citation(turn),
            *_plain(turn),
        ):
            yield Damaged(kind, way, blank, turn, spoiled)
    yield from _exchanged(answers, shown)


def _sentences(turn: Turn) -> Iterator[tuple[str, str, Turn]]:
    """One sentence made false, in every way to hide it."""
    rewrites: Mapping[str, Callable[[str, str], str]] = {
        "negated_quote": negated,
        "swapped_actor": swapped,
        "changed_number": renumbered,
        "dropped_condition": unconditional,
    }
    for kind, rewrite in rewrites.items():
        for statement in turn.statements:
            false = rewrite(statement.text, turn.language)
            if false != statement.text:
                for way in ("shown", "quoted", "forged", REWORDED):
                    yield kind, way, _falsified(turn, statement, false, way)
                if kind == "dropped_condition" and statement.text.startswith(false.rstrip(".")):
                    yield kind, "cut", _falsified(turn, statement, false.rstrip("."), "shown")
                break


def _falsified(turn: Turn, statement: Statement, false: str, way: str) -> Turn:
    true = statement.text
    support = Support.SUPPORTED if way == REWORDED else statement.support

    def said(one: Statement) -> Statement:
        return replace(one, text=false, support=support) if one == statement else one

    def cited(one: Citation) -> Citation:
        if one.number not in statement.citations or way not in {"quoted", "forged"}:
            return one
        passage = one.passage.replace(true, false) if way == "forged" else one.passage
        return replace(one, quote=one.quote.replace(true, false), passage=passage)

    return replace(
        turn,
        text=turn.text.replace(true, false),
        statements=tuple(map(said, turn.statements)),
        citations=tuple(map(cited, turn.citations)),
    )


def negated(sentence: str, language: str) -> str:
    """The sentence denied, or its denial taken away; as it was where no rule fits."""
    for pattern, instead in _words()["negated_quote"].get(language, ()):
        found = re.sub(pattern, instead, sentence, count=1)
        if found != sentence:
            return found
    return sentence


def swapped(sentence: str, language: str) -> str:
    """The sentence with its first known actor as another; as it was without one."""
    actors: list[str] = _words()["swapped_actor"].get(language, [])
    places = {
        actor: found.span()
        for actor in actors
        if (found := re.search(rf"\b{re.escape(actor)}\b", sentence, re.IGNORECASE))
    }
    if not places:
        return sentence
    first = min(places, key=lambda actor: places[actor])
    start, end = places[first]
    number = actors.index(first)
    other = next(one for one in (*actors[number + 1 :], *actors) if one not in places)
    begun = other[0] if start else other[0].upper()
    return f"{sentence[:start]}{begun}{other[1:]}{sentence[end:]}"


def renumbered(sentence: str, language: str) -> str:
    """The sentence with its last number in digits, or else its first in words, as the next one."""
    digits = list(re.finditer(r"\d+", sentence))
    if digits:
        start, end = digits[-1].span()
        return f"{sentence[:start]}{int(digits[-1][0]) + 1}{sentence[end:]}"
    words = _words()["changed_number"].get(language, ())
    for word, after in zip(words, (*words[1:], words[0]), strict=True):
        found = re.sub(rf"\b{word}\b", after, sentence, count=1)
        if found != sentence:
            return found
    return sentence


def unconditional(sentence: str, language: str) -> str:
    """The sentence without what limits it; as it was where nothing does."""
    for pattern in _words()["dropped_condition"].get(language, ()):
        found = re.sub(rf",?\s+{pattern}", "", sentence, count=1)
        if found != sentence:
            return found
    return sentence


def _shortened(turn: Turn, holdings: Holdings) -> Iterator[tuple[str, str, Turn]]:
    """The answer without a sentence that limits the one before it."""
    for citation in turn.citations:
        passage = holdings.passages.get(citation.passage_id)
        language = passage.language if passage else turn.language
        for statement in turn.statements[1:]:
            if statement.text in citation.quote and limits(statement.text, language):
                markers = "".join(f"[{number}]" for number in statement.citations)
                left = tuple(one for one in turn.statements if one != statement)
                text = turn.text.replace(f"{statement.text} {markers}", "")
                yield "dropped_condition", "sentence", replace(turn, statements=left, text=text)


def _places(
    turn: Turn, holdings: Holdings, others: Mapping[str, Passage]
) -> Iterator[tuple[str, str, Turn]]:
    """The first citation made to lead elsewhere, the words shown being true."""
    first = turn.citations[0]
    other = others[first.source_id]
    page = (first.page or 0) + 1
    link = first.url.partition("#")[0]
    source = holdings.sources[other.source_id]
    named = {
        "source_id": source.id,
        "title": source.title(turn.language),
        "publisher": source.publisher,
        "year": source.year,
        "force": source.force.value,
        "kind": source.kind.value,
    }
    passage = {
        **named,
        "locator": other.locator,
        "page": other.page,
        "url": other.address or next(iter(source.official), ""),
        "passage_id": other.id,
        "passage": other.text,
        "sort": other.sort.value,
        "language": other.language,
        "checked": other.checked,
    }
    invented = _words()["invented_source"]
    title = invented["title"].get(turn.language, invented["title"]["en"])
    made_up = {
        "source_id": title.casefold().replace(" ", "-"),
        "title": title,
        "publisher": invented["publisher"],
    }
    for kind, way, fields in (
        ("wrong_article", "named", {"locator": f"{other.locator} A"}),
        ("wrong_article", "link", {"url": f"{link}#{other.section_id}"}),
        ("wrong_page", "named", {"page": page}),
        ("wrong_page", "link", {"url": f"{link}#page={page}"}),
        ("invented_source", "named", made_up),
        ("invented_source", "whole", {**made_up, "passage_id": "0" * len(first.passage_id)}),
        ("wrong_source", "named", named),
        ("wrong_source", "quote", passage),
        ("wrong_source", "passage", {**passage, "quote": other.sentence(0)}),
    ):
        yield kind, way, _recited(turn, first, fields)
    sentence = _made_up(turn.language)
    words = {"quote": sentence, "passage": sentence, "passage_id": "0" * len(first.passage_id)}
    statement = Statement(sentence, Support.VERBATIM, (first.number,))
    told = f"{sentence} [{first.number}]"
    spoiled = replace(_recited(turn, first, words), statements=(statement,), text=told)
    yield "invented_source", "words", spoiled


def _added(turn: Turn) -> Iterator[tuple[str, str, Turn]]:
    """The answer with a sentence more, that no source says."""
    sentence = _made_up(turn.language)
    number = turn.citations[0].number
    yield "added_sentence", "shown", replace(turn, text=f"{turn.text} {sentence}")
    for way, support in (("stated", Support.VERBATIM), (REWORDED, Support.SUPPORTED)):
        statement = Statement(sentence, support, (number,))
        text = f"{turn.text} {sentence} [{number}]"
        spoiled = replace(turn, text=text, statements=(*turn.statements, statement))
        yield "added_sentence", way, spoiled


def _renumbered_citation(turn: Turn) -> Iterator[tuple[str, str, Turn]]:
    """A sentence that cites what another sentence of the answer rests on, and one that is none."""
    first = turn.statements[0]
    quoted = {one.number for one in turn.citations if first.text in one.quote}
    others = [one.number for one in turn.citations if one.number not in quoted]
    numbers = {"number": others[:1], "no_number": [len(turn.citations) + 1]}
    for way, some in numbers.items():
        for number in some:
            markers = "".join(f"[{one}]" for one in first.citations)
            text = turn.text.replace(f"{first.text} {markers}", f"{first.text} [{number}]", 1)
            statements = (replace(first, citations=(number,)), *turn.statements[1:])
            yield "wrong_source", way, replace(turn, text=text, statements=statements)


def _plain(turn: Turn) -> Iterator[tuple[str, str, Turn]]:
    """The answer in plain words with a false sentence."""
    if turn.plain is None:
        return
    for statement in turn.plain.statements:
        false = negated(statement.text, turn.language)
        if false != statement.text:
            statements = tuple(
                replace(one, text=false) if one == statement else one
                for one in turn.plain.statements
            )
            plain = Plain(turn.plain.text.replace(statement.text, false), statements)
            yield "negated_quote", "plain", replace(turn, plain=plain)
            return


def _made_up(language: str) -> str:
    sentences: dict[str, str] = _words()["invented_source"]["sentence"]
    return sentences.get(language, sentences["en"])


def _recited(turn: Turn, citation: Citation, fields: Mapping[str, Any]) -> Turn:
    """The Turn with other fields in one citation."""
    citations = tuple(replace(one, **fields) if one is citation else one for one in turn.citations)
    return replace(turn, citations=citations)


def _others(holdings: Holdings) -> dict[str, Passage]:
    """For each source a passage of another one: the first of the next, in the order of the ids."""
    firsts: dict[str, Passage] = {}
    for passage in holdings.passages.values():
        firsts.setdefault(passage.source_id, passage)
    ids = sorted(firsts)
    return dict(zip(ids, (firsts[id_] for id_ in (*ids[1:], ids[0])), strict=True))


def _exchanged(answers: Sequence[Answer], shown: Sequence[Answer]) -> Iterator[Damaged]:
    """A real Turn given to another case: a refusal, an answer, another answer."""
    refusals = _by_language((case, turn) for case, turn in answers if turn.outcome in ABSTAINED)
    given = _by_language(shown)
    for place, (case, turn) in enumerate(answers):
        refusal = _other(place, case, refusals)
        if case.answerable and refusal:
            yield Damaged("refusal", "real", case, turn, _instead(turn, refusal))
        answer = _other(place, case, given)
        only_abstaining = case.unanswerable and Outcome.PARTLY_ANSWERED not in case.expected
        if only_abstaining and answer:
            yield Damaged("made_up_answer", "real", case, turn, _instead(turn, answer))
        if case.facts and case.sources and turn.outcome in SHOWN and answer:
            yield Damaged("other_answer", "real", case, turn, _instead(turn, answer))


def _other(place: int, case: Case, answers: Mapping[str, Sequence[Answer]]) -> Turn | None:
    """The Turn of a case of the same language that has nothing to do with this one."""
    some = answers.get(case.language, ())
    # Not a neighbour: files hold like questions beside each other.
    around = (some[(place + len(some) // 2 + step) % len(some)] for step in range(len(some)))
    return next((turn for other, turn in around if other.cluster != case.cluster), None)


def _instead(turn: Turn, other: Turn) -> Turn:
    """Another Turn as the answer to a question, with what was found for the question itself."""
    return replace(other, hits=turn.hits, likely=turn.likely)


def _by_language(answers: Iterable[Answer]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for case, turn in answers:
        found.setdefault(case.language, []).append((case, turn))
    return found


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text("utf-8"))
