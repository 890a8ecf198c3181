"""Where conversations and feedback are kept: opening, migrating, and short transactions.

SQLite in the data folder, or what `FLOKE_DATABASE_URL` names. With `tables` and `migrations/`, this is the door to
SQLAlchemy and Alembic. The tables are made and changed by the migrations alone, which run to the newest when the database is opened; `migrations/env.py` tells how to write the next one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    CursorResult,
    Engine,
    NullPool,
    create_engine,
    delete,
    event,
    make_url,
    select,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from assistant.errors import DatabaseError
from assistant.settings import Settings
from assistant.tables import Row

MIGRATIONS = Path(__file__).resolve().parent / "migrations"

_REMEDY = (
    "Set FLOKE_DATABASE_URL to a database that this machine reaches, as `postgresql+psycopg://user@host/floke` (with "
    "its driver installed), or unset it: then it is SQLite in FLOKE_DATA_DIR, a folder that must be writable."
)

_REMEDY_NEWER = (
    "Update Floke, or let FLOKE_DATA_DIR or FLOKE_DATABASE_URL name another database: this one is untouched."
)

_REMEDY_DAMAGED = "Move the file away, or restore it from a copy: where there is none, Floke makes a new one."

_PRAGMAS = ("busy_timeout=5000", "journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON")
"""Wait 5 s for another writer; readers never wait; safe with WAL; what is deleted is overwritten in the file."""

_WRITING = "floke_writing"
"""The option of a connection that writes."""

_one_migration = Lock()
"""Alembic's `context` is one for the whole process."""

_MIGRATING = 20_260_301
"""The number of PostgreSQL's lock that keeps other processes from migrating at once; SQLite has one writer anyway."""


AnyRow = TypeVar("AnyRow", bound=Row)


def owner_key(owner: str) -> str:
    """Return the SHA-256 of a reader's cookie value in hex: all that the database knows of a reader."""
    if not owner:
        raise ValueError("an owner without a name would be everybody")
    return sha256(owner.encode()).hexdigest()


class Transaction:
    """What can be done with rows within one transaction; they are no longer to be used when it has ended."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(
        self, table: type[AnyRow], *where: ColumnElement[bool], order: tuple[Any, ...] = (), limit: int | None = None
    ) -> list[AnyRow]:
        """Return the rows for which all of `where` holds; a writer locks them, where the database can."""
        statement = select(table).where(*where).order_by(*order).limit(limit)
        if self._session.connection().get_execution_options().get(_WRITING):
            statement = statement.with_for_update()
        return list(self._session.scalars(statement))

    def first(self, table: type[AnyRow], *where: ColumnElement[bool], order: tuple[Any, ...] = ()) -> AnyRow | None:
        """Return the first of the rows that `find` would return."""
        return next(iter(self.find(table, *where, order=order, limit=1)), None)

    def add(self, row: AnyRow) -> AnyRow:
        """Write a new row and return it with its number."""
        self._session.add(row)
        self._session.flush()
        return row

    def remove(self, table: type[Row], *where: ColumnElement[bool]) -> int:
        """Delete rows, and those that hang on them, and return how many of this table."""
        return cast(CursorResult[Any], self._session.execute(delete(table).where(*where))).rowcount


class Database:
    """An open database, for any number of threads: each transaction has its own connection, and is short."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # SQLite reads one state all through a transaction; PostgreSQL does so when asked
        one_state = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
        self._reading_engine = engine.execution_options(**one_state)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read a state of the database that others' writing does not change meanwhile."""
        with _clear_errors(self._engine.url), Session(self._reading_engine) as session:
            yield Transaction(session)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Write all or nothing; on SQLite one writer at a time, from the first line on."""
        engine = self._engine.execution_options(**{_WRITING: True})
        with _clear_errors(self._engine.url), Session(engine) as session, session.begin():
            yield Transaction(session)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def open_database(settings: Settings) -> Database:
    """Open the database with its newest tables, made where there are none; DatabaseError when that cannot be."""
    url = _url(settings)
    with _clear_errors(url):
        with migrating(url) as config:
            from alembic import command

            command.upgrade(config, "head")
        return Database(_engine(url, "foreign_keys=ON"))


@contextmanager
def migrating(url: URL) -> Iterator[Any]:
    """Yield an `alembic.config.Config` whose commands run in one transaction; see `migrations/env.py`.

    SQLite's foreign keys are off meanwhile: a migration may make a table anew, and dropping the old one would
    otherwise delete what hangs on it.
    """
    from alembic.config import Config

    engine = _engine(url, "foreign_keys=OFF", poolclass=NullPool)
    with _one_migration, engine.execution_options(**{_WRITING: True}).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")
        config = Config(attributes={"connection": connection, "metadata": Row.metadata})
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        yield config


def _url(settings: Settings) -> URL:
    """Return where the database is; the folder and file of the default are made, readable for this user only."""
    if settings.database_url:
        return _given_url(settings.database_url)
    path = settings.data_dir / "floke.sqlite3"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise DatabaseError(f"{path} cannot be made: {error.strerror}.", _REMEDY) from error
    return URL.create("sqlite", database=str(path))


def _given_url(text: str) -> URL:
    """Return the parsed URL; what cannot be parsed is not shown, since a password may stand in it."""
    try:
        url = make_url(text)
    except (SQLAlchemyError, ValueError) as error:
        raise DatabaseError("FLOKE_DATABASE_URL is no database URL.", _REMEDY) from error
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise DatabaseError("FLOKE_DATABASE_URL names no file: it would be lost, and not be shared.", _REMEDY)
    return url


def _engine(url: URL, foreign_keys: str, **options: Any) -> Engine:
    """Make an engine; parameters are hidden from its errors, as they are what people have written."""
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, **options)
    if engine.dialect.name == "sqlite":
        _set_up_sqlite(engine, foreign_keys)
    return engine


def _set_up_sqlite(engine: Engine, foreign_keys: str) -> None:
    """Begin transactions ourselves: Python's driver begins them too late to read and write in one."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:  # noqa: ARG001 (SQLAlchemy's signature)
        connection.isolation_level = None
        for pragma in (*_PRAGMAS, foreign_keys):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _clear_errors(url: URL) -> Iterator[None]:
    """Translate what the vendors raise: a message with its remedy, without password and without people's words."""
    from alembic.util.exc import CommandError

    try:
        yield
    except (SQLAlchemyError, CommandError, ImportError) as error:
        raise _translated(error, url) from error


def _translated(error: Exception, url: URL) -> DatabaseError:
    """Return the error that a person can mend; the address is shown without its query, which may hold a password."""
    from alembic.script.revision import ResolutionError

    name = f"The database {url.set(query={}).render_as_string()}"
    if isinstance(error.__cause__, ResolutionError):
        return DatabaseError(f"{name} was made by a newer Floke than this one.", _REMEDY_NEWER)
    raised = getattr(error, "orig", None) or error
    damaged = getattr(raised, "sqlite_errorname", "") in ("SQLITE_NOTADB", "SQLITE_CORRUPT")
    cause = str(raised).strip().split("\n")[0].rstrip(".")
    return DatabaseError(f"{name} cannot be used: {cause}.", _REMEDY_DAMAGED if damaged else _REMEDY)
