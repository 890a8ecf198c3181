"""Alembic's entry: runs migrations on the connection that `database.migrating` opened; there is no alembic.ini.

To write the next migration, change `tables.py`, and let Alembic draft it against an empty database:

    from alembic import command
    from sqlalchemy import make_url
    from assistant.database import migrating

    with migrating(make_url("sqlite:////tmp/draft.sqlite3")) as config:
        command.upgrade(config, "head")
        command.revision(config, "what it does", autogenerate=True, rev_id="0002")

Then read the draft, and write by hand what becomes of the rows that exist.
"""

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator


def rendered(kind: str, item: Any, autogen: Any) -> str | Literal[False]:  # noqa: ARG001 (Alembic's signature)
    """Draft a type of ours as the vendor's type below it: a migration does not change when `tables.py` does."""
    return f"sa.{item.impl!r}" if isinstance(item, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=True,  # SQLite changes a table by making it anew
    render_item=rendered,
)

with context.begin_transaction():
    context.run_migrations()
