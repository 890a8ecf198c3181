"""The page that finds the approach: a situation in own words and by questions, the approach, and a plan to take along.

The result lives in this tab and is stored nowhere before the reader takes it into a conversation.
"""

from collections.abc import Callable

import streamlit as st

from assistant import ui_approach_form, ui_approach_html, ui_html
from assistant.answer import Answer
from assistant.domain import Language, Question, Role
from assistant.errors import FlokeError
from assistant.ui_approach_result import result
from assistant.ui_asking import Asked, assistant
from assistant.ui_downloads import note_downloads
from assistant.ui_keeping import begin, held_on, keep, open_kept
from assistant.ui_privacy import checked, held_back
from assistant.wording import say

ASKED, EMPTY = "approach_asked", "approach_empty"
PAGE = "approach"
"""Where the page remembers what is on its way, what was sent last, and that nothing was told."""

ANSWER, NUMBER, KEPT = "approach_answer", "approach_number", "approach_kept"
"""Where it remembers what became of it, how often something was sent, and the conversation it was taken into."""


def show() -> None:
    """Draw the page once."""
    state = st.session_state
    language, role = Language(state.language), Role(state.role)
    st.html(ui_approach_html.heading(language))
    asked = _sent()
    told, waiting, found = st.container(key="approach-told"), st.container(key="approach-waiting"), st.container()
    if asked:
        with waiting:
            _calmly(lambda: _answer(asked, language, role), language)
    with told:
        _calmly(lambda: _told(language), language)
    if held_on(PAGE) in state:
        with waiting:
            st.html(ui_approach_html.anchor(f"approach-held-{state[NUMBER]}"))
            held_back(language, _ask_again, PAGE)
    elif ANSWER in state:
        with found:
            _calmly(lambda: _found(state[ANSWER], language), language)


def _sent() -> Asked | None:
    """Return what is to be answered now; a text with personal data is held back until the reader has decided."""
    state = st.session_state
    if ASKED in state:
        state[NUMBER] = state.get(NUMBER, 0) + 1
    return checked(state.pop(ASKED, None), PAGE)


def _calmly(draw: Callable[[], None], language: Language) -> None:
    """Draw a part of the page; what fails is a message with its remedy."""
    try:
        draw()
    except FlokeError as error:
        st.html(ui_html.trouble(error.message, error.remedy, language))


def _answer(asked: Asked, language: Language, role: Role) -> None:
    """Find the approach; it stands by itself, whatever was said in a conversation."""
    state = st.session_state
    with st.spinner(say("page_thinking", language)):
        state[ANSWER] = assistant().answer(Question(asked.text, asked.language, role))
    state.pop(KEPT, None)


def _told(language: Language) -> None:
    """Draw the form; once there is a result, it stands folded above it.

    It is one block either way: nothing of the open form is left behind to push the result down while it is drawn.
    """
    state = st.session_state
    folded = ANSWER in state
    edit = say("approach_edit", language)
    with st.expander(edit, key=f"approach-edit-{state[NUMBER]}") if folded else st.container(key="approach-open"):
        _form(language)


def _form(language: Language) -> None:
    """Draw the two ways, and the button that stays in reach while one answers."""
    state = st.session_state
    ui_approach_form.form(language)
    with st.container(key="approach-bar"):
        if state.pop(EMPTY, False):
            st.html(ui_html.note(say("approach_empty", language), language))
        with st.container(key="approach-find", horizontal=True, vertical_alignment="center"):
            st.button(say("approach_find", language), key="approach-ask", on_click=_ask, args=(language,))
            number, of = len(ui_approach_form.chosen()), len(assistant().method.distinguishing_questions)
            st.caption(say("approach_count", language, number=number, of=of), width="content")
    if ANSWER not in state and ui_approach_form.told(language):
        _restart_button(language)


def _restart_button(language: Language) -> None:
    st.button(say("approach_restart", language), key="approach-restart", type="tertiary", on_click=_restart)


def _ask(language: Language) -> None:
    """Let the page find the approach when it is drawn next; nothing told gets a hint."""
    asked = ui_approach_form.told(language)
    st.session_state[ASKED if asked else EMPTY] = asked or True


def _ask_again(asked: Asked) -> None:
    """Ask a text that was changed on its way; the form then shows what was asked."""
    ui_approach_form.fill_in(asked.text)
    st.session_state[ASKED] = asked


def _choose(text: str) -> None:
    """Add an answer to Floke's own question to what was told."""
    ui_approach_form.choose(text)
    _ask(st.session_state[ANSWER].language)


def _restart() -> None:
    """Empty the form and forget the result."""
    ui_approach_form.fill_in("")
    for key in (ASKED, ANSWER, KEPT, held_on(PAGE)):
        st.session_state.pop(key, None)


def _found(answer: Answer, language: Language) -> None:
    """Draw the result, and what can be done with it."""
    if ui_approach_form.differs(answer.question):
        st.html(ui_html.note(say("approach_changed", language), language))
    result(answer, f"approach-found-{st.session_state[NUMBER]}", lambda: _tools(answer, language), _choose)


def _tools(answer: Answer, language: Language) -> None:
    """Offer the note to download, the way into the conversation, and the result in the language of the page."""
    with st.container(key="approach-tools", horizontal=True, vertical_alignment="center"):
        note_downloads(answer, language, "approach")
        if answer.outcome.has_evidence and st.button(say("approach_take", language), key="approach-take"):
            _take_along(answer)
        if answer.language is not language:
            name = say("approach_in_language", language)
            st.button(name, key="approach-translate", on_click=_translate, args=(language,))
        _restart_button(language)


def _translate(language: Language) -> None:
    st.session_state[ASKED] = Asked(st.session_state[ANSWER].question, language, whole=True)


def _take_along(answer: Answer) -> None:
    """Make the result a conversation of its own, once, and go there."""
    state = st.session_state
    if answer not in state.get("turns", []) and not (state.get(KEPT) and open_kept(state[KEPT])):
        begin()
        keep(answer)
        state[KEPT] = state.conversation
    st.switch_page("ask.py")
