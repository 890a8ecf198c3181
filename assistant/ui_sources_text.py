"""One text of the corpus on the page of sources: read in one language or in all, with what it rests on and leaves open."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

import streamlit as st

from assistant import ui_html
from assistant import ui_sources_html as html
from assistant.browsing import ALL, Address, blocks, language_read, marked, pieces_of, sources_of, versions
from assistant.corpus import Corpus
from assistant.domain import Document, Language, Section
from assistant.ui_sources_html import Place
from assistant.wording import say

PAGE = "sources.py"
TEXT = "sources-language"
"""The widget that tells in which language the text is read."""

BESIDE = (2.15, 1)


def link(label: str, address: Address) -> None:
    """Draw a link to a place of this page; it keeps the session, and its address is the place's own."""
    st.page_link(PAGE, label=label, query_params=address.parameters)


def text(found: dict[Language, Document], corpus: Corpus, address: Address, place_id: str, language: Language) -> None:
    """Draw one text: in one language with what belongs to it beside it, or in all of them side by side."""
    read = language_read(found, address, language)
    own = found.get(language) or found[read]
    shown = list(found.values()) if address.text == ALL else [found[read]]
    place = Place(address.section, address.mark, place_id)
    title = own if address.text == ALL else found[read]
    st.set_page_config(page_title=f"{title.title} – Floke")
    link(f"← {say('sources_all', language)}", Address())
    st.html(html.text_head(title, language, place))
    _choice_of_text(list(found), ALL if address.text == ALL else read, language)
    _what_is_gone(found.values(), address, language)
    if address.text == ALL:
        _passages(shown, own, address, place, language)
        _belongs(own, corpus, address, language)
        return
    st.html(html.contents(shown[0], language, folded=True))
    left, right = st.columns(BESIDE, gap="large")
    with left:
        _passages(shown, shown[0], address, place, language)
    with right, st.container(key="sources-side"):
        st.html(html.contents(shown[0], language, folded=False))
        _belongs(own, corpus, address, language)


def _choice_of_text(languages: Sequence[Language], chosen: str, language: Language) -> None:
    names: dict[str, str] = {**{name: html.TONGUES[name] for name in languages}, ALL: say("sources_together", language)}
    st.session_state[TEXT] = chosen
    st.segmented_control(
        say("sources_read", language),
        list(names),
        required=True,
        key=TEXT,
        format_func=names.__getitem__,
        on_change=_choose_text,
        label_visibility="collapsed",
    )


def _choose_text() -> None:
    """Let the address say in what language the text is read; the page's own needs no word, except beside a mark."""
    chosen = st.session_state[TEXT]
    if chosen == st.session_state.language and "mark" not in st.query_params:
        st.query_params.pop("text", None)
    else:
        st.query_params["text"] = str(chosen)


def _what_is_gone(found: Iterable[Document], address: Address, language: Language) -> None:
    """Say so where the section, or the sentence to be marked, stands in the text in no language."""
    sections = [section for document in found if (section := document.section(address.section))]
    if address.section and not sections:
        st.html(ui_html.note(say("sources_unknown_place", language), language))
    elif address.mark and not any(marked(pieces_of(blocks(section)), address.mark) for section in sections):
        st.html(ui_html.note(say("sources_unknown_quote", language), language))


def _passages(shown: Sequence[Document], told: Document, address: Address, place: Place, language: Language) -> None:
    """Draw the passages, each with its sources outside, its link and the button that copies it.

    What concerns the whole text is `told` once, however many languages are shown.
    """
    with st.container(key="sources-beside" if len(shown) > 1 else "sources-text"):
        if general := html.caveats(told):
            st.html(general)
        for section in told.sections:
            with st.container(key=f"sources-passage-{section.id}"):
                st.html(html.passage(shown, section.id, place))
                _sharing(told, section, address, language)
        if gaps := html.gaps(told, language):
            st.html(gaps)


def _sharing(document: Document, section: Section, address: Address, language: Language) -> None:
    there = address.place(document.id, section.id)
    with st.container(key=f"sources-share-{section.id}", horizontal=True, vertical_alignment="center"):
        if rests := html.rests_on(sources_of(document, section), language):
            st.html(rests)
        link(say("sources_link", language), there)
        whole = f"{st.context.url or 'sources'}?{urlencode(there.parameters)}"
        st.html(html.copying(whole, section.heading, language), width="content")


def _belongs(document: Document, corpus: Corpus, address: Address, language: Language) -> None:
    """Draw what a text rests on, and what else to read."""
    with st.container(key="sources-belongs"):
        st.html(html.source_list(document, language))
        related = [item for name in document.related if (item := versions(corpus, name).get(language))]
        if related:
            st.html(html.heading(say("sources_related", language), language))
            with st.container(key="sources-related"):
                for item in related:
                    link(ui_html.plain_label(item.title), address.place(item.id))
