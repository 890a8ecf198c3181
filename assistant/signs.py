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
from assistant.grams import COLUMNS
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
class _Whole:
    """What all clauses of a text share: the model, the query, its n-grams' values (COLUMNS,), and its tokens' length."""

    model: Logistic
    query: Query
    values: Floats
    length: float

    @classmethod
    def of(cls, model: Logistic, query: Query) -> "_Whole":
        grams = model.row_of(query.text)
        total = query.tokens.vectors.sum(axis=0) if query.tokens else query.vector
        values = np.zeros(COLUMNS, np.float32)
        values[grams.columns] = grams.values
        return cls(model, query, values, float(np.linalg.norm(total)) or 1.0)


def signs_for(model: Logistic, query: Query, text: str, approach: Approach) -> tuple[Clause, ...]:
    """Return the clauses that speak most for an approach, in reading order; none where nothing does."""
    whole = _Whole.of(model, query)
    weights = [Clause(start, end, _weight(whole, text, start, end, approach)) for start, end in clauses(text)]
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


def _weight(whole: _Whole, text: str, start: int, end: int, approach: Approach) -> float:
    """Return what a clause adds to an approach's score above the mean of the others."""
    added = _gram_share(whole, text[start:end]) + _vector_share(whole, text, start, end)
    chosen = whole.model.classes.index(approach)
    others = [whole.model.classes.index(item) for item in Approach if item is not approach]
    return float(added[chosen] - added[others].mean())


def _gram_share(whole: _Whole, clause: str) -> Floats:
    """Return what the clause's n-grams add: their part of the whole text's, so that long texts dilute them."""
    model, own = whole.model, whole.model.row_of(clause)
    return np.asarray(
        whole.values[own.columns] @ model.grams[own.columns].astype(np.float32) * model.gram_scale, np.float32
    )


def _vector_share(whole: _Whole, text: str, start: int, end: int) -> Floats:
    """Return what the clause's tokens add through the vector, which is their normalised mean; 0 without tokens."""
    model, tokens = whole.model, whole.query.tokens
    if tokens is None or not len(tokens.vectors):
        return np.zeros(len(model.classes), np.float32)
    folded_start, folded_end = len(_folded(text[:start])), len(_folded(text[:end]))
    inside = (tokens.starts >= folded_start - 1) & (tokens.ends <= folded_end + 1)
    width = tokens.vectors.shape[1]
    part = tokens.vectors[inside].sum(axis=0) / whole.length - model.means[:width] * float(inside.mean())
    return np.asarray(model.weights[:, :width] @ (part / model.scales[:width]), np.float32)


def _folded(text: str) -> str:
    """Return the text as the encoder saw it: white space folded, trailing space kept as one."""
    return re.sub(r"\s+", " ", text).lstrip()


def spoken(text: str, signs: Sequence[Clause]) -> tuple[str, ...]:
    """Return the signs in the asker's own words."""
    return tuple(" ".join(text[sign.start : sign.end].split()) for sign in signs)
