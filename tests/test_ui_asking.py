"""A question on its way: what becomes of it when the page is stopped before an answer is there."""

import pytest
from streamlit.testing.v1 import AppTest

from assistant.ui_asking import Asked
from tests.page_rig import page_for

pytestmark = pytest.mark.usefixtures("page_settings")


@pytest.fixture
def page() -> AppTest:
    """Return the page, with a database of its own."""
    return page_for()


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
