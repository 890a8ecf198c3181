"""What the tests of what is kept share: the kinds of database, and a clock that they set themselves."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from assistant.settings import Settings

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time

    def passes(self, **time: float) -> None:
        self.time += timedelta(**time)


POSTGRES = os.environ.get("FLOKE_TEST_POSTGRES")
"""An empty database for these tests, as `postgresql+psycopg://floke@127.0.0.1/floke_test`; all in it is deleted."""

needs_postgres = pytest.mark.skipif(not POSTGRES, reason="FLOKE_TEST_POSTGRES names no database")


def emptied_postgres() -> str:
    """Return the address of the PostgreSQL database, without any tables."""
    url = make_url(POSTGRES or "")
    assert "test" in (url.database or ""), "all that is in the database would be deleted: its name must hold «test»"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return POSTGRES or ""


KINDS = ("sqlite", pytest.param("postgres", marks=needs_postgres))


def unopened(kind: str, folder: Path) -> Settings:
    """Return settings for a database of a kind that nobody has opened."""
    return Settings(data_dir=folder / "data", database_url=emptied_postgres() if kind == "postgres" else None)
