"""The page about Floke: what it is, where its knowledge ends, what is stored, and how good the answers are."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit as st

from assistant import ui_html
from assistant.domain import Language
from assistant.errors import FlokeError
from assistant.generations import current_generation
from assistant.index import Index
from assistant.settings import Settings, load_settings
from assistant.spelled import spelled_date, spelled_retention
from assistant.ui_asking import assistant
from assistant.ui_figures import measured, shares_table, written_shares
from assistant.wording import say

FIGURES, RETENTION = "{figures}", "{retention}"
"""What the text leaves open: the table of figures, and the sentence on how long conversations are kept."""

_TEXTS = Path(__file__).parent / "texts"
_ITEM = re.compile(r"(- |\d+\. )(.*)")


def show() -> None:
    """Draw the text with its contents beside it, and last which texts this installation answers from."""
    language = Language(st.session_state.language)
    settings = load_settings()
    title, *sections = _text(language).split("\n## ")
    with st.container(key="about"):
        st.html(
            _page(title.removeprefix("# "), sections, spelled_retention(language, settings.retention_days), language)
        )
        if edition := _edition(language, settings):
            st.html(edition)


def made_at(settings: Settings) -> datetime | None:
    """Return when the current index was made; the folder's manifest is written once, and never touched again."""
    folder = current_generation(settings.index_dir)
    return datetime.fromtimestamp((folder / "manifest.json").stat().st_mtime, UTC) if folder else None


def texts_of(index: Index, language: Language) -> int:
    """Return how many texts there are in a language."""
    return sum(spoken is language for _, spoken in index.corpus.documents)


@lru_cache(maxsize=3)
def _text(language: Language) -> str:
    return (_TEXTS / f"about.{language}.md").read_text(encoding="utf-8")


def _page(title: str, sections: list[str], kept: str, language: Language) -> str:
    """Return the text as HTML: headings, paragraphs, lists, and the table in the place that the text gives it."""
    parts = [section.partition("\n") for section in sections]
    links = "".join(f'<li><a href="#about-{at}">{escape(head)}</a></li>' for at, (head, _, _) in enumerate(parts, 1))
    name = escape(say("about_contents", language))
    contents = f'<nav aria-label="{name}"><p class="fl-small">{name}</p><ol>{links}</ol></nav>'
    body = "".join(
        f'<section id="about-{at}"><h2>{escape(head)}</h2>{_blocks(text, kept, language)}</section>'
        for at, (head, _, text) in enumerate(parts, 1)
    )
    return f'<div class="fl-about" lang="{language}"><h1>{escape(title.strip())}</h1>{contents}<div>{body}</div></div>'


def _blocks(text: str, kept: str, language: Language) -> str:
    return "".join(_block(block, kept, language) for block in text.strip().split("\n\n") if block)


def _block(block: str, kept: str, language: Language) -> str:
    """Return a paragraph, a list or the figures; a paragraph's sentences stand on lines of their own in the file."""
    if block.strip() == FIGURES:
        caption = say("about_figures", language, month=measured(language))
        return shares_table(written_shares(language), caption, language)
    items = [found for line in block.splitlines() if (found := _ITEM.match(line))]
    if not items:
        return f"<p>{ui_html.inline(' '.join(block.splitlines()))}</p>"
    tag = "ul" if items[0][1] == "- " else "ol"
    rows = "".join(f"<li>{ui_html.inline(found[2].replace(RETENTION, kept))}</li>" for found in items)
    return f"<{tag}>{rows}</{tag}>"


def _edition(language: Language, settings: Settings) -> str:
    """Return which texts this installation answers from; nothing where there is no index."""
    try:
        number, made = texts_of(assistant().index(), language), made_at(settings)
    except FlokeError:
        return ""
    when = spelled_date(made.date(), language) if made else ""
    told = say("about_edition", language, number=number, date=when)
    return f'<p class="fl-small fl-edition" lang="{language}">{escape(told)}</p>'
