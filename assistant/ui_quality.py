"""The page for those who run Floke: feedback to decide on, how good the answers are, and what they are made from."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import streamlit as st

from assistant import ui_html
from assistant.corpus import corpus_hash
from assistant.domain import Language
from assistant.errors import FlokeError
from assistant.generations import current_generation
from assistant.index import Index
from assistant.pipeline import Assistant
from assistant.settings import Settings, load_settings
from assistant.spelled import spelled_time
from assistant.ui_about import made_at
from assistant.ui_asking import assistant
from assistant.ui_conversation import reader_time
from assistant.ui_figures import Share, measured, shares_table, written_shares
from assistant.ui_search_tester import passage_viewer, search_tester
from assistant.ui_triage import triage
from assistant.wording import keys, say

TAB = "quality-tab"
"""Where the page remembers which part is open; the others are not made."""

UNKNOWN = "–"
"""What is told of a generation that was taken away meanwhile."""


@dataclass(frozen=True, slots=True)
class Report:
    """What `evaluate --questions` saved: the name of the set, when it was run, and what came of it."""

    name: str
    when: datetime
    settings: Mapping[str, object]
    shares: tuple[tuple[str, Mapping[str, Share]], ...]


def show() -> None:
    """Draw the page once; where the settings leave it out, it is not there for anybody."""
    language = Language(st.session_state.language)
    with st.container(key="quality"):
        title, lead = say("quality_title", language), say("quality_lead", language)
        st.html(f'<div class="fl-page-head" lang="{language}"><h1>{escape(title)}</h1><p>{escape(lead)}</p></div>')
        if not load_settings().quality_page:
            st.html(ui_html.note(say("quality_off", language), language))
            return
        parts: dict[str, Callable[[Language], None]] = {
            "feedback": triage,
            "figures": _figures,
            "index": _index,
            "search": search_tester,
            "passages": passage_viewer,
        }
        names = [say(f"quality_tab_{name}", language) for name in parts]
        for tab, draw in zip(st.tabs(names, key=TAB, on_change="rerun"), parts.values(), strict=True):
            if tab.open:
                with tab:
                    _drawn(draw, language)


def _drawn(draw: Callable[[Language], None], language: Language) -> None:
    try:
        draw(language)
    except FlokeError as error:
        st.html(ui_html.trouble(error.message, error.remedy, language))


def read_reports(folder: Path) -> list[Report]:
    """Return the saved evaluations, the latest first; a file that is none is passed over."""
    found = []
    for path in sorted(folder.glob("*.json"), key=lambda path: -path.stat().st_mtime):
        try:
            found.append(_report(path))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def _report(path: Path) -> Report:
    content = json.loads(path.read_text(encoding="utf-8"))
    by_name: dict[str, dict[str, Share]] = {}
    for item in content["measures"]:
        share = Share(item["name"], "", int(item["right"]), int(item["of"]))
        by_name.setdefault(item["name"], {})[item["language"]] = share
    when = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return Report(path.stem, when, dict(content["settings"]), tuple(by_name.items()))


def _figures(language: Language) -> None:
    """Draw the last evaluation of this installation, or the published figures where there is none."""
    reports = read_reports(load_settings().data_dir / "evaluations")
    if not reports:
        st.html(ui_html.note(say("quality_no_report", language), language))
        st.html(
            shares_table(written_shares(language), say("about_figures", language, month=measured(language)), language)
        )
        return
    report = reports[0]
    if len(reports) > 1:
        by_name = {item.name: item for item in reports}
        report = by_name[st.selectbox(say("quality_report", language), list(by_name), key="quality-report")]
    caption = say(
        "quality_measured", language, name=report.name, date=spelled_time(report.when, reader_time(), language)
    )
    shares = [_share(name, by_language, language) for name, by_language in report.shares]
    st.html(shares_table(shares, caption, language))
    st.html(_facts({name: str(value) for name, value in report.settings.items()}, language))


def key_of(measure: str) -> str:
    """Return the key of a measure's name."""
    return f"quality_measure_{re.sub(r'[^a-z]+', '_', measure.lower()).strip('_')}"


def _share(name: str, by_language: Mapping[str, Share], language: Language) -> Share:
    """Return a measure over all languages, with what it was in each; its name as the reader says it."""
    key, whole = key_of(name), by_language.get("all") or Share(name, "", 0, 0)
    each = [f"{code} {item.right}/{item.of}" for code, item in by_language.items() if code != "all"]
    return Share(say(key, language) if key in keys(language) else name, " · ".join(each), whole.right, whole.of)


def _index(language: Language) -> None:
    """Draw what the answers are made from, and whether it is the corpus as it stands now."""
    opened, settings = assistant(), load_settings()
    index = opened.index()
    if index.manifest.corpus_hash != corpus_hash(settings.corpus_dir):
        st.html(ui_html.note(say("quality_index_old", language), language))
    if opened.encoder.note:
        st.html(ui_html.note(opened.encoder.note, language))
    told = {say(f"quality_index_{name}", language): value for name, value in _state(opened, index, settings, language)}
    st.html(_facts(told, language))


def _state(opened: Assistant, index: Index, settings: Settings, language: Language) -> list[tuple[str, str]]:
    folder, made = current_generation(settings.index_dir), made_at(settings)
    each = [f"{code} {sum(spoken is code for _, spoken in index.corpus.documents)}" for code in Language]
    return [
        ("documents", " · ".join(each)),
        ("passages", str(index.manifest.passages)),
        ("units", str(index.manifest.units)),
        ("cues", str(index.manifest.cues)),
        ("made", spelled_time(made, reader_time(), language) if made else UNKNOWN),
        ("generation", folder.name if folder else UNKNOWN),
        ("corpus", index.manifest.corpus_hash[:16]),
        ("encoder", opened.encoder.id),
        ("space", index.manifest.space),
    ]


def _facts(facts: Mapping[str, str], language: Language) -> str:
    """Return names and values side by side."""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
    return f'<dl class="fl-named" lang="{language}">{rows}</dl>'
