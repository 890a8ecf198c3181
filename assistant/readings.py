"""A turn that may open a topic or go on with the old one: after its own answer, the other reading in brief."""

import re
from collections.abc import Sequence
from dataclasses import replace
from textwrap import shorten

from assistant.answer import Answer, Citation, Statement
from assistant.citations import Cited, cite
from assistant.cleaning import one_line
from assistant.composition import caveat_lines, first_of, paragraphs
from assistant.domain import Language, Outcome
from assistant.extraction import choose
from assistant.index import Index
from assistant.pipeline import Assistant
from assistant.steps import SUGGESTIONS
from assistant.wording import say

BRIEF = 2
"""Statements of the other reading."""

NAMED = 90  # characters of the question that the other reading goes on with

OFFERED = 160
"""Characters; a longer reading is no button that a person can take in at a glance."""


def with_other_reading(answer: Answer, other: Answer, before: Answer, opening: str, index: Index) -> Answer:
    """Add what the `other` reading of a turn says, as the continuation of the question `opening`, and offer to ask it.

    Only where both are answered, and the other one says something that neither the answer nor the one `before` it said.
    """
    if not (answer.outcome.has_evidence and other.outcome is Outcome.ANSWERED):
        return answer
    told = first_of(_new(other, answer, before), BRIEF)
    if not told:
        return answer
    cited = _numbered_on(told, other.citations, answer.citations)
    added = cited.citations[len(answer.citations) :]
    text = [answer.text, _heading(answer.language, opening), *paragraphs(cited, index), *_new_lines(added, answer)]
    return replace(
        answer,
        text="\n\n".join(text),
        statements=answer.statements + cited.statements,
        citations=cited.citations,
        suggestions=_offering(other, answer.suggestions),
    )


def further_reading(assistant: Assistant, other: Answer, before: Answer) -> Answer | None:
    """Return the `other` reading by what the texts of the answer `before` say to the turn in passages that it did not use.

    A question joined to its topic mostly finds what was said about that a moment ago. None where nothing is left to say.
    """
    index, retrieval = assistant.index(), assistant.search(other.question, other.language)
    used = _places(before, before.statements)
    documents = {place.partition("#")[0] for place in used}
    near = [hit for hit in retrieval.hits if hit.passage.document_id in documents and hit.passage.id not in used]
    cited = cite(choose(replace(retrieval, hits=tuple(near)), index) if near else [], index.corpus)
    if not cited.statements:
        return None
    plain = replace(other, next_steps=(), plan=None, situation=None)
    return replace(plain, statements=cited.statements, citations=cited.citations)


def parted(answer: Answer) -> tuple[str, str]:
    """Return the answer's text without the other reading, and the other reading under its heading; empty where none is."""
    heading = say("other_reading", answer.language, question="\n").partition("\n")[0]
    own, between, other = answer.text.partition(f"\n\n{heading}")
    return own, f"{heading}{other}" if between else ""


def first_reading(answer: Answer) -> tuple[Statement, ...]:
    """Return the statements of an answer that belong to the turn by itself."""
    own, other = parted(answer)
    return tuple(statement for statement in answer.statements if not other or statement.text in own)


def _heading(language: Language, question: str) -> str:
    """Return the heading; the question is named not too long, and without what would be read as markup."""
    named = shorten(re.sub(r"[*_`\[\]<>]", "", one_line(question)), NAMED, placeholder=" …")
    return say("other_reading", language, question=named)


def _new(other: Answer, *told: Answer) -> list[Statement]:
    """Return the statements of the other reading that were not told, and rest on no passage that the answer rests on."""
    said = {statement.text for answer in told for statement in answer.statements}
    places = _places(told[0], told[0].statements)
    return [item for item in other.statements if item.text not in said and not places & _places(other, [item])]


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
    """Return the suggestions with the other reading first, where it is short enough; no more than there may be."""
    asked = one_line(other.resolved_question or other.question)
    return (asked, *suggestions[: SUGGESTIONS - 1]) if len(asked) <= OFFERED else suggestions
