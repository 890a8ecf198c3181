"""The tables of the database: what a row of each holds. They are made by `migrations/`, and used through `database`."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, ForeignKey, MetaData, String, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

TITLE_CHARACTERS = 80
"""Of a conversation's title: one line of the list."""


class Moment(TypeDecorator[datetime]):
    """A time in UTC, also where the database, as SQLite, keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (as above)
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Row(DeclarativeBase):
    """A row of a table; constraints are named, so that a later migration can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class ConversationRow(Row):
    """A conversation; `owner` is `owner_key` of the reader's cookie, `search_text` the folded title."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(String(64), index=True)
    title: Mapped[str] = mapped_column(String(TITLE_CHARACTERS))
    language: Mapped[str] = mapped_column(String(8))
    role: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment, index=True)
    search_text: Mapped[str] = mapped_column(Text)
    turns: Mapped[list["TurnRow"]] = relationship(
        order_by="TurnRow.position", cascade="all, delete-orphan", passive_deletes=True
    )


class TurnRow(Row):
    """One answer of a conversation, as JSON; `search_text` is its question and text, folded."""

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("conversation_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    position: Mapped[int]
    answer: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    search_text: Mapped[str] = mapped_column(Text)


class FeedbackRow(Row):
    """What a reader thought of an answer; it outlives the conversation, and its numbers are never used again."""

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("owner", "conversation_id", "position"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)
    helpful: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(32))
    comment: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"), index=True)
    position: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(16), index=True)
    kind: Mapped[str | None] = mapped_column(String(16))
    expected: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
