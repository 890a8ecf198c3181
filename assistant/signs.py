"""The asker's own words that led to an approach.

The diagnosis is a sum over the words of a text, in its vector and in its n-grams, so what a clause contributed can be
told exactly: nothing is explained afterwards.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.domain import Approach
from assistant.grams import COLUMNS, columns_of
from assistant.logistic import Logistic
from assistant.ranking import Query

Floats = NDArray[np.float32]

SIGNS = 3
"""Signs shown; more bury the reason."""

_CLAUSE = re.compile(r"[^.!?;:\n,–—]+(?:[.!?;:\n,–—]+|$)")
_EDGES = re.compile(r"[\s.,;:–—!?-]*")
_SHORTEST = 12
"""A clause of fewer characters («Hei,») joins the next one."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Characters `start` to `end` of the text, and how much (log odds) they speak for the chosen approach."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True)
class _Shares:
    """What each n-gram (COLUMNS,) and each token (n,) of a text adds to an approach's score above the others' mean.

    `kept` (characters + 1,) are the characters before each place that the encoder saw: it folds white space.
    """

    model: Logistic
    grams: Floats
    tokens: Floats
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    kept: NDArray[np.int64]

    @classmethod
    def of(cls, model: Logistic, query: Query, text: str, approach: Approach) -> "_Shares":
        chosen = np.asarray([_stands_out(name, approach) for name in model.classes], np.float32)
        own = model.row_of(query.text)
        grams = np.zeros(COLUMNS, np.float32)
        grams[own.columns] = own.values * (model.grams[own.columns] @ chosen * model.gram_scale)
        tokens, starts, ends = _token_shares(model, query, chosen)
        return cls(model, grams, tokens, starts, ends, _kept(text))

    def between(self, text: str, start: int, end: int) -> float:
        """Return what the clause from `start` to `end` adds; long texts dilute each of their clauses."""
        first, last = self.kept[start] - 1, self.kept[end] + 1
        inside = (self.starts >= first) & (self.ends <= last)
        said = np.unique(columns_of(text[start:end], *self.model.sizes))
        return float(self.grams[said].sum() + self.tokens[inside].sum())


def _stands_out(name: str, approach: Approach) -> float:
    """Return a class's part in what an approach has above the mean of the other approaches."""
    if name == approach:
        return 1.0
    return -1 / (len(Approach) - 1) if name in set(Approach) else 0.0


def _token_shares(model: Logistic, query: Query, chosen: Floats) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Return what each token adds through the vector, which is their normalised mean, and where they stand."""
    tokens = query.tokens
    if tokens is None or not len(tokens.vectors):
        return np.zeros(0, np.float32), np.zeros(0, np.int64), np.zeros(0, np.int64)
    count, width = tokens.vectors.shape
    length = float(np.linalg.norm(tokens.vectors.sum(axis=0))) or 1.0
    weights = chosen @ model.weights[:, :width] / model.scales[:width]
    shares = tokens.vectors @ weights / length - float(weights @ model.means[:width]) / count
    return np.asarray(shares, np.float32), tokens.starts, tokens.ends


def _kept(text: str) -> NDArray[np.int64]:
    """Return how many characters stand before each place once white space is folded and leading one dropped."""
    blank = np.asarray([True, *(character.isspace() for character in text)])
    return np.concatenate([[0], np.cumsum(~(blank[1:] & blank[:-1]))])


def signs_for(model: Logistic, query: Query, text: str, approach: Approach) -> tuple[Clause, ...]:
    """Return the clauses that speak most for an approach, in reading order; none where nothing does."""
    shares = _Shares.of(model, query, text, approach)
    weights = [Clause(start, end, shares.between(text, start, end)) for start, end in clauses(text)]
    best = sorted((clause for clause in weights if clause.weight > 0), key=lambda clause: -clause.weight)[:SIGNS]
    strong = [clause for clause in best if clause.weight >= 0.3 * best[0].weight]
    return tuple(sorted(strong, key=lambda clause: clause.start))


def clauses(text: str) -> list[tuple[int, int]]:
    """Return where the clauses of a text stand, white space and end marks left out; short ones join the next."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _CLAUSE.finditer(text):
        if len(text[start : match.end()].strip()) >= _SHORTEST or match.end() == len(text):
            found.append(_trimmed(text, start, match.end()))
            start = match.end()
    return [(start, end) for start, end in found if end > start]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    left, right = _EDGES.match(text, start, end), _EDGES.match(text[start:end][::-1])
    return start + len(left[0] if left else ""), end - len(right[0] if right else "")


def spoken(text: str, signs: Sequence[Clause]) -> tuple[str, ...]:
    """Return the signs in the asker's own words."""
    return tuple(" ".join(text[sign.start : sign.end].split()) for sign in signs)
