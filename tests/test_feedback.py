"""What readers think of answers is kept, decided on, and becomes questions of a set."""

import json
from pathlib import Path

import pytest

from assistant.conversations import Conversations
from assistant.database import Database
from assistant.domain import Language
from assistant.errors import InputError
from assistant.evaluation import Asked, Kind, read_questions
from assistant.feedback import MAX_COMMENT, FeedbackBook, FeedbackReason, Status
from tests.database_rig import Clock
from tests.test_conversations import FULL, turn
from tests.test_privacy import ORDINARY


@pytest.fixture
def book(database: Database, clock: Clock) -> FeedbackBook:
    """Return a book without feedback."""
    return FeedbackBook(database, clock)


@pytest.fixture
def kept(database: Database, clock: Clock) -> Conversations:
    """Return the conversations of the same database."""
    return Conversations(database, clock)


def questions(book: FeedbackBook, status: Status | None = None) -> list[str]:
    return [entry.question for entry in book.listed(status)]


def test_feedback_comes_back_as_it_was_given(book: FeedbackBook, kept: Conversations, clock: Clock) -> None:
    identifier = kept.append("me", None, FULL)
    number = book.give("me", FULL, False, FeedbackReason.WRONG_PLACE, " Feil\nkilde. ", identifier, 0)
    (entry,) = book.listed()
    assert (entry.id, entry.created_at, entry.helpful) == (number, clock.time, False)
    assert (entry.reason, entry.comment) == (FeedbackReason.WRONG_PLACE, "Feil\nkilde.")
    assert (entry.question, entry.answer) == (FULL.question, FULL)
    assert (entry.conversation_id, entry.position) == (identifier, 0)
    assert (entry.status, entry.kind, entry.expected, entry.note) == (Status.NEW, None, (), "")


def test_feedback_outside_a_conversation_is_kept_too(book: FeedbackBook) -> None:
    book.give("me", turn("Hva?"), helpful=True)
    (entry,) = book.listed()
    assert (entry.helpful, entry.reason, entry.comment) == (True, None, "")
    assert (entry.conversation_id, entry.position) == (None, None)


@pytest.mark.parametrize("in_conversation", [True, False])
def test_a_second_thought_replaces_the_first_and_is_new_again(
    book: FeedbackBook, kept: Conversations, in_conversation: bool
) -> None:
    place = (kept.append("me", None, turn("Hva?")), 0) if in_conversation else (None, None)
    first = book.give("me", turn("Hva?"), False, FeedbackReason.OTHER, "Nei.", *place)
    book.triage(first, Status.CONFIRMED, "Ja.", Kind.GAP, ("om-slik",))
    assert book.give("me", turn("Hva?"), True, None, "", *place) == first
    (entry,) = book.listed()
    assert (entry.helpful, entry.reason, entry.comment) == (True, None, "")
    assert (entry.status, entry.kind, entry.expected, entry.note) == (Status.NEW, None, (), "")


def test_other_turns_other_questions_and_other_readers_are_other_feedback(
    book: FeedbackBook, kept: Conversations
) -> None:
    identifier = kept.append("me", None, turn("Hva?"))
    numbers = {
        book.give("me", turn("Hva?"), True, conversation_id=identifier, position=0),
        book.give("me", turn("Hva?"), True, conversation_id=identifier, position=1),
        book.give("me", turn("Hva?"), True),
        book.give("me", turn("Hvem?"), True),
        book.give("you", turn("Hva?"), True),
    }
    assert len(numbers) == len(book.listed()) == 5


@pytest.mark.parametrize("identifier", ["theirs", "borte", "\0", "' OR 1=1 --"])
def test_feedback_does_not_hang_on_a_conversation_that_is_not_the_readers(
    book: FeedbackBook, kept: Conversations, identifier: str
) -> None:
    theirs = kept.append("you", None, turn("Hva?"))
    book.give("me", turn("Hva?"), True, conversation_id=theirs if identifier == "theirs" else identifier, position=0)
    assert [entry.conversation_id for entry in book.listed()] == [None]


def test_feedback_outlives_a_deleted_conversation(book: FeedbackBook, kept: Conversations) -> None:
    identifier = kept.append("me", None, FULL)
    book.give("me", FULL, False, conversation_id=identifier, position=0)
    kept.delete("me", identifier)
    assert [(entry.answer, entry.conversation_id) for entry in book.listed()] == [(FULL, None)]


def test_who_deletes_all_takes_the_feedback_along_confirmed_or_not(book: FeedbackBook, kept: Conversations) -> None:
    book.triage(book.give("me", turn("Min"), False), Status.CONFIRMED, kind=Kind.GAP)
    book.give("you", turn("Din"), False)
    kept.delete_all("me")
    assert questions(book) == ["Din"]
    assert book.export() == ""


def test_old_feedback_stays_without_its_giver(book: FeedbackBook, kept: Conversations, clock: Clock) -> None:
    book.give("me", turn("Gammel"), False)
    clock.passes(days=31)
    book.give("me", turn("Ny"), False)
    kept.forget_older_than(30)
    assert questions(book) == ["Ny", "Gammel"]
    kept.delete_all("me")
    assert questions(book) == ["Gammel"], "nobody can tell any longer that it was mine"


def test_the_latest_come_first_and_a_status_picks(book: FeedbackBook, clock: Clock) -> None:
    numbers = {}
    for question in ("En", "To", "Tre"):
        numbers[question] = book.give("me", turn(question), False)
        clock.passes(minutes=1)
    book.triage(numbers["To"], Status.REJECTED)
    assert questions(book) == ["Tre", "To", "En"]
    assert questions(book, Status.NEW) == ["Tre", "En"]
    assert questions(book, Status.REJECTED) == ["To"]
    assert questions(book, Status.FIXED) == []


def test_a_decision_is_kept(book: FeedbackBook) -> None:
    number = book.give("me", turn("Hva?"), False)
    decided = book.triage(number, Status.CONFIRMED, f"Sjekk {ORDINARY} ", Kind.IN_SCOPE, ("om-slik", "fornyelse"))
    assert book.listed() == (decided,)
    assert (decided.status, decided.kind, decided.expected) == (
        Status.CONFIRMED,
        Kind.IN_SCOPE,
        ("om-slik", "fornyelse"),
    )
    assert decided.note == f"Sjekk {'•' * 11}"


def test_what_is_not_there_cannot_be_decided(book: FeedbackBook) -> None:
    with pytest.raises(InputError, match="no feedback 7") as caught:
        book.triage(7, Status.REJECTED)
    assert "list it again" in caught.value.remedy


def test_a_confirmed_question_needs_its_kind(book: FeedbackBook) -> None:
    number = book.give("me", turn("Hva?"), False)
    with pytest.raises(InputError, match="has no kind"):
        book.triage(number, Status.CONFIRMED)
    assert questions(book, Status.NEW) == ["Hva?"]


def test_what_is_confirmed_is_exported_as_a_question_set(book: FeedbackBook, clock: Clock, tmp_path: Path) -> None:
    """The lines are read by the reader of question sets, and have the keys of the contract."""
    for question, kind in (("Hva\n«sier» de\u2028om år?", Kind.IN_SCOPE), ("Hva er klokka?", Kind.OUT_OF_SCOPE)):
        number = book.give("me", turn(question), False)
        clock.passes(minutes=1)
        book.triage(number, Status.CONFIRMED, kind=kind, expected=("om-slik",) if kind is Kind.IN_SCOPE else ())
    book.give("me", turn("Ikke avgjort"), False)
    book.triage(book.give("me", turn("Avvist"), False), Status.REJECTED)
    file = tmp_path / "questions.jsonl"
    file.write_text(book.export(), encoding="utf-8")
    first, second = sorted(entry.id for entry in book.listed(Status.CONFIRMED))
    assert read_questions(file) == [
        Asked(f"feedback-{first}", "Hva\n«sier» de\nom år?", Language.NB, Kind.IN_SCOPE, ("om-slik",)),
        Asked(f"feedback-{second}", "Hva er klokka?", Language.NB, Kind.OUT_OF_SCOPE, ()),
    ]
    lines = [json.loads(line) for line in book.export().splitlines()]
    assert {tuple(line) for line in lines} == {("id", "text", "language", "kind", "expected", "half")}
    assert {line["half"] for line in lines} == {"tuning"}


def test_a_follow_up_is_exported_as_it_was_understood(book: FeedbackBook) -> None:
    book.triage(book.give("me", FULL, False), Status.CONFIRMED, kind=Kind.GAP)
    line = json.loads(book.export())
    assert (line["text"], line["language"], line["kind"]) == (FULL.resolved_question, "nn", "gap")


def test_nothing_confirmed_is_an_empty_set(book: FeedbackBook) -> None:
    book.give("me", turn("Hva?"), False)
    assert book.export() == ""


@pytest.mark.parametrize(
    ("comment", "kept"),
    [
        ("x" * (MAX_COMMENT + 1), "x" * MAX_COMMENT),
        ("å" * MAX_COMMENT, "å" * MAX_COMMENT),
        (f"Gjelder {ORDINARY}.", f"Gjelder {'•' * 11}."),
        ("x" * (MAX_COMMENT - 5) + f" {ORDINARY}", "x" * (MAX_COMMENT - 5) + " " + "•" * 4),
        ("\0\ud800 a\u200b ", "a"),
    ],
)
def test_a_comment_is_clean_a_page_long_and_without_identity_numbers(
    book: FeedbackBook, comment: str, kept: str
) -> None:
    book.give("me", turn("Hva?"), False, FeedbackReason.OTHER, comment)
    assert [entry.comment for entry in book.listed()] == [kept]
