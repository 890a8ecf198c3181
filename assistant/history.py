"""What the turns before a turn amount to: the exchanges that count, the topic's chain, and the turn joined to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer
from assistant.domain import Outcome, Reason
from assistant.followups import (
    announces_change,
    asks_something,
    carries_on,
    is_courtesy,
    leads_on,
    only_tells,
    tells,
    without_courtesy,
    words_in,
)
from assistant.topics import Telling
from assistant.wishes import wish_of

REMEMBERED = 6
"""Exchanges that matter for a turn: people point back to the last two or three; the bound keeps a long talk fast."""

REMARK = 15  # words; who says more tells of something, and does not only remark on an answer


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier turn: `question` as it was resolved (what was searched for), and its answer."""

    question: str
    answer: Answer


def that_count(history: Sequence[Exchange]) -> list[Exchange]:
    """Return the recent exchanges that a turn may be about: not thanks, and not what Floke refused to read."""
    unread = (Outcome.BLOCKED, Outcome.ERROR)
    recent = [exchange for exchange in history[-REMEMBERED:] if exchange.answer.outcome not in unread]
    return [exchange for exchange in recent if not is_courtesy(exchange.answer.question)]


def before_remark(text: str, talk: Sequence[Exchange]) -> Sequence[Exchange]:
    """Return the talk without a last remark that asked nothing («fun, we have that too»).

    All of it where the turn itself only goes on telling, or nothing had been answered before the remark.
    """
    hides = _is_remark(talk) or _is_remark_in_the_topic(talk)
    return talk[:-1] if hides and (asks_something(text) or carries_on(text)) else talk


def last_told(talk: Sequence[Exchange]) -> Exchange:
    """Return the exchange that a wish is about: the last one, or the one that a remark after it was about."""
    return talk[-2] if _is_remark(talk) else talk[-1]


def _is_remark(talk: Sequence[Exchange]) -> bool:
    """Tell whether the last turn was short, asked nothing and found nothing, after one that was answered."""
    return _only_says(talk) and not talk[-1].answer.outcome.has_evidence


def _is_remark_in_the_topic(talk: Sequence[Exchange]) -> bool:
    """Tell whether the last turn was a short statement that was read with the question before, and tells no situation."""
    if not _only_says(talk) or not talk[-1].question.startswith(talk[-2].question):
        return False
    said, answer = talk[-1].answer.question, talk[-1].answer
    advised = bool(answer.situation and answer.situation.approach)
    return tells(said, opening=False) and not advised and not telling_of(said, chain_of(talk[:-1]))


def _only_says(talk: Sequence[Exchange]) -> bool:
    """Tell whether the last turn was short and neither asked, told of danger nor carried on, after an answered one."""
    in_danger = talk[-1].answer.reason is Reason.ACUTE_DANGER
    if len(talk) == 1 or in_danger or not talk[-2].answer.outcome.has_evidence:
        return False
    said = talk[-1].answer.question
    return len(words_in(said)) <= REMARK and not asks_something(said) and not leads_on(said)


def remarked(earlier: Sequence[Exchange], remark: Exchange) -> list[Exchange]:
    """Return the talk with a remark as a part of the question that it remarks on."""
    said, last = remark.answer.question, earlier[-1]
    answer = replace(last.answer, question=f"{_ended(last.answer.question)} {said}")
    return [*earlier[:-1], Exchange(f"{_ended(last.question)} {said}", answer)]


def joined(text: str, talk: Sequence[Exchange]) -> str:
    """Return the turn joined to what it continues: a situation as told so far, or the topic's opening question.

    A chain of follow-ups keeps its opening and the turn before: of siblings («og lederne?», «og politikerne?») only
    the last.
    """
    chain, turn = chain_of(talk), without_courtesy(text)
    opening, before = chain[0].question, chain[-1].answer.question
    if telling_of(text, chain):
        parts = [opening, *(exchange.answer.question for exchange in chain[1:]), turn]
    elif len(chain) == 1 or (leads_on(before) and leads_on(turn)):
        parts = [opening, turn]
    else:
        parts = [opening, without_courtesy(before), turn]
    return " ".join([*(_ended(part) for part in parts[:-1]), parts[-1]])


def chain_of(talk: Sequence[Exchange]) -> list[Exchange]:
    """Return the exchanges of the present topic, the opening one first: each question begins with the one before it."""
    chain = [talk[-1]]
    for earlier in reversed(talk[:-1]):
        if not chain[0].question.startswith(earlier.question):
            break
        chain.insert(0, earlier)
    return [chain[0], *(exchange for exchange in chain[1:] if not wish_of(exchange.answer.question))]


def telling_of(text: str, chain: Sequence[Exchange]) -> Telling:
    """Return how far a turn goes on telling: more is awaited where Floke asked back, or nothing was asked yet."""
    if not tells(text, opening=False) or announces_change(text):
        return Telling.NOT
    if chain[-1].answer.outcome is Outcome.CLARIFY or only_tells(chain[0].question):
        return Telling.AWAITED
    advised = any(exchange.answer.situation and exchange.answer.situation.approach for exchange in chain)
    return Telling.ADVISED if advised else Telling.NOT


def _ended(text: str) -> str:
    """Return the text with a sentence's end, so that what follows stands by itself."""
    return text if text.endswith((".", "!", "?", ":", "…")) else f"{text}."
