"""Old conversations are deleted by the clock of the server: nobody has to come for it."""

import asyncio
import logging
import time
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.conversations import Conversations, utc_now
from assistant.database import open_database
from assistant.domain import Language, Outcome, Reason, Role
from assistant.retention import delete_old_conversations, deleting_old_conversations
from assistant.settings import load_settings
from tests.browsing_rig import PATIENCE, serving

ANSWER = Answer("Hva er en floke?", Language.NB, Role.LEADER, Outcome.ABSTAINED, "Vet ikke.", Reason.NO_EVIDENCE)


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what is said for thirty days, in a database of the test's own."""
    monkeypatch.setenv("FLOKE_DATABASE_URL", f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    monkeypatch.setenv("FLOKE_RETENTION_DAYS", "30")


def keep(days_ago: int) -> None:
    """Keep a conversation as if it was so many days ago."""
    database = open_database(load_settings())
    Conversations(database, lambda: utc_now() - timedelta(days=days_ago)).append("me", None, ANSWER)
    database.close()


def kept() -> int:
    """Return how many conversations there are."""
    database = open_database(load_settings())
    try:
        return len(Conversations(database).listed("me"))
    finally:
        database.close()


def wait_until_kept(wanted: int) -> None:
    """Wait for a number of conversations."""
    for _ in range(20 * PATIENCE):
        if kept() == wanted:
            return
        time.sleep(0.05)
    pytest.fail(f"{kept()} conversations, not {wanted}")


def test_what_is_past_its_time_is_deleted_when_the_server_starts_and_again_later() -> None:
    async def run() -> None:
        keep(31)
        keep(29)
        async with deleting_old_conversations(None, every=0.05):
            await asyncio.to_thread(wait_until_kept, 1)
            keep(40)
            await asyncio.to_thread(wait_until_kept, 1)

    asyncio.run(run())


@pytest.mark.slow
@pytest.mark.parametrize("way", ["streamlit", "uvicorn"])
def test_a_server_that_nobody_visits_deletes_too(tmp_path: Path, way: str) -> None:
    keep(31)
    with serving(tmp_path / "kept.sqlite3", way):
        wait_until_kept(0)


def test_nothing_is_deleted_where_conversations_are_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOKE_RETENTION_DAYS", "0")
    keep(4000)
    delete_old_conversations()

    assert kept() == 1


def test_a_database_that_cannot_be_opened_is_told_to_the_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("FLOKE_DATABASE_URL", f"sqlite:///{tmp_path}")
    with caplog.at_level(logging.WARNING):
        delete_old_conversations()

    assert "could not be deleted" in caplog.text
