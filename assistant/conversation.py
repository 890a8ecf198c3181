"""A turn in the light of the turns before it: what it asks for in full is resolved, shown, and then answered.

No language model is used: a wish about the last answer, a correction and an answer to Floke's own question are told by
their words (`wishes`, `corrections`); between a follow-up and a new topic, signals decide (`topics`).
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer
from assistant.cleaning import MAX_CHARACTERS, clean, one_line
from assistant.corrections import corrected, correction_of, substituted
from assistant.domain import Language, Outcome, Question, Role
from assistant.followups import (
    announces_change,
    asks_something,
    is_courtesy,
    leads_on,
    must_continue,
    only_tells,
    tells,
    without_courtesy,
    words_in,
)
from assistant.language import detect_language
from assistant.pipeline import Assistant
from assistant.privacy import contains_identity_number
from assistant.topics import Telling, chance_of_new_topic, signals_of
from assistant.wishes import Wish, point_of, shortened, wish_of
from assistant.wording import say

REMEMBERED = 6
"""Exchanges that matter for a turn: people point back to the last two or three; the bound keeps a long talk fast."""

REMARK = 15  # words; who says more tells of something, and does not only remark on an answer


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier turn: `question` as it was resolved (what was searched for), and its answer."""

    question: str
    answer: Answer


def converse(
    assistant: Assistant, texts: Sequence[str], language: Language | None = None, role: Role = Role.LEADER
) -> Answer:
    """Answer turn after turn and return the last answer; ValueError where there is no turn."""
    history: list[Exchange] = []
    for text in texts[-REMEMBERED - 1 :]:
        answer = answer_in_conversation(assistant, Question(text, language, role), history)
        history.append(Exchange(answer.resolved_question or answer.question, answer))
    if not history:
        raise ValueError("a conversation without a turn")
    return history[-1].answer


def answer_in_conversation(assistant: Assistant, question: Question, history: Sequence[Exchange]) -> Answer:
    """Answer a turn in the light of the earlier ones; `resolved_question` tells what was searched for, if it differs."""
    started = time.perf_counter()
    typed = clean(question.text)
    talk = _that_count(history)
    if not talk or _is_refused(typed):
        return assistant.answer(question)
    answer = _answered(assistant, replace(question, text=typed), talk)
    return replace(answer, elapsed_ms=round((time.perf_counter() - started) * 1000, 2))


def changed_sentence(language: Language, before: str, after: str) -> str:
    """Return the sentence that tells that another approach fits now; both are names of approaches."""
    return say("situation_changed", language, before=before, after=after)


def _that_count(history: Sequence[Exchange]) -> list[Exchange]:
    """Return the recent exchanges that a turn may be about: not thanks, and not what Floke refused to read."""
    unread = (Outcome.BLOCKED, Outcome.ERROR)
    recent = [exchange for exchange in history[-REMEMBERED:] if exchange.answer.outcome not in unread]
    return [exchange for exchange in recent if not is_courtesy(exchange.answer.question)]


def _is_refused(text: str) -> bool:
    """Tell whether the pipeline will not read the text: the turn is then judged alone, before anything is joined to it."""
    unreadable = not any(character.isalnum() for character in text) or len(text) > MAX_CHARACTERS
    return unreadable or contains_identity_number(text)


def _answered(assistant: Assistant, turn: Question, talk: Sequence[Exchange]) -> Answer:
    """Answer what the turn asks for in full, by the kind of turn that it is."""
    last, index = talk[-1], assistant.index()
    language = turn.language or _language_of(turn.text, last)
    if is_courtesy(turn.text):
        return assistant.answer(turn)
    if _is_choice(turn.text, last):
        told = _resolved(assistant, turn, f"{last.question}\n{turn.text}", last.answer.language)
        return _with_change(assistant, told, talk)
    if wish := wish_of(turn.text):
        return _as_wished(assistant, turn, wish, last)
    if correction := correction_of(turn.text):
        asked = corrected(last.question, correction, index)
        return _resolved(assistant, turn, asked, turn.language or detect_language(asked, language))
    earlier = _before_remark(turn.text, talk)
    if replaced := substituted(earlier[-1].question, turn.text, index):
        return _resolved(assistant, turn, replaced, language)
    alone = replace(turn, text=without_courtesy(turn.text), language=language)
    return _new_or_continued(assistant, turn, alone, talk if earlier is talk else _remarked(earlier, talk[-1]))


def _is_choice(text: str, last: Exchange) -> bool:
    """Tell whether the turn is one of the answers that Floke offered to its own question."""
    offered = last.answer.situation.choices if last.answer.situation else ()
    return one_line(text).casefold() in {one_line(choice).casefold() for choice in offered}


def _before_remark(text: str, talk: Sequence[Exchange]) -> Sequence[Exchange]:
    """Return the talk without a last remark that asked nothing and found nothing («fun, we have that too»).

    All of it where the turn only goes on telling, or nothing had been answered before the remark.
    """
    last = talk[-1].answer
    is_short = len(words_in(last.question)) <= REMARK and not asks_something(last.question)
    is_remark = len(talk) > 1 and is_short and not last.outcome.has_evidence and asks_something(text)
    return talk[:-1] if is_remark and talk[-2].answer.outcome.has_evidence else talk


def _remarked(earlier: Sequence[Exchange], remark: Exchange) -> list[Exchange]:
    """Return the talk with a remark as a part of the question that it remarks on."""
    said, last = remark.answer.question, earlier[-1]
    answer = replace(last.answer, question=f"{_ended(last.answer.question)} {said}")
    return [*earlier[:-1], Exchange(f"{_ended(last.question)} {said}", answer)]


def _new_or_continued(assistant: Assistant, turn: Question, alone: Question, talk: Sequence[Exchange]) -> Answer:
    """Answer the turn alone where it opens a topic, else joined to what it continues.

    What leans on the turn before and would be declined alone continues after all, if that is answered.
    """
    if not _opens_topic(assistant, turn.text, alone, talk):
        return _continued(assistant, turn, alone, talk)
    answer = _resolved(assistant, turn, alone.text, alone.language or talk[-1].answer.language)
    if answer.outcome is not Outcome.ABSTAINED or not must_continue(turn.text):
        return answer
    continued = _continued(assistant, turn, alone, talk)
    return continued if continued.outcome.has_evidence else answer


def _opens_topic(assistant: Assistant, typed: str, alone: Question, talk: Sequence[Exchange]) -> bool:
    """Tell whether the turn opens a topic: it says so, it only tells and nothing was awaited, or the signals say so."""
    last, telling = talk[-1], _telling(typed, _chain(talk))
    if announces_change(typed):
        return True
    if only_tells(typed) and telling is not Telling.ADVISED:
        return telling is Telling.NOT
    return chance_of_new_topic(signals_of(assistant, alone, last.question, last.answer, telling)) > 0.5


def _continued(assistant: Assistant, turn: Question, alone: Question, talk: Sequence[Exchange]) -> Answer:
    """Answer the turn joined to what it continues, or alone where only that finds something.

    What would be asked back about is answered alone where it is a clear situation: vague words before it drown it.
    """
    joined, language = _joined(turn.text, talk), alone.language or talk[-1].answer.language
    is_told = tells(turn.text, opening=True) or bool(_telling(turn.text, _chain(talk)))
    asked = replace(turn, continues=talk[-1].answer.outcome.has_evidence and not is_told)
    answer = _resolved(assistant, asked, joined if len(joined) <= MAX_CHARACTERS else alone.text, language)
    if answer.outcome.has_evidence:
        return _with_change(assistant, answer, talk)
    by_itself = _resolved(assistant, turn, alone.text, language)
    is_clear = bool(by_itself.situation and by_itself.situation.approach)
    better = is_clear if answer.outcome is Outcome.CLARIFY else by_itself.outcome.has_evidence
    return _with_change(assistant, by_itself if better else answer, talk)


def _language_of(text: str, last: Exchange) -> Language:
    """Return the language of a turn; few words seldom tell bokmål from nynorsk, so what was said before counts half."""
    before = last.answer.language
    own = detect_language(text, before)
    if own is before or Language.EN in (own, before):
        return own
    return detect_language(f"{last.question} {text} {text}", before)


def _resolved(assistant: Assistant, turn: Question, asked: str, language: Language) -> Answer:
    """Answer what was asked for in full, under the words that were typed."""
    answer = assistant.answer(replace(turn, text=asked, language=language))
    resolved = asked if one_line(asked) != one_line(turn.text) else None
    return replace(answer, question=turn.text, resolved_question=resolved)


def _as_wished(assistant: Assistant, turn: Question, wish: Wish, last: Exchange) -> Answer:
    """Answer the last question again as wished, or tell more about the point that is pointed at."""
    language = wish.language or turn.language or last.answer.language
    about = point_of(last.answer, wish.point, assistant.index()) if wish.point is not None else None
    answer = _resolved(assistant, turn, about or last.question, language)
    return shortened(answer, assistant.index()) if wish.shorter else answer


def _joined(text: str, talk: Sequence[Exchange]) -> str:
    """Return the turn joined to what it continues: a situation as told so far, or the topic's opening question.

    A chain of follow-ups keeps its opening and the turn before: of siblings («og lederne?», «og politikerne?») only
    the last.
    """
    chain, turn = _chain(talk), without_courtesy(text)
    opening, before = chain[0].question, chain[-1].answer.question
    if _telling(text, chain):
        parts = [opening, *(exchange.answer.question for exchange in chain[1:]), turn]
    elif len(chain) == 1 or (leads_on(before) and leads_on(turn)):
        parts = [opening, turn]
    else:
        parts = [opening, without_courtesy(before), turn]
    return " ".join([*(_ended(part) for part in parts[:-1]), parts[-1]])


def _chain(talk: Sequence[Exchange]) -> list[Exchange]:
    """Return the exchanges of the present topic, the opening one first: each question begins with the one before it."""
    chain = [talk[-1]]
    for earlier in reversed(talk[:-1]):
        if not chain[0].question.startswith(earlier.question):
            break
        chain.insert(0, earlier)
    return [chain[0], *(exchange for exchange in chain[1:] if not wish_of(exchange.answer.question))]


def _telling(text: str, chain: Sequence[Exchange]) -> Telling:
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


def _with_change(assistant: Assistant, answer: Answer, talk: Sequence[Exchange]) -> Answer:
    """Say so where what was added makes another approach fit than the one named before."""
    named = [exchange.answer.situation.approach for exchange in talk if exchange.answer.situation]
    before, situation = next((approach for approach in reversed(named) if approach), None), answer.situation
    if not (before and situation and situation.approach and situation.approach is not before):
        return answer
    names = [assistant.method.approach(item).name[answer.language] for item in (before, situation.approach)]
    return replace(answer, situation=replace(situation, changed=changed_sentence(answer.language, *names)))
