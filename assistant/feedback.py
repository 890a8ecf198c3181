"""What readers think of answers, what those who run Floke make of it, and the questions that come of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.answer import Answer
from assistant.cleaning import clean
from assistant.conversations import own_conversation, utc_now
from assistant.database import Database, Transaction, owner_key
from assistant.errors import InputError
from assistant.evaluation import Kind
from assistant.privacy import masked
from assistant.restoring import answer_from_text, answer_to_text
from assistant.tables import FeedbackRow

MAX_COMMENT = 2_000
"""Characters of a comment that are kept: a page."""


class FeedbackReason(StrEnum):
    """What was wrong with an answer, in the reader's eyes."""

    WRONG_PLACE = "wrong_place"
    DETAIL_MISSING = "detail_missing"
    OTHER_SOURCE = "other_source"
    NO_SOURCE = "no_source"
    WRONG_LANGUAGE = "wrong_language"
    SHOULD_DECLINE = "should_decline"
    SHOULD_ANSWER = "should_answer"
    OTHER = "other"


class Status(StrEnum):
    """How far a piece of feedback has come; what is confirmed becomes a question of the tuning set."""

    NEW = "new"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class FeedbackEntry:
    """A piece of feedback; `kind` and `expected` (document ids) are what a right answer would have been."""

    id: int
    created_at: datetime
    helpful: bool
    reason: FeedbackReason | None
    comment: str
    question: str
    answer: Answer
    conversation_id: str | None
    position: int | None
    status: Status
    kind: Kind | None
    expected: tuple[str, ...]
    note: str


class FeedbackBook:
    """All feedback; `owner` is the raw value of the reader's cookie, and only its hash is kept."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database, self._now = database, now

    def give(
        self,
        owner: str,
        answer: Answer,
        helpful: bool,
        reason: FeedbackReason | None = None,
        comment: str = "",
        conversation_id: str | None = None,
        position: int | None = None,
    ) -> int:
        """Keep what a reader thinks of an answer and return its number; a second time replaces the first.

        The turn is the reader's conversation and the position in it; outside a conversation, the question.
        """
        with self._database.writing() as rows:
            conversation = own_conversation(rows, owner, conversation_id)
            conversation_id = conversation.id if conversation else None
            row = _earlier(rows, owner, answer, conversation_id, position) or FeedbackRow(owner=owner_key(owner))
            row.created_at, row.helpful, row.reason = self._now(), helpful, reason
            row.comment = masked(clean(comment))[:MAX_COMMENT]
            row.question, row.answer = clean(answer.question), answer_to_text(answer)
            row.conversation_id, row.position = conversation_id, position
            row.status, row.kind, row.expected, row.note = Status.NEW, None, None, ""
            return rows.add(row).id

    def given(self, owner: str, conversation_id: str) -> dict[int, bool]:
        """Return the reader's own thumbs in a conversation: by position, True for up."""
        where = (FeedbackRow.owner == owner_key(owner), FeedbackRow.conversation_id == conversation_id)
        with self._database.reading() as rows:
            return {row.position: row.helpful for row in rows.find(FeedbackRow, *where) if row.position is not None}

    def listed(self, status: Status | None = None) -> tuple[FeedbackEntry, ...]:
        """Return everybody's feedback, or that with a status, the latest first."""
        where = () if status is None else (FeedbackRow.status == status,)
        latest = (FeedbackRow.created_at.desc(), FeedbackRow.id.desc())
        with self._database.reading() as rows:
            return tuple(_entry(row) for row in rows.find(FeedbackRow, *where, order=latest))

    def triage(
        self, number: int, status: Status, note: str = "", kind: Kind | None = None, expected: tuple[str, ...] = ()
    ) -> FeedbackEntry:
        """Decide what becomes of a piece of feedback; InputError for a number that is not there, or no kind."""
        if status is Status.CONFIRMED and kind is None:
            raise InputError(f"Feedback {number} has no kind.", "Say what the question is: in scope, a gap, or other.")
        with self._database.writing() as rows:
            row = rows.first(FeedbackRow, FeedbackRow.id == number)
            if row is None:
                raise InputError(f"There is no feedback {number}.", "Its reader may have deleted it: list it again.")
            row.status, row.note, row.kind = status, masked(clean(note)), kind
            row.expected = json.dumps(expected)
            return _entry(row)

    def export(self) -> str:
        """Return what is confirmed as JSON Lines of a question set (see the contract), in the order it was given."""
        entries = sorted(self.listed(Status.CONFIRMED), key=lambda entry: entry.id)
        return "".join(f"{json.dumps(_question(entry), ensure_ascii=False)}\n" for entry in entries)


def _earlier(
    rows: Transaction, owner: str, answer: Answer, conversation_id: str | None, position: int | None
) -> FeedbackRow | None:
    """Return what the reader said of this turn before."""
    where = [
        FeedbackRow.owner == owner_key(owner),
        FeedbackRow.conversation_id == conversation_id,
        FeedbackRow.position == position,
    ]
    if conversation_id is None or position is None:
        where.append(FeedbackRow.question == clean(answer.question))
    return rows.first(FeedbackRow, *where)


def _question(entry: FeedbackEntry) -> dict[str, object]:
    """Return a line of a question set; a follow-up is written out, as it stands alone there."""
    return {
        "id": f"feedback-{entry.id}",
        "text": entry.answer.resolved_question or entry.question,
        "language": entry.answer.language,
        "kind": entry.kind,
        "expected": entry.expected,
        "half": "tuning",
    }


def _entry(row: FeedbackRow) -> FeedbackEntry:
    return FeedbackEntry(
        id=row.id,
        created_at=row.created_at,
        helpful=row.helpful,
        reason=FeedbackReason(row.reason) if row.reason else None,
        comment=row.comment,
        question=row.question,
        answer=answer_from_text(row.answer),
        conversation_id=row.conversation_id,
        position=row.position,
        status=Status(row.status),
        kind=Kind(row.kind) if row.kind else None,
        expected=tuple(json.loads(row.expected)) if row.expected else (),
        note=row.note,
    )
