"""The words of a text as search terms: lower case, stemmed, without diacritics and stop words."""

import re
import threading
import unicodedata
from functools import lru_cache

import Stemmer
from bm25s import stopwords

_WORD = re.compile(r"\w+")

# ISO 639-1 code -> the name that Snowball (PyStemmer) gives the language.
_SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}

_STOP_WORDS = {
    "da": stopwords.STOPWORDS_DANISH,
    "de": stopwords.STOPWORDS_GERMAN,
    "en": stopwords.STOPWORDS_EN_PLUS,
    "es": stopwords.STOPWORDS_SPANISH,
    "fr": stopwords.STOPWORDS_FRENCH,
    "it": stopwords.STOPWORDS_ITALIAN,
    "nb": stopwords.STOPWORDS_NORWEGIAN,
    "nl": stopwords.STOPWORDS_DUTCH,
    "no": stopwords.STOPWORDS_NORWEGIAN,
    "pt": stopwords.STOPWORDS_PORTUGUESE,
    "ru": stopwords.STOPWORDS_RUSSIAN,
    "sv": stopwords.STOPWORDS_SWEDISH,
    "tr": stopwords.STOPWORDS_TURKISH,
}

# A Snowball stemmer holds state between calls, so each thread has its own.
_local = threading.local()


def terms(text: str, language: str) -> tuple[str, ...]:
    """The terms of ``text`` in order, repeats included; stop words of ``language`` are left out."""
    words = _WORD.findall(text.lower())
    kept = [word for word in words if word not in stop_words(language)]
    return tuple(folded(stem) for stem in _stemmed(kept, language))


@lru_cache(maxsize=50_000)
def corpus_terms(text: str, language: str) -> tuple[str, ...]:
    """The same of a text of the corpus, kept: its sentences come up again and again.

    Never for what a person wrote, which is not to stay in memory.
    """
    return terms(text, language)


def folded(word: str) -> str:
    """The word without diacritics, so that ``Pitea`` finds ``Piteå``."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache
def stop_words(language: str) -> frozenset[str]:
    """The words of a language that carry no subject (the lists of bm25s); none where unknown."""
    return frozenset(_STOP_WORDS.get(language, ()))


def _stemmed(words: list[str], language: str) -> list[str]:
    name = _SNOWBALL.get(language)
    if name is None:
        return words
    stemmer = getattr(_local, name, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(name)
        setattr(_local, name, stemmer)
    stemmed: list[str] = stemmer.stemWords(words)
    return stemmed
