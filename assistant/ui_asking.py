"""A question on its way to its answer: asked, answered while it is shown, written, and kept even when it is stopped."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from assistant import ui_html
from assistant.answer import Answer
from assistant.conversation import answer_in_conversation
from assistant.domain import Language, Outcome, Question, Role
from assistant.errors import FlokeError
from assistant.history import Exchange
from assistant.language import detect_language
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.settings import load_settings
from assistant.ui_keeping import Keeper, keeper, take_in
from assistant.wording import say
from assistant.writing import Writer, stopped


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way; `whole` stands by itself, however much was said before.

    Its language is known where the page wrote it, and told by its words where the reader did.
    """

    text: str
    language: Language | None = None
    whole: bool = False


@dataclass
class Writing:
    """An answer while it is written; it is kept as far as it came, also when the reader stops it or leaves.

    It holds all it needs: when the page is stopped, nothing of Streamlit may be touched.
    """

    answer: Answer
    keeper: Keeper
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return what is written so far."""
        return "".join(self.pieces)

    @property
    def result(self) -> Answer:
        """Return the answer as far as it was written."""
        return stopped(self.answer, self.text)


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


def settle() -> None:
    """Take in what was going on when the page was stopped: what was written is kept, what was not begun may be asked anew."""
    state = st.session_state
    thinking: Asked | None = state.pop("thinking", None)
    if thinking:
        state.question = thinking.text
    writing: Writing | None = state.pop("writing", None)
    if writing:
        take_in(writing.result, writing.keeper)


def answer_now(asked: Asked, language: Language, role: Role) -> Answer | None:
    """Answer what was asked, showing it meanwhile; a failure is a message with its remedy, and then None."""
    blank, state = Answer(asked.text, language, role, Outcome.ERROR, ""), st.session_state
    meanwhile = st.empty()
    state.thinking = asked
    try:
        with meanwhile.container():
            st.html(ui_html.on_its_way(blank))
            with st.spinner(say("page_thinking", language)):
                answer = in_conversation(asked, language, role)
    except FlokeError as error:
        state.pop("thinking")
        with meanwhile.container():
            st.html(ui_html.question_bubble(blank, 0) + ui_html.trouble(error.message, error.remedy, language))
        return None
    state.pop("thinking")
    writing = state.writing = Writing(answer, keeper())
    _write(writing, state.write, meanwhile)
    settle()
    meanwhile.empty()
    return writing.result


def in_conversation(asked: Asked, page_language: Language, role: Role) -> Answer:
    """Answer in the light of the conversation, which then also tells the language of a few words."""
    history = [] if asked.whole else _history(st.session_state.turns)
    language = asked.language or (None if history else detect_language(asked.text, page_language))
    return answer_in_conversation(assistant(), Question(asked.text, language, role), history)


def _write(writing: Writing, write: Writer, place: "st.delta_generator.DeltaGenerator") -> None:
    """Show the text as it comes; what there is of it is kept, however this ends."""
    bubble = ui_html.on_its_way(writing.answer)
    try:
        for piece in write(writing.answer):
            writing.pieces.append(piece)
            if writing.text != writing.answer.text:
                place.html(bubble + ui_html.unfinished(writing.answer, writing.text))
    finally:
        writing.keeper.keep(writing.result)


def _history(turns: Sequence[Answer]) -> list[Exchange]:
    """Return the earlier turns that were read, each with the question as it was understood."""
    read = [answer for answer in turns if answer.outcome not in (Outcome.BLOCKED, Outcome.ERROR)]
    return [Exchange(answer.resolved_question or answer.question, answer) for answer in read]
