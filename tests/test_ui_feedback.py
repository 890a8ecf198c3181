"""The thumbs under an answer, driven without a browser; they need no index."""

import pytest
from streamlit.testing.v1 import AppTest

from assistant.answer import Answer
from assistant.conversations import Conversations
from assistant.database import Database, open_database
from assistant.domain import Language, Outcome, Reason, Role
from assistant.errors import DatabaseError
from assistant.feedback import FeedbackBook, FeedbackReason
from assistant.settings import load_settings
from assistant.wording import say
from tests.page_rig import ME, NOBODY, SOMEBODY, shown
from tests.test_conversations import turn
from tests.test_privacy import ORDINARY


@pytest.fixture
def book(page_database: Database) -> FeedbackBook:
    """Return the page's feedback: none, in a database of its own."""
    return FeedbackBook(page_database)


def drawn() -> None:
    """Draw the thumbs of the last turn, as the page does."""
    import streamlit as st

    from assistant.ui_feedback import thumbs

    turns = st.session_state.turns
    thumbs(turns[-1], len(turns), st.session_state.conversation)


def opened(*turns: Answer, owner: str = ME, conversation: str | None = None) -> AppTest:
    page = AppTest.from_function(drawn)
    page.session_state.owner, page.session_state.conversation = owner, conversation
    page.session_state.turns = list(turns)
    return page.run()


def test_a_thumb_up_is_kept_and_thanked_for(book: FeedbackBook) -> None:
    page = opened(turn("Hva er en floke?"))
    page.button(key="feedback-up-1").click().run()
    (entry,) = book.listed()
    assert (entry.helpful, entry.reason, entry.question) == (True, None, "Hva er en floke?")
    assert say("feedback_thanks", Language.NB) in shown(page)
    assert page.button(key="feedback-up-1").label == say("feedback_up_pressed", Language.NB)


def test_a_thumb_down_counts_at_once_and_asks_for_one_of_eight_reasons(book: FeedbackBook) -> None:
    page = opened(turn("Hva er en floke?"))
    page.button(key="feedback-down-1").click().run()
    assert [(entry.helpful, entry.reason) for entry in book.listed()] == [(False, None)]
    assert page.radio(key="feedback-reason-1").options == [
        say(f"feedback_{reason}", Language.NB) for reason in FeedbackReason
    ]
    page.radio(key="feedback-reason-1").set_value(FeedbackReason.WRONG_PLACE)
    page.text_area(key="feedback-comment-1").set_value("<b>Se</b> side 3")
    page.button(key="feedback-send-1").click().run()
    (entry,) = book.listed()
    assert (entry.reason, entry.comment) == (FeedbackReason.WRONG_PLACE, "<b>Se</b> side 3")
    assert say("feedback_thanks_sent", Language.NB) in shown(page)
    assert not page.radio


def test_a_second_thumb_down_opens_the_form_and_keeps_what_was_said(book: FeedbackBook) -> None:
    page = opened(turn("Hva er en floke?"))
    page.button(key="feedback-down-1").click().run()
    page.radio(key="feedback-reason-1").set_value(FeedbackReason.NO_SOURCE)
    page.button(key="feedback-send-1").click().run()
    page.button(key="feedback-down-1").click().run()
    assert page.radio
    assert [entry.reason for entry in book.listed()] == [FeedbackReason.NO_SOURCE]


@pytest.mark.parametrize("personal", ["91522333", "kari@kommune.no", ORDINARY])
def test_personal_data_in_a_comment_is_taken_out_before_anything_is_sent(book: FeedbackBook, personal: str) -> None:
    page = opened(turn("Hva er en floke?"))
    page.button(key="feedback-down-1").click().run()
    page.text_area(key="feedback-comment-1").set_value(f"Spør {personal} om det.")
    page.button(key="feedback-send-1").click().run()
    assert [entry.comment for entry in book.listed()] == [""]
    assert say("feedback_personal", Language.NB) in shown(page)
    assert personal not in page.text_area(key="feedback-comment-1").value
    page.button(key="feedback-send-1").click().run()
    (entry,) = book.listed()
    assert entry.comment.startswith("Spør [")
    assert personal not in entry.comment


def test_feedback_knows_its_place_among_the_turns_that_are_kept(book: FeedbackBook) -> None:
    database = open_database(load_settings())
    blocked = Answer("•••", Language.NB, Role.LEADER, Outcome.BLOCKED, "Stoppet.", Reason.PERSONAL_DATA)
    kept = Conversations(database)
    conversation = kept.append(ME, None, turn("Ett"))
    kept.append(ME, conversation, turn("To"))
    page = opened(turn("Ett"), blocked, turn("To"), conversation=conversation)
    page.button(key="feedback-up-3").click().run()
    (entry,) = book.listed()
    assert (entry.conversation_id, entry.position) == (conversation, 1)
    database.close()


def test_what_was_refused_unread_has_no_thumbs(book: FeedbackBook) -> None:
    blocked = Answer("•••", Language.NB, Role.LEADER, Outcome.BLOCKED, "Stoppet.", Reason.PERSONAL_DATA)
    page = opened(blocked)
    assert (list(page.button), book.listed()) == ([], ())


def test_without_a_cookie_it_works_and_says_that_it_cannot_be_deleted(book: FeedbackBook) -> None:
    page = opened(turn("Hva er en floke?"), owner=NOBODY)
    page.button(key="feedback-down-1").click().run()
    assert say("feedback_kept_unnamed", Language.NB) in [caption.value for caption in page.caption]
    page.button(key="feedback-up-1").click().run()
    assert [entry.helpful for entry in book.listed()] == [True], "the second replaced the first"


def test_feedback_that_cannot_be_stored_says_so_and_keeps_the_comment(
    book: FeedbackBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise DatabaseError("The database cannot be used.")

    page = opened(turn("Hva er en floke?"))
    page.button(key="feedback-down-1").click().run()
    monkeypatch.setattr(FeedbackBook, "give", fail)
    page.text_area(key="feedback-comment-1").set_value("Se side 3")
    page.button(key="feedback-send-1").click().run()
    assert say("feedback_failed", Language.NB) in shown(page)
    assert page.text_area(key="feedback-comment-1").value == "Se side 3"
    assert book.listed()[0].comment == ""


@pytest.mark.parametrize(("given", "other"), [("up", "down"), ("down", "up")])
def test_a_thumb_of_an_earlier_visit_is_shown_without_a_word(page_database: Database, given: str, other: str) -> None:
    conversation = Conversations(page_database).append(ME, None, turn("Hva?"))
    FeedbackBook(page_database).give(ME, turn("Hva?"), given == "up", conversation_id=conversation, position=0)
    page = opened(turn("Hva?"), conversation=conversation)
    pressed, free = page.button(key=f"feedback-{given}-1"), page.button(key=f"feedback-{other}-1")
    assert pressed.label == say(f"feedback_{given}_pressed", Language.NB)
    assert free.label == say(f"feedback_{other}", Language.NB)
    assert not page.radio
    assert "status" not in shown(page)


def test_a_thumb_down_of_an_earlier_visit_can_be_explained_and_keeps_its_reason(page_database: Database) -> None:
    book, conversation = FeedbackBook(page_database), Conversations(page_database).append(ME, None, turn("Hva?"))
    book.give(ME, turn("Hva?"), False, FeedbackReason.NO_SOURCE, conversation_id=conversation, position=0)
    page = opened(turn("Hva?"), conversation=conversation)
    page.button(key="feedback-down-1").click().run()
    assert page.radio
    assert [entry.reason for entry in book.listed()] == [FeedbackReason.NO_SOURCE]


def test_nobody_sees_the_thumbs_of_others(page_database: Database) -> None:
    conversation = Conversations(page_database).append(ME, None, turn("Hva?"))
    FeedbackBook(page_database).give(ME, turn("Hva?"), True, conversation_id=conversation, position=0)
    page = opened(turn("Hva?"), conversation=conversation, owner=SOMEBODY)
    assert page.button(key="feedback-up-1").label == say("feedback_up", Language.NB)
