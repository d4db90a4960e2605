"""Triage: what is settled before any search, by rules and by examples (``triage.toml``)."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import expit

from assistant.messages import LANGUAGES
from assistant.turn import Outcome

_CLOSING = re.compile(r"[\s?!.,:;)]+$")
_BETWEEN = r"[\s,.!:;–]+"
_GAP = re.compile(r"\s+")

_WORD = r"\w+"

_FIRMNESS = 3.0
"""Inverse strength of the regularisation; chosen on the dev half of ``evals/cases/triage.yaml``."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a question ends without a search, and the message that says so.

    ``kind`` is what sort of message it was, such as ``legal``; kinds may share an outcome, and one
    kind may have several messages. ``ruled`` says that a rule decided, not likeness to examples.
    """

    outcome: Outcome
    message: str
    kind: str
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class _Rule:
    verdict: Verdict
    whole: re.Pattern[str]
    anywhere: re.Pattern[str]
    unless: re.Pattern[str]

    def matches(self, plain: str, body: str) -> bool:
        if self.whole.fullmatch(plain) or self.whole.fullmatch(body):
            return True
        return self.anywhere.search(plain) is not None and self.allows(plain)

    def allows(self, plain: str) -> bool:
        return self.unless.search(plain) is None


class Triage:
    """Rules and examples from one table of the shape of ``triage.toml``.

    A rule decides at once, in the order of the table. Otherwise a linear classifier fitted on the
    examples says how likely each kind is; the likeliest of those that reach their ``least``
    decides. A message that names our own subject must reach ``surer`` instead.

    Raises ``KeyError`` or ``ValueError`` for a table that lacks something, and ``re.error`` for
    a pattern that is none.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self._words = dict(table["words"])
        for name in list(self._words):
            self._words[name] = self._filled(self._words[name])
        openings = "|".join(self._filled(one) for one in table["opening"]["patterns"])
        self._opening = re.compile(rf"(?:{openings})(?!\w){_BETWEEN}(?=\S)")
        self._least: dict[str, float] = table["least"]
        surer = dict(table["surer"])
        self._subject = self._pattern(surer.pop("patterns"))
        self._surer: dict[str, float] = surer
        self._rules = [self._rule(one) for one in table["verdict"]]
        self._goes_on = self._pattern(table["search"]["whole"])
        self.examples = dict(_examples(table))
        self._sorter = _sorter(table)

    def verdict(self, question: str) -> Verdict | None:
        """How the question is settled, or ``None``: go on and search."""
        plain = _plain(question)
        body = _plain(self.without_opening(question))
        for rule in self._rules:
            if rule.matches(plain, body):
                return rule.verdict
        return None if self._goes_on.fullmatch(body) else self._likeliest(plain, body)

    def without_opening(self, question: str) -> str:
        """The question without the greeting or thanks before it; all of it if nothing follows."""
        while found := self._opening.match(_folded(question)):
            question = question[found.end() :]
        return question

    def _likeliest(self, plain: str, body: str) -> Verdict | None:
        least = self._surer if self._subject.search(plain) else self._least
        likely = self._sorter.likely(body)
        sure = [kind for kind in least if likely[kind] >= least[kind]]
        if not sure:
            return None
        kind = max(sure, key=likely.__getitem__)
        own = (rule for rule in self._rules if rule.verdict.kind == kind)
        best = max(own, key=lambda rule: likely[_of_message(rule.verdict.message)])
        return replace(best.verdict, ruled=False) if best.allows(plain) else None

    def _rule(self, table: dict[str, Any]) -> _Rule:
        verdict = Verdict(Outcome(table["outcome"]), table["message"], table["kind"])
        return _Rule(
            verdict,
            *(self._pattern(table.get(part, [])) for part in ("whole", "rules", "unless")),
        )

    def _pattern(self, patterns: Sequence[str]) -> re.Pattern[str]:
        """Any of the patterns, on word borders; without patterns, nothing at all."""
        if not patterns:
            return re.compile(r"(?!)")
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(self._filled, patterns))})(?!\w)")

    def _filled(self, pattern: str) -> str:
        """The pattern with each ``<name>`` replaced by its piece, in folded letters."""
        filled = re.sub(r"(?<!\?P)<(\w+)>", lambda name: self._words[name[1]], pattern)
        return _folded(filled, lower=False)


def triage(question: str) -> Verdict | None:
    """How the question is settled without a search, or ``None``: go on and search."""
    return _shipped().verdict(question)


def without_opening(question: str) -> str:
    """The question without the greeting or thanks before it; all of it if nothing follows."""
    return _shipped().without_opening(question)


def examples() -> dict[str, str | None]:
    """Every example in the file, with the kind that it is to come out as; ``None``: search."""
    return dict(_shipped().examples)


@cache
def _shipped() -> Triage:
    return Triage(tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")))


class _Sorter:
    """How like the examples of each label a question is.

    For each label a logistic regression, this label against all others (liblinear), on TF-IDF of
    letter 2- to 4-grams and of words: a question meets examples also through a compound, an ending
    or a typo. A label's examples count as much in sum as all others.
    """

    def __init__(self, texts: Sequence[str], labels: dict[str, frozenset[int]]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_union

        self._pieces = make_union(
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2),
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, token_pattern=_WORD),
        )
        matrix = self._pieces.fit_transform(texts)
        self._labels = tuple(labels)
        fits = [
            LogisticRegression(
                C=_FIRMNESS,
                class_weight="balanced",
                solver="liblinear",
                dual=True,
                max_iter=1_000,
                random_state=0,
            ).fit(matrix, [row in rows for row in range(len(texts))])
            for rows in labels.values()
        ]
        self._weights = np.concatenate([fit.coef_ for fit in fits]).T
        self._offsets = np.concatenate([fit.intercept_ for fit in fits])

    def likely(self, body: str) -> dict[str, float]:
        """From 0 to 1 for each label."""
        scores = self._pieces.transform([body]) @ self._weights + self._offsets
        return dict(zip(self._labels, expit(scores[0]).tolist(), strict=True))


def _sorter(table: dict[str, Any]) -> _Sorter:
    texts: list[str] = []
    labels: dict[str, set[int]] = {}

    def learn(written: dict[str, list[str]], *names: str) -> None:
        new = [_plain(one) for language in written.values() for one in language]
        for name in names:
            labels.setdefault(name, set()).update(range(len(texts), len(texts) + len(new)))
        texts.extend(new)

    for one in table["verdict"]:
        learn(one["examples"], one["kind"], _of_message(one["message"]))
        learn(one["not"])
    learn(_ordinary(table))
    learn(table["asks"])
    return _Sorter(texts, {name: frozenset(rows) for name, rows in labels.items()})


def _ordinary(table: dict[str, Any]) -> dict[str, list[str]]:
    """The questions under ``search``, by language."""
    return {language: table["search"][language] for language in LANGUAGES}


def _of_message(message: str) -> str:
    """The label of a message's examples, apart from the kinds' labels."""
    return f"message {message}"


def _examples(table: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    for one in table["verdict"]:
        for language in one["examples"].values():
            yield from ((example, one["kind"]) for example in language)
        for language in one["not"].values():
            yield from ((example, None) for example in language)
    for part in (_ordinary(table), table["asks"]):
        for language in part.values():
            yield from ((example, None) for example in language)


def _plain(question: str) -> str:
    """Folded, on one line, with plain apostrophes and without closing marks."""
    folded = _folded(question.replace("’", "'"))
    return _CLOSING.sub("", _GAP.sub(" ", folded)).strip()


def _folded(text: str, *, lower: bool = True) -> str:
    """The text in lower case without diacritics, letter for letter where it is composed."""
    text = "".join(unicodedata.normalize("NFD", one)[0] for one in text)
    return text.lower() if lower else text
