"""The front page: a question, a calm answer, its sources beside it, and what to ask next.

A turn is drawn in `ui_turn`; here stands what is around the conversation.
"""

from itertools import pairwise

import streamlit as st

from assistant import ui_html
from assistant.answer import Answer
from assistant.cleaning import MAX_CHARACTERS
from assistant.domain import Language, Role
from assistant.ui_asking import Asked, answer_now, ask, settle
from assistant.ui_keeping import NOT_KEPT, begin, held_on, take_up
from assistant.ui_privacy import checked, held_back
from assistant.ui_tour import tour
from assistant.ui_turn import turn
from assistant.wording import say

PAGE = "ask"
EXAMPLES = 4
SHOWN = 5
"""Turns drawn at once; the earlier ones come with a click, so that a long conversation stays as fast as a short one."""


def show() -> None:
    """Draw the page once."""
    state = st.session_state
    state.setdefault("turns", [])
    settle()
    language, role = Language(state.language), Role(state.role)
    found = take_up()
    top, turns = st.container(), st.container(key="turns")
    waiting, announced = st.container(key="waiting"), st.container()
    typed = _field(language)
    asked = checked(Asked(typed) if typed else state.pop("asked", None), PAGE)
    with top:
        if not (state.turns or asked or held_on(PAGE) in state):
            _welcome(language, found)
        else:
            _tools(language)
    with turns:
        _earlier(state.turns, language, answering=asked is not None)
    with waiting:
        held_back(language, ask, PAGE)
        before = state.turns[-1] if state.turns else None
        new = answer_now(asked, language, role) if asked else None
    if new:
        take_up()
        with turns:
            turn(new, len(state.turns), True, before)
    with announced:
        if trouble := state.get(NOT_KEPT):
            st.html(ui_html.note(say("page_not_stored", language, reason=trouble.message), language))
        _announcement(language, state.turns)


def _field(language: Language) -> str | None:
    """Draw the field and return what was typed; it comes before the answer in time, so that a stopped answer leaves it there.

    What is typed is returned, not told to a callback: a session that begins with it (after a lost connection) has none.
    """
    with st.container(key="ask"):
        typed = st.chat_input(
            say("page_placeholder", language), key="question", max_chars=MAX_CHARACTERS, submit_mode="stop"
        )
        st.caption(say("page_notice", language))
        st.button(say("stopped", language), key="settle")  # the page's script clicks it when an answer was stopped
    return typed


def _tools(language: Language) -> None:
    """Draw the heading that only screen readers need here, and the way to a new conversation."""
    with st.container(key="tools", horizontal=True, vertical_alignment="center"):
        st.html(f'<h1 class="fl-hidden" lang="{language}">{say("page_conversation", language)}</h1>', width="content")
        st.space("stretch")
        st.button(say("page_new", language), key="new", type="tertiary", on_click=begin)


def _earlier(turns: list[Answer], language: Language, answering: bool) -> None:
    """Draw the turns so far, the last ones at first."""
    numbered = list(enumerate(pairwise([None, *turns]), start=1))
    if len(numbered) > SHOWN and not st.session_state.get("all_turns"):
        hidden = len(numbered) - SHOWN
        st.button(say("page_earlier", language, number=hidden), key="earlier", type="tertiary", on_click=_show_all)
        numbered = numbered[hidden:]
    for number, (before, answer) in numbered:
        if answer is not None:
            turn(answer, number, number == len(turns) and not answering, before)


def _show_all() -> None:
    st.session_state.all_turns = True


def _announcement(language: Language, turns: list[Answer]) -> None:
    """Tell a screen reader once that an answer is there, and the page's script what to bring into view."""
    ready = say("page_ready", language, number=len(turns)) if turns else ""
    newest = f"turn-{len(turns)}" if turns else ""
    filled = st.session_state.get("filled", 0)
    told = f'data-floke-turn="{newest}" data-floke-filled="{filled}"'
    st.html(f'<div class="fl-hidden" role="status" lang="{language}" {told}>{ready}</div>')


def _welcome(language: Language, found: bool) -> None:
    """Say what Floke is for, and let the reader begin with a click that fills the field of a question."""
    with st.container(key="welcome"):
        if not found:
            st.html(ui_html.note(say("page_not_kept", language), language))
        title, lead = say("page_title", language), say("page_lead", language)
        st.html(f'<div lang="{language}"><h1>{title}</h1><p class="fl-intro">{lead}</p></div>')
        st.html(f'<p class="fl-small" lang="{language}">{say("page_examples", language)}</p>')
        with st.container(key="examples"):
            for number in range(1, EXAMPLES + 1):
                text = say(f"page_example_{number}", language)
                st.button(ui_html.plain_label(text), key=f"example-{number}", on_click=_fill, args=(text,))
        tour(language)


def _fill(text: str) -> None:
    """Put a question into the field, where the reader may change it before it is asked."""
    st.session_state.question = text
    st.session_state.filled = st.session_state.get("filled", 0) + 1
