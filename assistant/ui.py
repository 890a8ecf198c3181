"""The page where one asks: a question, a calm answer, its sources beside it, and what to ask next.

A turn is drawn in `ui_turn`, the guided path in `ui_guided`; here stands what is around them.
"""

from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import streamlit as st

from assistant import ui_html
from assistant.answer import Answer
from assistant.cleaning import MAX_CHARACTERS
from assistant.domain import Language, Role
from assistant.page_headers import COOKIE, PARAMETER, chosen_language
from assistant.ui_asking import Asked, answered, ask, chip
from assistant.ui_guided import forget_answers, guided_path
from assistant.ui_turn import turn
from assistant.wording import say

NAMES = {Language.NB: "Bokmål", Language.NN: "Nynorsk", Language.EN: "English"}
EXAMPLES = 4


@lru_cache(maxsize=1)
def _style() -> str:
    return (Path(__file__).parent / "pages" / "style.css").read_text(encoding="utf-8")


def show() -> None:
    """Draw the page once; Streamlit calls this again for every click."""
    st.set_page_config(page_title="Floke", page_icon="🪢", layout="wide", initial_sidebar_state="collapsed")
    st.html(f"<style>{_style()}</style>")
    state = st.session_state
    state.setdefault("turns", [])
    if state.get("language") is None:  # a click on the chosen one takes the choice away
        state.language = state.get("language_before") or _first_language()
    state.language_before = state.language
    _head()
    language, role = Language(state.language), Role(state.role)
    asked: Asked | None = state.pop("asked", None)
    if not (state.turns or asked):
        _welcome(language)
    turns = st.container(key="turns")
    with turns:
        for number, (before, answer) in enumerate(pairwise([None, *state.turns]), start=1):
            turn(answer, number, number == len(state.turns) and not asked, before)
    with st.container(key="waiting"):
        new = answered(asked, language, role) if asked else None
    if new:
        state.turns.append(new)
        with turns:
            turn(new, len(state.turns), True, state.turns[-2] if len(state.turns) > 1 else None)
    _announcements(language, state.turns)
    with st.container(key="path"):
        guided_path(language)
    with st.container(key="ask"):
        st.chat_input(
            say("page_placeholder", language), key="question", max_chars=MAX_CHARACTERS, on_submit=_ask_what_is_typed
        )
        st.caption(say("page_notice", language))


def _first_language() -> Language:
    headers = st.context.headers
    return chosen_language(
        st.query_params.get(PARAMETER), st.context.cookies.get(COOKIE), headers.get("accept-language")
    )


def _head() -> None:
    """Draw mark and name, role, language, and the way to a new conversation."""
    state = st.session_state
    language = Language(state.language)
    with st.container(key="head", horizontal=True, vertical_alignment="center"):
        st.html(ui_html.brand(), width="content")
        st.space("stretch")
        if state.turns or state.get("asked"):
            st.button(say("page_new", language), key="new", type="tertiary", on_click=_forget)
        st.segmented_control(
            say("page_role", language),
            list(Role),
            default=Role.LEADER,
            required=True,
            key="role",
            format_func=lambda role: say(f"page_role_{role}", language),
            label_visibility="collapsed",
        )
        st.segmented_control(
            say("page_language", language),
            list(Language),
            required=True,
            key="language",
            format_func=NAMES.__getitem__,
            label_visibility="collapsed",
            on_change=_remember_language,
        )


def _remember_language() -> None:
    """Put the language in the address: there the next load finds it, and remembers it in a cookie."""
    if st.session_state.language:
        st.query_params[PARAMETER] = str(st.session_state.language)


def _forget() -> None:
    st.session_state.turns = []
    forget_answers()


def _ask_what_is_typed() -> None:
    ask(Asked(st.session_state.question))


def _announcements(language: Language, turns: list[Answer]) -> None:
    """Tell a screen reader once that an answer is there, and the page's script the language and the newest turn."""
    ready = say("page_ready", language, number=len(turns)) if turns else ""
    newest = f"turn-{len(turns)}" if turns else ""
    labels = f'data-floke-input="{say("page_placeholder", language)}" data-floke-send="{say("page_send", language)}"'
    st.html(
        f'<div class="fl-hidden" role="status" lang="{language}" data-floke-language="{language}" '
        f'data-floke-turn="{newest}" {labels}>{ready}</div>'
    )


def _welcome(language: Language) -> None:
    """Say what Floke is for, and let the reader begin with a click."""
    with st.container(key="welcome"):
        title, lead = say("page_title", language), say("page_lead", language)
        st.html(f'<div lang="{language}"><h1>{title}</h1><p class="fl-intro">{lead}</p></div>')
        st.html(f'<p class="fl-small" lang="{language}">{say("page_examples", language)}</p>')
        with st.container(key="examples"):
            for number in range(1, EXAMPLES + 1):
                text = say(f"page_example_{number}", language)
                chip(text, f"example-{number}", Asked(text, language, whole=True))
