"""The HTML of the page that finds the approach; everything that comes in is escaped."""

from collections.abc import Sequence
from html import escape

from assistant.answer import Answer, Plan, Situation, Step
from assistant.domain import Approach, Language
from assistant.method import Choice
from assistant.ui_html import answer_part, inline, step_rows
from assistant.ui_situation import Names, Parts, named, scores, signs, stretches
from assistant.wording import say

TURN = 1
"""The page shows one answer: its numbers and its sources carry this turn's names."""


def heading(language: Language) -> str:
    """Return what the page is for."""
    title, lead = say("approach_title", language), say("approach_lead", language)
    return (
        f'<div class="fl-page" lang="{language}"><h1>{escape(title)}</h1><p class="fl-intro">{escape(lead)}</p></div>'
    )


def way(key: str, language: Language) -> str:
    """Return the heading of one of the two ways, and what it asks for."""
    head, lead = say(key, language), say(f"{key}_lead", language)
    return f'<div class="fl-way" lang="{language}"><h2>{escape(head)}</h2><p>{escape(lead)}</p></div>'


def guiding_question(text: str, help_text: str, language: Language) -> str:
    """Return a guiding question and what helps to answer it."""
    return f'<div class="fl-guiding" lang="{language}"><h3>{escape(text)}</h3><p>{escape(help_text)}</p></div>'


def anchor(name: str) -> str:
    """Return a place that the page's script brings into view and gives the focus, once."""
    return f'<div id="{name}" data-floke-place="{name}"></div>'


def verdict(answer: Answer, situation: Situation, parts: Parts, names: Names, place: str) -> str:
    """Return the approach, how sure it is and what to do; `place` takes the focus."""
    language, name = answer.language, names(situation.approach) if situation.approach else ""
    opening = answer_part(answer, parts.opening, TURN, lead=True, calm=True) if parts.opening else ""
    head = f'<p class="fl-kicker">{escape(say("approach_kicker", language))}</p><h2 id="{place}">{escape(name)}</h2>'
    conclusion = answer_part(answer, parts.conclusion, TURN, lead=True)
    second = f'<p class="fl-second">{inline(parts.second)}</p>' if parts.second else ""
    said = opening + head + _certainty(situation, language) + conclusion + second
    return f'<section class="fl-verdict" lang="{language}" data-floke-place="{place}">{said}</section>'


def chart(situation: Situation, language: Language, names: Names) -> str:
    """Return the probabilities: names and percentages in words, which the bars only repeat for the eye."""
    return f'<div class="fl-chart" lang="{language}">{scores(situation, language, names)}</div>'


def reasons(answer: Answer, situation: Situation, choices: Sequence[Choice], names: Names) -> str:
    """Return what in the text and in the answers speaks for the approach, and why not the others."""
    language = answer.language
    matter = escape(answer.question).replace("\n", "<br>")
    told = f"<details><summary>{escape(say('approach_told', language))}</summary><p>{matter}</p></details>"
    body = signs(situation, language, TURN) + _answers(choices, language, names)
    why = f"<div><h3>{escape(say('page_why', language))}</h3>{body}{told}</div>"
    if situation.against:
        rows = "".join(f"<li>{named(text)}</li>" for text in situation.against)
        why += f"<div><h3>{escape(say('page_against', language))}</h3><ul>{rows}</ul></div>"
    return f'<section class="fl-reasons" lang="{language}">{why}</section>'


def road(plan: Plan, steps: Sequence[Step], language: Language) -> str:
    """Return the plan as a road: the first week and the three months first, then who, what to avoid and where it stands."""
    cards = "".join(
        f'<div class="fl-stretch fl-{key}"><h4>{escape(say(key, language))}</h4>'
        f"{step_rows(items, language, TURN, ticked_off)}</div>"
        for key, items, ticked_off in stretches(plan, steps)
    )
    head = f"<h3>{escape(say('page_plan', language))}</h3>"
    return f'<section class="fl-road" lang="{language}">{head}<div class="fl-stretches">{cards}</div></section>'


def guide_says(answer: Answer, rest: str) -> str:
    """Return what the guide says to the matter beyond the conclusion."""
    head = f'<h3 lang="{answer.language}">{escape(say("approach_guide", answer.language))}</h3>'
    return head + answer_part(answer, rest, TURN, lead=False)


def compared(title: str, differs: str, language: Language) -> str:
    """Return the case most like the situation, and what to compare."""
    head = f"<h3>{escape(say('note_case', language))}</h3>"
    return f'<section class="fl-compared" lang="{language}">{head}<p><b>{escape(title)}</b></p><p>{inline(differs)}</p></section>'


def without_approach(key: str, language: Language, place: str) -> str:
    """Return the heading of what became of a text that no approach was named for; `place` takes the focus."""
    head = f'<h2 id="{place}">{escape(say(key, language))}</h2>'
    return f'<div class="fl-unnamed" lang="{language}" data-floke-place="{place}">{head}</div>'


def _certainty(situation: Situation, language: Language) -> str:
    """Return a word on how sure the approach is, and what it means."""
    sure = "approach_likely" if situation.runner_up else "approach_clear"
    key = sure if situation.certain else "approach_unsure"
    word, meaning = say(key, language), say(f"{key}_note", language)
    return f'<p class="fl-certainty {key.replace("_", "-")}"><b>{escape(word)}</b> {escape(meaning)}</p>'


def _answers(choices: Sequence[Choice], language: Language, names: Names) -> str:
    """Return the chosen answers, each with the approaches that it speaks for and against."""
    if not choices:
        return ""
    rows = "".join(
        f"<li>{escape(say('page_quoted', language, text=choice.text[language]))}<br>"
        f'<span class="fl-small">{escape(_points(choice, language, names))}</span></li>'
        for choice in choices
    )
    return f'<p>{escape(say("approach_answers", language))}</p><ul class="fl-signs">{rows}</ul>'


def _points(choice: Choice, language: Language, names: Names) -> str:
    towards, away = _listed(choice.points_to, language, names), _listed(choice.points_away, language, names)
    told = [say("approach_points_to", language, names=towards)] if towards else []
    told += [say("approach_points_away", language, names=away)] if away else []
    return " ".join(told) or say("approach_points_nowhere", language)


def _listed(approaches: Sequence[Approach], language: Language, names: Names) -> str:
    """Return names with their quotation marks, the last one after an «and»."""
    quoted = [say("page_quoted", language, text=names(item)) for item in approaches]
    before, last = quoted[:-1], quoted[-1:]
    return say("approach_and", language).join(filter(None, (", ".join(before), *last)))
