"""The page about Floke and the tour, driven without a browser; only the last line of the page needs the index."""

import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from assistant import ui_about
from assistant.domain import Language
from assistant.errors import StaleIndexError
from assistant.settings import Settings
from assistant.spelled import spelled_retention
from assistant.ui_about import made_at
from assistant.ui_figures import Share, measured, shares_table, written_shares
from assistant.ui_tour import tour_steps
from assistant.wording import say
from tests.page_rig import page_for, shown


@pytest.fixture(autouse=True)
def no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the page find no index: its text must stand without one."""

    def fail() -> None:
        raise StaleIndexError("There is no index.", "Run: python -m assistant index")

    monkeypatch.setattr(ui_about, "assistant", fail)


def opened(language: Language = Language.NB) -> AppTest:
    return page_for(lang=language).run()


def about(language: Language = Language.NB) -> str:
    return shown(opened(language).switch_page("about.py").run())


@pytest.mark.parametrize("language", list(Language))
def test_every_heading_is_in_the_contents_and_leads_to_its_section(language: Language) -> None:
    text = about(language)
    heads = re.findall(r'<section id="(about-\d+)"><h2>(.*?)</h2>', text)
    assert len(heads) == 7
    assert re.findall(r'<a href="#(about-\d+)">(.*?)</a>', text) == heads
    assert text.count("<h1") == 1


@pytest.mark.parametrize("language", list(Language))
def test_nothing_is_left_open_in_the_text(language: Language) -> None:
    text = about(language)
    assert "{" not in text
    assert spelled_retention(language, 365) in text
    assert "**" not in text


def test_conversations_that_are_kept_for_ever_are_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOKE_RETENTION_DAYS", "0")
    assert say("about_retention_never", Language.NB) in about()


def test_figures_stand_in_a_table_that_can_be_heard() -> None:
    text = about()
    table = text[text.index("<table") : text.index("</table>")]
    assert table.count('scope="row"') == len(written_shares(Language.NB)) > 0
    assert table.count('scope="col"') == 2
    assert measured(Language.NB) == "november 2026"
    assert f"<caption>{say('about_figures', Language.NB, month='november 2026')}</caption>" in table


def test_a_share_shows_its_interval_and_its_words_stay_words() -> None:
    table = shares_table([Share("<b>Prøve</b>", "", 18, 40)], "Tall", Language.NB)
    assert "45 %" in table
    assert "31–60 %" in table
    assert "&lt;b&gt;Prøve" in table


def test_a_share_of_nothing_is_uncertain() -> None:
    assert "0–100 %" in shares_table([Share("Ingenting", "", 0, 0)], "Tall", Language.NB)


def test_the_index_was_made_when_its_manifest_was_written(tmp_path: Path) -> None:
    settings = Settings(index_dir=tmp_path)
    assert made_at(settings) is None
    (tmp_path / "generations" / "one").mkdir(parents=True)
    (tmp_path / "current.json").write_text('{"generation": "one"}', encoding="utf-8")
    (tmp_path / "generations" / "one" / "manifest.json").write_text("{}", encoding="utf-8")
    made = made_at(settings)
    assert made
    assert abs((datetime.now(UTC) - made).total_seconds()) < 60


def test_the_page_says_which_texts_it_answers_from(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = dict.fromkeys([("one", Language.NB), ("two", Language.NB), ("one", Language.EN)])
    index = SimpleNamespace(corpus=SimpleNamespace(documents=documents))
    monkeypatch.setattr(ui_about, "assistant", lambda: SimpleNamespace(index=lambda: index))
    assert "ut fra 2 tekster" in about()


@pytest.mark.parametrize("language", list(Language))
def test_the_tour_opens_with_its_first_step_and_has_a_way_out(language: Language) -> None:
    page = opened(language)
    page.button(key="tour").click().run()
    first, *_ = tour_steps(language)
    assert f"<h2>{first.title}</h2>" in shown(page)
    assert say("tour_step", language, number=1, of=5) in shown(page)
    assert page.button(key="tour-back").disabled
    page.button(key="tour-close").click().run()
    assert first.text not in shown(page)


@pytest.mark.parametrize(("at", "label"), [(3, "tour_next"), (4, "tour_done")])
def test_the_last_step_says_that_it_is_the_last(at: int, label: str) -> None:
    def drawn() -> None:
        import streamlit as st

        from assistant.domain import Language
        from assistant.ui_tour import _opened

        st.session_state.setdefault("tour-step", st.session_state.at)
        _opened(Language.NB)

    page = AppTest.from_function(drawn)
    page.session_state.at = at
    page.run()
    assert page.button(key="tour-next").label == say(label, Language.NB)
    assert tour_steps(Language.NB)[at].text in shown(page)
    page.button(key="tour-back").click().run()
    assert tour_steps(Language.NB)[at - 1].text in shown(page)
