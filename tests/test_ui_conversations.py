"""The page with the reader's own conversations, driven without a browser; it needs no index."""

import json
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from assistant import ui_keeping
from assistant.conversations import Conversations
from assistant.database import Database
from assistant.domain import Language
from assistant.errors import DatabaseError
from assistant.feedback import FeedbackBook
from assistant.ui_conversation import FORMATS, file_of
from assistant.ui_conversations import SHOWN
from assistant.wording import say
from tests.page_rig import ME, NOBODY, SOMEBODY, page_for, shown
from tests.test_conversations import FULL, turn

HOSTILE = '<img src=x onerror="alert(1)"> **fet** [a](javascript:alert(3)) $x$ :red[rødt]'


@pytest.fixture
def book(page_database: Database) -> Conversations:
    """Return the page's conversations: none, in a database of their own."""
    return Conversations(page_database)


@pytest.fixture
def feedback() -> FeedbackBook:
    """Return the feedback of the page's database; to be asked for after `book`."""
    return ui_keeping.feedback_book()


def opened(owner: str = ME, language: str = "nb") -> AppTest:
    return page_for(owner, lang=language).run().switch_page("conversations.py").run()


def listed(page: AppTest) -> list[str]:
    """Return the titles of the list as they are read."""
    shown(page)
    return [button.label.replace("\\", "") for button in page.button if (button.key or "").startswith("open-")]


def test_conversations_stand_with_title_and_date_the_latest_first(book: Conversations) -> None:
    book.append(ME, None, turn("Hva er en floke?"))
    book.append(ME, None, turn("Hvem bør være med?"))
    page = opened()
    assert listed(page) == ["Hvem bør være med?", "Hva er en floke?"]
    assert shown(page).count("I dag kl. ") == 2
    assert say("about_retention", Language.NB, days=365) in shown(page)


def test_nobody_sees_the_conversations_of_somebody_else(book: Conversations) -> None:
    mine = book.append(ME, None, turn("Mitt spørsmål"))
    theirs = book.append(SOMEBODY, None, turn("Deres spørsmål"))
    assert listed(opened(ME)) == ["Mitt spørsmål"]
    page = opened(SOMEBODY)
    assert listed(page) == ["Deres spørsmål"]
    page.button(key="delete-all").click().run().button(key="decide-yes").click().run()
    assert (book.read(SOMEBODY, theirs), book.read(ME, mine) is None) == (None, False)


@pytest.mark.parametrize("language", list(Language))
def test_an_empty_page_says_how_to_begin(book: Conversations, language: Language) -> None:
    assert not book.listed(ME)
    page = opened(language=language)
    assert say("conversations_none", language) in shown(page)
    assert say("conversations_begin", language) in [link.value for link in page.get("page_link")]
    assert not page.text_input


def test_without_a_cookie_the_page_says_why_it_is_empty(book: Conversations) -> None:
    book.append(ME, None, turn("Hva er en floke?"))
    page = opened(NOBODY)
    assert say("conversations_no_cookie", Language.NB) in shown(page)
    assert listed(page) == []


def test_a_search_finds_words_of_the_answers_and_says_when_there_are_none(book: Conversations) -> None:
    book.append(ME, None, turn("Ett", "Snakk med elevene."))
    book.append(ME, None, turn("To", "Snakk med naboene."))
    page = opened()
    page.text_input(key="conversations-search").set_value("ELEVENE").run()
    assert listed(page) == ["Ett"]
    page.text_input(key="conversations-search").set_value("<b>kaniner").run()
    assert listed(page) == []
    assert "Ingen samtale inneholder «&lt;b&gt;kaniner»" in shown(page)


def test_a_conversation_is_opened_on_the_page_where_one_asks(book: Conversations) -> None:
    identifier = book.append(ME, None, turn("Hva er en floke?"))
    page = opened()
    page.button(key=f"open-{identifier}").click().run()
    assert [answer.question for answer in page.session_state.turns] == ["Hva er en floke?"]
    assert page.session_state.conversation == identifier
    assert page.chat_input(key="question")


def test_a_conversation_deleted_elsewhere_is_gone_without_a_fuss(book: Conversations) -> None:
    identifier = book.append(ME, None, turn("Hva er en floke?"))
    page = opened()
    book.delete(ME, identifier)
    page.button(key=f"open-{identifier}").click().run()
    assert say("conversations_gone", Language.NB) in shown(page)


def test_a_conversation_gets_another_name(book: Conversations) -> None:
    identifier = book.append(ME, None, turn("Hva er en floke?"))
    page = opened()
    page.button(key=f"rename-{identifier}").click().run()
    page.text_input(key=f"title-{identifier}").set_value("Til møtet på mandag")
    page.button(key="rename-save").click().run()
    assert listed(page) == ["Til møtet på mandag"]
    assert say("conversations_renamed", Language.NB) in shown(page)


def test_an_empty_name_changes_nothing(book: Conversations) -> None:
    identifier = book.append(ME, None, turn("Hva er en floke?"))
    page = opened()
    page.button(key=f"rename-{identifier}").click().run()
    page.text_input(key=f"title-{identifier}").set_value("   ")
    page.button(key="rename-save").click().run()
    assert listed(page) == ["Hva er en floke?"]


def test_deleting_asks_first_and_leaves_the_rest_and_the_feedback(book: Conversations, feedback: FeedbackBook) -> None:
    kept = book.append(ME, None, turn("Blir"))
    gone = book.append(ME, None, turn("Forsvinner"))
    feedback.give(ME, turn("Forsvinner"), False, conversation_id=gone, position=0)
    page = opened()
    page.button(key=f"open-{gone}").click().run()
    page.switch_page("conversations.py").run()
    page.button(key=f"delete-{gone}").click().run()
    assert say("conversations_delete_lead", Language.NB) in shown(page)
    assert book.read(ME, gone) is not None
    page.button(key="decide-yes").click().run()
    assert [summary.id for summary in book.listed(ME)] == [kept]
    assert [entry.question for entry in feedback.listed()] == ["Forsvinner"]
    assert (page.session_state.turns, page.session_state.conversation) == ([], None)
    assert say("conversations_deleted", Language.NB) in shown(page)


def test_one_can_think_better_of_deleting(book: Conversations) -> None:
    identifier = book.append(ME, None, turn("Blir"))
    page = opened()
    page.button(key=f"delete-{identifier}").click().run()
    page.button(key="decide-no").click().run()
    assert listed(page) == ["Blir"]


def test_deleting_everything_takes_the_feedback_along(book: Conversations, feedback: FeedbackBook) -> None:
    identifier = book.append(ME, None, turn("Forsvinner"))
    feedback.give(ME, turn("Forsvinner"), True, conversation_id=identifier, position=0)
    feedback.give(SOMEBODY, turn("Blir"), True)
    page = opened()
    page.button(key="delete-all").click().run()
    assert book.listed(ME)
    page.button(key="decide-yes").click().run()
    assert (book.listed(ME), [entry.question for entry in feedback.listed()]) == ((), ["Blir"])
    assert say("conversations_all_deleted", Language.NB) in shown(page)


def test_markup_in_a_title_stays_words(book: Conversations) -> None:
    identifier = book.append(ME, None, turn(HOSTILE))
    page = opened()
    (title,) = listed(page)
    assert HOSTILE.startswith(title.removesuffix("…").rstrip())
    assert "\\*\\*fet\\*\\*" in page.button(key=f"open-{identifier}").label
    page.button(key=f"delete-{identifier}").click().run()
    assert "<img" not in shown(page)
    assert "&lt;img" in shown(page)


def test_what_is_taken_away_holds_the_conversation_and_has_a_plain_name(book: Conversations) -> None:
    identifier = book.append(ME, None, FULL)
    page = opened()
    page.button(key=f"export-{identifier}").click().run()
    labels = [button.label for button in page.get("download_button")]
    assert labels == [say(f"conversations_export_{suffix}", Language.NB) for suffix, _, _ in FORMATS]
    found, day = book.read(ME, identifier), date(2026, 11, 27)
    assert found
    files = {suffix: file_of(found, written, day) for suffix, written, _ in FORMATS}
    assert json.loads(files["json"])["answers"][0]["question"] == FULL.question
    assert FULL.question in files["md"].decode()
    assert files["docx"].startswith(b"PK")


def test_fifty_are_listed_at_once_and_the_older_ones_with_a_click(book: Conversations) -> None:
    for number in range(SHOWN + 1):
        book.append(ME, None, turn(f"Spørsmål {number}"))
    page = opened()
    assert len(listed(page)) == SHOWN
    page.button(key="conversations-more").click().run()
    assert len(listed(page)) == SHOWN + 1


def test_a_broken_database_is_a_calm_message(book: Conversations, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DatabaseError("The database <x> cannot be used.", "Restore it from a copy.")

    identifier = book.append(ME, None, turn("Blir"))
    page = opened()
    monkeypatch.setattr(Conversations, "delete", fail)
    page.button(key=f"delete-{identifier}").click().run()
    page.button(key="decide-yes").click().run()
    assert "The database &lt;x&gt; cannot be used." in shown(page)
    monkeypatch.setattr(Conversations, "listed", fail)
    assert "Restore it from a copy." in shown(page.run())
