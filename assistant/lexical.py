"""Lexical ranking: BM25 over word stems and over character 5-grams inside words, both persisted.

Norwegian compounds and inflection defeat stemmers; 5-grams need no dictionary and bridge bokmål,
nynorsk, Danish and Swedish. Measured in docs/decisions/0002. The door to bm25s and PyStemmer.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from assistant.domain import Language

Floats = NDArray[np.float32]

NGRAM = 5
K1, B = 1.2, 0.75
"""BM25's saturation and length normalisation: the field's usual values, not tuned."""

_WORD = re.compile(r"\w+")
_SNOWBALL = {Language.NB: "norwegian", Language.NN: "norwegian", Language.EN: "english"}


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=200_000)
def _stem(word: str, snowball: str) -> str:
    return str(_stemmer(snowball).stemWord(word))


@lru_cache(maxsize=2)
def _stemmer(snowball: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(snowball)


def stems_of(text: str, language: Language) -> list[str]:
    """Return the Snowball stems of a text's words; nynorsk goes with the Norwegian stemmer."""
    return [_stem(word, _SNOWBALL[language]) for word in words_of(text)]


def ngrams_of(text: str, _language: Language | None = None) -> list[str]:
    """Return the 5-grams inside each word with its edges marked: `_kommune_` gives `_komm`, `kommu`, …"""
    return [gram for word in words_of(text) for gram in _grams(f"_{word}_")]


@lru_cache(maxsize=200_000)
def _grams(word: str) -> tuple[str, ...]:
    return tuple(word[at : at + NGRAM] for at in range(max(1, len(word) - NGRAM + 1)))


class Bm25:
    """One BM25 index over texts; scores come back for every text, in the order they were given."""

    def __init__(self, engine: bm25s.BM25, tokens: Callable[[str, Language], list[str]]) -> None:
        self._engine, self._tokens = engine, tokens

    @classmethod
    def build(cls, texts: Sequence[tuple[str, Language]], tokens: Callable[[str, Language], list[str]]) -> "Bm25":
        """Index (text, language) pairs."""
        engine = bm25s.BM25(k1=K1, b=B)
        engine.index([tokens(text, language) or [""] for text, language in texts], show_progress=False)
        return cls(engine, tokens)

    @classmethod
    def load(cls, folder: Path, tokens: Callable[[str, Language], list[str]]) -> "Bm25":
        """Open a saved index, memory-mapped."""
        return cls(bm25s.BM25.load(folder, mmap=True, show_progress=False), tokens)

    def save(self, folder: Path) -> None:
        """Write the index to a folder."""
        self._engine.save(folder, show_progress=False)

    def scores(self, text: str, language: Language) -> Floats:
        """Return the BM25 score of every indexed text, shape (n,)."""
        known = [token for token in self._tokens(text, language) if token in self._engine.vocab_dict]
        if not known:
            return np.zeros(self._engine.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._engine.get_scores(known), dtype=np.float32)

    def frequency(self, token: str) -> int:
        """Return in how many texts a token occurs."""
        number = self._engine.vocab_dict.get(token)
        bounds = self._engine.scores["indptr"]
        return 0 if number is None else int(bounds[number + 1] - bounds[number])
