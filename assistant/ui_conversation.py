"""What a reader can do with a kept conversation, each in a dialog of its own: rename it, take it away, delete it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from html import escape
from zoneinfo import ZoneInfo

import streamlit as st

from assistant import ui_html
from assistant.answer import Answer
from assistant.conversations import ConversationSummary, StoredConversation
from assistant.domain import Language
from assistant.errors import FlokeError
from assistant.file_names import file_name
from assistant.json_export import conversation_json
from assistant.markdown_export import conversation_markdown
from assistant.tables import TITLE_CHARACTERS
from assistant.ui_keeping import begin, conversations
from assistant.word_export import conversation_docx
from assistant.wording import say

TOLD, EMPTY = "conversations-told", "conversations-empty"
"""Where the page remembers what became of the last click, and that a title was empty."""

Written = Callable[[str, Sequence[Answer], date], str | bytes]
"""What writes a conversation as a file: from its title, its answers and the day."""

FORMATS: tuple[tuple[str, Written, str], ...] = (
    ("docx", conversation_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("md", conversation_markdown, "text/markdown"),
    ("json", conversation_json, "application/json"),
)
"""Suffix, writer and media type of what can be taken away; Word first, for most of those who take anything."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said after a click: a sentence, or the error that stood in the way."""

    text: str
    error: FlokeError | None = None


def reader_time() -> datetime:
    """Return the time where the reader is; in Norway where the browser does not tell."""
    try:
        return datetime.now(ZoneInfo(st.context.timezone or "Europe/Oslo"))
    except (KeyError, ValueError, OSError):  # a zone that this machine does not know
        return datetime.now().astimezone()


def rename(kept: ConversationSummary, owner: str, language: Language) -> None:
    """Let the reader give another title."""
    _close_when_done()
    field = f"title-{kept.id}"
    with st.form("conversation-rename", border=False):
        st.text_input(say("conversations_new_title", language), kept.title, max_chars=TITLE_CHARACTERS, key=field)
        if st.session_state.pop(EMPTY, False):
            st.html(ui_html.note(say("conversations_title_empty", language), language))
        st.form_submit_button(
            say("conversations_save", language), key="rename-save", on_click=_rename, args=(owner, kept.id, language)
        )


def export(kept: ConversationSummary, owner: str, language: Language) -> None:
    """Offer the conversation as files; each is written when it is asked for."""
    try:
        found = conversations().read(owner, kept.id)
    except FlokeError as error:
        st.html(ui_html.trouble(error.message, error.remedy, language))
        return
    if found is None:
        st.html(ui_html.note(say("conversations_gone", language), language))
        return
    st.html(_about(kept, say("conversations_export_lead", language), language))
    for suffix, written, media_type in FORMATS:
        st.download_button(
            say(f"conversations_export_{suffix}", language),
            partial(file_of, found, written, reader_time().date()),
            file_name(kept.title, reader_time().date(), suffix),
            media_type,
            key=f"export-{suffix}",
            on_click="ignore",
            width="stretch",
        )


def file_of(found: StoredConversation, written: Written, when: date) -> bytes:
    """Return a conversation as a file."""
    content = written(found.summary.title, found.answers, when)
    return content if isinstance(content, bytes) else content.encode()


def delete(kept: ConversationSummary, owner: str, language: Language) -> None:
    """Ask before a conversation is deleted."""
    st.html(_about(kept, say("conversations_delete_lead", language), language))
    _decide("conversations_delete_yes", language, partial(_delete, owner, kept.id, language))


def delete_all(owner: str, language: Language) -> None:
    """Ask before everything is deleted."""
    st.html(f'<p lang="{language}">{escape(say("conversations_delete_all_lead", language))}</p>')
    _decide("conversations_delete_all_yes", language, partial(_delete_all, owner, language))


def _about(kept: ConversationSummary, text: str, language: Language) -> str:
    title = f'<p class="fl-concerned" lang="{kept.language}"><b>{escape(kept.title)}</b></p>'
    return f'<div>{title}<p lang="{language}">{escape(text)}</p></div>'


def _decide(key: str, language: Language, do: Callable[[], None]) -> None:
    """Draw the two ways out of a question; the harmless one comes first."""
    _close_when_done()
    with st.container(key="decide", horizontal=True):
        if st.button(say("conversations_cancel", language), key="decide-no"):
            st.rerun()
        st.button(f":red[{say(key, language)}]", key="decide-yes", on_click=do)


def _close_when_done() -> None:
    """Close the dialog: a run of the whole page opens none."""
    if TOLD in st.session_state:
        st.rerun()


def _rename(owner: str, identifier: str, language: Language) -> None:
    title = st.session_state[f"title-{identifier}"].strip()
    if not title:
        st.session_state[EMPTY] = True
        return
    _tell("conversations_renamed", language, lambda: conversations().rename(owner, identifier, title))


def _delete(owner: str, identifier: str, language: Language) -> None:
    _tell("conversations_deleted", language, lambda: conversations().delete(owner, identifier))
    if st.session_state.get("conversation") == identifier and not st.session_state[TOLD].error:
        begin()


def _delete_all(owner: str, language: Language) -> None:
    _tell("conversations_all_deleted", language, lambda: conversations().delete_all(owner) >= 0)
    if not st.session_state[TOLD].error:
        begin()


def _tell(key: str, language: Language, do: Callable[[], bool]) -> None:
    """Do it, and remember what to say of it."""
    try:
        done = do()
        st.session_state[TOLD] = Told(say(key if done else "conversations_gone", language))
    except FlokeError as error:
        st.session_state[TOLD] = Told("", error)
