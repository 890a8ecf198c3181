"""The frame around every page: mark and name, the way to the pages, language and role; the pages stand in `ui_*`."""

from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from assistant import ui_html
from assistant.domain import Language, Role
from assistant.page_headers import COOKIE, PARAMETER, ROLE_COOKIE, chosen_language
from assistant.settings import load_settings
from assistant.wording import say
from assistant.writing import Writer, at_once

NAMES = {Language.NB: "Bokmål", Language.NN: "Nynorsk", Language.EN: "English"}
PAGES = ("ask", "approach", "sources", "conversations", "about")
QUALITY = "quality"
DOCUMENT = "doc"
"""In the address: the document that a link to a source opens, wherever it is opened."""

_FOLDER = Path(__file__).parent / "pages"


@lru_cache(maxsize=1)
def _style() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((_FOLDER / "style").glob("*.css")))


def show(write: Writer = at_once) -> None:
    """Draw the frame and the page once; Streamlit calls this again for every click. `write` gives the answers' text."""
    st.set_page_config(page_icon="🪢", layout="wide", initial_sidebar_state="collapsed")
    st.html(f"<style>{_style()}</style>")
    state = st.session_state
    state.write = write
    _remembered()
    language = Language(state.language)
    pages = _pages(language)
    page = st.navigation(list(pages.values()), position="hidden")
    st.set_page_config(page_title=page.title)
    _head(pages, language)
    if DOCUMENT in st.query_params and page is pages["ask"]:
        st.switch_page(pages["sources"], query_params=st.query_params.to_dict())
    with st.container(key="main"):
        st.html(f'<div id="{ui_html.CONTENT}" tabindex="-1"></div>')
        page.run()


def _remembered() -> None:
    """Begin with the language and the role of last time; a click on the chosen language does not take it away."""
    state = st.session_state
    if state.get("language") is None:
        state.language = state.get("language_before") or _first_language()
    state.language_before = state.language
    if st.query_params.get(PARAMETER) not in (None, state.language):
        del st.query_params[PARAMETER]  # it said how the page was opened, and would come back at the next reload
    if state.get("role") is None:
        kept = st.context.cookies.get(ROLE_COOKIE)
        state.role = state.get("role_before") or (Role(kept) if kept in set(Role) else Role.LEADER)
    state.role_before = state.role


def _first_language() -> Language:
    headers = st.context.headers
    return chosen_language(
        st.query_params.get(PARAMETER), st.context.cookies.get(COOKIE), headers.get("accept-language")
    )


def _pages(language: Language) -> dict[str, Page]:
    """Return the pages by name; the one for those who run Floke only where the settings say so."""
    names = (*PAGES, QUALITY) if load_settings().quality_page else PAGES
    return {
        name: st.Page(
            _FOLDER / f"{name}.py",
            title=f"{say(f'nav_{name}', language)} – Floke",
            url_path=name,
            default=name == PAGES[0],
        )
        for name in names
    }


def _head(pages: dict[str, Page], language: Language) -> None:
    """Draw mark and name, the way to the pages, role and language; the page's script reads what it must translate."""
    st.html(_for_the_script(language))
    with st.container(key="head", horizontal=True, vertical_alignment="center"):
        st.html(ui_html.brand(), width="content")
        with st.container(key="nav", horizontal=True, vertical_alignment="center", width="content"):
            for name, page in pages.items():
                st.page_link(page, label=say(f"nav_{name}", language), icon="")
        st.space("stretch")
        st.segmented_control(
            say("page_role", language),
            list(Role),
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
        )


def _for_the_script(language: Language) -> str:
    """Return what `floke-page.js` reads: language and role to remember, and words for Streamlit's own controls."""
    words = {
        "language": language,
        "role": st.session_state.role,
        "input": say("page_placeholder", language),
        "send": say("page_send", language),
        "stop": say("page_stop", language),
        "nav": say("page_nav", language),
        "lost": say("page_lost", language),
        "copied": say("page_copied", language),
        **{name: say(f"page_{name}", language) for name in ("close", "open", "clear", "apply", "submit")},
    }
    return ui_html.told_to_the_script(words) + ui_html.skip_link(say("page_skip", language))
