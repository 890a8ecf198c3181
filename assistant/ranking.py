"""Hybrid ranking of a passage collection: three signals, standardised over the candidates, added with weights."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.domain import Language, Weights
from assistant.encoders import Tokens
from assistant.passages import PassageIndex

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

EXPANSION_WEIGHT = 0.3
"""How much a synonym from the glossary counts against the asker's own words; a cautious choice, not tuned."""


@dataclass(frozen=True)
class Query:
    """What is searched for: the text, its synonyms from the glossary, and its vector (d,), L2-normalised, and its tokens."""

    text: str
    language: Language
    vector: Floats
    expansion: str = ""
    tokens: Tokens | None = None


@dataclass(frozen=True)
class Ranking:
    """The candidates, unordered: arrays of equal length, one entry a candidate row of the collection."""

    rows: Rows
    scores: Floats
    cosines: Floats
    dense: Floats
    stems: Floats
    ngrams: Floats


def rank(query: Query, collection: PassageIndex, weights: Weights, candidates: int) -> Ranking:
    """Take the best `candidates` of each signal and score their union by all three."""
    stems = collection.stems.scores(query.text, query.language)
    ngrams = collection.ngrams.scores(query.text, query.language)
    if query.expansion:
        stems = stems + EXPANSION_WEIGHT * collection.stems.scores(query.expansion, query.language)
        ngrams = ngrams + EXPANSION_WEIGHT * collection.ngrams.scores(query.expansion, query.language)
    count = min(candidates, len(collection.passages))
    nearest = np.asarray(collection.store.nearest(query.vector, count), dtype=np.int64)
    rows = np.unique(np.concatenate([nearest, _best(stems, count), _best(ngrams, count)]))
    cosines = np.asarray(collection.vectors[rows] @ query.vector, dtype=np.float32)
    dense, stemmed, grams = standardised(cosines), standardised(stems[rows]), standardised(ngrams[rows])
    fused = weights.dense * dense + weights.stems * stemmed + weights.ngrams * grams
    return Ranking(rows, fused, cosines, dense, stemmed, grams)


def standardised(scores: Floats) -> Floats:
    """Return scores with mean 0 and deviation 1; a signal that does not discriminate becomes 0."""
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-6 else np.zeros_like(scores)


def _best(scores: Floats, count: int) -> Rows:
    """Return the rows with the highest positive scores."""
    top = np.argpartition(-scores, count - 1)[:count] if count < len(scores) else np.arange(len(scores))
    return top[scores[top] > 0].astype(np.int64)
