"""Character n-grams of words, hashed to columns: what a small text model sees of wording, in any language.

The same idea as scikit-learn's `HashingVectorizer(analyzer="char_wb")`, in a few lines, since answering never
imports scikit-learn. Grams stay inside words and mark their edges: `_ny_` gives `_ny`, `ny_` and `_ny_`.
"""

import re
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

COLUMNS = 1 << 15
"""Columns that grams are hashed to; 2^15 is a few grams a column, and the models stay under 250 kB."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Grams:
    """A text as a sparse row of length 1: `columns` (n,) int64 and their `values` (n,) float32."""

    columns: NDArray[np.int64]
    values: NDArray[np.float32]


def grams_of(text: str, shortest: int, longest: int) -> Grams:
    """Return the text's n-grams, counted, damped (1 + log count) and L2-normalised."""
    counts: Counter[int] = Counter()
    for word in _WORD.findall(text.lower()):
        counts.update(_columns(word, shortest, longest))
    values = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
    norm = float(np.linalg.norm(values)) or 1.0
    return Grams(np.fromiter(counts, np.int64, len(counts)), np.asarray(values / norm, np.float32))


@lru_cache(maxsize=100_000)
def _columns(word: str, shortest: int, longest: int) -> tuple[int, ...]:
    marked = f"_{word}_"
    pieces = [
        marked[at : at + size] for size in range(shortest, longest + 1) for at in range(max(1, len(marked) - size + 1))
    ]
    return tuple(zlib.crc32(piece.encode()) % COLUMNS for piece in pieces)
