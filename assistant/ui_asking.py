"""What the page remembers between clicks: what is asked now, and the conversation so far."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from assistant import ui_html
from assistant.answer import Answer
from assistant.conversation import Exchange, answer_in_conversation
from assistant.domain import Language, Outcome, Question, Role
from assistant.errors import FlokeError
from assistant.language import detect_language
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.settings import load_settings
from assistant.wording import say


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way; `whole` stands by itself, however much was said before.

    Its language is known where the page wrote it, and told by its words where the reader did.
    """

    text: str
    language: Language | None = None
    whole: bool = False


@st.cache_resource(show_spinner=False)
def assistant() -> Assistant:
    """Open the assistant once for all readers of this process."""
    return open_assistant(load_settings())


def ask(asked: Asked) -> None:
    """Let the page answer this when it is drawn next."""
    st.session_state.asked = asked


def chip(text: str, key: str, asked: Asked) -> None:
    """Draw a question that is asked with a click."""
    st.button(ui_html.plain_label(text), key=key, on_click=ask, args=(asked,))


def answered(asked: Asked, language: Language, role: Role) -> Answer | None:
    """Answer what was asked, showing it meanwhile; a failure is a message with its remedy."""
    bubble = ui_html.question_bubble(Answer(asked.text, language, role, Outcome.ERROR, ""), 0)
    meanwhile = st.empty()
    try:
        with meanwhile.container():
            st.html(bubble)
            with st.spinner(say("page_thinking", language)):
                answer = _answer(asked, language, role)
    except FlokeError as error:
        with meanwhile.container():
            st.html(bubble + ui_html.trouble(error.message, error.remedy, language))
        return None
    meanwhile.empty()
    return answer


def _answer(asked: Asked, page_language: Language, role: Role) -> Answer:
    """Answer in the light of the conversation, which then also tells the language of a few words."""
    history = [] if asked.whole else _history(st.session_state.turns)
    language = asked.language or (None if history else detect_language(asked.text, page_language))
    return answer_in_conversation(assistant(), Question(asked.text, language, role), history)


def _history(turns: Sequence[Answer]) -> list[Exchange]:
    """Return the earlier turns that were read, each with the question as it was understood."""
    read = [answer for answer in turns if answer.outcome not in (Outcome.BLOCKED, Outcome.ERROR)]
    return [Exchange(answer.resolved_question or answer.question, answer) for answer in read]
