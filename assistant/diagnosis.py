"""Which approach fits a situation: calibrated probabilities, and the words of the text that led there.

A multinomial logistic model (`corpus/situations.npz`, learnt by `train`) over the text's vector and its n-grams. Both
are sums over the text's words, so what a clause contributed can be told exactly: nothing is explained afterwards.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.domain import Approach
from assistant.guiding import Guided
from assistant.intent import is_advice
from assistant.labelled import PLAIN, VAGUE
from assistant.logistic import Logistic, softmax
from assistant.method import Choice
from assistant.ranking import Query
from assistant.retrieval import Retrieval

Floats = NDArray[np.float32]

CERTAIN = 0.6
"""From this probability one approach is named without a runner-up."""

CLOSE = 0.03
"""A second approach from this probability on is named: two in three of those that truly compete, and four in ten others."""

SHARPENED = 1 / 0.65
"""The model is too modest: over writers left out, this factor took its calibration error from 0.09 to 0.03."""

OPEN = 1.2
"""Sum of two models' probabilities of «vague» from which Floke asks back: at 1.0 three clear questions of 165 were."""

DOUBT = 0.1
"""From this probability of a plain question, what the guide says to it is not narrowed to the approach."""

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
class Diagnosis:
    """The five approaches' probabilities (they sum to 1), how likely the text is no clear situation, and the signs."""

    scores: Mapping[Approach, float]
    plain: float
    vague: float
    signs: tuple[Clause, ...]
    answered: tuple[Choice, ...] = ()

    @property
    def ranked(self) -> tuple[Approach, ...]:
        """Return the approaches, the most probable first."""
        return tuple(sorted(self.scores, key=lambda approach: -self.scores[approach]))

    @property
    def approach(self) -> Approach:
        """Return the most probable approach."""
        return self.ranked[0]

    @property
    def runner_up(self) -> Approach | None:
        """Return the second approach where it truly competes."""
        second = self.ranked[1]
        return second if self.scores[second] >= CLOSE else None

    @property
    def certain(self) -> bool:
        """Return True where one approach stands out."""
        return self.scores[self.approach] >= CERTAIN

    @property
    def is_situation(self) -> bool:
        """Return True where somebody tells of a situation: twice as likely as a plain question."""
        return bool(self.answered) or 2 * self.plain < 1.0 - self.plain - self.vague

    @property
    def may_be_plain(self) -> bool:
        """Return True where the text may be a question of fact all the same."""
        return not self.answered and self.plain >= DOUBT

    def leaves_open(self, vague: float) -> bool:
        """Return True where this model and the boundary's `vague` together say that nothing definite was told."""
        return not self.answered and self.vague + vague >= OPEN


def situation_row(vector: Floats, text: str, nearest: float) -> Floats:
    """Return the features of a text (d + 2,): its vector, and two that tell questions from situations.

    They are whether it asks what one's own municipality should do (0 or 1), and its whitened cosine with the nearest
    foreseen question of fact or method.
    """
    return np.append(vector, np.asarray([is_advice(text), nearest], np.float32))


def diagnose(model: Logistic, retrieval: Retrieval, guided: Guided) -> Diagnosis:
    """Return the diagnosis of a text that was searched for, and of the answers to guiding questions in it.

    Where only answers were given, they alone decide.
    """
    query, row = (
        retrieval.query,
        situation_row(retrieval.query.vector, retrieval.query.text, retrieval.cues.nearest_plain),
    )
    scores = model.scores(row, query.text) if guided.text else np.zeros(len(model.classes), np.float32)
    shares = dict(zip(model.classes, softmax(scores).tolist(), strict=True))
    prior = np.asarray([guided.prior[item] for item in Approach], np.float32)
    told = dict(zip(Approach, softmax(approach_odds(model, scores) + prior).tolist(), strict=True))
    best = max(told, key=lambda item: told[item])
    signs = signs_for(model, query, guided.text, best) if guided.text else ()
    return Diagnosis(told, shares[PLAIN], shares[VAGUE], signs, guided.choices)


def approach_odds(model: Logistic, scores: Floats) -> Floats:
    """Return the calibrated log odds of the five approaches (5,), in the order of `Approach`."""
    return SHARPENED * scores[[model.classes.index(item) for item in Approach]]


def signs_for(model: Logistic, query: Query, text: str, approach: Approach) -> tuple[Clause, ...]:
    """Return the clauses that speak most for an approach, in reading order; none where nothing does."""
    weights = [Clause(start, end, _weight(model, query, text, start, end, approach)) for start, end in clauses(text)]
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


def _weight(model: Logistic, query: Query, text: str, start: int, end: int, approach: Approach) -> float:
    """Return what a clause adds to an approach's score above the mean of the others."""
    added = _gram_share(model, query, text[start:end]) + _vector_share(model, query, text, start, end)
    chosen = model.classes.index(approach)
    others = [model.classes.index(item) for item in Approach if item is not approach]
    return float(added[chosen] - added[others].mean())


def _gram_share(model: Logistic, query: Query, clause: str) -> Floats:
    """Return what the clause's n-grams add: their part of the whole text's, so that long texts dilute them."""
    own, whole = model.row_of(clause), model.row_of(query.text)
    known = dict(zip(whole.columns.tolist(), whole.values.tolist(), strict=True))
    values = np.asarray([known.get(column, 0.0) for column in own.columns.tolist()], np.float32)
    return np.asarray(values @ model.grams[own.columns].astype(np.float32) * model.gram_scale, np.float32)


def _vector_share(model: Logistic, query: Query, text: str, start: int, end: int) -> Floats:
    """Return what the clause's tokens add through the vector, which is their normalised mean; 0 without tokens."""
    if query.tokens is None or not len(query.tokens.vectors):
        return np.zeros(len(model.classes), np.float32)
    folded_start, folded_end = len(_folded(text[:start])), len(_folded(text[:end]))
    inside = (query.tokens.starts >= folded_start - 1) & (query.tokens.ends <= folded_end + 1)
    length = float(np.linalg.norm(query.tokens.vectors.sum(axis=0))) or 1.0
    width = query.tokens.vectors.shape[1]
    part = query.tokens.vectors[inside].sum(axis=0) / length - model.means[:width] * float(inside.mean())
    return np.asarray(model.weights[:, :width] @ (part / model.scales[:width]), np.float32)


def _folded(text: str) -> str:
    """Return the text as the encoder saw it: white space folded, trailing space kept as one."""
    return re.sub(r"\s+", " ", text).lstrip()


def spoken(text: str, signs: Sequence[Clause]) -> tuple[str, ...]:
    """Return the signs in the asker's own words."""
    return tuple(" ".join(text[sign.start : sign.end].split()) for sign in signs)
