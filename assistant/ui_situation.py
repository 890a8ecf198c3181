"""The reasons for the choice of approach, and the plan, as HTML; everything that comes in is escaped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from assistant.answer import Answer, Plan, Situation, Step
from assistant.domain import Approach, Language, Reason
from assistant.readings import parted
from assistant.ui_html import answer_part, inline, mark, step_rows
from assistant.wording import say

Names = Callable[[Approach], str]
"""An approach's name in the answer's language."""


CAVEAT = "> "
"""How a caveat begins in an answer's text."""


@dataclass(frozen=True, slots=True)
class Parts:
    """An answer's text around its reasons; `second` is what competes with the approach. All may be empty."""

    opening: str
    conclusion: str
    second: str
    rest: str


def parts_of(answer: Answer, situation: Situation, names: Names) -> Parts:
    """Part a text so that its reasons can be drawn instead of read; without them all of it is the conclusion.

    Caveats come last, each once: between a conclusion and its reasons they would stand in the way. Only another reading of
    the turn stands after them.
    """
    own, other = parted(answer)
    blocks = own.split("\n\n")
    opens = 1 if answer.reason is Reason.ACUTE_DANGER and len(blocks) > 1 else 0
    reason = _reason(situation, answer.language, names)
    place = next((at for at, block in enumerate(blocks) if reason and block.startswith(reason)), len(blocks))
    second = blocks[place].removeprefix(reason).strip() if place < len(blocks) else ""
    conclusion = [block for block in blocks[opens:place] if not block.startswith(CAVEAT)]
    rest = [block for block in blocks[place + 1 :] if not block.startswith(CAVEAT)]
    caveats = dict.fromkeys(block for block in blocks[opens:] if block.startswith(CAVEAT))
    texts = (blocks[:opens], conclusion, [second], [*rest, *caveats, other])
    return Parts(*("\n\n".join(filter(None, text)) for text in texts))


def concluded(
    answer: Answer, situation: Situation, parts: Parts, names: Names, turn: int, told_before: bool = False
) -> str:
    """Return what changed, the approach and the conclusion, and why; what the turn before told stands folded."""
    language = answer.language
    changed = f'<p class="fl-changed" lang="{language}">{inline(situation.changed)}</p>' if situation.changed else ""
    opening = answer_part(answer, parts.opening, turn, lead=True, calm=True) if parts.opening else ""
    pill = f'<div class="fl-answer" lang="{language}">{_pill(situation, language, names)}</div>'
    conclusion = pill + answer_part(answer, parts.conclusion, turn, lead=True)
    why = _reasons(situation, parts.second, language, names, turn)
    head = f"<h3>{escape(say('page_why', language))}</h3>"
    why = f"<details><summary>{head}</summary>{why}</details>" if told_before else head + why
    return f'{opening}{changed}{conclusion}<section class="fl-why" lang="{language}">{why}</section>'


def asks(situation: Situation, more: str, language: Language) -> str:
    """Return Floke's own question; `more` where there is an answer already, and another one makes it surer."""
    head = f'<p class="fl-small">{escape(more)}</p>' if more else ""
    return f'<div class="fl-asks" lang="{language}">{head}<p>{inline(situation.question or "")}</p></div>'


def stretches(plan: Plan, steps: Sequence[Step]) -> list[tuple[str, Sequence[Step], bool]]:
    """Return the parts of a plan that have steps: the key of the heading, the steps, and whether they are ticked off."""
    level = (plan.planning_level,) if plan.planning_level else ()
    parts: tuple[tuple[str, Sequence[Step], bool], ...] = (
        ("note_week", plan.first_week, True),
        ("note_months", plan.three_months, True),
        ("note_involve", plan.involve, True),
        ("note_pitfalls", plan.pitfalls, False),
        ("note_level", level, False),
        ("page_guide_steps", steps, True),
    )
    return [part for part in parts if part[1]]


def plan_sections(plan: Plan, steps: Sequence[Step], language: Language, turn: int, told_before: bool = False) -> str:
    """Return the plan, its first week open unless told before; `steps` are the approach's own and come last."""
    rows = "".join(
        f"<details{' open' if key == 'note_week' and not told_before else ''}><summary>{escape(say(key, language))}</summary>"
        f"{step_rows(items, language, turn, ticked_off)}</details>"
        for key, items, ticked_off in stretches(plan, steps)
    )
    return f'<section class="fl-plan" lang="{language}"><h3>{escape(say("page_plan", language))}</h3>{rows}</section>'


def _reason(situation: Situation, language: Language, names: Names) -> str:
    """Return the sentence by which the text tells the reasons; here they are drawn."""
    if situation.approach is None:
        return ""
    name, told = names(situation.approach), "; ".join(say("quoted", language, words=sign) for sign in situation.signs)
    if not told:
        return say("reason_answers", language, name=name)
    return say("reason_signs", language, name=name, signs=told)


def _pill(situation: Situation, language: Language, names: Names) -> str:
    if situation.approach is None:
        return ""
    name = names(situation.approach)
    text = name if situation.certain else say("page_likely", language, name=name)
    return f'<p class="fl-approach">{escape(text)}</p>'


def _reasons(situation: Situation, second: str, language: Language, names: Names, turn: int) -> str:
    """Return the signs, the probabilities, what competes, and why not the others."""
    told = signs(situation, language, turn) or f"<p>{escape(_reason(situation, language, names))}</p>"
    if situation.runner_up and not second:
        second = say("reason_second", language, name=names(situation.runner_up), first="").strip()
    told += f"<p>{inline(second)}</p>" if second else ""
    body = f'<div class="fl-beside"><div>{told}</div><div>{scores(situation, language, names)}</div></div>'
    if situation.against:
        rows = "".join(f"<li>{named(text)}</li>" for text in situation.against)
        body += f"<details><summary>{escape(say('page_against', language))}</summary><ul>{rows}</ul></details>"
    return body


def signs(situation: Situation, language: Language, turn: int) -> str:
    """Return the asker's own words that led to the approach; nothing where only answers were given."""
    if not situation.signs:
        return ""
    numbers = sorted({reason.citation for reason in situation.reasons if reason.citation})
    marks = "".join(mark(number, turn) for number in numbers)
    rows = "".join(f"<li>{escape(say('page_quoted', language, text=sign))}</li>" for sign in situation.signs)
    return f'<p>{escape(say("page_signs", language))}{marks}</p><ul class="fl-signs">{rows}</ul>'


def scores(situation: Situation, language: Language, names: Names) -> str:
    """Return the probabilities as bars, the highest first, each with its percentage in words."""
    if not situation.scores:
        return ""
    ranked = sorted(situation.scores.items(), key=lambda item: -item[1])
    rows = "".join(_score(names(Approach(name)), share, name == situation.approach, language) for name, share in ranked)
    head, note = escape(say("page_scores", language)), escape(say("page_scores_note", language))
    return f'<p>{head}</p><ul class="fl-scores">{rows}</ul><p class="fl-small">{note}</p>'


def _score(name: str, share: float, chosen: bool, language: Language) -> str:
    percent = round(100 * share)
    text = say("page_percent", language, number=percent)
    if share < 0.01:
        text = say("page_under_one", language)
    elif percent > 99:
        text = say("page_over_99", language)
    shown = f"<span>{escape(name)}</span><b>{escape(text)}</b>"
    bar = f'<i class="fl-bar"><i style="width:{max(percent, 1)}%"></i></i>'
    return f'<li class="fl-chosen">{shown}{bar}</li>' if chosen else f"<li>{shown}{bar}</li>"


def named(text: str) -> str:
    """Return a line «name: why», its name set off."""
    name, colon, why = text.partition(":")
    return f"<b>{inline(name)}{colon}</b>{inline(why)}" if colon else inline(text)
