"""Which approach fits a situation: calibrated probabilities, what competes, and the words that led there.

A multinomial logistic model (`corpus/situations.npz`, learnt by `train`) over the text's vector and its n-grams.
"""

from collections.abc import Mapping
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
from assistant.rivals import COMPETES, parts_of, rival_of
from assistant.signs import Clause, signs_for

Floats = NDArray[np.float32]

CERTAIN = 0.6
"""From this probability one approach is named without a runner-up."""

CLOSE = 0.1
"""Where only guiding questions were answered, a second approach from this probability on is named."""

SHARPENED = 1 / 0.65
"""The model is too modest: over writers left out, this factor took its calibration error from 0.09 to 0.03."""

OPEN, FAMILIAR = 0.8, 1.0
"""Floke asks back where two models' probabilities of «vague» add up to OPEN and FAMILIAR times the cosine with the nearest
foreseen question. Over writers left out, 91 % of the vague are asked back so, 1 % of the clear and 7 % of the plain, with
0.7; with twice the foreseen questions, and so another metric, 0.8 asks back about as many of three sets (218 of 230)."""

DOUBT = 0.1
"""From this probability of a plain question, what the guide says to it is not narrowed to the approach."""


CLEAR = 0.05
"""Below this probability of being none, a text is a situation even where the boundary holds it to be out of scope."""


@dataclass(frozen=True)
class Diagnosis:
    """The five approaches' probabilities (they sum to 1), how likely the text is no clear situation, and the signs."""

    scores: Mapping[Approach, float]
    plain: float
    vague: float
    signs: tuple[Clause, ...]
    answered: tuple[Choice, ...] = ()
    runner_up: Approach | None = None
    """The second approach, where it truly competes."""
    nearest: float = 0.0
    """The whitened cosine with the nearest foreseen question of fact or method."""

    @property
    def ranked(self) -> tuple[Approach, ...]:
        """Return the approaches, the most probable first."""
        return tuple(sorted(self.scores, key=lambda approach: -self.scores[approach]))

    @property
    def approach(self) -> Approach:
        """Return the most probable approach."""
        return self.ranked[0]

    @property
    def certain(self) -> bool:
        """Return True where one approach stands out."""
        return self.scores[self.approach] >= CERTAIN

    @property
    def is_situation(self) -> bool:
        """Return True where somebody tells of a situation: twice as likely as a plain question."""
        return bool(self.answered) or 2 * self.plain < 1.0 - self.plain - self.vague

    @property
    def is_clear(self) -> bool:
        """Return True where a situation is so clearly told that it is one, whatever its words seem to be about."""
        return bool(self.answered) or self.plain + self.vague < CLEAR

    @property
    def may_be_plain(self) -> bool:
        """Return True where the text may be a question of fact all the same."""
        return not self.answered and self.plain >= DOUBT

    def leaves_open(self, vague: float) -> bool:
        """Return True where this model and the boundary's `vague` together say that nothing definite was told."""
        return not self.answered and self.vague + vague >= OPEN + FAMILIAR * self.nearest


def situation_row(vector: Floats, text: str, nearest: float) -> Floats:
    """Return the features of a text (d + 2,): its vector, and two that tell questions from situations.

    They are whether it asks what one's own municipality should do (0 or 1), and its whitened cosine with the nearest
    foreseen question of fact or method.
    """
    return np.append(vector, np.asarray([is_advice(text), nearest], np.float32))


@dataclass(frozen=True)
class Diagnostics:
    """The learnt models: `situations` names the approach, `rivals` tells whether a second one competes."""

    situations: Logistic
    rivals: Logistic

    @property
    def columns(self) -> list[int]:
        """Return where the five approaches stand among the classes, in the order of `Approach`."""
        return [self.situations.classes.index(item) for item in Approach]

    def diagnose(self, retrieval: Retrieval, guided: Guided) -> Diagnosis:
        """Return the diagnosis of a text that was searched for, and of the answers to guiding questions in it.

        Where only answers were given, they alone decide.
        """
        prior = np.asarray([guided.prior[item] for item in Approach], np.float32)
        if not guided.text:
            told = dict(zip(Approach, softmax(prior).tolist(), strict=True))
            return Diagnosis(told, 0.0, 0.0, (), guided.choices, _second(told))
        query = retrieval.query
        row = situation_row(query.vector, query.text, retrieval.cues.nearest_plain)
        scores = self.situations.scores(row, query.text)
        chances = softmax(approach_odds(self.situations, scores) + prior)
        shares = dict(zip(self.situations.classes, softmax(scores).tolist(), strict=True))
        told = dict(zip(Approach, chances.tolist(), strict=True))
        signs = signs_for(self.situations, query, guided.text, max(told, key=lambda item: told[item]))
        rival = self._rival(chances, query, row)
        near = retrieval.cues.nearest_plain
        return Diagnosis(told, shares[PLAIN], shares[VAGUE], signs, guided.choices, rival, near)

    def _rival(self, chances: Floats, query: Query, row: Floats) -> Approach | None:
        place, likely = rival_of(self.rivals, chances, parts_of(self.situations, self.columns, query, row))
        return tuple(Approach)[place] if likely >= COMPETES else None


def _second(told: Mapping[Approach, float]) -> Approach | None:
    second = sorted(told, key=lambda approach: -told[approach])[1]
    return second if told[second] >= CLOSE else None


def approach_odds(model: Logistic, scores: Floats) -> Floats:
    """Return the calibrated log odds of the five approaches (5,), in the order of `Approach`."""
    return SHARPENED * scores[[model.classes.index(item) for item in Approach]]
