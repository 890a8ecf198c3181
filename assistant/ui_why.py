"""Why this answer: what was searched for, which passages were weighed, and which of them were used."""

from html import escape

import streamlit as st

from assistant import ui_html
from assistant.answer import Answer
from assistant.domain import Document, Outcome
from assistant.errors import FlokeError
from assistant.retrieval import Hit, Retrieval
from assistant.spelled import spelled_number
from assistant.ui_asking import assistant
from assistant.wording import say

WEIGHED = 8
"""Passages shown; what ranked lower was far from being used."""


def why(answer: Answer, number: int) -> None:
    """Draw the explanation folded; it is worked out when it is opened."""
    if answer.outcome in (Outcome.BLOCKED, Outcome.ERROR):
        return
    box = st.expander(say("why_title", answer.language), key=f"why-{number}", on_change="rerun")
    if not box.open:
        return
    with box:
        try:
            searched = answer.resolved_question or answer.question
            st.html(explained(answer, searched, assistant().search(searched, answer.language)))
        except FlokeError as error:
            st.html(ui_html.trouble(error.message, error.remedy, answer.language))


def explained(answer: Answer, searched: str, found: Retrieval) -> str:
    """Return what was searched for and the passages that were weighed, the used ones with their numbers."""
    language = answer.language
    used: dict[str, list[int]] = {}
    for citation in answer.citations:
        used.setdefault(citation.passage_id, []).append(citation.number)
    rows = "".join(_row(hit, used.get(hit.passage.id, []), answer) for hit in found.hits[:WEIGHED])
    head = f"<p>{escape(say('why_searched', language))} <b>{escape(searched)}</b></p>"
    lead, note = escape(say("why_weighed", language)), escape(say("why_note", language))
    return f'<div class="fl-weighed" lang="{language}">{head}<p>{lead}</p><ol>{rows}</ol><p class="fl-small">{note}</p></div>'


def _row(hit: Hit, numbers: list[int], answer: Answer) -> str:
    document = _document(hit, answer)
    section = document.section(hit.passage.section_id)
    place = f"{document.title} – {section.heading}" if section else document.title
    link = ui_html.place_in_floke(f"?doc={document.id}&section={hit.passage.section_id}")
    told = say("why_used", answer.language, numbers=", ".join(map(str, numbers))) if numbers else ""
    told = told or say("why_unused", answer.language)
    score = say("why_score", answer.language, score=spelled_number(hit.score, ".1f", answer.language))
    kind = ' class="fl-used"' if numbers else ""
    return f'<li{kind}><a href="{escape(link)}">{escape(place)}</a><span>{escape(told)} · {escape(score)}</span></li>'


def _document(hit: Hit, answer: Answer) -> Document:
    return assistant().index().corpus.document(hit.passage.document_id, answer.language)
