"""A turn in the light of the turns before it: what it asks for in full is resolved, shown, and then answered.

No language model is used: a wish about the last answer, a correction and an answer to Floke's own question are told by
their words (`wishes`, `corrections`); between a follow-up and a new topic, signals decide (`topics`).
"""

import time
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.cleaning import MAX_CHARACTERS, clean, one_line
from assistant.corrections import corrected, correction_of, substituted
from assistant.domain import Language, Outcome, Question, Reason, Role
from assistant.followups import announces_change, is_courtesy, must_continue, only_tells, tells, without_courtesy
from assistant.history import (
    REMEMBERED,
    Exchange,
    before_remark,
    chain_of,
    joined,
    last_told,
    remarked,
    telling_of,
    that_count,
)
from assistant.language import detect_language
from assistant.pipeline import Assistant
from assistant.privacy import contains_identity_number
from assistant.readings import further_reading, with_other_reading
from assistant.topics import Telling, chance_of_new_topic, signals_of
from assistant.wishes import Wish, point_of, shortened, wish_of
from assistant.wording import say

OPENS, UNSURE, SURELY = 0.4, 0.6, 0.7
"""Chances that a turn opens a topic: below the first it continues; up to the second it continues where it finds nothing
alone; above the third it is not read as a follow-up too. To be dragged into the old topic is worse than to be answered by
itself with the other reading after it; of 24 turns between 0.65 and 0.7 twelve followed up."""


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
    talk = that_count(history)
    if not talk or _is_refused(typed):
        return assistant.answer(question)
    answer = _answered(assistant, replace(question, text=typed), talk)
    return replace(answer, elapsed_ms=round((time.perf_counter() - started) * 1000, 2))


def changed_sentence(language: Language, before: str, after: str) -> str:
    """Return the sentence that tells that another approach fits now; both are names of approaches."""
    return say("situation_changed", language, before=before, after=after)


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
        return _as_wished(assistant, turn, wish, last_told(talk))
    if correction := correction_of(turn.text):
        asked = corrected(last_told(talk).question, correction, index)
        return _resolved(assistant, turn, asked, turn.language or detect_language(asked, language))
    earlier = before_remark(turn.text, talk)
    if replaced := substituted(earlier[-1].question, turn.text, index):
        return _resolved(assistant, turn, replaced, language)
    alone = replace(turn, text=without_courtesy(turn.text), language=language)
    return _new_or_continued(assistant, turn, alone, talk if earlier is talk else remarked(earlier, talk[-1]))


def _is_choice(text: str, last: Exchange) -> bool:
    """Tell whether the turn is one of the answers that Floke offered to its own question."""
    offered = last.answer.situation.choices if last.answer.situation else ()
    return one_line(text).casefold() in {one_line(choice).casefold() for choice in offered}


def _new_or_continued(assistant: Assistant, turn: Question, alone: Question, talk: Sequence[Exchange]) -> Answer:
    """Answer the turn alone where it opens a topic, else joined to what it continues; where it may be both, tell both.

    What would be declined alone continues after all, if that is answered, in doubt or where its words lean on what was said.
    """
    chance = _chance_of_opening(assistant, turn.text, alone, talk)
    if chance <= OPENS:
        return _continued(assistant, turn, alone, talk)
    answer = _resolved(assistant, turn, alone.text, _spoken(alone, talk))
    leans = answer.outcome is Outcome.ABSTAINED and must_continue(turn.text)
    if answer.outcome.has_evidence:
        return _with_both(assistant, answer, alone, talk) if chance <= SURELY else answer
    if leans or chance <= UNSURE:
        continued = _continued(assistant, turn, alone, talk)
        return continued if continued.outcome.has_evidence else answer
    return answer


def _with_both(assistant: Assistant, answer: Answer, alone: Question, talk: Sequence[Exchange]) -> Answer:
    """Add the other reading of a turn, without what a role would add; where that tells of danger, it is the answer.

    Advice in brief would be a conclusion without its reasons; what the topic's own texts say stands for it.
    """
    turn = replace(alone, text=answer.question)
    other = _continued(assistant, replace(turn, role=Role.LEADER), alone, talk)
    if other.reason is Reason.ACUTE_DANGER and answer.reason is not Reason.ACUTE_DANGER:
        return _continued(assistant, turn, alone, talk)
    before, opening = talk[-1].answer, chain_of(talk)[0].question
    is_advised = bool(other.situation and other.situation.approach)
    both = answer if is_advised else with_other_reading(answer, other, before, opening, assistant.index())
    if both is not answer or other.outcome is not Outcome.ANSWERED:
        return both
    further = further_reading(assistant, other, before)
    return with_other_reading(answer, further, before, opening, assistant.index()) if further else answer


def _chance_of_opening(assistant: Assistant, typed: str, alone: Question, talk: Sequence[Exchange]) -> float:
    """Return the chance that the turn opens a topic: surely where it says so, surely not where it tells what was awaited."""
    last, telling = talk[-1], telling_of(typed, chain_of(talk))
    if announces_change(typed):
        return 1.0
    if only_tells(typed) and telling is not Telling.ADVISED:
        return float(telling is Telling.NOT)
    return chance_of_new_topic(signals_of(assistant, alone, last.question, last.answer, telling))


def _continued(assistant: Assistant, turn: Question, alone: Question, talk: Sequence[Exchange]) -> Answer:
    """Answer the turn joined to what it continues, or alone where only that finds something.

    What would be asked back about is answered alone where it is a clear situation: vague words before it drown it.
    """
    whole, language = joined(turn.text, talk), _spoken(alone, talk)
    is_told = tells(turn.text, opening=True) or bool(telling_of(turn.text, chain_of(talk)))
    asked = replace(turn, continues=talk[-1].answer.outcome.has_evidence and not is_told)
    answer = _resolved(assistant, asked, whole if len(whole) <= MAX_CHARACTERS else alone.text, language)
    if answer.outcome.has_evidence:
        return _with_change(assistant, answer, talk)
    by_itself = _resolved(assistant, turn, alone.text, language)
    is_clear = bool(by_itself.situation and by_itself.situation.approach)
    better = is_clear if answer.outcome is Outcome.CLARIFY else by_itself.outcome.has_evidence
    return _with_change(assistant, by_itself if better else answer, talk)


def _spoken(alone: Question, talk: Sequence[Exchange]) -> Language:
    """Return the language of the answer: the turn's own, else that of the answer before."""
    return alone.language or talk[-1].answer.language


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
    answer = _resolved(assistant, replace(turn, repeats=about is not None), about or last.question, language)
    return shortened(answer, assistant.index()) if wish.shorter else answer


def _with_change(assistant: Assistant, answer: Answer, talk: Sequence[Exchange]) -> Answer:
    """Say so where what was added makes another approach fit than the one named before."""
    named = [exchange.answer.situation.approach for exchange in talk if exchange.answer.situation]
    before, situation = next((approach for approach in reversed(named) if approach), None), answer.situation
    if not (before and situation and situation.approach and situation.approach is not before):
        return answer
    names = [assistant.method.approach(item).name[answer.language] for item in (before, situation.approach)]
    return replace(answer, situation=replace(situation, changed=changed_sentence(answer.language, *names)))
