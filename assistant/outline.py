"""What is taken away, before it is Markdown, plain text or Word: headings, paragraphs and lists in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.answer import Answer, Citation, Step
from assistant.blocks import Block, Blocks, Kind, Span, address, caveat, heading, paragraph, told
from assistant.cleaning import clean, one_line
from assistant.domain import Language
from assistant.spelled import spelled_date
from assistant.wording import say

HEADED = 90
"""Characters of a question that fit in a heading; a longer one also stands in full below it."""


def answer_outline(answer: Answer) -> Blocks:
    """Return one answer as a document of its own."""
    language = answer.language
    title = heading(say("export_answer", language), 1, language)
    return (title, *_asked(answer), *_said(answer, 2), *_closing([answer], language))


def note_outline(answer: Answer) -> Blocks:
    """Return the decision note; ValueError where the answer has no plan."""
    if answer.plan is None:
        raise ValueError("a note is taken from an answer with a plan")
    return tuple(told(answer.plan.note, answer.language))


def conversation_outline(title: str, answers: Sequence[Answer], when: date) -> Blocks:
    """Return a conversation, each question a heading; title and closing are in the language of the last answer."""
    language = answers[-1].language if answers else Language.NB
    head = one_line(clean(title)) or say("export_conversation", language)
    made = say("export_made", language, date=spelled_date(when, language))
    turns = (block for number, answer in enumerate(answers, 1) for block in _turn(answer, number))
    return (
        heading(head, 1, language),
        paragraph(made, language),
        *turns,
        *_closing(answers, language),
    )


def _turn(answer: Answer, number: int) -> Iterator[Block]:
    question = one_line(clean(answer.question))
    short = len(question) <= HEADED
    shown = question if short else question[:HEADED].rsplit(" ", 1)[0] + " …"
    yield heading(f"{number}. {shown}".strip(), 2, answer.language)
    yield from _asked(answer, in_full=not short)
    yield from _said(answer, 3)


def _asked(answer: Answer, in_full: bool = True) -> Iterator[Block]:
    """Yield the asker's words, and what they were taken to mean where the conversation filled them in."""
    if in_full and (question := clean(answer.question)):
        head = Span(say("export_question", answer.language), strong=True)
        yield Block(Kind.QUOTED, (head, Span(" " + question)), answer.language)
    if answer.resolved_question:
        head = Span(say("page_understood", answer.language), strong=True)
        yield Block(Kind.PARAGRAPH, (head, Span(" " + one_line(clean(answer.resolved_question)))), answer.language)


def _said(answer: Answer, level: int) -> Iterator[Block]:
    """Yield the answer's text, what to do and the sources, under headings of the level."""
    if answer.situation and answer.situation.changed:
        yield paragraph(answer.situation.changed, answer.language)
    yield from told(answer.text, answer.language, level)
    yield from _asks(answer)
    yield from _to_do(answer, level)
    if answer.citations:
        yield heading(say("sources", answer.language), level, answer.language)
        for citation in answer.citations:
            yield from _source(citation, answer)


def _asks(answer: Answer) -> Iterator[Block]:
    """Yield Floke's own question, with the answers it offers."""
    situation = answer.situation
    if situation and situation.question:
        yield paragraph(situation.question, answer.language)
        yield from (Block(Kind.BULLET, (Span(choice),), answer.language) for choice in situation.choices)


def _to_do(answer: Answer, level: int) -> Iterator[Block]:
    """Yield the plan with the approach's own steps last, or the next steps; what is not done once has no box."""
    language, plan = answer.language, answer.plan
    if plan is None:
        yield from _steps("next_steps", answer.next_steps, Kind.TASK, level, language)
        return
    yield heading(say("page_plan", language), level, language)
    yield from _steps("note_week", plan.first_week, Kind.TASK, level + 1, language)
    yield from _steps("note_months", plan.three_months, Kind.TASK, level + 1, language)
    yield from _steps("note_involve", plan.involve, Kind.TASK, level + 1, language)
    yield from _steps("note_pitfalls", plan.pitfalls, Kind.BULLET, level + 1, language)
    placed = (plan.planning_level,) if plan.planning_level else ()
    yield from _steps("note_level", placed, Kind.BULLET, level + 1, language)
    yield from _steps("page_guide_steps", answer.next_steps, Kind.TASK, level + 1, language)


def _steps(head: str, steps: Sequence[Step], kind: Kind, level: int, language: Language) -> Iterator[Block]:
    if steps:
        yield heading(say(head, language), level, language)
    for step in steps:
        mark = f" [{step.citation}]" if step.citation else ""
        text = Span(f" {step.text}{mark} ({say(step.basis, language)})")
        yield Block(kind, (Span(f"{step.title}.", strong=True), text), language)


def _source(citation: Citation, answer: Answer) -> Iterator[Block]:
    """Yield where a quote stands, its words, its two addresses, and the caveats that the text has not told already."""
    language = answer.language
    name = f"{citation.title} – {citation.section}" if citation.section else citation.title
    yield Block(Kind.SOURCE, (Span(name, strong=True),), language, number=citation.number)
    quote = "\n".join(line for line in citation.quote.split("\n") if line.strip())
    yield Block(Kind.QUOTED, (Span(quote),), citation.language, inside=True)
    if citation.url:
        yield Block(Kind.PARAGRAPH, (address(citation.url),), language, inside=True)
    yield replace(paragraph(say("export_place", language, link=citation.link), language), inside=True)
    for text in citation.caveats:
        if text not in answer.text:
            yield replace(caveat(f"{say('caveat', language)}: {text}", language), inside=True)


def _closing(answers: Sequence[Answer], language: Language) -> Iterator[Block]:
    if any(answer.citations for answer in answers):
        yield Block(Kind.PARAGRAPH, (Span(say("export_closing", language), emphasis=True),), language)
