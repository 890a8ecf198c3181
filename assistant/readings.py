"""A turn that may open a topic or go on with the old one: after the answer to the likelier reading, the other in brief."""

import re
from collections.abc import Sequence
from dataclasses import replace
from textwrap import shorten

from assistant.answer import Answer, Citation, Statement
from assistant.citations import Cited
from assistant.cleaning import one_line
from assistant.composition import LISTED, caveat_lines, paragraphs
from assistant.domain import Outcome
from assistant.index import Index
from assistant.wording import say

BRIEF = 2
"""Statements of the other reading."""

NAMED = 90  # characters of the question that the other reading goes on with

OFFERED = 160
"""Characters; a longer reading is no button that a person can take in at a glance."""


def with_other_reading(answer: Answer, other: Answer, before: str, index: Index) -> Answer:
    """Add what the `other` reading of a turn says, as the continuation of the question `before`, and offer it to be asked.

    Only where both are answered, and the other one says something new.
    """
    if not (answer.outcome.has_evidence and other.outcome is Outcome.ANSWERED):
        return answer
    told = _brief(other.statements)
    if not told or _places(answer, answer.statements) & _places(other, told):
        return answer
    cited = _numbered_on(told, other.citations, answer.citations)
    added = cited.citations[len(answer.citations) :]
    opening = say("other_reading", answer.language, question=_named(before))
    text = [answer.text, opening, *paragraphs(cited, index), *_new_lines(added, answer)]
    return replace(
        answer,
        text="\n\n".join(text),
        statements=answer.statements + cited.statements,
        citations=cited.citations,
        suggestions=_offering(other, answer.suggestions),
    )


def _named(question: str) -> str:
    """Return a question to be named in the answer's text: not too long, and without what would be read as markup."""
    return shorten(re.sub(r"[*_`\[\]<>]", "", one_line(question)), NAMED, placeholder=" …")


def _brief(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the first statements; a lead-in («…:») takes some of its items along."""
    count = BRIEF + LISTED if statements and statements[0].text.endswith(":") else BRIEF
    kept = list(statements[:count])
    while kept and kept[-1].text.endswith(":"):
        kept.pop()
    return tuple(kept)


def _places(answer: Answer, statements: Sequence[Statement]) -> set[str]:
    """Return the passages that some statements of an answer rest on."""
    return {answer.citations[number - 1].passage_id for statement in statements for number in statement.citations}


def _numbered_on(told: Sequence[Statement], own: Sequence[Citation], already: Sequence[Citation]) -> Cited:
    """Return the statements with their `own` citations numbered on after those there `already` are."""
    used = sorted({number for statement in told for number in statement.citations})
    numbers = {old: new for new, old in enumerate(used, start=len(already) + 1)}
    added = [replace(own[old - 1], number=new) for old, new in numbers.items()]
    renumbered = (replace(item, citations=tuple(numbers[old] for old in item.citations)) for item in told)
    return Cited(tuple(renumbered), (*already, *added))


def _new_lines(added: Sequence[Citation], answer: Answer) -> list[str]:
    """Return the caveats of what was added that the answer has not given already."""
    return [line for line in caveat_lines(added, answer.language) if line not in answer.text]


def _offering(other: Answer, suggestions: tuple[str, ...]) -> tuple[str, ...]:
    """Return the suggestions with the other reading first, in place of the last one, where it is short enough."""
    asked = one_line(other.resolved_question or other.question)
    return (asked, *suggestions[: max(2, len(suggestions) - 1)]) if len(asked) <= OFFERED else suggestions
