"""A question set in a folder, as ``docs/benchmark-format.md`` describes it."""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import Field, ValidationError, model_validator

from corpus.problem import Problem, Unsound
from corpus.readers import ENDINGS
from evals.case import Words
from evals.record import Record

PASSAGES, DOCUMENTS = "passages.jsonl", "documents"
CONVERSATIONS = "conversations.jsonl"
RELEVANT, QRELS = "relevant.jsonl", "qrels.txt"


class SetPassage(Record):
    """A passage of the set, by its own id."""

    id: Words
    text: Words
    title: str = ""
    language: str = ""


class Conversation(Record):
    """What a person wrote, oldest first; the last of ``turns`` is to be answered."""

    id: Words
    turns: tuple[Words, ...] = Field(min_length=1)
    language: str = ""

    @property
    def cluster(self) -> str:
        """Conversations that begin with the same message go right or wrong together."""
        return self.turns[0]


class Relevance(Record):
    """What is known of a conversation.

    ``passages`` are the ids of those that hold the answer, with a grade from 1 where some hold
    more of it. ``answerable`` is ``None`` where the set does not say. Of each entry of
    ``answers`` one string must be in the answer.
    """

    conversation: Words
    passages: dict[Words, int] = Field(default_factory=dict)
    answerable: bool | None = None
    answers: tuple[tuple[Words, ...], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, fields: object) -> object:
        """A list of ids has grade 1 throughout; a string alone is the only one of its entry."""
        if not isinstance(fields, dict):
            return fields
        fields = dict(fields)
        if isinstance(fields.get("passages"), list):
            fields["passages"] = dict.fromkeys(map(str, fields["passages"]), 1)
        if isinstance(fields.get("answers"), list):
            fields["answers"] = [
                [one] if isinstance(one, str) else one for one in fields["answers"]
            ]
        return fields

    @model_validator(mode="after")
    def _sound(self) -> "Relevance":
        if self.answerable is False and (self.passages or self.answers):
            raise ValueError("not answerable, yet with passages or answers")
        if any(grade < 1 for grade in self.passages.values()):
            raise ValueError("a grade is 1 or more; leave out what is not relevant")
        return self

    @property
    def holds_an_answer(self) -> bool | None:
        """Whether the passages hold an answer; one that is relevant says that they do."""
        return True if self.answerable is None and self.passages else self.answerable


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A set that was read; ``passages`` is empty where its folder holds ``documents``.

    ``digest`` is the SHA-256 of what is to be indexed. Every conversation has its relevance.
    """

    folder: Path
    passages: tuple[SetPassage, ...]
    documents: Path | None
    digest: str
    conversations: tuple[Conversation, ...]
    relevance: dict[str, Relevance]


def read_question_set(folder: Path) -> QuestionSet:
    """Read a folder.

    Raises :class:`corpus.problem.Unsound` with every fault found, each with its file and line,
    and ``NotADirectoryError`` where there is no folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder.")
    problems: list[Problem] = []
    listed, documents = folder / PASSAGES, folder / DOCUMENTS
    passages: dict[str, SetPassage] = {}
    ids: Collection[str]
    if listed.is_file():
        for line, passage in _lines(listed, SetPassage, problems):
            if passage.id in passages:
                problems.append(Problem(listed, line, f"passage {passage.id!r} is there twice"))
            passages[passage.id] = passage
        ids, digest = passages, hashlib.sha256(listed.read_bytes()).hexdigest()
    elif documents.is_dir():
        ids, digest = _documents(documents)
    else:
        raise Unsound([Problem(listed, 1, f"is missing, and so is the folder {DOCUMENTS}")])
    asked = folder / CONVERSATIONS
    conversations: dict[str, Conversation] = {}
    for line, one in _lines(asked, Conversation, problems):
        if one.id in conversations:
            problems.append(Problem(asked, line, f"conversation {one.id!r} is there twice"))
        conversations[one.id] = one
    if not conversations and all(problem.file != asked for problem in problems):
        problems.append(Problem(asked, 1, "holds no conversation"))
    relevance = _relevance(folder, conversations, ids, problems)
    if problems:
        raise Unsound(problems)
    return QuestionSet(
        folder,
        tuple(passages.values()),
        None if listed.is_file() else documents,
        digest,
        tuple(conversations.values()),
        relevance,
    )


def _documents(folder: Path) -> tuple[set[str], str]:
    """The paths of the documents below a folder, and a digest of them all."""
    digest = hashlib.sha256()
    ids = set()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in ENDINGS:
            ids.add(path.relative_to(folder).as_posix())
            digest.update(json.dumps([path.relative_to(folder).as_posix()]).encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return ids, digest.hexdigest()


def _relevance(
    folder: Path,
    conversations: Collection[str],
    passages: Collection[str],
    problems: list[Problem],
) -> dict[str, Relevance]:
    found: dict[str, Relevance] = {}
    grades: dict[str, dict[str, int]] = {}
    told, qrels = folder / RELEVANT, folder / QRELS
    if not told.is_file() and not qrels.is_file():
        problems.append(Problem(told, 1, f"is missing, and so is {QRELS}"))
    if told.is_file():
        for line, one in _lines(told, Relevance, problems):
            faults = [f"there is no passage {id_!r}" for id_ in one.passages if id_ not in passages]
            if one.conversation not in conversations:
                faults.append(f"there is no conversation {one.conversation!r}")
            if one.conversation in found:
                faults.append(f"conversation {one.conversation!r} is there twice")
            problems += [Problem(told, line, fault) for fault in faults]
            found[one.conversation] = one
    if qrels.is_file():
        for line, (conversation, passage, grade) in _qrels(qrels, problems):
            if conversation not in conversations:
                problems.append(Problem(qrels, line, f"there is no conversation {conversation!r}"))
            if passage not in passages:
                problems.append(Problem(qrels, line, f"there is no passage {passage!r}"))
            if grade > 0:
                grades.setdefault(conversation, {})[passage] = grade
    for conversation in conversations:
        one = found.get(conversation, Relevance(conversation=conversation))
        graded = grades.get(conversation, {})
        if graded and one.answerable is False:
            problems.append(Problem(qrels, 1, f"{conversation!r} is not answerable ({RELEVANT})"))
        found[conversation] = one.model_copy(update={"passages": one.passages | graded})
    return found


def _qrels(path: Path, problems: list[Problem]) -> Iterator[tuple[int, tuple[str, str, int]]]:
    """Judgements as TREC writes them: conversation, a field that is not read, passage, grade."""
    for line, written in enumerate(path.read_text("utf-8-sig").splitlines(), start=1):
        match written.split():
            case []:
                continue
            case [conversation, _, passage, grade] if grade.lstrip("-").isdigit():
                yield line, (conversation, passage, int(grade))
            case _:
                problems.append(Problem(path, line, "is not: conversation 0 passage grade"))


_One = TypeVar("_One", bound=Record)


def _lines(path: Path, kind: type[_One], problems: list[Problem]) -> Iterator[tuple[int, _One]]:
    try:
        written = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(path, 1, f"cannot be read: {error}"))
        return
    for line, record in enumerate(written.split("\n"), start=1):
        if not record.strip():
            continue
        try:
            yield line, kind.model_validate_json(record)
        except ValidationError as error:
            problems += [
                Problem(path, line, f"{'.'.join(map(str, fault['loc'])) or 'line'}: {fault['msg']}")
                for fault in error.errors()
            ]
