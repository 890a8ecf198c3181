"""Character n-grams of words, and the words themselves, hashed to columns: what a text model sees of wording.

Whole words and pairs of neighbouring words have columns of their own. The same idea as scikit-learn's `HashingVectorizer(analyzer="char_wb")`, in a few lines, since answering never
imports scikit-learn. Grams stay inside words and mark their edges: `_ny_` gives `_ny`, `ny_` and `_ny_`.
"""

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

PIECES, WHOLES = 1 << 15, 1 << 14
"""Columns that n-grams, and that whole words and pairs of neighbours, are hashed to: a few of them share one."""

COLUMNS = PIECES + WHOLES

WHOLE = 2.0
"""What a whole word or a pair counts against an n-gram: over writers left out, one approach in seven less is wrong."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Grams:
    """A text as a sparse row of length 1: `columns` (n,) int64 and their `values` (n,) float32."""

    columns: NDArray[np.int64]
    values: NDArray[np.float32]


@lru_cache(maxsize=64)
def grams_of(text: str, shortest: int, longest: int) -> Grams:
    """Return the text's n-grams, words and pairs of words, counted, damped (1 + log count) and L2-normalised.

    The last ones are remembered, since several models look at one text.
    """
    columns, counts = np.unique(columns_of(text, shortest, longest), return_counts=True)
    values = (1 + np.log(counts.astype(np.float32))) * np.where(columns < PIECES, 1.0, WHOLE)
    return Grams(columns, np.asarray(values / (float(np.linalg.norm(values)) or 1.0), np.float32))


def columns_of(text: str, shortest: int, longest: int) -> NDArray[np.int64]:
    """Return the columns of the text's n-grams, words and pairs of words, one for each time that they stand there."""
    words = _WORD.findall(text.lower())
    wholes = [_whole(said) for said in (*words, *map(" ".join, pairwise(words)))]
    return np.concatenate([np.asarray(wholes, np.int64), *(_pieces(word, shortest, longest) for word in words)])


@lru_cache(maxsize=100_000)
def _pieces(word: str, shortest: int, longest: int) -> NDArray[np.int64]:
    """Return the columns of a word's n-grams."""
    marked = f"_{word}_"
    pieces = [
        marked[at : at + size] for size in range(shortest, longest + 1) for at in range(max(1, len(marked) - size + 1))
    ]
    return np.asarray([zlib.crc32(piece.encode()) % PIECES for piece in pieces], np.int64)


@lru_cache(maxsize=100_000)
def _whole(said: str) -> int:
    """Return the column of a word or a pair."""
    return PIECES + zlib.crc32(said.encode()) % WHOLES
