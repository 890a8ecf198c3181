"""Opened, the database has the newest tables; what cannot be opened is said in plain words, with what mends it."""

import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import inspect, make_url, text

from assistant.database import MIGRATIONS, Database, migrating, open_database, owner_key
from assistant.errors import DatabaseError
from assistant.settings import ROOT, Settings
from assistant.tables import ConversationRow, FeedbackRow, Row, TurnRow

MOMENT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where SQLite's database will be."""
    return tmp_path / "floke.sqlite3"


def conversation(identifier: str) -> ConversationRow:
    return ConversationRow(
        id=identifier,
        owner=owner_key("reader"),
        title="Hva?",
        language="nb",
        role="leader",
        created_at=MOMENT,
        updated_at=MOMENT,
        search_text="hva?",
    )


def turn(identifier: str, position: int, words: str = "{}") -> TurnRow:
    return TurnRow(conversation_id=identifier, position=position, answer=words, created_at=MOMENT, search_text=words)


def feedback(identifier: str) -> FeedbackRow:
    return FeedbackRow(
        owner=owner_key("reader"),
        created_at=MOMENT,
        helpful=True,
        comment="",
        question="Hva?",
        answer="{}",
        conversation_id=identifier,
        position=0,
        status="new",
        note="",
    )


def identifiers(database: Database) -> list[str]:
    with database.reading() as rows:
        return [row.id for row in rows.find(ConversationRow, order=(ConversationRow.id,))]


def test_opening_makes_the_tables(database: Database) -> None:
    names = inspect(database._engine).get_table_names()
    assert {"alembic_version", "conversations", "turns", "feedback"} == set(names)


def test_a_file_of_conversations_is_for_its_user_only(file: Path) -> None:
    open_database(Settings(data_dir=file.parent)).close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_opening_again_keeps_what_is_there(empty: Settings) -> None:
    first = open_database(empty)
    with first.writing() as rows:
        rows.add(conversation("a"))
    second = open_database(empty)
    assert identifiers(second) == identifiers(first) == ["a"]
    first.close()
    second.close()


def test_the_migrations_make_the_tables_that_the_code_knows(empty: Settings) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    opened = open_database(empty)
    with opened._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Row.metadata) == []
    opened.close()


def test_there_is_one_line_of_migrations(file: Path) -> None:
    from alembic.script import ScriptDirectory

    with migrating(make_url(f"sqlite:///{file}")) as config:
        revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    files = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert files == sorted(revisions)


def test_every_migration_can_be_taken_back(empty: Settings) -> None:
    from alembic import command

    opened = open_database(empty)
    with migrating(opened._engine.url) as config:
        command.downgrade(config, "base")
    assert inspect(opened._engine).get_table_names() == ["alembic_version"]
    opened.close()


def test_a_database_of_a_newer_floke_is_left_alone_and_says_so(empty: Settings) -> None:
    opened = open_database(empty)
    with opened._engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError) as caught:
        open_database(empty)
    assert "newer" in caught.value.message
    assert "Update Floke" in caught.value.remedy
    assert "revision" not in str(caught.value)
    with opened._engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    opened.close()


def test_a_file_that_is_no_database_is_left_alone_and_named(file: Path) -> None:
    file.write_text("Dette er et brev, ikke en database. " * 50, encoding="utf-8")
    with pytest.raises(DatabaseError, match="is not a database") as caught:
        open_database(Settings(data_dir=file.parent))
    assert str(file) in caught.value.message
    assert "Move" in caught.value.remedy
    assert file.read_text(encoding="utf-8").startswith("Dette er et brev")


def test_a_database_of_another_program_is_left_alone(file: Path) -> None:
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE conversations (id)")
    other.close()
    with pytest.raises(DatabaseError, match="conversations already exists"):
        open_database(Settings(data_dir=file.parent))
    with sqlite3.connect(file) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("conversations",)]
    other.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(DatabaseError, match=r"data.floke\.sqlite3 cannot be made") as caught:
        open_database(Settings(data_dir=tmp_path / "data"))
    assert "FLOKE_DATA_DIR" in caught.value.remedy


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:", "hemmelig passord", "oracle9://x:hemmelig@y/z"])
def test_an_address_that_cannot_be_used_is_refused_without_its_password(address: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError) as caught:
        open_database(Settings(data_dir=tmp_path, database_url=address))
    assert "FLOKE_DATABASE_URL" in str(caught.value)
    assert "hemmelig" not in str(caught.value)


@pytest.mark.parametrize("secret", ["floke:hemmelig@127.0.0.1:1/floke", "127.0.0.1:1/floke?password=hemmelig"])
def test_a_server_that_does_not_answer_is_said_without_the_password(secret: str, tmp_path: Path) -> None:
    address = f"postgresql+psycopg://{secret}"
    with pytest.raises(DatabaseError) as caught:
        open_database(Settings(data_dir=tmp_path, database_url=address))
    assert "hemmelig" not in str(caught.value)
    assert "127.0.0.1:1" in caught.value.message
    assert "driver" in caught.value.remedy


def test_a_turn_without_its_conversation_is_refused_and_its_words_are_not_told(database: Database) -> None:
    with pytest.raises(DatabaseError) as caught, database.writing() as rows:
        rows.add(turn("nowhere", 0, "hemmelige ord"))
    assert "hemmelige" not in f"{caught.value} {caught.value.__cause__}"


def test_a_deleted_conversation_takes_its_turns_along_and_leaves_the_feedback(database: Database) -> None:
    with database.writing() as rows:
        rows.add(conversation("a"))
        rows.add(turn("a", 0))
        rows.add(feedback("a"))
    with database.writing() as rows:
        assert rows.remove(ConversationRow, ConversationRow.id == "a") == 1
    with database.reading() as rows:
        assert rows.find(TurnRow) == []
        assert [row.conversation_id for row in rows.find(FeedbackRow)] == [None]


def test_two_turns_have_not_the_same_place(database: Database) -> None:
    with database.writing() as rows:
        rows.add(conversation("a"))
        rows.add(turn("a", 0))
    with pytest.raises(DatabaseError), database.writing() as rows:
        rows.add(turn("a", 0))


def test_all_is_written_or_nothing(database: Database) -> None:
    def write_one_twice() -> None:
        with database.writing() as rows:
            rows.add(conversation("a"))
            rows.add(conversation("a"))

    with pytest.raises(DatabaseError):
        write_one_twice()
    assert identifiers(database) == []


def test_a_reader_sees_one_state_while_another_writes(database: Database) -> None:
    with database.reading() as rows:
        before = len(rows.find(ConversationRow))
        with database.writing() as others:
            others.add(conversation("a"))
        assert len(rows.find(ConversationRow)) == before
    assert identifiers(database) == ["a"]


def test_a_time_comes_back_in_utc(database: Database) -> None:
    oslo = MOMENT.astimezone(timezone(timedelta(hours=2)))
    with database.writing() as rows:
        row = conversation("a")
        row.created_at = oslo
        rows.add(row)
    with database.reading() as rows:
        found = rows.find(ConversationRow)[0].created_at
    assert (found, found.tzinfo) == (MOMENT, UTC)


def test_a_number_of_feedback_is_not_used_again(database: Database) -> None:
    with database.writing() as rows:
        rows.add(conversation("a"))
        first = rows.add(feedback("a")).id
        rows.remove(FeedbackRow, FeedbackRow.id == first)
        assert rows.add(feedback("a")).id > first


def test_threads_read_and_write_at_once(database: Database) -> None:
    def write(number: int) -> int:
        with database.writing() as rows:
            seen = len(rows.find(ConversationRow))
            rows.add(conversation(f"{number:02d}"))
            return seen

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(24)))
    assert identifiers(database) == [f"{number:02d}" for number in range(24)]


OPEN_AND_WRITE = """
import sys
from pathlib import Path
from assistant.database import open_database
from assistant.settings import Settings
from tests.test_database import conversation
import alembic.command

name, folder, address = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
database = open_database(Settings(data_dir=Path(folder), database_url=address or None))
for number in range(5):
    with database.writing() as rows:
        rows.add(conversation(f"{name}-{number}"))
database.close()
"""


def opening_process(name: str, settings: Settings) -> subprocess.Popen[str]:
    """Start a process that waits for a line before it opens the database."""
    arguments = [sys.executable, "-c", OPEN_AND_WRITE, name, str(settings.data_dir), settings.database_url or ""]
    pipe = subprocess.PIPE
    return subprocess.Popen(arguments, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def test_processes_open_and_write_a_new_database_at_once(empty: Settings) -> None:
    processes = [opening_process(str(number), empty) for number in range(4)]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    errors = [process.communicate(timeout=120)[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, errors
    opened = open_database(empty)
    assert len(identifiers(opened)) == 20
    opened.close()


def test_a_reader_is_kept_as_a_hash_and_never_as_nobody() -> None:
    assert owner_key("reader") != owner_key("Reader")
    assert "reader" not in owner_key("reader")
    with pytest.raises(ValueError, match="everybody"):
        owner_key("")
