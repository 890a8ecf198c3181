"""The form of the page that finds the approach: the situation in own words, and the method's questions beside it.

Both may be used, alone or together. What is filled in outlives a change of page and of language.
"""

import streamlit as st

from assistant import ui_approach_html, ui_html
from assistant.cleaning import MAX_CHARACTERS, clean
from assistant.domain import Language
from assistant.guiding import read_choices
from assistant.language import detect_language
from assistant.method import Choice, DistinguishingQuestion
from assistant.ui_asking import Asked, assistant
from assistant.wording import say

TEXT = "approach-text"
"""Where the page remembers the situation in the reader's own words."""

DRAWN_IN = "approach-drawn-in"
"""Where it remembers the language that the form was drawn in last."""

SKIP = "skip"
"""The choice that says nothing, so that one can take an answer back."""

EXAMPLES = 3
LONGEST = MAX_CHARACTERS - 500
"""Characters of free text: an answer to every question still fits beside it."""

_BESIDE = (1, 1.2)


def form(language: Language) -> None:
    """Draw the two ways side by side; on narrow screens the questions stand below."""
    _choose_again(language)
    words, questions = st.columns(_BESIDE, gap="large")
    with words, st.container(key="approach-words"):
        _words(language)
    with questions, st.container(key="approach-questions"):
        st.html(ui_approach_html.way("approach_questions", language))
        for question in assistant().method.distinguishing_questions:
            _question(question, language)


def told(language: Language) -> Asked | None:
    """Return the free text and the chosen answers, one a line; None where nothing was told."""
    text = (st.session_state.get(TEXT) or "").strip()
    spoken = detect_language(text, language) if text else language
    lines = [*([text] if text else []), *(choice.text[spoken] for choice in chosen())]
    return Asked("\n".join(lines), spoken, whole=True) if lines else None


def chosen() -> list[Choice]:
    """Return the answers that are chosen, in the order of the questions."""
    state = st.session_state
    return [
        choice
        for question in assistant().method.distinguishing_questions
        for choice in question.choices
        if choice.id == state.get(_key(question))
    ]


def differs(text: str) -> bool:
    """Return True where the form no longer tells what this text does."""
    now = told(Language.NB)  # the language of the answers makes no difference here
    method = assistant().method
    return now is None or read_choices(clean(now.text), method) != read_choices(clean(text), method)


def fill_in(text: str) -> None:
    """Put a text into the form as if it had been filled in that way; an empty text empties it."""
    method, state = assistant().method, st.session_state
    guided = read_choices(text, method)
    state[TEXT] = guided.text
    for question in method.distinguishing_questions:
        state[_key(question)] = next((choice.id for choice in question.choices if choice in guided.choices), None)


def choose(text: str) -> None:
    """Choose the answer that these words are, in any language."""
    method = assistant().method
    for choice in read_choices(text, method).choices:
        question = next(item for item in method.distinguishing_questions if choice in item.choices)
        st.session_state[_key(question)] = choice.id


def _choose_again(language: Language) -> None:
    """Set the chosen answers anew where the language has changed: the browser knows them by their old words."""
    state = st.session_state
    if state.get(DRAWN_IN) != language:
        for question in assistant().method.distinguishing_questions:
            state[_key(question)] = state.get(_key(question))
        state[DRAWN_IN] = language


def _words(language: Language) -> None:
    """Draw the field for the situation, and examples that fill it."""
    st.html(ui_approach_html.way("approach_words", language))
    st.text_area(
        say("approach_field", language),
        key=TEXT,
        max_chars=LONGEST,
        height=210,
        placeholder=say("approach_placeholder", language),
        label_visibility="collapsed",
        persist_state="session",
    )
    st.html(f'<p class="fl-small" lang="{language}">{say("approach_examples", language)}</p>')
    with st.container(key="chips-approach", horizontal=True):
        for number in range(1, EXAMPLES + 1):
            label = ui_html.plain_label(say(f"approach_example_{number}", language))
            text = say(f"approach_example_{number}_text", language)
            st.button(label, key=f"approach-example-{number}", on_click=_write, args=(text,))


def _write(text: str) -> None:
    st.session_state[TEXT] = text


def _question(question: DistinguishingQuestion, language: Language) -> None:
    """Draw a question with its help, its answers and the passage that it comes from."""
    texts = {choice.id: choice.text[language] for choice in question.choices}
    texts[SKIP] = say("approach_skip", language)
    with st.container(key=f"approach-question-{question.id}"):
        st.html(ui_approach_html.guiding_question(question.text[language], question.help[language], language))
        st.radio(
            question.text[language],
            list(texts),
            index=None,
            key=_key(question),
            format_func=lambda choice: ui_html.plain_label(texts[choice]),
            label_visibility="collapsed",
            persist_state="session",
        )
        _passage(question.passage, language)


def _passage(passage: str, language: Language) -> None:
    """Draw the way to the passage that a question comes from; it keeps what is filled in."""
    document_id, _, section_id = passage.partition("#")
    document = assistant().index().corpus.document(document_id, language)
    section = document.section(section_id)
    place = f"{document.title} – {section.heading}" if section else document.title
    label = ui_html.plain_label(say("approach_source", language, place=place))
    st.page_link("sources.py", label=label, query_params={"doc": document_id, "section": section_id})


def _key(question: DistinguishingQuestion) -> str:
    return f"approach-{question.id}"
