"""Settings into a working assistant: the one place where the parts are put together."""

import logging
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from tqdm import tqdm

from assistant.answering import Assistant
from assistant.chat_model import ChatModel, chat_model
from assistant.entailment import Entailment
from assistant.follow_up import FollowUps
from assistant.rewording import Rewording
from assistant.settings import Keys, Settings
from assistant.support import SupportCheck, support_weights
from assistant.weights import weights
from assistant.writer import Writer
from corpus.library import SHIPPED, Library, read_library
from index.build import Report, current_build, sync
from index.embedding import EmbeddingModel, Matrix, load_model
from index.search import Index, NoIndex

_log = logging.getLogger(__name__)


def read_documents(folder: Path, official: Path | None = None, *, quiet: bool = False) -> Library:
    """Read a folder of documents, with a progress bar on stderr unless ``quiet``.

    ``official`` is where the official texts of its sources were fetched to, if they were.
    """

    def progress(paths: Sequence[Path]) -> Iterator[Path]:
        return iter(tqdm(paths, desc="Reading", unit="file", leave=False, disable=quiet or None))

    return read_library(folder, progress, official)


def build_index(
    library: Library,
    root: Path,
    model: EmbeddingModel,
    settings: Settings,
    *,
    documents: Path = SHIPPED,
    quiet: bool = False,
) -> Report:
    """Bring an index in step with a library that was read from the folder ``documents``.

    A progress bar is on stderr unless ``quiet``.
    """

    def progress(keys: int) -> Callable[[int], None]:
        bar = tqdm(total=keys, desc="Embedding", unit="key", leave=False, disable=quiet or None)

        def step(done: int) -> None:
            bar.update(done)
            if bar.n >= keys:
                bar.close()

        return step

    named = "" if documents == SHIPPED else str(documents.absolute())
    return sync(library, root, model, progress, settings.chroma_url, named)


@cache
def embedding_model(settings: Settings) -> EmbeddingModel:
    """The embedding model of the settings, loaded once.

    Raises ``index.embedding.ModelUnavailable``.
    """
    return load_model(settings.embedding_model, settings.model_languages)


@cache
def model_of(settings: Settings) -> ChatModel | None:
    """The chat model of the settings, not opened yet; ``None`` when they name none."""
    name = settings.model.strip()
    if not name:
        return None
    key = Keys().of(name.partition(":")[0])
    return chat_model(name, settings.model_url.strip(), key, settings.model_seconds)


def support_check(settings: Settings, known: frozenset[str]) -> SupportCheck:
    """The support check, with the entailment model of the settings when they name one.

    ``known`` are the names of the index. Raises ``index.embedding.ModelUnavailable`` and
    ``assistant.entailment.EntailmentUnavailable``.
    """
    model = embedding_model(settings)
    return SupportCheck(
        _Memory(model),
        support_weights(),
        Entailment(settings.nli_model) if settings.nli_model else None,
        known=known,
        native=model.knows,
    )


class _Memory:
    """Embeds texts, remembering some: the same passages are cited again and again."""

    _MOST = 20_000

    def __init__(self, model: EmbeddingModel) -> None:
        self._embeddings = model.embeddings
        self._vectors: dict[str, Matrix] = {}

    def __call__(self, texts: Sequence[str]) -> Matrix:
        known = self._vectors
        if len(known) > self._MOST:
            known = self._vectors = {}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        for text, vector in zip(
            new, self._embeddings.embed_documents(new) if new else [], strict=True
        ):
            known[text] = np.asarray(vector, dtype=np.float32)
        return np.stack([known[text] for text in texts])


def open_assistant(settings: Settings, root: Path | None = None) -> Assistant:
    """An assistant over the index in ``root``, or over that of the shipped corpus.

    The index of the shipped corpus is brought in step first. Raises what
    :meth:`index.search.Index.open` and :func:`index.build.sync` raise.
    """
    if root is None:
        root = settings.index_dir
        sync_shipped(settings)
    return _over(root, settings)


def open_at_once(settings: Settings) -> Assistant:
    """An assistant over the shipped corpus as it was last indexed, where that is possible.

    A server can answer while :func:`sync_shipped` looks for changes. Raises what
    :func:`open_assistant` raises.
    """
    try:
        return _over(settings.index_dir, settings)
    except NoIndex:
        return open_assistant(settings)


def sync_shipped(settings: Settings) -> bool:
    """Bring the index of the shipped corpus in step; whether that changed anything.

    An index of other documents that was built in its place (``index --corpus``) is left alone.
    """
    root = settings.index_dir
    build = current_build(root)
    if build is not None and build.documents:
        return False
    if build is None:
        _log.warning("Building the index of the shipped corpus; this takes a few minutes once.")
    library = read_documents(SHIPPED, settings.official_dir, quiet=True)
    build_index(library, root, embedding_model(settings), settings)
    return current_build(root) != build


def renewed(settings: Settings) -> Assistant | None:
    """An assistant over the shipped corpus as it is now; ``None`` when nothing has changed."""
    return _over(settings.index_dir, settings) if sync_shipped(settings) else None


def _over(root: Path, settings: Settings) -> Assistant:
    index = Index.open(root, embedding_model(settings), settings.chroma_url)
    model = model_of(settings)
    if model is None:
        return Assistant(index, weights(), settings.contact_url)
    writer = Writer(model)
    return Assistant(
        index,
        weights(),
        settings.contact_url,
        Rewording(writer, support_check(settings, index.names)),
        FollowUps(writer),
    )
