"""Before anything is stored: a question with personal data is held back, and offered again without them."""

from collections.abc import Callable

import streamlit as st

from assistant import ui_html
from assistant.cleaning import MAX_CHARACTERS
from assistant.domain import Language
from assistant.privacy import Personal, anonymised, personal_data
from assistant.ui_asking import Asked
from assistant.ui_keeping import held_on
from assistant.wording import say

Send = Callable[[Asked], None]
"""What is done with a question when it goes on its way."""

TEXT = "held-text"
"""The anonymised text, which the reader may change."""


def checked(asked: Asked | None, page: str) -> Asked | None:
    """Return the question where it may go on; one with personal data is held back until the reader has decided."""
    state = st.session_state
    if asked is None:
        return None
    if state.pop("as-written", None) == asked or not personal_data(asked.text):
        state.pop(held_on(page), None)
        return asked
    state[held_on(page)] = asked
    state.pop(TEXT, None)
    return None


def held_back(language: Language, send: Send, page: str) -> None:
    """Draw what is held back: what was found, the text without it, and the choices."""
    asked: Asked | None = st.session_state.get(held_on(page))
    if asked is None:
        return
    kinds = personal_data(asked.text)
    names = {kind: say(f"privacy_{kind}", language) for kind in Personal}
    found = say("privacy_found", language, kinds=", ".join(names[kind] for kind in kinds))
    with st.container(key="held"):
        st.html(ui_html.note(found, language))
        st.text_area(
            say("privacy_text", language),
            anonymised(asked.text, names),
            key=TEXT,
            max_chars=MAX_CHARACTERS,
            height="content",
        )
        with st.container(horizontal=True):
            st.button(say("privacy_ask", language), key="held-ask", on_click=_ask_without, args=(send, page))
            if Personal.IDENTITY_NUMBER not in kinds:
                st.button(
                    say("privacy_as_written", language), key="held-as-written", on_click=_as_written, args=(send, page)
                )
            st.button(
                say("privacy_cancel", language), key="held-cancel", type="tertiary", on_click=_let_go, args=(page,)
            )


def _ask_without(send: Send, page: str) -> None:
    """Ask what stands in the field; what is personal in it again, is held back again."""
    state = st.session_state
    asked: Asked = state.pop(held_on(page))
    if text := state[TEXT].strip():
        send(Asked(text, asked.language, asked.whole))


def _as_written(send: Send, page: str) -> None:
    asked = st.session_state.pop(held_on(page))
    st.session_state["as-written"] = asked
    send(asked)


def _let_go(page: str) -> None:
    st.session_state.pop(held_on(page), None)
