"""Whether a turn opens a topic of its own or leans on the one before: signals that can be told, added with weights."""

from dataclasses import dataclass
from math import exp

from assistant.abstention import Verdict, features
from assistant.domain import Question
from assistant.followups import announces_change, leads_on, may_point_back, points_back
from assistant.names import names_in
from assistant.pipeline import Assistant
from assistant.retrieval import Retrieval


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a new topic, and what for the old one.

    `vague` and `outside` are the boundary's probabilities for the turn alone, `margin` how much better (in fused
    score) the best passage outside the old topic's documents is than the best inside, `likeness` the cosine of the turn
    and the question before it.
    """

    announced: bool
    leads_on: bool
    points_back: int
    may_point_back: bool
    new_name: bool
    new_term: bool
    vague: float
    outside: float
    margin: float
    likeness: float


WEIGHTS = Signals(
    announced=1.5,
    leads_on=-2.5,
    points_back=-2.0,
    may_point_back=-1.0,
    new_name=1.0,
    new_term=1.0,
    vague=-6.5,
    outside=1.0,
    margin=0.25,
    likeness=-16.0,
)
