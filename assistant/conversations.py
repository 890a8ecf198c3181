"""A reader's conversations, kept: begun with the first turn, listed, searched, renamed, deleted.

A reader is the value of a cookie here and its hash in the database. Every question to the database names the reader,
so somebody else's conversation is the same as one that does not exist.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from textwrap import shorten
from typing import Any

from assistant.answer import Answer
from assistant.cleaning import clean, one_line
from assistant.database import Database, Transaction, owner_key
from assistant.domain import Language, Role
from assistant.privacy import masked
from assistant.restoring import answer_from_text, answer_to_text
from assistant.tables import TITLE_CHARACTERS, ConversationRow, FeedbackRow, TurnRow

MAX_SEARCH_WORDS = 8
"""Words of a search that count; a pasted page would be more conditions than SQLite takes."""

MAX_SEARCH_WORD = 100
"""Characters of such a word that count, for the same reason."""

UNTITLED = "…"
"""The title of a conversation that began with an empty question."""


_IDENTIFIER = re.compile(r"[\w-]{1,32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A line of the list; the times are in UTC."""

    id: str
    title: str
    language: Language
    role: Role
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation with its answers in order; the place of an answer is its `position` for feedback."""

    summary: ConversationSummary
    answers: tuple[Answer, ...]


def utc_now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


class Conversations:
    """The book of conversations; `owner` is the raw value of the reader's cookie everywhere."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database, self._now = database, now

    def append(self, owner: str, conversation_id: str | None, answer: Answer) -> str:
        """Add a turn and return its conversation's id: a new one for None, or where the reader has none with this id.

        A new conversation takes title, language and role from this answer.
        """
        with self._database.writing() as rows:
            row = own_conversation(rows, owner, conversation_id) or rows.add(self._begun(owner, answer))
            row.updated_at = self._now()
            rows.add(self._turn(row.id, _next_position(rows, row.id), answer))
            return row.id

    def read(self, owner: str, conversation_id: str) -> StoredConversation | None:
        """Return a conversation, or None; DatabaseError when an answer in it cannot be read."""
        with self._database.reading() as rows:
            row = own_conversation(rows, owner, conversation_id)
            if row is None:
                return None
            return StoredConversation(_summary(row), tuple(answer_from_text(turn.answer) for turn in row.turns))

    def listed(self, owner: str, search: str = "", limit: int = 50) -> tuple[ConversationSummary, ...]:
        """Return the latest first; each word of `search` stands somewhere in title, questions or answers."""
        words = [word[:MAX_SEARCH_WORD] for word in folded(search).split()[:MAX_SEARCH_WORDS]]
        latest = (ConversationRow.updated_at.desc(), ConversationRow.id)
        with self._database.reading() as rows:
            mine = ConversationRow.owner == owner_key(owner)
            found = rows.find(ConversationRow, mine, *map(_mentions, words), order=latest, limit=limit)
            return tuple(_summary(row) for row in found)

    def rename(self, owner: str, conversation_id: str, title: str) -> bool:
        """Give another title, shortened as the first one; False without a title or such a conversation."""
        title = title_of(title)
        with self._database.writing() as rows:
            row = own_conversation(rows, owner, conversation_id)
            if row is None or title == UNTITLED:
                return False
            row.title, row.search_text = title, folded(title)
            return True

    def delete(self, owner: str, conversation_id: str) -> bool:
        """Delete a conversation with its turns; feedback on it stays, without its conversation."""
        with self._database.writing() as rows:
            row = own_conversation(rows, owner, conversation_id)
            return row is not None and rows.remove(ConversationRow, ConversationRow.id == row.id) > 0

    def delete_all(self, owner: str) -> int:
        """Delete all that the reader has left, feedback too, and return the number of conversations."""
        key = owner_key(owner)
        with self._database.writing() as rows:
            rows.remove(FeedbackRow, FeedbackRow.owner == key)
            return rows.remove(ConversationRow, ConversationRow.owner == key)

    def forget_older_than(self, days: int) -> int:
        """Delete everybody's conversations not touched for so many days, and return how many; 0 days keeps all.

        Feedback as old stays, but nobody can any longer tell who gave it.
        """
        if days <= 0:
            return 0
        try:
            limit = self._now() - timedelta(days=days)
        except OverflowError:  # before the year 1: «for ever», written as many days
            return 0
        with self._database.writing() as rows:
            for row in rows.find(FeedbackRow, FeedbackRow.owner.is_not(None), FeedbackRow.created_at < limit):
                row.owner = None
            return rows.remove(ConversationRow, ConversationRow.updated_at < limit)

    def _begun(self, owner: str, answer: Answer) -> ConversationRow:
        now, title = self._now(), title_of(answer.question)
        return ConversationRow(
            id=token_urlsafe(16),
            owner=owner_key(owner),
            title=title,
            language=answer.language,
            role=answer.role,
            created_at=now,
            updated_at=now,
            search_text=folded(title),
        )

    def _turn(self, conversation_id: str, position: int, answer: Answer) -> TurnRow:
        return TurnRow(
            conversation_id=conversation_id,
            position=position,
            answer=answer_to_text(answer),
            created_at=self._now(),
            search_text=folded(f"{answer.question}\n{answer.text}"),
        )


def own_conversation(rows: Transaction, owner: str, conversation_id: str | None) -> ConversationRow | None:
    """Return the reader's conversation with this id, or None; an id comes from an address, so it may be any text."""
    if conversation_id is None or not _IDENTIFIER.fullmatch(conversation_id):
        return None
    mine = ConversationRow.owner == owner_key(owner)
    return rows.first(ConversationRow, mine, ConversationRow.id == conversation_id)


def title_of(text: str) -> str:
    """Return the text as a title: one line, cut at a word, without identity numbers."""
    line = one_line(masked(clean(text)))
    short = shorten(line, TITLE_CHARACTERS, placeholder="…", break_on_hyphens=False)
    return line[: TITLE_CHARACTERS - 1] + "…" if short == "…" and line != "…" else short or UNTITLED


def folded(text: str) -> str:
    """Return the text as it is searched: databases fold A to a, but not all of them Å to å."""
    return clean(text).casefold()


def _mentions(word: str) -> Any:
    """Return the condition that a folded word stands in the title or in a turn."""
    in_turn = ConversationRow.turns.any(TurnRow.search_text.contains(word, autoescape=True))
    return ConversationRow.search_text.contains(word, autoescape=True) | in_turn


def _next_position(rows: Transaction, conversation_id: str) -> int:
    last = rows.first(TurnRow, TurnRow.conversation_id == conversation_id, order=(TurnRow.position.desc(),))
    return last.position + 1 if last else 0


def _summary(row: ConversationRow) -> ConversationSummary:
    return ConversationSummary(
        row.id, row.title, Language(row.language), Role(row.role), row.created_at, row.updated_at
    )
