"""The page where one asks: a question, a calm answer, its sources beside it, and what to ask next.

What an answer is made of is drawn in `ui_html`; here stand the parts that are clicked, and what they remember.
"""

from functools import lru_cache
from pathlib import Path

import streamlit as st

from assistant import ui_html
from assistant.answer import Answer
from assistant.cleaning import MAX_CHARACTERS
from assistant.domain import Language, Outcome, Question, Role
from assistant.errors import FlokeError
from assistant.language import detect_language
from assistant.opening import open_assistant
from assistant.page_headers import COOKIE, PARAMETER, chosen_language
from assistant.pipeline import Assistant
from assistant.settings import load_settings
from assistant.wording import say

NAMES = {Language.NB: "Bokmål", Language.NN: "Nynorsk", Language.EN: "English"}
EXAMPLES = 4
SOURCES_BESIDE = (2.05, 1)


@st.cache_resource(show_spinner=False)
def assistant() -> Assistant:
    """Open the assistant once for all readers of this process."""
    return open_assistant(load_settings())


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
    asked: str | None = state.pop("asked", None)
    if not (state.turns or asked):
        _welcome(language)
    turns = st.container(key="turns")
    with turns:
        for number, answer in enumerate(state.turns, start=1):
            _turn(answer, number, newest=number == len(state.turns) and not asked)
    with st.container(key="waiting"):
        new = _answered(asked, language, role) if asked else None
    if new:
        state.turns.append(new)
        with turns:
            _turn(new, len(state.turns), newest=True)
    _announcements(language, state.turns)
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


def _ask(text: str) -> None:
    st.session_state.asked = text


def _ask_what_is_typed() -> None:
    _ask(st.session_state.question)


def _announcements(language: Language, turns: list[Answer]) -> None:
    """Tell a screen reader once that an answer is there, and the page's script the language and the newest turn."""
    ready = say("page_ready", language, number=len(turns)) if turns else ""
    turn = f"turn-{len(turns)}" if turns else ""
    labels = f'data-floke-input="{say("page_placeholder", language)}" data-floke-send="{say("page_send", language)}"'
    st.html(
        f'<div class="fl-hidden" role="status" lang="{language}" data-floke-language="{language}" '
        f'data-floke-turn="{turn}" {labels}>{ready}</div>'
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
                _chip(text, f"example-{number}")


def _chip(text: str, key: str, asks: str | None = None) -> None:
    st.button(ui_html.plain_label(text), key=key, on_click=_ask, args=(asks or text,))


def _answered(text: str, language: Language, role: Role) -> Answer | None:
    """Answer what was asked, showing it meanwhile; a failure is a message with its remedy."""
    bubble = ui_html.question_bubble(Answer(text, language, role, Outcome.ERROR, ""), 0)
    meanwhile = st.empty()
    try:
        with meanwhile.container():
            st.html(bubble)
            with st.spinner(say("page_thinking", language)):
                answer = assistant().answer(Question(text, detect_language(text, language), role))
    except FlokeError as error:
        with meanwhile.container():
            st.html(bubble + ui_html.trouble(error.message, error.remedy, language))
        return None
    meanwhile.empty()
    return answer


def _turn(answer: Answer, number: int, newest: bool) -> None:
    """Draw a question and what became of it; sources stand beside the answer where there is room."""
    with st.container(key=f"turn-{number}"):
        if not answer.citations:
            with st.container(key=f"alone-{number}"):
                st.html(ui_html.question_bubble(answer, number))
                with st.container(key=f"card-{number}"):
                    st.html(ui_html.declined(answer))
                    _follow_ups(answer, number, newest)
            return
        left, right = st.columns(SOURCES_BESIDE, gap="large")
        with left:
            st.html(ui_html.question_bubble(answer, number))
            with st.container(key=f"card-{number}"):
                st.html(ui_html.answer_text(answer, number))
                if answer.next_steps:
                    st.html(ui_html.steps_list(answer, number))
                _follow_ups(answer, number, newest)
        with right, st.container(key=f"side-{number}"):
            st.html(ui_html.sources_list(answer, number))
            if cases := _cases(answer):
                st.html(ui_html.cases_list(cases, answer.language))


def _cases(answer: Answer) -> list[tuple[str, str]]:
    """Return title and outside place of the related cases."""
    corpus = assistant().index().corpus
    documents = [corpus.document(name, answer.language) for name in answer.cases]
    return [(document.title, document.sources[0].url if document.sources else "") for document in documents]


def _follow_ups(answer: Answer, number: int, newest: bool) -> None:
    """Offer what to ask next, under the newest answer only."""
    if not newest:
        return
    language = answer.language
    if answer.situation and answer.situation.choices:
        st.html(f'<p class="fl-small" lang="{language}">{answer.situation.question or ""}</p>')
        with st.container(key=f"choices-{number}", horizontal=True):
            for place, choice in enumerate(answer.situation.choices):
                _chip(choice, f"choice-{number}-{place}", f"{answer.question}\n{choice}")
    if answer.suggestions:
        head = say("page_follow_ups" if answer.outcome.has_evidence else "nearby", language)
        st.html(f'<p class="fl-small" lang="{language}">{head}</p>')
        with st.container(key=f"chips-{number}", horizontal=True):
            for place, text in enumerate(answer.suggestions):
                _chip(text, f"chip-{number}-{place}")
