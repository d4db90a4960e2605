"""A follow-up made into a question of its own by a chat model, where its words can be trusted."""

import logging
import re
from collections.abc import Sequence

from assistant.prose import is_plain
from assistant.trouble import NoProse, Trouble
from assistant.writer import MOST_WORDS_OF_A_QUESTION, Writer
from index.names import named
from index.terms import folded, terms

_log = logging.getLogger(__name__)

_LABEL = re.compile(r"^(?:the question|frågan)\s*:\s*", re.IGNORECASE)
_NEW = 0.25
"""The share of words that a question may have from nowhere: what grammar asks for."""
_WORD = re.compile(r"\w+(?:[-'’/]\w+)*")


class FollowUps:
    """Makes follow-ups whole through a writer. Safe to share between threads."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def whole(
        self,
        earlier: Sequence[str],
        question: str,
        by_rules: str,
        language: str,
        known: frozenset[str],
    ) -> str:
        """``question``, asked after ``earlier``, as a question of its own.

        ``by_rules`` is what the rules made of it, and stands wherever the model's question is
        none, is long, loses a name of ``question``, or brings names, numbers or a subject that
        nobody mentioned. ``known`` are the names that the passages hold.
        """
        try:
            written = self._writer.whole(earlier, question, language)
        except NoProse as none:
            level = logging.INFO if none.trouble is Trouble.RESTING else logging.WARNING
            _log.log(level, "Not asked by %s: %s", self._writer.name, none.trouble.value)
            return by_rules
        whole = _LABEL.sub("", written).strip("\"“”'` ")
        return whole if _is_sane(whole, [*earlier, question], language, known) else by_rules


def _is_sane(whole: str, said: Sequence[str], language: str, known: frozenset[str]) -> bool:
    if "\n" in whole or not is_plain(whole) or not whole.endswith("?") or whole.count("?") > 1:
        return False
    if len(whole.split()) > MOST_WORDS_OF_A_QUESTION:
        return False
    heard = {folded(word.lower()) for turn in said for word in _WORD.findall(turn)}
    asked = set(named(whole, language, known))
    if not asked <= heard or not set(named(said[-1], language, known)) <= asked:
        return False
    content = set(terms(whole, language))
    mentioned = {term for turn in said for term in terms(turn, language)}
    return bool(content) and len(content - mentioned) <= _NEW * len(content)
