"""Character n-grams of words, hashed to columns: what a small text model sees of wording, in any language.

The same idea as scikit-learn's `HashingVectorizer(analyzer="char_wb")`, in a few lines, since answering never
imports scikit-learn. Grams stay inside words and mark their edges: `_ny_` gives `_ny`, `ny_` and `_ny_`.
"""

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

COLUMNS = 1 << 15
"""Columns that grams are hashed to; 2^15 is a few grams a column, and the models stay under 250 kB."""

_WORD = re.compile(r"\w+")
_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Grams:
    """A text as a sparse row of length 1: `columns` (n,) int64 and their `values` (n,) float32."""

    columns: NDArray[np.int64]
    values: NDArray[np.float32]


def grams_of(text: str, shortest: int, longest: int) -> Grams:
    """Return the text's n-grams, counted, damped (1 + log count) and L2-normalised."""
    words = [_columns(word, shortest, longest) for word in _WORD.findall(text.lower())]
    columns, counts = np.unique(np.concatenate([_NONE, *words]), return_counts=True)
    values = 1 + np.log(counts.astype(np.float32))
    return Grams(columns, np.asarray(values / (float(np.linalg.norm(values)) or 1.0), np.float32))


@lru_cache(maxsize=100_000)
def _columns(word: str, shortest: int, longest: int) -> NDArray[np.int64]:
    marked = f"_{word}_"
    pieces = [
        marked[at : at + size] for size in range(shortest, longest + 1) for at in range(max(1, len(marked) - size + 1))
    ]
    return np.asarray([zlib.crc32(piece.encode()) % COLUMNS for piece in pieces], np.int64)
