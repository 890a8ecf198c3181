"""The page for those who run Floke, driven without a browser; the parts that search need the index."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant import evaluation
from assistant.database import Database, open_database
from assistant.domain import Language, Passage, Weights
from assistant.evaluation import Kind
from assistant.feedback import FeedbackBook, FeedbackReason, Status
from assistant.pipeline import Assistant
from assistant.retrieval import CUE_WEIGHT, WORDING_WEIGHT, Hit
from assistant.settings import load_settings
from assistant.tables import FeedbackRow
from assistant.ui_quality import key_of, read_reports
from assistant.ui_search_tester import parts_of_score
from assistant.wording import keys, say
from tests.page_rig import page_for, shown
from tests.test_conversations import turn

HOSTILE = '<img src=x onerror="alert(1)"> **fet** $x$ :red[rødt]'


@pytest.fixture
def book(page_database: Database, monkeypatch: pytest.MonkeyPatch) -> FeedbackBook:
    """Return the page's feedback: none, in a database of its own; the page is on."""
    monkeypatch.setenv("FLOKE_QUALITY_PAGE", "true")
    return FeedbackBook(page_database)


def opened(tab: str = "feedback", entry: int | None = None) -> AppTest:
    page = page_for(lang="nb")
    page.session_state["quality-tab"] = say(f"quality_tab_{tab}", Language.NB)
    if entry is not None:
        page.session_state[f"triage-{entry}"] = True
    page.run()
    return page.switch_page("quality.py").run()


def test_the_page_is_not_there_unless_the_settings_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn() -> None:
        import streamlit as st

        from assistant.ui_quality import show

        st.session_state.language = "nb"
        show()

    monkeypatch.delenv("FLOKE_QUALITY_PAGE", raising=False)
    page = AppTest.from_function(drawn).run()
    assert say("quality_off", Language.NB) in shown(page)
    assert not page.tabs


def test_feedback_is_filtered_by_thumb_status_and_kind(book: FeedbackBook) -> None:
    book.give("me", turn("Ett"), True)
    number = book.give("me", turn("To"), False, FeedbackReason.NO_SOURCE)
    book.triage(number, Status.CONFIRMED, kind=Kind.GAP)
    page = opened()
    assert len(page.expander) == 2
    page.selectbox(key="triage-thumb").set_value("down").run()
    assert [entry.label for entry in page.expander] == ["Bekreftet · Kilden mangler · To"]
    page.selectbox(key="triage-status").set_value(Status.NEW).run()
    assert not page.expander
    page.selectbox(key="triage-status").set_value("all").run()
    page.selectbox(key="triage-kind").set_value(Kind.PREMISE).run()
    assert not page.expander


def test_what_readers_wrote_stays_words(book: FeedbackBook) -> None:
    number = book.give("me", turn(HOSTILE, HOSTILE), False, FeedbackReason.OTHER, HOSTILE)
    page = opened(entry=number)
    (entry,) = page.expander
    assert "\\*\\*fet\\*\\*" in entry.label
    assert "<img" not in shown(page)
    assert shown(page).count("&lt;img") == 3


def test_a_decision_is_stored_and_the_confirmed_can_be_taken_away(book: FeedbackBook) -> None:
    number = book.give("me", turn("Hva er en floke?"), False)
    page = opened(entry=number)
    assert page.get("download_button")[0].proto.disabled
    page.selectbox(key=f"triage-status-{number}").set_value(Status.CONFIRMED)
    page.selectbox(key=f"triage-kind-{number}").set_value(Kind.IN_SCOPE)
    page.text_area(key=f"triage-note-{number}").set_value("Sjekket.")
    page.button(key=f"triage-save-{number}").click().run()
    (entry,) = book.listed()
    assert (entry.status, entry.kind, entry.note) == (Status.CONFIRMED, Kind.IN_SCOPE, "Sjekket.")
    assert not page.get("download_button")[0].proto.disabled
    assert json.loads(book.export())["text"] == "Hva er en floke?"


def test_confirming_needs_a_kind(book: FeedbackBook) -> None:
    number = book.give("me", turn("Hva er en floke?"), False)
    page = opened(entry=number)
    page.selectbox(key=f"triage-status-{number}").set_value(Status.CONFIRMED)
    page.button(key=f"triage-save-{number}").click().run()
    assert say("quality_kind_missing", Language.NB) in shown(page)
    assert book.listed()[0].status is Status.NEW


def test_feedback_that_its_reader_has_deleted_is_told(book: FeedbackBook) -> None:
    number = book.give("me", turn("Hva er en floke?"), False)
    page = opened(entry=number)
    database = open_database(load_settings())
    with database.writing() as rows:
        rows.remove(FeedbackRow, FeedbackRow.id == number)
    database.close()
    page.button(key=f"triage-save-{number}").click().run()
    assert f"There is no feedback {number}." in shown(page)


def test_without_an_evaluation_the_published_figures_stand_there(
    book: FeedbackBook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert not book.listed()
    monkeypatch.setenv("FLOKE_DATA_DIR", str(tmp_path))
    text = shown(opened("figures"))
    assert say("quality_no_report", Language.NB) in text
    assert "198 av 198" in text


def test_the_last_evaluation_is_shown_by_measure_with_each_language(
    book: FeedbackBook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert not book.listed()
    monkeypatch.setenv("FLOKE_DATA_DIR", str(tmp_path))
    folder = tmp_path / "evaluations"
    folder.mkdir()
    measures = [
        {"name": "gap named", "language": code, "right": right, "of": of, "low": 0, "high": 1}
        for code, right, of in (("all", 9, 10), ("nb", 5, 5), ("en", 4, 5))
    ] + [{"name": "<new>", "language": "all", "right": 1, "of": 2, "low": 0, "high": 1}]
    saved = {"settings": {"encoder": "<e5>"}, "measures": measures}
    (folder / "tuning.json").write_text(json.dumps(saved), encoding="utf-8")
    (folder / "broken.json").write_text("[1", encoding="utf-8")
    assert [report.name for report in read_reports(folder)] == ["tuning"]
    text = shown(opened("figures"))
    assert say("quality_measure_gap_named", Language.NB) in text
    assert "9 av 10" in text
    assert "nb 5/5 · en 4/5" in text
    assert "&lt;new&gt;" in text
    assert "&lt;e5&gt;" in text


def test_every_measure_and_kind_and_status_has_its_name() -> None:
    wanted = {key_of(name) for name in evaluation._MEASURES}
    wanted |= {f"quality_kind_{kind}" for kind in Kind} | {f"quality_status_{status}" for status in Status}
    assert wanted <= keys(Language.NB)


@pytest.mark.weights
def test_a_search_shows_what_each_signal_counted_for(book: FeedbackBook, assistant: Assistant) -> None:
    assert not book.listed()
    page = opened("search")
    page.text_input(key="tester-query").set_value("Hva er en floke?").run()
    text = shown(page)
    assert text.count("<details") == 10
    assert 'href="sources?doc=' in text
    hit = assistant.search("Hva er en floke?").hits[0]
    parts = parts_of_score(hit, assistant.settings.weights)
    assert sum(value * weight for value, weight in parts.values()) == pytest.approx(hit.score, abs=1e-4)
    page.text_input(key="tester-query").set_value("13097248022").run()
    assert say("personal_data", Language.NB) in shown(page)
    assert "13097248022" not in shown(page)


@pytest.mark.weights
def test_the_index_and_its_passages_can_be_looked_at(book: FeedbackBook, assistant: Assistant) -> None:
    assert not book.listed()
    index = assistant.index()
    text = shown(opened("index"))
    assert f"<dd>{index.manifest.passages}</dd>" in text
    assert assistant.encoder.id in text
    page = opened("passages")
    document = page.selectbox(key="viewer-text").value
    passages = [item for item in index.passages.passages if (item.document_id, item.language) == (document, "nb")]
    assert shown(page).count("<details") == len(passages) > 0


def test_weights_are_those_of_the_settings() -> None:
    passage = Passage("a#b", "a", "b", Language.NB, "A", "B", "Tekst.")
    hit = Hit(passage, 0.0, 0.5, dense=1.0, stems=2.0, ngrams=3.0, cue=4.0, wording=5.0)
    parts = parts_of_score(hit, Weights(0.1, 0.2, 0.3))
    assert parts == {
        "dense": (1.0, 0.1),
        "stems": (2.0, 0.2),
        "ngrams": (3.0, 0.3),
        "cue": (4.0, CUE_WEIGHT),
        "wording": (5.0, WORDING_WEIGHT),
    }
