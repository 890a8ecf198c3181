"""What the page that finds the approach shows: the approach with its reasons and its plan, or why there is none yet."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from assistant import ui_approach_html, ui_html, ui_situation
from assistant.answer import Answer, Situation
from assistant.domain import Approach, Language, Outcome
from assistant.guiding import read_choices, telling_question, words_of
from assistant.ui_asking import Asked, ask, assistant
from assistant.wording import say

Choose = Callable[[str], None]
"""What is done with an answer that the reader gives to Floke's own question."""

Draw = Callable[[], None]

_ASK, _SOURCES = "ask.py", "sources.py"
_VERDICT, _BESIDE = (1.3, 1), (1.15, 1)


def result(answer: Answer, place: str, draw_tools: Draw, choose: Choose) -> None:
    """Draw what became of the situation; `place` names the heading that takes the focus."""
    situation = answer.situation
    with st.container(key="approach-result"):
        if situation and situation.approach:
            _approach(answer, situation, place, draw_tools, choose)
        else:
            _without(answer, place, draw_tools, choose)


def _approach(answer: Answer, situation: Situation, place: str, draw_tools: Draw, choose: Choose) -> None:
    """Draw the approach and the probabilities first, then why, what to do, and what it rests on."""
    names = partial(_name, language=answer.language)
    parts = ui_situation.parts_of(answer, situation, names)
    with st.container(key="approach-verdict"):
        said, shown = st.columns(_VERDICT, gap="large")
        with said:
            st.html(ui_approach_html.verdict(answer, situation, parts, names, place))
            _asks(situation, say("page_one_more", answer.language), answer.language, choose)
            draw_tools()
        shown.html(ui_approach_html.chart(situation, answer.language, names))
    choices = read_choices(answer.question, assistant().method).choices
    st.html(ui_approach_html.reasons(answer, situation, choices, names))
    if answer.plan:
        st.html(ui_approach_html.road(answer.plan, answer.next_steps, answer.language))
    _rests_on(answer, situation, parts.rest)


def _rests_on(answer: Answer, situation: Situation, rest: str) -> None:
    """Draw what the guide says, the case to compare with, and the sources."""
    said, sources = st.columns(_BESIDE, gap="large")
    with said, st.container(key="approach-said"):
        if rest:
            st.html(ui_approach_html.guide_says(answer, rest))
        _compared(situation, answer.language)
    with sources, st.container(key="approach-sources"):
        st.html(ui_html.sources_list(answer, ui_approach_html.TURN))


def _name(approach: Approach, language: Language) -> str:
    return assistant().method.approach(approach).name[language]


def _asks(situation: Situation, more: str, language: Language, choose: Choose) -> None:
    """Ask the one question that tells most; a click adds the answer to what was told."""
    if not situation.choices:
        return
    with st.container(key="asks-approach"):
        st.html(ui_situation.asks(situation, more, language))
        with st.container(key="choices-approach", horizontal=True):
            for number, choice in enumerate(situation.choices):
                label = ui_html.plain_label(choice)
                st.button(label, key=f"approach-choice-{number}", on_click=choose, args=(choice,))


def _compared(situation: Situation, language: Language) -> None:
    """Draw the case most like the situation, where the plan of the approach names one."""
    plan = assistant().plans[situation.approach] if situation.approach else None
    if not (plan and plan.case and plan.differs):
        return
    document = assistant().index().corpus.document(plan.case, language)
    st.html(ui_approach_html.compared(document.title, plan.differs[language], language))
    st.page_link(_SOURCES, label=say("approach_case", language), query_params={"doc": plan.case})


def _without(answer: Answer, place: str, draw_tools: Draw, choose: Choose) -> None:
    """Draw an answer that names no approach: what is missing, or what the guide says to a plain question."""
    language = answer.language
    with st.container(key="approach-unnamed"):
        st.html(ui_approach_html.without_approach(_heading(answer), language, place))
        if answer.outcome.has_evidence:
            said, sources = st.columns(_BESIDE, gap="large")
            with said:
                st.html(ui_html.answer_text(answer, ui_approach_html.TURN))
                _asks(_first_question(language), say("approach_plain_more", language), language, choose)
            sources.html(ui_html.sources_list(answer, ui_approach_html.TURN))
        else:
            st.html(ui_html.declined(answer))
            _asks(answer.situation or Situation(), "", language, choose)
        _nearby(answer)
        draw_tools()


def _heading(answer: Answer) -> str:
    if answer.outcome.has_evidence:
        return "approach_plain"
    return "approach_more" if answer.outcome is Outcome.CLARIFY else "approach_none"


def _first_question(language: Language) -> Situation:
    """Return the question that tells most where nothing is known yet."""
    question = telling_question(dict.fromkeys(Approach, 1 / len(Approach)), assistant().method)
    text, choices = words_of(question, language)
    return Situation(question=text, choices=choices)


def _nearby(answer: Answer) -> None:
    """Point to the page where one asks, with questions that the guide can answer."""
    if not answer.suggestions:
        return
    language = answer.language
    head = say("page_follow_ups" if answer.outcome.has_evidence else "nearby", language)
    st.html(f'<p class="fl-small" lang="{language}">{head}</p>')
    with st.container(key="chips-approach-nearby", horizontal=True):
        for number, text in enumerate(answer.suggestions):
            if st.button(ui_html.plain_label(text), key=f"approach-nearby-{number}"):
                ask(Asked(text, language, whole=True))
                st.switch_page(_ASK)
