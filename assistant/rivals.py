"""Whether a second approach truly competes with the most probable one.

Two matters in one text are told in different sentences, so the diagnosis is asked of each part of the text too. A
small logistic model (`corpus/rivals.npz`, learnt by `train`) weighs what the parts and the whole say.
"""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.logistic import Logistic
from assistant.ranking import Query

Floats = NDArray[np.float32]

RIVALS = "rivals.npz"
ONE, TWO = "one", "two"
"""The model's classes: the candidate is beside the point, or it competes."""

COMPETES = 0.1
"""On texts that nothing was learnt from, 43 of 44 that truly compete are named from here on, and one in four others."""

_SENTENCE = re.compile(r"(?:(?!, (?:og|men|mens|and|but|while)\b)[^.!?;\n])+(?:, |[.!?;\n]+|$)")
"""A sentence, or what stands before a comma and a word that may begin a second matter («…, og samtidig må …»)."""

_SHORTEST = 25
"""A part of fewer characters joins the next one."""

_LEAST = 1e-6


@dataclass(frozen=True)
class Parts:
    """The scores of a text's parts (parts, classes), the columns of the approaches in them, and the text's words."""

    scores: Floats
    columns: list[int]
    words: int


def parts_of(model: Logistic, columns: list[int], query: Query, row: Floats) -> Parts:
    """Return what the diagnosis says of each part of a text; `row` is the whole text's, whose last two features hold."""
    texts, vectors = zip(*_parts(query), strict=True)
    rows = np.stack([np.append(vector, row[len(vector) :]) for vector in vectors]).astype(np.float32)
    return Parts(model.table_scores(rows, texts), columns, len(query.text.split()))


def _parts(query: Query) -> list[tuple[str, Floats]]:
    """Return the sentences with their vectors (d,); without tokens the text is one part."""
    found = []
    if tokens := query.tokens:
        for start, end in _sentences(query.text):
            inside = (tokens.starts >= start - 1) & (tokens.ends <= end + 1)
            total = tokens.vectors[inside].sum(axis=0)
            if length := float(np.linalg.norm(total)):
                found.append((query.text[start:end].strip(), np.asarray(total / length, np.float32)))
    return found or [(query.text, query.vector)]


def _sentences(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for match in _SENTENCE.finditer(text):
        if len(text[start : match.end()].strip()) >= _SHORTEST or match.end() == len(text):
            found.append((start, match.end()))
            start = match.end()
    return found


def candidates(chances: Floats) -> list[int]:
    """Return the approaches that may compete: all but the most probable one, the likelier first."""
    return [int(place) for place in np.argsort(-chances, kind="stable")[1:]]


def candidate_rows(chances: Floats, parts: Parts) -> Floats:
    """Return the features (4, 11) of the candidates, in their order, from the approaches' `chances` (5,)."""
    first, others = int(np.argmax(chances)), candidates(chances)
    odds = parts.scores[:, parts.columns]
    among, overall = _shares(odds), _shares(parts.scores)[:, parts.columns]
    features = [
        np.log(chances[others] + _LEAST),
        np.full(len(others), np.log(chances[first] + _LEAST)),
        np.arange(len(others)) == 0,
        among[:, others].max(axis=0),
        (among[:, others] - among[:, [first]]).max(axis=0),
        overall[:, others].max(axis=0),
        np.full(len(others), overall[:, first].max()),
        (odds[:, others] - odds[:, [first]]).max(axis=0),
        np.full(len(others), np.log(len(odds))),
        (among.argmax(axis=1)[:, None] == others).mean(axis=0),
        np.full(len(others), np.log(max(parts.words, 1))),
    ]
    return np.stack(features, axis=1).astype(np.float32)


def _shares(scores: Floats) -> Floats:
    """Return the probabilities of scores (parts, classes), row by row."""
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), np.float32)


def rival_of(rivals: Logistic, chances: Floats, parts: Parts) -> tuple[int, float]:
    """Return the approach that competes most (its place in `Approach`), and how probable it is that it does."""
    rows = candidate_rows(chances, parts)
    likely = [float(rivals.probabilities(row)[rivals.classes.index(TWO)]) for row in rows]
    best = int(np.argmax(likely))
    return candidates(chances)[best], likely[best]
