"""A conversation as JSON: each answer as the record that every skin gives."""

import json
from collections.abc import Sequence
from datetime import date

from assistant.answer import Answer


def conversation_json(title: str, answers: Sequence[Answer], when: date) -> str:
    """Return `title`, `date` (ISO 8601, a time where `when` has one) and `answers`, readable without a program."""
    document = {"title": title, "date": when.isoformat(), "answers": [answer.record() for answer in answers]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
