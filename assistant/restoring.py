"""An answer back from its record: the inverse of `Answer.record()`, for what was stored earlier.

The types of the record decide how it is read, so a field that is added to an answer is restored without a line here.
The record may be of another version: a key that is missing takes the field's default, one that is unknown is left out.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from assistant.answer import Answer
from assistant.errors import DatabaseError

_REMEDY = "It was changed by hand or by another version of Floke: delete it, or restore the database from a copy."


def answer_from(record: Mapping[str, Any]) -> Answer:
    """Return the answer of a record; DatabaseError when a value does not fit, or the contract's invariants break."""
    try:
        answer: Answer = _record(Answer, record)
    except (ValueError, TypeError) as error:
        raise DatabaseError(f"A stored answer cannot be read: {error}.", _REMEDY) from error
    return answer


def answer_to_text(answer: Answer) -> str:
    """Return the record as one JSON text, the form in which the database keeps it."""
    return json.dumps(answer.record(), ensure_ascii=False)


def answer_from_text(text: str) -> Answer:
    """Return the answer of a stored JSON text; DatabaseError as in `answer_from`."""
    try:
        record = json.loads(text)
    except ValueError as error:
        raise DatabaseError(f"A stored answer cannot be read: {error}.", _REMEDY) from error
    return answer_from(record)


def _record(kind: Any, value: Any) -> Any:
    """Return a dataclass of ours from its mapping."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{kind.__name__} is {type(value).__name__}")
    types = get_type_hints(kind)
    values = {}
    for field in fields(kind):
        if field.name in value:
            values[field.name] = _value(types[field.name], value[field.name], field.name)
        elif _is_needed(field):
            raise ValueError(f"{kind.__name__} has no {field.name}")
    return kind(**values)


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _value(kind: Any, value: Any, name: str) -> Any:
    """Return a field's value in the type that the field declares; a ValueError or TypeError names the field."""
    if is_dataclass(kind):
        return _record(kind, value)
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        inner = next(option for option in get_args(kind) if option is not NoneType)
        return None if value is None else _value(inner, value, name)
    if origin is tuple:
        return tuple(_value(get_args(kind)[0], item, name) for item in _checked(list, value, name))
    if origin is Mapping:
        return {key: _value(get_args(kind)[1], item, name) for key, item in _checked(dict, value, name).items()}
    return _plain(kind, value, name)


def _plain(kind: Callable[[Any], Any], value: Any, name: str) -> Any:
    """Return a text, number, truth value or word of an enumeration."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(_checked(str, value, name))
    if kind is float and type(value) is int:
        return float(value)
    return _checked(kind, value, name)


def _checked(kind: Any, value: Any, name: str) -> Any:
    """Return the value if it is of exactly this type: True is no number here."""
    if type(value) is not kind:
        raise TypeError(f"{name} is {type(value).__name__}, not {kind.__name__}")
    return value
