"""Conversations run through the assistant, and the table of what came of their last turns, with 95 % intervals."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assistant.answer import Answer, Statement
from assistant.cleaning import clean, one_line
from assistant.conversation import converse
from assistant.domain import Approach, Language
from assistant.errors import InputError
from assistant.evaluation import Measure
from assistant.metrics import wilson
from assistant.pipeline import Assistant
from assistant.readings import first_reading, parted


class TurnKind(StrEnum):
    """What the last turn of a conversation is to the turns before it."""

    PRONOUN = "pronoun"
    ELLIPSIS = "ellipsis"
    CARRIED = "carried"
    TOPIC_CHANGE = "topic_change"
    CORRECTION = "correction"
    SHORTER = "shorter"
    MORE = "more"
    LANGUAGE = "language"
    SITUATION = "situation"
    CLARIFIED = "clarified"


@dataclass(frozen=True)
class Talk:
    """A conversation of a set; `avoid` are the old topic's documents, `approach` what a situation comes to."""

    id: str
    turns: tuple[str, ...]
    language: Language
    kind: TurnKind
    expected: tuple[str, ...]
    avoid: tuple[str, ...] = ()
    approach: Approach | None = None


def read_conversations(path: Path) -> list[Talk]:
    """Read a set of conversations; InputError names the line that cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise InputError(f"{path} cannot be read.", "Give the path of a JSON Lines file.") from error
    return [_talk(line, f"{path.name}, line {number}") for number, line in enumerate(lines, start=1) if line.strip()]


def _talk(line: str, place: str) -> Talk:
    try:
        row = json.loads(line)
        return Talk(
            id=row["id"],
            turns=_turns(row["turns"]),
            language=Language(row["language"]),
            kind=TurnKind(row["kind"]),
            expected=tuple(row["expected"]),
            avoid=tuple(row.get("avoid") or ()),
            approach=Approach(row["approach"]) if row.get("approach") else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{place}: {error}.", "A line has: id, turns, language, kind, expected.") from error


def _turns(turns: Sequence[str]) -> tuple[str, ...]:
    """Return the turns; ValueError where they are none, or not texts."""
    if not turns or not all(isinstance(turn, str) for turn in turns):
        raise ValueError("turns must be a list of texts")
    return tuple(turns)


def run(
    talks: Sequence[Talk], assistant: Assistant, progress: Callable[[int, int], None] | None = None
) -> list[tuple[Talk, Answer]]:
    """Hold every conversation without naming its language; return the answer to each last turn."""
    pairs = []
    for place, talk in enumerate(talks, start=1):
        pairs.append((talk, converse(assistant, talk.turns)))
        if progress:
            progress(place, len(talks))
    return pairs


def documents_of(answer: Answer, statements: Sequence[Statement] | None = None) -> list[str]:
    """Return the documents that the statements cite (all, unless some are given), in their order."""
    said = answer.statements if statements is None else statements
    return [answer.citations[number - 1].document_id for item in said for number in item.citations]


def is_right(answer: Answer, talk: Talk) -> bool:
    """Return True where an expected document is cited."""
    return bool(set(documents_of(answer)) & set(talk.expected))


def is_right_at_first(answer: Answer, talk: Talk) -> bool:
    """Return True where an expected document is cited before another reading of the turn is told."""
    return bool(set(documents_of(answer, first_reading(answer))) & set(talk.expected))


def is_told_twice(answer: Answer, _: Talk) -> bool:
    """Return True where the turn was read in two ways, and both were told."""
    return bool(parted(answer)[1])


def is_free_of_the_old(answer: Answer, talk: Talk) -> bool:
    """Return True where no document of the old topic is cited at all, not even for another reading."""
    return not is_dragged_along(answer, talk) and not set(documents_of(answer)) & set(talk.avoid)


def is_dragged_along(answer: Answer, talk: Talk) -> bool:
    """Return True where a changed topic was read together with the old one, or answered from its documents first."""
    asked, turn = answer.resolved_question or answer.question, one_line(clean(talk.turns[-1]))
    return one_line(asked) not in turn or bool(set(documents_of(answer)[:1]) & set(talk.avoid))


def _fits(answer: Answer, talk: Talk) -> bool:
    """Tell whether the approach of a situation is the labelled one."""
    return answer.situation is not None and answer.situation.approach is talk.approach


_CHANGES = (TurnKind.TOPIC_CHANGE,)
_MEASURES: Mapping[str, tuple[Sequence[TurnKind], Callable[[Answer, Talk], bool]]] = {
    "right document at the last turn": (tuple(TurnKind), is_right),
    **{f"  {kind}": ((kind,), is_right) for kind in TurnKind},
    "  by the first reading": (tuple(TurnKind), is_right_at_first),
    "changed topic, not dragged along": (_CHANGES, lambda answer, talk: not is_dragged_along(answer, talk)),
    "  and no old document cited": (_CHANGES, is_free_of_the_old),
    "told in two readings": (tuple(TurnKind), is_told_twice),
    "answer language right": (tuple(TurnKind), lambda answer, talk: answer.language is talk.language),
    "situation, approach right": ((TurnKind.SITUATION, TurnKind.CLARIFIED), _fits),
    "shortened to two statements": ((TurnKind.SHORTER,), lambda answer, _: 0 < len(answer.statements) <= 2),
}


def measure(pairs: Sequence[tuple[Talk, Answer]]) -> list[Measure]:
    """Return every measure that the set can tell, over all languages and in each."""
    measures = []
    for name, (kinds, right) in _MEASURES.items():
        found = [(talk.language, right(answer, talk)) for talk, answer in pairs if talk.kind in kinds]
        for group in ("all", *Language):
            hits = [hit for language, hit in found if group in ("all", language)]
            if hits:
                measures.append(Measure(name, group, sum(hits), len(hits), *wilson(sum(hits), len(hits))))
    return measures


def wrong(pairs: Sequence[tuple[Talk, Answer]]) -> list[str]:
    """Return one line for each conversation that went wrong: its id, its kind, what was searched for, what was cited."""
    return [
        f"{talk.id} {talk.kind}: «{answer.resolved_question or answer.question}» → {answer.outcome},"
        f" {', '.join(dict.fromkeys(documents_of(answer))) or 'nothing'}; expected {', '.join(talk.expected)}"
        for talk, answer in pairs
        if not is_right(answer, talk) or (talk.kind is TurnKind.TOPIC_CHANGE and is_dragged_along(answer, talk))
    ]
