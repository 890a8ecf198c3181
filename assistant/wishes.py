"""What a wish about the last answer makes of it: its first statements alone, or the point to tell more about."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, Statement
from assistant.citations import Cited
from assistant.composition import render
from assistant.domain import UnitKind
from assistant.index import Index

SHORT = 2
"""Statements of a shortened answer."""

_MARK = re.compile(r"(?:^|\n)\s*(?:- |\d+\. )?\s*$")


def shortened(answer: Answer, index: Index) -> Answer:
    """Return the answer with at most two statements, what it opened with (danger, a gap), and no next steps."""
    if len(answer.statements) <= SHORT:
        return answer
    cited = _renumbered(answer.statements[:SHORT], answer.citations)
    before = answer.text.partition(answer.statements[0].text)[0]
    opening = _MARK.sub("", before).strip()
    text = render(opening, cited, index, answer.language)
    return replace(
        answer, text=text, statements=cited.statements, citations=cited.citations, next_steps=(), suggestions=()
    )


def _renumbered(statements: Sequence[Statement], citations: Sequence[Citation]) -> Cited:
    """Return the statements with only their own citations, numbered from 1 again."""
    used = sorted({number for statement in statements for number in statement.citations})
    numbers = {old: new for new, old in enumerate(used, start=1)}
    kept = tuple(replace(citations[old - 1], number=new) for old, new in numbers.items())
    said = tuple(
        replace(statement, citations=tuple(numbers[old] for old in statement.citations)) for statement in statements
    )
    return Cited(said, kept)


def point_of(answer: Answer, point: int, index: Index) -> str | None:
    """Return the statement that a `point` (from 1, -1 the last, 0 the answer's first) means, under its document's title.

    A number means the item of that number where the answer or the passage behind it has a list, else the statement.
    """
    if not answer.statements:
        return None
    citation = answer.citations[answer.statements[_place(answer, point)].citations[0] - 1]
    text = _listed(answer, point, index) or answer.statements[_place(answer, point)].text
    return f"{citation.title.rstrip('?')}: {text.rstrip('.:')}"


def _place(answer: Answer, point: int) -> int:
    """Return the row of the statement that a point means, the last one where there are not so many."""
    return -1 if point < 0 or point > len(answer.statements) else max(point - 1, 0)


def _listed(answer: Answer, point: int, index: Index) -> str | None:
    """Return the item of a number in the list that the answer gives, or that its first passage has."""
    if point == 0:
        return None
    first = answer.citations[answer.statements[0].citations[0] - 1]
    units = index.units_of(index.passage(first.passage_id, first.language))
    items = [unit.text for unit in units if unit.kind in (UnitKind.ITEM, UnitKind.STEP)]
    said = [statement.text for statement in answer.statements if statement.text in items]
    row = point - 1 if point > 0 else -1
    for listed in (said, items):
        if row < len(listed) and (listed is items or said):
            return listed[row]
    return None
