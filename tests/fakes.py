"""Stand-ins that implement the interfaces, with numbers one can compute in one's head."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

from corpus.passage import Passage
from index.embedding import EmbeddingModel
from index.terms import terms

SIZE = 256


class WordEmbeddings(Embeddings):
    """A text as the set of its English terms: the cosine is the share of terms in common.

    ``embedded`` lists every text that was embedded, in order.
    """

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += texts
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        vector = np.zeros(SIZE)
        for term in terms(text, "en"):
            vector[int(hashlib.sha256(term.encode()).hexdigest(), 16) % SIZE] = 1.0
        length = float(np.linalg.norm(vector))
        return list(vector / length) if length else list(np.eye(SIZE)[0])


def word_model(name: str = "words") -> EmbeddingModel:
    """A model of :class:`WordEmbeddings` that knows English."""
    return EmbeddingModel(name, frozenset({"en"}), WordEmbeddings())


class TermCheck:
    """Supports a sentence whose every term, numbers included, stands in the evidence."""

    def faults(self, sentence: str, evidence: Sequence[Passage], language: str) -> tuple[str, ...]:
        held = {term for passage in evidence for term in terms(passage.text, language)}
        return () if set(terms(sentence, language)) <= held else ("unsupported",)


class AnyCheck:
    """Supports everything."""

    def faults(
        self, _sentence: str, _evidence: Sequence[Passage], _language: str
    ) -> tuple[str, ...]:
        return ()


class ScriptedModel(BaseChatModel):
    """Says the lines of a script, one for each call, and fails when it runs out.

    ``finish`` is why each ends; ``asked`` lists what it was asked, as text.
    """

    script: list[str]
    finish: str = "stop"
    asked: list[str] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> ChatResult:
        self.asked.append("\n".join(message.text for message in messages))
        assert self.script, "the script has run out"
        message = AIMessage(self.script.pop(0), response_metadata={"finish_reason": self.finish})
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> Iterator[ChatGenerationChunk]:
        whole = self._generate(messages).generations[0].message
        for word in re.findall(r"\S+\s*", whole.text):
            yield ChatGenerationChunk(message=AIMessageChunk(content=word))
        yield ChatGenerationChunk(
            message=AIMessageChunk(content="", response_metadata=whole.response_metadata)
        )
