"""Many questions in one process: JSON Lines in, one record a line out, in order; a bad line never stops the run."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from assistant.answer import Answer
from assistant.domain import Language, Outcome, Question, Reason, Role
from assistant.wording import say

Converse = Callable[[Sequence[str], Language | None, Role], Answer]
"""Holds a conversation's turns and returns the answer to the last one."""


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line asks: one text, or the turns of a conversation."""

    turns: tuple[str, ...]
    language: Language | None
    role: Role


def answer_lines(
    lines: IO[bytes], answer: Callable[[Question], Answer], converse: Converse | None = None
) -> Iterator[bytes]:
    """Yield one encoded record for each line; only a line feed ends one, and an empty line counts.

    Without `converse` the last of several turns is answered by itself.
    """
    for line in lines:
        identifier, answered = _one(line.rstrip(b"\n"), answer, converse)
        record = {"id": identifier, **answered.record()}
        yield json.dumps(record, ensure_ascii=True).encode("ascii") + b"\n"


def _one(line: bytes, answer: Callable[[Question], Answer], converse: Converse | None) -> tuple[Any, Answer]:
    """Return the line's id and its answer; unreadable input becomes an error record."""
    if not line.strip():
        return None, _failed("", Reason.EMPTY)
    try:
        row = json.loads(line.decode("utf-8"))
        asked = _asked(row)
    except (ValueError, KeyError, TypeError, RecursionError):
        return _id_of(line), _failed("", Reason.BAD_INPUT)
    if converse and len(asked.turns) > 1:
        return row.get("id"), converse(asked.turns, asked.language, asked.role)
    return row.get("id"), answer(Question(asked.turns[-1], asked.language, asked.role))


def _asked(row: Any) -> _Line:
    """Return what a record asks: its `turns` where it has any, else its `text`."""
    if not isinstance(row, dict):
        raise TypeError("a line must be an object")
    turns = row["turns"] if row.get("turns") else [row["text"]]
    if not isinstance(turns, list):
        raise TypeError("turns must be a list")
    language = Language(row["language"]) if row.get("language") else None
    return _Line(tuple(map(_text, turns)), language, Role(row["role"]) if row.get("role") else Role.LEADER)


def _text(turn: Any) -> str:
    """Return a turn's text; it may stand in an object of its own."""
    text = turn["text"] if isinstance(turn, dict) else turn
    if not isinstance(text, str):
        raise TypeError("text must be a string")
    return text


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
