"""The index of a question set, and the way back from an indexed passage to one of the set."""

from collections.abc import Iterable
from pathlib import Path

from assistant.assembly import build_index, embedding_model, read_documents
from assistant.settings import Settings
from corpus.language import DOCUMENT_LANGUAGES, detect
from corpus.library import Library
from corpus.passage import Passage
from corpus.readers.outline import one_line
from corpus.source import Force, Kind, Source
from corpus.text import Section, Sort, Text
from evals.public.question_set import QuestionSet, SetPassage

_FOLDER = "benchmarks"
_DIGITS = 16


def built(questions: QuestionSet, settings: Settings) -> Path:
    """Where the index of a set is, brought in step: the same passages are embedded once.

    Raises what :func:`index.build.sync` raises.
    """
    root = settings.data_dir / _FOLDER / questions.digest[:_DIGITS]
    if questions.documents is not None:
        library = read_documents(questions.documents)
    else:
        library = library_of(questions.passages)
    build_index(library, root, embedding_model(settings), settings, documents=questions.folder)
    return root


def library_of(passages: Iterable[SetPassage]) -> Library:
    """A library in which each passage of a set is a source of its own, known by its id."""
    texts, sources = [], {}
    for passage in passages:
        language = passage.language or detect(passage.text, DOCUMENT_LANGUAGES, otherwise="en")
        title = one_line(passage.title)
        blocks = tuple(line for part in passage.text.splitlines() if (line := one_line(part)))
        section = Section("", "", "", blocks)
        texts.append(Text(passage.id, language, title, Sort.DOCUMENT, Path(passage.id), (section,)))
        sources[passage.id] = Source(
            id=passage.id,
            titles={"en": title},
            publisher="",
            year=None,
            kind=Kind.DOCUMENT,
            force=Force.UNSTATED,
            languages=(language,),
            licence="",
        )
    return Library(sources, tuple(texts), ())


def set_id(questions: QuestionSet, passage: Passage) -> str:
    """The id that the set knows an indexed passage by, which may be a part of its passage."""
    return passage.source_id if questions.documents is None else passage.file
