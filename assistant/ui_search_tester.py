"""Searching as Floke does, for editors: what was found and why it ranked, and the passages that a text is made of."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from assistant import ui_html
from assistant.cleaning import MAX_CHARACTERS
from assistant.domain import CueKind, Document, Language, Passage, Weights
from assistant.index import Index
from assistant.privacy import contains_identity_number
from assistant.retrieval import CUE_WEIGHT, WORDING_WEIGHT, Hit, Retrieval
from assistant.spelled import spelled_number
from assistant.ui_asking import assistant
from assistant.wording import say

HITS = 10
"""Passages shown of a search, as on the command line."""

DETECTED = "detected"
"""The choice of letting the words tell the language."""

PLAIN, SIGNED = ".2f", "+.2f"
"""How the score and the weights are written, and how what speaks for a passage or against it."""


def search_tester(language: Language) -> None:
    """Draw the field, and what the search found."""
    with st.container(key="search-fields", horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(say("quality_query", language), key="tester-query", max_chars=MAX_CHARACTERS)
        spoken = st.selectbox(
            say("quality_query_language", language),
            [DETECTED, *Language],
            key="tester-language",
            format_func=lambda code: say(f"quality_language_{code}", language),
            width=200,
        )
    if not any(character.isalnum() for character in text):
        return
    if contains_identity_number(text):
        st.html(ui_html.note(say("personal_data", language), language))
        return
    found = assistant().search(text, None if spoken == DETECTED else Language(spoken))
    weights, hits = assistant().settings.weights, found.hits[:HITS]
    rows = "".join(_hit(place, hit, weights, language) for place, hit in enumerate(hits, start=1))
    st.html(_nearest(found, language) + f'<div class="fl-hits" lang="{language}">{rows}</div>')


def passage_viewer(language: Language) -> None:
    """Draw a text as the index holds it: its passages, what can be quoted of each, and the foreseen questions."""
    index = assistant().index()
    documents = {item.id: item for item in index.corpus.documents.values() if item.language is language}
    chosen = st.selectbox(
        say("quality_text", language),
        sorted(documents, key=lambda name: documents[name].title.casefold()),
        key="viewer-text",
        format_func=lambda name: f"{documents[name].title} ({name})",
    )
    document = documents[chosen]
    passages = [item for item in index.passages.passages if item.document_id == chosen and item.language is language]
    counted = say("quality_text_holds", language, passages=len(passages))
    rows = "".join(_passage(item, index, document, language) for item in passages)
    head = f'<p class="fl-small" role="status">{escape(counted)}</p>'
    st.html(f'<div lang="{language}">{head}<div class="fl-hits">{rows}</div></div>')


def parts_of_score(hit: Hit, weights: Weights) -> dict[str, tuple[float, float]]:
    """Return each signal of a hit with its weight; the sum of the products is the score."""
    return {
        "dense": (hit.dense, weights.dense),
        "stems": (hit.stems, weights.stems),
        "ngrams": (hit.ngrams, weights.ngrams),
        "cue": (hit.cue, CUE_WEIGHT),
        "wording": (hit.wording, WORDING_WEIGHT),
    }


def _nearest(found: Retrieval, language: Language) -> str:
    """Return the foreseen questions that resemble the query most, one of each kind."""
    rows = "".join(
        f"<li><b>{escape(say(f'quality_cue_{kind}', language))}</b> «{escape(match.cue.text)}» "
        f"<code>{escape(match.cue.document_id)}#{escape(match.cue.target)}</code> "
        f"{spelled_number(match.score, SIGNED, language)}</li>"
        for kind in CueKind
        for match in found.cues.best(kind)
    )
    spoken = say("quality_answered_in", language, name=say(f"quality_language_{found.query.language}", language))
    expansion = f" {say('quality_expansion', language, words=found.query.expansion)}" if found.query.expansion else ""
    head = f"<h2>{escape(say('quality_nearest', language))}</h2>"
    told = f'<p class="fl-small" role="status">{escape(spoken + expansion)}</p>'
    after = f"<h2>{escape(say('quality_hits', language))}</h2>"
    return f'<div class="fl-tester" lang="{language}">{told}{head}<ul>{rows}</ul>{after}</div>'


def _hit(place: int, hit: Hit, weights: Weights, language: Language) -> str:
    passage = hit.passage
    title = f"{place} · {escape(passage.title)}<span class='fl-section'>{escape(passage.heading)}</span>"
    score = spelled_number(hit.score, PLAIN, language)
    summary = f"<summary><b>{title}</b><span class='fl-score'>{score}</span></summary>"
    opened = " open" if place == 1 else ""
    inside = f"{_why(hit, weights, language)}{_text(passage, language)}"
    return f"<details{opened}>{summary}{inside}</details>"


def _why(hit: Hit, weights: Weights, language: Language) -> str:
    """Return why a passage ranked: what each signal counted for."""
    rows = "".join(
        f'<tr><th scope="row">{escape(say(f"quality_signal_{name}", language))}</th>'
        f"<td>{spelled_number(value, SIGNED, language)}</td><td>{spelled_number(weight, PLAIN, language)}</td>"
        f"<td>{spelled_number(value * weight, SIGNED, language)}</td></tr>"
        for name, (value, weight) in parts_of_score(hit, weights).items()
    )
    names = ("signal", "value", "weight", "counts")
    heads = "".join(f'<th scope="col">{escape(say(f"quality_why_{name}", language))}</th>' for name in names)
    told = say("quality_cosine", language, number=spelled_number(hit.cosine, ".3f", language))
    cosine = f'<p class="fl-small">{escape(told)}</p>'
    return f'<table class="fl-why-ranked"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{cosine}'


def _passage(passage: Passage, index: Index, document: Document, language: Language) -> str:
    units = index.units_of(passage)
    quotable = "".join(f"<li>{ui_html.inline(unit.text)}</li>" for unit in units)
    asked = _listed(document.questions.get(passage.section_id, ()), "quality_questions", language)
    told = say("quality_units", language, number=len(units), characters=len(passage.text))
    inside = f'{_text(passage, language)}<p class="fl-small">{escape(told)}</p><ol>{quotable}</ol>{asked}'
    return f"<details><summary><b>{escape(passage.heading or passage.title)}</b></summary>{inside}</details>"


def _listed(texts: Sequence[str], key: str, language: Language) -> str:
    if not texts:
        return ""
    rows = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<p><b>{escape(say(key, language))}</b></p><ul>{rows}</ul>"


def _text(passage: Passage, language: Language) -> str:
    """Return a passage as it stands in the index, and the way to it on the page of sources."""
    link = ui_html.place_in_floke(f"?doc={passage.document_id}&section={passage.section_id}")
    way = f'<a href="{escape(link)}">{escape(say("quality_to_sources", language))}</a>'
    body = escape(passage.text).replace("\n", "<br>")
    return (
        f'<blockquote lang="{passage.language}">{body}</blockquote>'
        f'<p class="fl-small"><code>{escape(passage.key)}</code> · {way}</p>'
    )
