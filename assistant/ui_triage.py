"""What readers said of the answers, for those who decide what becomes of it; what is confirmed becomes questions."""

from html import escape
from textwrap import shorten

import streamlit as st

from assistant import ui_html
from assistant.domain import Language
from assistant.errors import FlokeError
from assistant.evaluation import Kind
from assistant.feedback import FeedbackEntry, Status
from assistant.file_names import file_name
from assistant.spelled import spelled_time
from assistant.ui_asking import assistant
from assistant.ui_conversation import Told, reader_time
from assistant.ui_keeping import feedback_book
from assistant.wording import say

SHOWN, LIMIT, TOLD = 20, "triage-limit", "triage-told"
"""Entries drawn at once, and where the page remembers how many, and what became of the last click."""

ALL, UP, DOWN = "all", "up", "down"
"""The choices of the filters that are not statuses or kinds."""

MAX_NOTE = 1_000


def triage(language: Language) -> None:
    """Draw the filters, the entries, and the way out for what is confirmed."""
    told: Told | None = st.session_state.pop(TOLD, None)
    if told:
        st.html(ui_html.note(told.text, language))
    entries = feedback_book().listed()
    wanted = _filtered(entries, *_filters(language))
    counted = say("quality_entries", language, number=len(wanted), of=len(entries))
    st.html(f'<p class="fl-small" role="status" lang="{language}">{escape(counted)}</p>')
    limit = st.session_state.get(LIMIT, SHOWN)
    for entry in wanted[:limit]:
        _entry(entry, language)
    if len(wanted) > limit:
        st.button(say("quality_more", language), key="triage-more", on_click=_show_more)
    _export(entries, language)


def _filters(language: Language) -> tuple[str, str, str]:
    """Draw the three filters and return what they let through."""
    with st.container(key="triage-filters", horizontal=True):
        return (
            _filter("thumb", (ALL, UP, DOWN), language),
            _filter("status", (ALL, *Status), language),
            _filter("kind", (ALL, *Kind), language),
        )


def _filter(name: str, choices: tuple[str, ...], language: Language) -> str:
    def called(choice: str) -> str:
        return say(f"quality_{name}_{choice}", language)

    return st.selectbox(say(f"quality_filter_{name}", language), choices, key=f"triage-{name}", format_func=called)


def _filtered(entries: tuple[FeedbackEntry, ...], thumb: str, status: str, kind: str) -> list[FeedbackEntry]:
    return [
        entry
        for entry in entries
        if thumb in (ALL, UP if entry.helpful else DOWN) and status in (ALL, entry.status) and kind in (ALL, entry.kind)
    ]


def _entry(entry: FeedbackEntry, language: Language) -> None:
    """Draw an entry folded; what is in it is made when it is opened."""
    thumb = UP if entry.helpful else DOWN
    reason = say(f"feedback_{entry.reason}", language) if entry.reason else say(f"quality_thumb_{thumb}", language)
    question = shorten(entry.question, 70, placeholder=" …")
    label = f"{say(f'quality_status_{entry.status}', language)} · {reason} · {question}"
    opened = st.expander(
        ui_html.plain_label(label), key=f"triage-{entry.id}", icon=f":material/thumb_{thumb}:", on_change="rerun"
    )
    if opened.open:
        with opened:
            st.html(_told_of(entry, language))
            _decision(entry, language)


def _told_of(entry: FeedbackEntry, language: Language) -> str:
    """Return what the reader saw and said."""
    answer = entry.answer
    asked = answer.resolved_question or entry.question
    cited = "".join(
        f'<li><a href="{escape(ui_html.place_in_floke(item.link, item.quote))}">{escape(item.title)}</a> '
        f"{escape(item.section)} <code>{escape(item.passage_id)}</code></li>"
        for item in answer.citations
    )
    parts = [
        ("question", _words(asked)),
        ("comment", _words(entry.comment)),
        ("answer", _words(answer.text)),
        ("outcome", escape(" · ".join(filter(None, (answer.outcome, answer.reason))))),
        ("cited", f"<ol>{cited}</ol>" if cited else ""),
        ("given", escape(spelled_time(entry.created_at, reader_time(), language))),
    ]
    rows = "".join(f"<dt>{escape(say(f'quality_{name}', language))}</dt><dd>{it}</dd>" for name, it in parts if it)
    return f'<dl class="fl-named" lang="{language}">{rows}</dl>'


def _words(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _decision(entry: FeedbackEntry, language: Language) -> None:
    """Let those who run Floke decide what becomes of an entry."""
    place, titles = entry.id, _titles(language)
    with st.form(f"triage-form-{place}", border=False):
        st.selectbox(
            say("quality_filter_status", language),
            list(Status),
            list(Status).index(entry.status),
            key=f"triage-status-{place}",
            format_func=lambda status: say(f"quality_status_{status}", language),
        )
        st.selectbox(
            say("quality_filter_kind", language),
            list(Kind),
            list(Kind).index(entry.kind) if entry.kind else None,
            key=f"triage-kind-{place}",
            format_func=lambda kind: say(f"quality_kind_{kind}", language),
            placeholder=say("quality_kind_choose", language),
        )
        st.multiselect(
            say("quality_expected", language),
            list(dict.fromkeys([*titles, *entry.expected])),
            list(entry.expected),
            key=f"triage-expected-{place}",
            format_func=lambda name: f"{titles.get(name, name)} ({name})",
            placeholder=say("quality_expected_choose", language),
        )
        st.text_area(
            say("quality_note", language), entry.note, key=f"triage-note-{place}", max_chars=MAX_NOTE, height=80
        )
        st.form_submit_button(
            say("quality_save", language), key=f"triage-save-{place}", on_click=_save, args=(place, language)
        )


def _titles(language: Language) -> dict[str, str]:
    """Return the titles of the texts by id; none where there is no index, since deciding needs none."""
    try:
        documents = assistant().index().corpus.documents.values()
    except FlokeError:
        return {}
    return {document.id: document.title for document in documents if document.language is language}


def _save(number: int, language: Language) -> None:
    """Store a decision; what cannot be stored is told as it stands."""
    status, kind, expected, note = (
        st.session_state[f"triage-{name}-{number}"] for name in ("status", "kind", "expected", "note")
    )
    if status is Status.CONFIRMED and kind is None:
        st.session_state[TOLD] = Told(say("quality_kind_missing", language))
        return
    try:
        feedback_book().triage(number, status, note, kind, tuple(expected))
        st.session_state[TOLD] = Told(say("quality_saved", language))
    except FlokeError as error:
        st.session_state[TOLD] = Told(f"{error.message} {error.remedy}")


def _show_more() -> None:
    st.session_state[LIMIT] = st.session_state.get(LIMIT, SHOWN) + SHOWN


def _export(entries: tuple[FeedbackEntry, ...], language: Language) -> None:
    """Offer what is confirmed as lines of a question set."""
    number = sum(entry.status is Status.CONFIRMED for entry in entries)
    with st.container(key="triage-export"):
        st.download_button(
            say("quality_export", language, number=number),
            feedback_book().export,
            file_name(say("quality_export_name", language), reader_time().date(), "jsonl"),
            "application/jsonl",
            key="triage-download",
            on_click="ignore",
            disabled=not number,
        )
        st.caption(say("quality_export_help", language))
