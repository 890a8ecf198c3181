"""The page with the reader's own conversations: found again, opened, and what can be done with them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

import streamlit as st

from assistant import ui_html
from assistant.conversations import ConversationSummary
from assistant.domain import Language
from assistant.errors import FlokeError
from assistant.settings import load_settings
from assistant.spelled import spelled_retention, spelled_time
from assistant.ui_asking import settle
from assistant.ui_conversation import TOLD, Told, delete, delete_all, export, reader_time, rename
from assistant.ui_keeping import PARAMETER, conversations, open_kept, owner
from assistant.wording import say

SHOWN = 50
"""Conversations listed at once; the older ones come with a click."""

SEARCH, LIMIT, OPENED = "conversations-search", "conversations-limit", "conversations-opened"
"""Where the page remembers what is searched for, how many are listed, and what is to be opened."""

ASK = "ask.py"
"""The page that shows a conversation; it stands beside this one in the folder of pages."""

Doing = Callable[[ConversationSummary, str, Language], None]

DOINGS: tuple[tuple[str, str, Doing], ...] = (
    ("rename", ":material/edit:", rename),
    ("export", ":material/download:", export),
    ("delete", ":material/delete:", delete),
)
"""What can be done with a conversation: its name, its icon, and what its dialog shows."""


def show() -> None:
    """Draw the page once."""
    language, name = Language(st.session_state.language), owner()
    with st.container(key="conversations"):
        st.html(_head(language))
        _told(language)
        if name is None:
            st.html(ui_html.note(say("conversations_no_cookie", language), language))
            return
        try:
            settle()
            _mine(name, language)
        except FlokeError as error:
            st.html(ui_html.trouble(error.message, error.remedy, language))


def _head(language: Language) -> str:
    lead = f"{say('conversations_lead', language)} {spelled_retention(language, load_settings().retention_days)}"
    return (
        f'<div class="fl-page-head" lang="{language}">'
        f"<h1>{escape(say('conversations_title', language))}</h1><p>{escape(lead)}</p></div>"
    )


def _told(language: Language) -> None:
    """Say what became of the last click."""
    told: Told | None = st.session_state.pop(TOLD, None)
    if told and told.error:
        st.html(ui_html.trouble(told.error.message, told.error.remedy, language))
    elif told:
        st.html(ui_html.note(told.text, language))


def _mine(name: str, language: Language) -> None:
    """Open what was clicked, else draw the search, the list, and what can be done with all of it."""
    if wanted := st.session_state.pop(OPENED, None):
        _open(wanted, language)
    if not conversations().listed(name, limit=1):
        _empty(language)
        return
    search = st.text_input(say("conversations_search", language), key=SEARCH, max_chars=200, icon=":material/search:")
    limit = st.session_state.get(LIMIT, SHOWN)
    found = conversations().listed(name, search, limit + 1)
    st.html(_count(len(found), limit, search, language))
    _list(found[:limit], name, language)
    if len(found) > limit:
        st.button(say("conversations_more", language), key="conversations-more", on_click=_show_more)
    if st.button(say("conversations_delete_all", language), key="delete-all", type="tertiary"):
        st.dialog(say("conversations_delete_all", language))(delete_all)(name, language)


def _empty(language: Language) -> None:
    words = (
        f"<p class='fl-lead'>{say('conversations_none', language)}</p><p>{say('conversations_none_lead', language)}</p>"
    )
    with st.container(key="conversations-none"):
        st.html(f'<div class="fl-answer" lang="{language}">{words}</div>')
        st.page_link(ASK, label=say("conversations_begin", language), icon="")


def _count(number: int, limit: int, search: str, language: Language) -> str:
    """Return how many were found, as a screen reader is told it when the search changes."""
    kind = "latest" if number > limit else "count"
    text = say(f"conversations_{kind}", language, number=min(number, limit))
    if search.strip():
        kind = "found" if number else "not_found"
        text = say(f"conversations_{kind}", language, search=search.strip(), number=min(number, limit))
    return f'<p class="fl-small" role="status" lang="{language}">{escape(text)}</p>'


def _list(found: Sequence[ConversationSummary], name: str, language: Language) -> None:
    """Draw the conversations; the dialog of what was clicked opens over them."""
    now, chosen = reader_time(), None
    with st.container(key="conversations-list"):
        for kept in found:
            chosen = _row(kept, now, language) or chosen
    if chosen:
        kept, doing, show_dialog = chosen
        st.dialog(say(f"conversations_{doing}", language))(show_dialog)(kept, name, language)


def _row(kept: ConversationSummary, now: datetime, language: Language) -> tuple[ConversationSummary, str, Doing] | None:
    """Draw a conversation and return what is to be done with it; each button's name says which one it concerns."""
    chosen, title = None, ui_html.plain_label(kept.title)
    with st.container(key=f"conversation-{kept.id}", horizontal=True, vertical_alignment="center"):
        with st.container(key=f"line-{kept.id}"):
            st.button(title, key=f"open-{kept.id}", type="tertiary", on_click=_to_open, args=(kept.id,))
            st.html(_when(kept, now, language))
        with st.container(key=f"doings-{kept.id}", horizontal=True, width="content"):
            for doing, icon, show_dialog in DOINGS:
                label = say(f"conversations_{doing}_which", language, title=title)
                if st.button(label, key=f"{doing}-{kept.id}", icon=icon, type="tertiary"):
                    chosen = (kept, doing, show_dialog)
    return chosen


def _when(kept: ConversationSummary, now: datetime, language: Language) -> str:
    words = escape(spelled_time(kept.updated_at, now, language))
    here = kept.id == st.session_state.get("conversation")
    mark = f" · <b>{escape(say('conversations_current', language))}</b>" if here else ""
    time = f'<time datetime="{kept.updated_at.isoformat()}">{words}</time>'
    return f'<p class="fl-small" lang="{language}">{time}{mark}</p>'


def _to_open(identifier: str) -> None:
    st.session_state[OPENED] = identifier


def _open(identifier: str, language: Language) -> None:
    """Show a conversation on the page where one asks; it may have been deleted in another window meanwhile."""
    if open_kept(identifier):
        st.switch_page(ASK, query_params={PARAMETER: identifier})
    st.html(ui_html.note(say("conversations_gone", language), language))


def _show_more() -> None:
    st.session_state[LIMIT] = st.session_state.get(LIMIT, SHOWN) + SHOWN
