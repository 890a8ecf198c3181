"""The guiding questions: which one tells most now, and what the answers that were chosen say about the approaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from assistant.domain import Approach, Language
from assistant.method import Choice, DistinguishingQuestion, Method

WEIGHT = 2.0
"""Log odds that a chosen answer gives or takes: about what one clear sentence of free text does."""


@dataclass(frozen=True)
class Guided:
    """A text without the answers that stood in it on lines of their own, and those answers."""

    text: str
    choices: tuple[Choice, ...]

    @property
    def prior(self) -> Mapping[Approach, float]:
        """Return what the answers add to each approach's log odds."""
        return {approach: sum(_told(choice, approach) for choice in self.choices) for approach in Approach}


def read_choices(text: str, method: Method) -> Guided:
    """Part a text into what was written freely and the answers to guiding questions, in any language."""
    known = {_plain(option): choice for choice in _choices(method) for option in choice.text.values()}
    lines = text.split("\n")
    chosen = [known[_plain(line)] for line in lines if _plain(line) in known]
    return Guided("\n".join(line for line in lines if _plain(line) not in known).strip(), tuple(chosen))


def telling_question(
    scores: Mapping[Approach, float], method: Method, answered: Sequence[Choice] = ()
) -> DistinguishingQuestion:
    """Return the question whose answer is expected to leave least doubt (entropy), given the probabilities so far."""
    left = [item for item in method.distinguishing_questions if not any(choice in answered for choice in item.choices)]
    return min(left or method.distinguishing_questions, key=lambda item: _doubt_after(item, scores))


def words_of(question: DistinguishingQuestion, language: Language) -> tuple[str, tuple[str, ...]]:
    """Return the question and its answers in a language."""
    return question.text[language], tuple(choice.text[language] for choice in question.choices)


def narrowed(scores: Mapping[Approach, float], choice: Choice) -> dict[Approach, float]:
    """Return the probabilities after an answer."""
    told = {approach: score * exp(_told(choice, approach)) for approach, score in scores.items()}
    whole = sum(told.values())
    return {approach: share / whole for approach, share in told.items()}


def _doubt_after(question: DistinguishingQuestion, scores: Mapping[Approach, float]) -> float:
    """Return the entropy that is left on average; an answer is as likely as the approaches that it points to."""
    chances = [sum(scores[item] * exp(_told(choice, item)) for item in scores) for choice in question.choices]
    whole = sum(chances)
    after = [_entropy(narrowed(scores, choice)) for choice in question.choices]
    return sum(chance / whole * doubt for chance, doubt in zip(chances, after, strict=True))


def _entropy(scores: Mapping[Approach, float]) -> float:
    return -sum(score * log(score) for score in scores.values() if score > 0)


def _told(choice: Choice, approach: Approach) -> float:
    return WEIGHT * ((approach in choice.points_to) - (approach in choice.points_away))


def _choices(method: Method) -> list[Choice]:
    return [choice for question in method.distinguishing_questions for choice in question.choices]


def _plain(line: str) -> str:
    return " ".join(line.lower().split()).rstrip(".!")
