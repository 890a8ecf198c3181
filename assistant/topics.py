"""Whether a turn opens a topic of its own or leans on the one before: signals that can be told, added with weights."""

from dataclasses import dataclass, fields
from enum import IntEnum
from math import exp, log

from assistant.abstention import Verdict, features
from assistant.answer import Answer
from assistant.cleaning import one_line
from assistant.domain import Language, Question
from assistant.followups import carries_on, may_point_back, points_back
from assistant.glossary import Glossary
from assistant.index import Index
from assistant.lexical import words_of
from assistant.names import names_in
from assistant.pipeline import Assistant
from assistant.retrieval import Retrieval


class Telling(IntEnum):
    """How far a situation is being told by a turn that tells: not at all, more on what was advised on, or what is awaited."""

    NOT = 0
    ADVISED = 1
    AWAITED = 2


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a new topic, and what for the old one: 0 or 1 where nothing else is said.

    `vague` and `outside` are the boundary's probabilities for the turn alone, `margin` how much better (in fused
    score) the best passage outside the old topic's documents is than the best inside, `likeness` the cosine of the turn
    and the question before it, `words` the logarithm of the turn's length in words: a long turn stands by itself more often.
    `telling` is 0 to 2 (`Telling`).
    """

    leads_on: float
    points_back: float
    may_point_back: float
    new_name: float
    new_term: float
    vague: float
    outside: float
    margin: float
    likeness: float
    words: float
    telling: float


WEIGHTS = Signals(
    leads_on=-1.9,
    points_back=-1.4,
    may_point_back=-0.5,
    new_name=1.6,
    new_term=0.85,
    vague=-1.6,
    outside=2.2,
    margin=0.4,
    likeness=-9.2,
    words=0.7,
    telling=-1.9,
)
"""Log odds for a new topic, for each unit of a signal: a logistic regression on 859 conversations of eleven writers (turns
that follow up, changes of topic, questions from other conversations and out of scope), rounded; that «det» counts thrice in few words was set by hand."""

BIAS = 5.1
"""Log odds where every signal is 0; a cosine of this encoder is rarely below 0.75.

Of 716 changes of topic by 16 writers 8 are then taken for follow-ups, of 453 follow-ups 43 for changes; with 5.3 it is 7
and 53, with 4.9 15 and 37.
"""

FEW = 6
"""Words: of 47 turns so short that begin with «og», «and» and the like, all carried on."""

SHORT = 12
"""Words: a pronoun in a longer turn mostly points to something in the turn itself."""


def chance_of_new_topic(signals: Signals) -> float:
    """Return the probability that the turn stands alone."""
    odds = BIAS + sum(getattr(WEIGHTS, field.name) * getattr(signals, field.name) for field in fields(Signals))
    return 1 / (1 + exp(-odds))


def signals_of(assistant: Assistant, turn: Question, before: str, answer: Answer, telling: Telling) -> Signals:
    """Return what tells about a turn after the question `before` and its answer: its words, and a search with it alone."""
    index, retrieval = assistant.index(), assistant.search(turn.text, turn.language)
    row = features(retrieval, index, assistant.glossary)
    chances = dict(zip(assistant.boundary.classes, assistant.boundary.probabilities(row, turn.text), strict=True))
    return Signals(
        leads_on=_leads_on(turn.text),
        points_back=_leans(turn.text),
        may_point_back=_may_lean(turn.text),
        new_name=_has_new_name(turn.text, before, index),
        new_term=_has_new_term(turn.text, before, retrieval.query.language, assistant.glossary),
        vague=float(chances[Verdict.VAGUE]),
        outside=float(chances[Verdict.OUTSIDE]),
        margin=_margin(retrieval, answer),
        likeness=float(retrieval.query.vector @ assistant.encoder.encode_question(one_line(before)).vector),
        words=log(max(1, len(words_of(turn.text)))),
        telling=telling,
    )


def _leads_on(text: str) -> int:
    """Return how clearly the turn carries on from what was said: 2 in few words, 1 in more, 0 where it does not."""
    return int(carries_on(text)) * (2 if len(words_of(text)) <= FEW else 1)


def _may_lean(text: str) -> int:
    """Return how clearly «det» and the like point back: 3 in few words, 1 in more, where they may only fill a place."""
    return int(may_point_back(text)) * (3 if len(words_of(text)) <= FEW else 1)


def _leans(text: str) -> int:
    """Return how clearly a short turn's pronouns point to what was said: 2 for a person, 1 for the rest, 0 for none."""
    return points_back(text) if len(words_of(text)) <= SHORT else 0


def _has_new_name(text: str, before: str, index: Index) -> bool:
    """Tell whether the turn names somebody or something that the question before did not."""
    return any(name.lower() not in before.lower() for name in names_in(text, index))


def _has_new_term(text: str, before: str, language: Language, glossary: Glossary) -> bool:
    return bool(set(_ids(glossary, text, language)) - set(_ids(glossary, before, language)))


def _ids(glossary: Glossary, text: str, language: Language) -> list[str]:
    return [entry.id for entry in glossary.terms_in(text, language)]


def _margin(retrieval: Retrieval, answer: Answer) -> float:
    """Return by how much the best passage of other documents beats the best one of those that were cited."""
    used = {number for statement in answer.statements for number in statement.citations}
    old = {citation.document_id for citation in answer.citations if citation.number in used}
    inside = [hit.score for hit in retrieval.hits if hit.passage.document_id in old]
    outside = [hit.score for hit in retrieval.hits if hit.passage.document_id not in old]
    lowest = min(hit.score for hit in retrieval.hits)
    return max(outside, default=0.0) - max(inside, default=lowest)
