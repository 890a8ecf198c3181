"""One turn of the conversation: the question, what became of it, and what can be clicked next."""

import streamlit as st

from assistant import ui_html, ui_situation
from assistant.answer import Answer, Situation
from assistant.cleaning import MAX_CHARACTERS
from assistant.domain import Approach
from assistant.markdown_export import answer_plain
from assistant.ui_asking import Asked, ask, assistant, chip
from assistant.ui_downloads import answer_downloads, note_downloads
from assistant.ui_feedback import thumbs
from assistant.ui_why import why
from assistant.wording import say

SOURCES_BESIDE = (2.05, 1)


def turn(answer: Answer, number: int, newest: bool, before: Answer | None = None) -> None:
    """Draw a question and what became of it; sources stand beside the answer where there is room.

    Where the answer `before` came to the same approach, its reasons and its plan stand folded.
    """
    with st.container(key=f"turn-{number}"):
        if not answer.citations:
            with st.container(key=f"alone-{number}"):
                _asked(answer, number, newest)
                with st.container(key=f"card-{number}"):
                    st.html(ui_html.declined(answer))
                    _choices(answer, number, newest)
                    _follow_ups(answer, number, newest)
                    _about(answer, number)
            return
        left, right = st.columns(SOURCES_BESIDE, gap="large")
        with left:
            _asked(answer, number, newest)
            with st.container(key=f"card-{number}"):
                _said(answer, number, newest, _approach(answer) is not None and _approach(before) is _approach(answer))
                _actions(answer, number)
                _follow_ups(answer, number, newest)
                _about(answer, number)
        with right, st.container(key=f"side-{number}"):
            st.html(ui_html.sources_list(answer, number))
            if cases := _cases(answer):
                st.html(ui_html.cases_list(cases, answer.language))


def _asked(answer: Answer, number: int, newest: bool) -> None:
    """Draw the question, and how it was understood where the conversation filled it in."""
    st.html(ui_html.question_bubble(answer, number))
    if not answer.resolved_question:
        return
    with st.container(key=f"understood-{number}"):
        st.html(ui_html.understood(answer))
        if newest:
            _editing(answer.resolved_question, answer, number)


def _editing(resolved: str, answer: Answer, number: int) -> None:
    """Let the reader put right what the question was taken to be."""
    language, field = answer.language, f"edited-{number}"
    with (
        st.popover(say("page_edit", language), type="tertiary", key=f"edit-{number}"),
        st.form(f"editing-{number}", border=False),
    ):
        st.text_area(say("page_edit_field", language), resolved, max_chars=MAX_CHARACTERS, key=field)
        st.form_submit_button(say("page_ask", language), key=f"ask-{number}", on_click=_ask_edited, args=(field,))


def _ask_edited(field: str) -> None:
    if text := st.session_state[field].strip():
        ask(Asked(text, whole=True))


def _approach(answer: Answer | None) -> Approach | None:
    return answer.situation.approach if answer and answer.situation else None


def _said(answer: Answer, number: int, newest: bool, told_before: bool) -> None:
    """Draw the answer: for a situation, the conclusion and its reasons come before what the guide says to it."""
    language, situation = answer.language, answer.situation
    if situation is None or situation.approach is None:
        st.html(ui_html.answer_text(answer, number))
    else:
        _advice(answer, situation, number, newest, told_before)
    if answer.plan:
        st.html(ui_situation.plan_sections(answer.plan, answer.next_steps, language, number, told_before))
    elif answer.next_steps:
        st.html(ui_html.steps_list(answer, number))


@st.fragment
def _actions(answer: Answer, number: int) -> None:
    """Offer what can be taken away: the text on the clipboard, and files, whose buttons come when they are asked for."""
    language = answer.language
    with st.container(key=f"actions-{number}", horizontal=True, vertical_alignment="center"):
        copied = ui_html.copy_button(say("page_copy", language), answer_plain(answer))
        st.html(f'<div lang="{language}">{copied}</div>', width="content")
        files = st.popover(say("download", language), key=f"download-{number}", on_change="rerun")
        if files.open:
            with files:
                answer_downloads(answer, language, f"turn-{number}")
                note_downloads(answer, language, f"turn-{number}")


@st.fragment
def _about(answer: Answer, number: int) -> None:
    """Say why this answer, and ask what the reader thinks of it; a click here draws nothing else again."""
    why(answer, number)
    thumbs(answer, number, st.session_state.get("conversation"))


def _advice(answer: Answer, situation: Situation, number: int, newest: bool, told_before: bool) -> None:
    def name(approach: Approach) -> str:
        return assistant().method.approach(approach).name[answer.language]

    parts = ui_situation.parts_of(answer, situation, name)
    st.html(ui_situation.concluded(answer, situation, parts, name, number, told_before))
    _choices(answer, number, newest)
    if parts.rest:
        st.html(ui_html.answer_part(answer, parts.rest, number, lead=False))


def _choices(answer: Answer, number: int, newest: bool) -> None:
    """Ask the one question that tells most; its answers are added to what was told."""
    situation = answer.situation
    if not (newest and situation and situation.choices):
        return
    with st.container(key=f"asks-{number}"):
        more = say("page_one_more", answer.language) if situation.approach else ""
        st.html(ui_situation.asks(situation, more, answer.language))
        with st.container(key=f"choices-{number}", horizontal=True):
            for place, choice in enumerate(situation.choices):
                chip(choice, f"choice-{number}-{place}", Asked(choice, answer.language))


def _cases(answer: Answer) -> list[tuple[str, str]]:
    """Return title and outside place of the related cases."""
    corpus = assistant().index().corpus
    documents = [corpus.document(name, answer.language) for name in answer.cases]
    return [(document.title, document.sources[0].url if document.sources else "") for document in documents]


def _follow_ups(answer: Answer, number: int, newest: bool) -> None:
    """Offer what to ask next, under the newest answer only."""
    if not (newest and answer.suggestions):
        return
    language = answer.language
    head = say("page_follow_ups" if answer.outcome.has_evidence else "nearby", language)
    st.html(f'<p class="fl-small" lang="{language}">{head}</p>')
    with st.container(key=f"chips-{number}", horizontal=True):
        for place, text in enumerate(answer.suggestions):
            chip(text, f"chip-{number}-{place}", Asked(text, language, whole=True))
