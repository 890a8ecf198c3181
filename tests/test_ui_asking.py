"""A question on its way: what becomes of it when the page is stopped before an answer is there."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant import ui_keeping
from assistant.ui_asking import Asked

SCRIPT = Path(__file__).resolve().parent.parent / "assistant" / "pages" / "floke.py"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Return the page, with a database of its own."""
    monkeypatch.setenv("FLOKE_DATABASE_URL", f"sqlite:///{tmp_path / 'page.sqlite3'}")
    for opened in (ui_keeping.database, ui_keeping.conversations):
        opened.clear()
    page = AppTest.from_file(str(SCRIPT), default_timeout=60)
    page.session_state.owner = "a" * 43
    return page


def test_a_question_stopped_before_its_answer_began_stands_in_the_field_again(page: AppTest) -> None:
    page.session_state.thinking = Asked("Hva er en floke?")
    page.run()
    assert not page.exception
    assert page.chat_input(key="question").value == "Hva er en floke?"
    assert "thinking" not in page.session_state
    assert page.session_state.turns == []


def test_a_question_is_forgotten_once_it_is_answered(page: AppTest) -> None:
    page.run().chat_input(key="question").set_value("Hva koster en bitcoin i dag?").run()
    assert not page.exception
    assert "thinking" not in page.session_state
    assert len(page.session_state.turns) == 1
