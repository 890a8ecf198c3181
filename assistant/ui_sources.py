"""The page with Floke's texts: by kind, by search, passage by passage in three languages, and the glossary.

The address is what the page shows: a reload, a bookmark and a link that was sent lead to the same place.
"""

import streamlit as st

from assistant import ui_html
from assistant import ui_sources_html as html
from assistant.browsing import ALL, GLOSSARY, LONGEST, Address, grouped, lead, versions
from assistant.corpus import Corpus
from assistant.domain import Language
from assistant.errors import FlokeError
from assistant.finding import Words, entries, found_in, text_spans
from assistant.glossary import Entry
from assistant.privacy import contains_identity_number
from assistant.ui_asking import assistant
from assistant.ui_sources_text import link, text
from assistant.wording import say

HITS = 10
"""Passages shown of a search at first, and added by each click."""

FIELD, VIEW, HELD = "sources-q", "sources-view", "sources-held"
"""The widgets, and that a search was held back because of what stood in it."""

AT, ARRIVALS, SHOWN = "sources-at", "sources-arrivals", "sources-shown"
"""Where the page remembers what it showed last, how often it went somewhere else, and how many hits are shown."""


def show() -> None:
    """Draw the page once."""
    language, address = Language(st.session_state.language), Address.of(st.query_params)
    with st.container(key="sources"):
        try:
            _draw(address, language)
        except FlokeError as error:
            st.html(ui_html.trouble(error.message, error.remedy, language))


def _draw(address: Address, language: Language) -> None:
    corpus, place_id = assistant().index().corpus, _arrived(address)
    if address.view == GLOSSARY:
        _glossary(address, corpus, place_id, language)
    elif found := versions(corpus, address.doc):
        _tools(address, language)
        text(found, corpus, address, place_id, language)
    else:
        _overview(address, corpus, place_id, language)


def _arrived(address: Address) -> str:
    """Notice that the reader went somewhere else: then the fields follow the address, and its place comes into view.

    Return the name of the place, a new one for each time. A link within the page does not change what the browser
    shows as address (Streamlit 1.67), so it is told.
    """
    state, place = st.session_state, (address.doc, address.section, address.mark, address.q, address.view)
    first = AT not in state
    if state.get(AT) != place:
        state[AT], state[SHOWN], state[ARRIVALS] = place, HITS, state.get(ARRIVALS, 0) + 1
        state.pop(FIELD, None)
        if not first:
            st.query_params.from_dict(st.query_params.to_dict())
    state.setdefault(FIELD, address.q)
    place_id = f"place-{state[ARRIVALS]}"
    if address.section or (state[ARRIVALS] > 1 and not address.q):
        st.html(html.comes_into_view(place_id))
    return place_id


def _tools(address: Address, language: Language) -> None:
    """Draw the choice of texts or glossary, and the search in what is chosen."""
    st.session_state[VIEW] = GLOSSARY if address.view == GLOSSARY else ALL
    names = {ALL: say("sources_texts", language), GLOSSARY: say("sources_glossary", language)}
    label = say("sources_search_terms" if address.view == GLOSSARY else "sources_search", language)
    with st.container(key="sources-tools", horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            say("sources_view", language),
            list(names),
            required=True,
            key=VIEW,
            format_func=names.__getitem__,
            on_change=_choose_view,
            label_visibility="collapsed",
        )
        with (
            st.form("sources-form", border=False, width=440),
            st.container(horizontal=True, vertical_alignment="bottom"),
        ):
            st.text_input(label, key=FIELD, max_chars=LONGEST)
            st.form_submit_button(say("sources_search_do", language), key="sources-search", on_click=_search)


def _choose_view() -> None:
    st.query_params.from_dict(Address(view=GLOSSARY if st.session_state[VIEW] == GLOSSARY else "").parameters)


def _search() -> None:
    """Let the address say what is searched for; an identity number never gets there."""
    text = st.session_state[FIELD].strip()
    if contains_identity_number(text):
        st.session_state[HELD] = True
        text = ""
    view = GLOSSARY if st.query_params.get("view") == GLOSSARY else ""
    st.query_params.from_dict(Address(q=text, view=view).parameters)


def _overview(address: Address, corpus: Corpus, place_id: str, language: Language) -> None:
    """Draw what was searched for, or all texts by kind."""
    st.html(html.opening(say("sources_title", language), say("sources_lead", language), place_id, language))
    if address.doc:
        st.html(ui_html.note(say("sources_unknown_text", language), language))
    _tools(address, language)
    held = st.session_state.pop(HELD, False) or contains_identity_number(address.q)
    if held:
        st.html(ui_html.note(say("personal_data", language), language))
    if not held and any(letter.isalnum() for letter in address.q):
        _hits(address, corpus, language)
        return
    for group in grouped(corpus, language):
        with st.container(key=f"sources-group-{group.kind}"):
            st.html(html.group_head(group.kind, language))
            with st.container(key=f"sources-texts-{group.kind}"):
                for document in group.documents:
                    label = f"**{ui_html.plain_label(document.title)}** {ui_html.plain_label(lead(document))}"
                    link(label, address.place(document.id))


def _hits(address: Address, corpus: Corpus, language: Language) -> None:
    """Draw the sections that a search found, the nearest first, each with the words that it was found by."""
    words = Words.of(address.q, language, assistant().glossary)
    found = found_in(assistant().search(address.q, language), words)
    shown = found[: st.session_state[SHOWN]]
    said = "sources_nearest" if any(item.mark for item in shown) else "sources_no_words"
    head = say("sources_found", language, text=address.q)
    st.html(html.heading(head, language, say(said, language, number=len(shown))))
    for number, item in enumerate(shown):
        passage = item.passage
        with st.container(key=f"sources-hit-{number}"):
            kind = html.kind_name(corpus.document(passage.document_id, language).kind, language)
            label = f"**{ui_html.plain_label(passage.heading)}** {ui_html.plain_label(f'{passage.title} · {kind}')}"
            link(label, address.place(passage.document_id, passage.section_id, item.mark[: ui_html.MARKED]))
            st.html(html.snippet(item, words.spans(item.snippet)))
    with st.container(horizontal=True):
        if len(found) > len(shown):
            st.button(say("sources_more", language), key="sources-more", on_click=_show_more)
        link(say("sources_clear", language), Address())


def _show_more() -> None:
    st.session_state[SHOWN] += HITS


def _glossary(address: Address, corpus: Corpus, place_id: str, language: Language) -> None:
    """Draw the glossary, or what of it has the text that is searched for."""
    st.html(html.opening(say("sources_glossary", language), say("sources_glossary_lead", language), place_id, language))
    _tools(address, language)
    found = entries(assistant().glossary, language, address.q)
    if address.q:
        key = "sources_terms_found" if found else "sources_terms_none"
        st.html(html.status(say(key, language, number=len(found), text=address.q), language))
    with st.container(key="sources-terms"):
        for entry in found:
            with st.container(key=f"sources-term-{entry.id}"):
                st.html(html.term(entry, language, _marks(entry, address.q)))
                _where_it_stands(entry, corpus, language)


def _marks(entry: Entry, wanted: str) -> dict[str, list[tuple[int, int]]]:
    texts = [text for wording in entry.wordings.values() for text in (*wording.forms, wording.definition)]
    return {text: text_spans(text, wanted) for text in texts}


def _where_it_stands(entry: Entry, corpus: Corpus, language: Language) -> None:
    """Lead to the passage that an entry rests on, where it has one."""
    document_id, _, section_id = (entry.passage or "").partition("#")
    document = versions(corpus, document_id).get(language)
    if document and (section := document.section(section_id)):
        label = say("sources_read_more", language, heading=ui_html.plain_label(section.heading))
        link(label, Address(doc=document.id, section=section.id))
