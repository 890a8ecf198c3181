"""Many questions in one process: JSON Lines in, one record a line out, in order; a bad line never stops the run."""

import json
from collections.abc import Callable, Iterator
from typing import IO, Any

from assistant.answer import Answer
from assistant.domain import Language, Outcome, Question, Reason, Role
from assistant.wording import say


def answer_lines(lines: IO[bytes], answer: Callable[[Question], Answer]) -> Iterator[bytes]:
    """Yield one encoded record for each line; only a line feed ends one, and an empty line counts."""
    for line in lines:
        identifier, answered = _one(line.rstrip(b"\n"), answer)
        record = {"id": identifier, **answered.record()}
        yield json.dumps(record, ensure_ascii=True).encode("ascii") + b"\n"


def _one(line: bytes, answer: Callable[[Question], Answer]) -> tuple[Any, Answer]:
    """Return the line's id and its answer; unreadable input becomes an error record."""
    if not line.strip():
        return None, _failed("", Reason.EMPTY)
    try:
        row = json.loads(line.decode("utf-8"))
        question = _question(row)
    except (ValueError, KeyError, TypeError, RecursionError):
        return _id_of(line), _failed("", Reason.BAD_INPUT)
    return row.get("id"), answer(question)


def _question(row: Any) -> Question:
    """Return the question of a record: `text`, or the last of its `turns`."""
    if not isinstance(row, dict):
        raise TypeError("a line must be an object")
    text = row["turns"][-1] if row.get("turns") else row["text"]
    if isinstance(text, dict):
        text = text["text"]
    if not isinstance(text, str):
        raise TypeError("text must be a string")
    language = Language(row["language"]) if row.get("language") else None
    return Question(text, language, Role(row["role"]) if row.get("role") else Role.LEADER)


def _id_of(line: bytes) -> Any:
    """Return the id of a line whose other fields are wrong, or None when it cannot be read at all."""
    try:
        row = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return row.get("id") if isinstance(row, dict) else None


def _failed(question: str, reason: Reason) -> Answer:
    text = say(reason, Language.NB)
    return Answer(question, Language.NB, Role.LEADER, Outcome.ERROR, text, reason)
