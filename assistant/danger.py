"""Whether somebody tells of a danger to life, health or great values that is going on now.

It is learnt from `corpus/danger.jsonl` (by `train`), since few who are in danger use the words that a rule would know.
"""

from enum import StrEnum

from assistant.logistic import Logistic
from assistant.ranking import Query

DANGER_TEXTS, DANGER_MODEL = "danger.jsonl", "danger.npz"

ALARM = 0.3
"""Probability from which the emergency line is shown: one too many costs a line, one too few may cost a life."""


class Danger(StrEnum):
    """What a text is, seen from the emergency plan; `NONE` are texts that look like a danger, `OTHER` all others."""

    DANGER = "danger"
    NONE = "none"
    OTHER = "other"


def is_acute_danger(model: Logistic, query: Query) -> bool:
    """Return True for a danger that is going on now: it gets the emergency line first."""
    chances = model.probabilities(query.vector, query.text)
    return float(chances[model.classes.index(Danger.DANGER)]) >= ALARM
