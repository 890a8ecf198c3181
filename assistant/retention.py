"""Deleting kept conversations when their time is over: when the server starts, and every day that it runs.

Nobody has to come for it: what was promised about deletion must hold in a summer without a visitor too.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from assistant.conversations import Conversations
from assistant.database import open_database
from assistant.errors import FlokeError
from assistant.settings import load_settings

EVERY = 24 * 60 * 60.0
"""Seconds from one time to the next."""

_log = logging.getLogger(__name__)


@asynccontextmanager
async def deleting_old_conversations(_app: object, every: float = EVERY) -> AsyncIterator[None]:
    """Delete what is past its time while the block lasts: now, and again every so many seconds (an ASGI lifespan)."""
    task = asyncio.create_task(_again_and_again(every))
    try:
        yield
    finally:
        task.cancel()


async def _again_and_again(every: float) -> None:
    while True:
        await asyncio.to_thread(delete_old_conversations)
        await asyncio.sleep(every)


def delete_old_conversations() -> None:
    """Delete what is past its time once; a database that cannot be opened is told to the log and tried the next time."""
    try:
        settings = load_settings()
        if not settings.retention_days:
            return
        database = open_database(settings)
        try:
            deleted = Conversations(database).forget_older_than(settings.retention_days)
        finally:
            database.close()
        if deleted:
            _log.info("%s conversations past their time were deleted", deleted)
    except FlokeError as error:
        _log.warning("Old conversations could not be deleted: %s %s", error.message, error.remedy)
