"""The guided path: the method's questions as an alternative to free text, or together with it."""

import streamlit as st

from assistant import ui_html
from assistant.cleaning import MAX_CHARACTERS
from assistant.domain import Language
from assistant.errors import FlokeError
from assistant.method import DistinguishingQuestion
from assistant.ui_asking import Asked, ask, assistant
from assistant.wording import say

OPEN, TEXT, EMPTY = "guided", "guided-text", "guided-empty"
"""Where the page remembers that the path is open, the free text, and that nothing was chosen."""

SKIP = "skip"
"""The choice that says nothing, so that one can take an answer back."""


def guided_path(language: Language) -> None:
    """Draw the path folded; the questions are fetched when it is opened."""
    path = st.expander(say("page_guided", language), key=OPEN, on_change="rerun")
    if not path.open:
        return
    with path:
        try:
            _form(language)
        except FlokeError as error:
            st.html(ui_html.trouble(error.message, error.remedy, language))


def forget_answers() -> None:
    """Empty the form and fold it."""
    for key in [key for key in st.session_state if str(key).startswith("guided")]:
        del st.session_state[key]


def _form(language: Language) -> None:
    questions = assistant().method.distinguishing_questions
    with st.form("guided-form", border=False):
        st.html(f'<p class="fl-small" lang="{language}">{say("page_guided_lead", language)}</p>')
        for question in questions:
            _question(question, language)
        st.text_area(
            say("page_guided_text", language), key=TEXT, max_chars=MAX_CHARACTERS, height=100, persist_state="page"
        )
        if st.session_state.pop(EMPTY, False):
            st.html(f'<p class="fl-note" role="status" lang="{language}">{say("page_guided_empty", language)}</p>')
        st.form_submit_button(say("page_guided_ask", language), key="guided-ask", on_click=_ask, args=(language,))


def _question(question: DistinguishingQuestion, language: Language) -> None:
    """Draw a question with its help and the passage that it comes from."""
    document_id, _, section_id = question.passage.partition("#")
    document = assistant().index().corpus.document(document_id, language)
    section = document.section(section_id)
    place = (document.title, section.heading if section else "")
    choices = {choice.id: choice.text[language] for choice in question.choices}
    choices[SKIP] = say("page_guided_skip", language)
    with st.container(key=f"guided-part-{question.id}"):
        st.html(ui_html.guiding_question(question.text[language], question.help[language], place, language))
        st.radio(
            question.text[language],
            list(choices),
            index=None,
            key=_key(question),
            format_func=lambda choice: ui_html.plain_label(choices[choice]),
            label_visibility="collapsed",
            persist_state="page",
        )


def _ask(language: Language) -> None:
    """Ask the free text and the chosen answers, one a line; nothing chosen gets a hint."""
    state = st.session_state
    questions = assistant().method.distinguishing_questions
    chosen = [
        choice.text[language]
        for question in questions
        for choice in question.choices
        if choice.id == state.get(_key(question))
    ]
    text = (state.get(TEXT) or "").strip()
    if not (text or chosen):
        state[EMPTY] = True
        return
    state[OPEN] = False
    ask(Asked("\n".join([*([text] if text else []), *chosen]), None if text else language, whole=True))


def _key(question: DistinguishingQuestion) -> str:
    return f"guided-{question.id}"
