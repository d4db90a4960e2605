"""Searching an index: vectors and words, fused; and LangChain's view of it."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from corpus.passage import Passage
from corpus.source import Force, Kind, Source
from corpus.text import Sort
from index.build import LAYOUT, Build, current_build, read_passages
from index.embedding import EmbeddingModel, Matrix
from index.hit import Hit, Hits
from index.introduction import Introductions
from index.keywords import Keywords
from index.likeness import Likeness
from index.names import named
from index.nearness import Directions, Nearness
from index.parts import Part, parts
from index.spelling import Spelling
from index.synonyms import Synonyms
from index.vectors import KeyKind, Vectors, connect
from index.works import Works, plain

_RUN = 3
"""Words in a run; most pairs of words are chance."""
_RAISED = 40
"""Passages, the best first, that are compared run by run."""
_KEYS = 160
"""Nearest keys asked of Chroma; several lead to one passage."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """How much each signal counts.

    ``dense`` is the weight of the vectors and ``likeness`` that of the letters shared with an
    ask; the rest is that of the words, in a convex combination (Bruch et al. 2022,
    arXiv:2210.11934). ``dense_foreign`` and ``likeness_foreign`` are those weights where question
    or passage is in a language the embedding model was not made for. ``other_language``
    multiplies the score of a passage that is not in the question's language. ``work`` is added for
    a passage of a work that the question names, and ``part`` for one of a numbered part that it
    names ("article 12"); ``phrase`` is multiplied by the share of the question's runs of three
    words that a passage holds. A hit is kept when its score is at least ``keep`` times the best
    one's and at least ``least``.
    """

    dense: float
    dense_foreign: float
    likeness: float
    likeness_foreign: float
    other_language: float
    work: float
    part: float
    phrase: float
    keep: float
    least: float


class NoIndex(Exception):
    """There is no index to search. The message says how to build one."""


class Index:
    """A finished build, open for searching. Safe to share between threads."""

    def __init__(
        self,
        passages: Sequence[Passage],
        sources: dict[str, Source],
        vectors: Vectors,
        keywords: Keywords,
        likeness: Likeness,
        nearness: Nearness,
        asks: Nearness,
        directions: Directions,
        model: EmbeddingModel,
    ) -> None:
        self.passages = tuple(passages)
        self.sources = sources
        self.keywords = keywords
        self._likeness = likeness
        self._nearness = nearness
        self._asks = asks
        self._directions = directions
        self._vectors = vectors
        self._model = model
        self._rows = {passage.id: row for row, passage in enumerate(self.passages)}
        self.works = Works(sources.values())
        self._introductions = Introductions(self.passages, self.works)
        self.spelling = Spelling.of(self.passages)
        self._synonyms = Synonyms.of(self.passages)
        self._parts = [parts(f"{passage.locator} · {passage.heading}") for passage in passages]
        self._listed = [_parts_listed(passage) for passage in passages]
        self._source_ids = np.asarray([passage.source_id for passage in self.passages], dtype=str)
        self._written_in = np.asarray([passage.language for passage in self.passages], dtype=str)
        # Sections of digests pair up over languages by their id; no other passages do.
        names = [
            (passage.source_id, passage.section_id if passage.sort is Sort.DIGEST else passage.id)
            for passage in self.passages
        ]
        self._section_names = {name: number for number, name in enumerate(dict.fromkeys(names))}
        self._sections = np.asarray([self._section_names[name] for name in names], dtype=np.int64)
        self._known_to_model = np.asarray(
            [model.knows(passage.language) for passage in self.passages], dtype=bool
        )

    @classmethod
    def open(cls, root: Path, model: EmbeddingModel, chroma_url: str = "") -> "Index":
        """Open the build that serves below ``root``.

        Raises :class:`NoIndex` when there is none, or when it was built with another model or
        by a version that laid it out otherwise.
        """
        build = current_build(root)
        if build is None:
            raise NoIndex(f"There is no index in {root}. Build one: python -m assistant index")
        if build.fingerprint.layout != LAYOUT:
            raise NoIndex(
                f"The index in {root} was built by another version. "
                "Rebuild it: python -m assistant index"
            )
        if build.fingerprint.model != model.name:
            raise NoIndex(
                f"The index in {root} was built with the model {build.fingerprint.model!r}, not "
                f"{model.name!r}. Rebuild it: python -m assistant index"
            )
        vectors = Vectors.open(connect(build.folder / "chroma", chroma_url), build.collection)
        passages = read_passages(build)
        return cls(
            passages,
            read_sources(build),
            vectors,
            Keywords.load(build.folder),
            Likeness.load(build.folder),
            Nearness.open(passages, KeyKind.SENTENCE, model.knows, build.folder),
            Nearness.open(passages, KeyKind.ASK, model.knows, build.folder),
            Directions.open(build.folder),
            model,
        )

    @property
    def names(self) -> frozenset[str]:
        """The proper names that the passages hold (see :func:`index.names.names`)."""
        return self._directions.names

    @property
    def languages(self) -> frozenset[str]:
        """The languages that passages or asks are written in."""
        return self.keywords.languages

    def with_parts(self, wanted: frozenset[Part]) -> list[Passage]:
        """The passages that are headed by any of some numbered parts."""
        return [
            passage
            for passage, found in zip(self.passages, self._parts, strict=True)
            if found & wanted
        ]

    def parts_of(self, sources: Iterable[str]) -> frozenset[Part]:
        """The numbered parts that passages of some sources (ids) are headed by or list."""
        wanted = frozenset(sources)
        return frozenset().union(
            *(
                self._parts[row] | self._listed[row]
                for row, passage in enumerate(self.passages)
                if passage.source_id in wanted
            )
        )

    def knows(self, language: str) -> bool:
        """Whether the embedding model was made for a language."""
        return self._model.knows(language)

    def embed(self, question: str) -> Matrix:
        """The question as a vector; the one embedding that an answer costs."""
        return np.asarray(self._model.embeddings.embed_query(question), dtype=np.float32)

    def search(
        self,
        question: str,
        language: str,
        fusion: Fusion,
        count: int = 10,
        but_not: frozenset[str] = frozenset(),
    ) -> Hits:
        """The passages nearest to a question, at most ``count``, with their sentences' nearness.

        ``but_not`` are ids of passages, or of sources, to leave out.
        """
        if not self.passages:
            return Hits(())
        vector = self.embed(question)
        similarity, asks = self._similarities(vector)
        wordings = [question, *self._synonyms.variants(question)]
        words = np.maximum.reduce([self.keywords.scores(wording) for wording in wordings])
        alike = np.maximum.reduce(
            [self._likeness.scores(wording, language) for wording in wordings]
        )
        gained = self._gained(question, fusion)
        scores = self._fused(similarity, words, alike, gained, language, fusion)
        scores = self._with_phrases(question, scores, fusion.phrase)
        introducing = [row for row in self._introducing(question) if scores[row] > 0]
        # What introduces the work that is asked for is no worse a hit than any other.
        scores[introducing] = scores.max()
        if but_not:
            scores[
                [
                    row
                    for row, passage in enumerate(self.passages)
                    if passage.id in but_not or passage.source_id in but_not
                ]
            ] = 0.0
        best = [int(row) for row in np.argsort(-scores, kind="stable")[:count] if scores[row] > 0]
        known = named(question, language, self.names)
        rest = self._directions.without(known)
        vector_rest = rest(vector)
        unnamed = self._likeness.scores(_without(question, known), language)

        def remaining(vectors: Matrix) -> Matrix:
            cosines: Matrix = np.zeros(0, dtype=np.float32)
            return rest(vectors) @ vector_rest if len(vectors) else cosines

        sentences = {row: remaining(self._nearness.of(row)) for row in best}
        hits = [
            Hit(
                self.passages[row],
                float(scores[row]),
                float(similarity[row]),
                float(words[row]),
                float(asks[row]),
                tuple(map(float, self._nearness.of(row) @ vector)),
                tuple(map(float, sentences[row])),
                rest=_best(sentences[row]),
                rest_ask=_best(remaining(self._asks.of(row))),
                likeness=float(alike[row]),
                rest_likeness=float(unnamed[row]),
                introduces=row in introducing,
            )
            for row in best
        ]
        return _divided(hits, fusion)

    def _similarities(self, vector: Matrix) -> tuple[Matrix, Matrix]:
        """By passage: the best cosine of any of its keys, and the best of its asks."""
        best: Matrix = np.zeros(len(self.passages), dtype=np.float32)
        asks: Matrix = np.zeros(len(self.passages), dtype=np.float32)
        for near in self._vectors.nearest(vector, _KEYS):
            row = self._rows[near.passage_id]
            best[row] = max(best[row], near.similarity)
            if near.kind is KeyKind.ASK:
                asks[row] = max(asks[row], near.similarity)
        return best, asks

    def _with_phrases(self, question: str, scores: Matrix, weight: float) -> Matrix:
        """The scores, the best of them raised by the runs of words shared with the question.

        "The right to the city" is other words than "human rights city" only in its order.
        """
        words = re.findall(r"\w+", plain(question))
        runs = [" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]
        if not runs or weight == 0:
            return scores
        raised = scores.copy()
        for row in np.argsort(-scores, kind="stable")[:_RAISED]:
            written = _written(self.passages[row])
            raised[row] += weight * sum(f" {run} " in written for run in runs) / len(runs)
        return raised

    def _introducing(self, question: str) -> list[int]:
        """The rows of the passages that introduce a work which a question asks for as a whole."""
        asked = self._introductions.asked(question)
        if not asked:
            return []
        return [
            row
            for row, passage in enumerate(self.passages)
            if passage.part == 0 and (passage.source_id, passage.section_id) in asked
        ]

    def _gained(self, question: str, fusion: Fusion) -> Matrix:
        """By passage: what it gains for being of the work or the part that a question names."""
        gained: Matrix = np.zeros(len(self.passages), dtype=np.float32)
        asked = parts(question)
        # A city is a subject that many works write about, not a work.
        sources = [
            id_
            for mention in self.works.mentioned(question)
            for id_ in mention.sources
            if self.sources[id_].kind is not Kind.CITY_PROFILE
        ]
        ours = np.isin(self._source_ids, sources) if sources else np.ones(len(gained), dtype=bool)
        if sources:
            gained[ours] += fusion.work
        if asked:
            for row in np.flatnonzero(ours):
                if asked & self._parts[row]:
                    gained[row] += fusion.part
        return gained

    def _fused(
        self,
        similarity: Matrix,
        words: Matrix,
        alike: Matrix,
        gained: Matrix,
        language: str,
        fusion: Fusion,
    ) -> Matrix:
        native = self._known_to_model & self._model.knows(language)
        dense = np.where(native, fusion.dense, fusion.dense_foreign).astype(np.float32)
        likeness = np.where(native, fusion.likeness, fusion.likeness_foreign).astype(np.float32)
        same = self._written_in == language
        preference = np.where(same, 1.0, fusion.other_language).astype(np.float32)
        fused: Matrix = (
            dense * similarity + likeness * alike + (1 - dense - likeness) * words + gained
        ) * preference
        return self._one_version(fused, same)

    def _one_version(self, fused: Matrix, same: npt.NDArray[np.bool_]) -> Matrix:
        """Of sections that pair up, the version in the question's language, with the best score."""
        best = np.zeros(len(self._section_names), dtype=np.float32)
        np.maximum.at(best, self._sections, fused)
        leading = np.full(len(self._section_names), len(fused), dtype=np.int64)
        own = np.flatnonzero(same)
        # The part of the version in the question's language that scores best stands for the pair.
        order = own[np.argsort(fused[own], kind="stable")]
        leading[self._sections[order]] = order
        chosen = fused.copy()
        has_own = leading[self._sections] < len(fused)
        chosen[has_own & ~same] = 0.0
        pairs = np.flatnonzero(leading < len(fused))
        chosen[leading[pairs]] = best[pairs]
        return chosen


@lru_cache(maxsize=4096)
def _words(text: str) -> str:
    words = " ".join(re.findall(r"\w+", plain(text)))
    return f" {words} "


def _written(passage: Passage) -> str:
    """The words of a passage, of what it stands under and of its asks, one space between them."""
    asks = " ".join(ask for own in passage.asks.values() for ask in own)
    return _words(f"{passage.context} {passage.text} {asks}")


def _parts_listed(passage: Passage) -> frozenset[Part]:
    """The parts that the items of a passage's list begin with ("Chapter 2: …")."""
    items = (passage.sentence(number).partition(":") for number in passage.items())
    return frozenset().union(*(parts(label) for label, colon, _ in items if colon))


def _best(cosines: Matrix) -> float:
    return float(cosines.max()) if cosines.size else 0.0


def _without(question: str, names: Sequence[str]) -> str:
    """The question without the words that are names."""
    gone = frozenset(names)
    return " ".join(
        word for word in question.split() if plain(word).strip("?!.,:;'’\"") not in gone
    )


def _divided(hits: list[Hit], fusion: Fusion) -> Hits:
    if not hits:
        return Hits(())
    bar = max(fusion.least, fusion.keep * hits[0].score)
    kept = tuple(hit for hit in hits if hit.score >= bar)
    return Hits(kept, tuple(hits[len(kept) :]))


def read_sources(build: Build) -> dict[str, Source]:
    """The sources of a build by id."""
    records = json.loads((build.folder / "sources.json").read_text("utf-8"))
    sources = {}
    for record in records:
        record["kind"] = Kind(record["kind"])
        record["force"] = Force(record["force"])
        for name in ("languages", "official", "found", "known_as"):
            record[name] = tuple(record.get(name, ()))
        if record["reviewed"]:
            record["reviewed"] = date.fromisoformat(record["reviewed"])
        sources[record["id"]] = Source(**record)
    return sources


class Retriever(BaseRetriever):
    """An index as a LangChain retriever: the kept hits as documents, best first."""

    index: Index
    fusion: Fusion
    language: str = "en"
    count: int = 10

    model_config = ConfigDict(arbitrary_types_allowed=True)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 -- LangChain's signature
    ) -> list[Document]:
        hits = self.index.search(query, self.language, self.fusion, self.count)
        return [
            Document(
                id=hit.passage.id,
                page_content=hit.passage.text,
                metadata={
                    "source_id": hit.passage.source_id,
                    "locator": hit.passage.locator,
                    "score": hit.score,
                },
            )
            for hit in hits.kept
        ]
