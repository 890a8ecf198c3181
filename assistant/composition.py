"""From drafts to the text a person reads, shaped by the role; canned sentences come from `wording`."""

from collections.abc import Sequence
from typing import TypeVar

from assistant.answer import Answer, Citation, Statement
from assistant.citations import Cited, Draft
from assistant.domain import Approach, Language, Outcome, Question, Reason, Role, UnitKind
from assistant.extraction import alike
from assistant.glossary import Entry, Glossary
from assistant.index import Index
from assistant.method import Method
from assistant.steps import closest_words
from assistant.wording import say

CAVEATS = 2
"""More caveats than this bury the answer; the rest stand with their citations."""

FACILITATION = 2
TERMS = 2

Said = TypeVar("Said", Draft, Statement)


def render(opening: str, cited: Cited, index: Index, language: Language) -> str:
    """Write statements with their marks: the opening line first, list items as a list, caveats last."""
    opened = [opening] if opening else []
    return "\n\n".join([*opened, *paragraphs(cited, index), *caveat_lines(cited.citations, language)])


def caveat_lines(citations: Sequence[Citation], language: Language) -> list[str]:
    """Return the first caveats of what is cited, each once, as quoted lines."""
    caveats = [text for citation in citations for text in citation.caveats]
    return [f"> {say('caveat', language)}: {text}" for text in dict.fromkeys(caveats[:CAVEATS])]


LISTED = 4
"""Items that a list brings beyond the statements that were asked for."""


def first_of(said: Sequence[Said], count: int) -> list[Said]:
    """Return the first of what is said; a lead-in («…:») takes its items along, or goes where none follows."""
    kept = list(said[:count])
    if any(item.text.endswith(":") for item in kept):
        kept = list(said[: count + LISTED])
    while kept and kept[-1].text.endswith(":"):
        kept.pop()
    return kept


def marked(statement: Statement) -> str:
    """Return a statement with its marks."""
    return f"{statement.text} {''.join(f'[{number}]' for number in statement.citations)}"


def with_role(
    question: Question,
    language: Language,
    drafts: Sequence[Draft],
    approach: Approach | None,
    advice: bool,
    method: Method,
    index: Index,
) -> list[Draft]:
    """Add what the role needs: to a leader what to decide, to a facilitator what to use in the session."""
    added: list[Draft] = []
    if approach and question.role is Role.LEADER and advice:
        info = method.approach(approach)
        added.append(_from_method(info.decide[language], info.passage, index, language))
    if question.role is Role.FACILITATOR:
        items = method.facilitation_for(approach) if approach else method.facilitation
        near = sorted(items, key=lambda item: -_nearness(item.passage, drafts))[:FACILITATION]
        added += [_from_method(item.text[language], item.passage, index, language) for item in near]
    return [*drafts, *added]


def explained_terms(question: Question, language: Language, drafts: Sequence[Draft], glossary: Glossary) -> list[Entry]:
    """Return the terms of question and answer that a newcomer should have explained."""
    if question.role is not Role.NEWCOMER:
        return []
    said = question.text + " " + " ".join(draft.text for draft in drafts)
    return list({entry.id: entry for entry in glossary.terms_in(said, language)}.values())[:TERMS]


def term_drafts(entries: Sequence[Entry], language: Language, index: Index) -> list[Draft]:
    """Return the definitions that rest on a passage, to be cited like any other statement."""
    return [
        _from_method(entry.wordings[language].definition, entry.passage, index, language)
        for entry in entries
        if entry.passage and not entry.general
    ]


def term_lines(entries: Sequence[Entry], language: Language) -> list[str]:
    """Return one line for each term that is general knowledge, marked as such."""
    return [
        f"*{entry.wordings[language].term}*: {entry.wordings[language].definition} ({say('general_knowledge', language)})"
        for entry in entries
        if entry.general
    ]


def without_repetition(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts without those that say again what an earlier one said."""
    kept: list[Draft] = []
    for draft in drafts:
        if not any(alike(draft.text, other.text) for other in kept):
            kept.append(draft)
    return kept


def _from_method(text: str, passage_id: str, index: Index, language: Language) -> Draft:
    passage = index.passage(passage_id, language)
    return Draft(text, passage, closest_words(passage, text, index))


def _nearness(passage_id: str, drafts: Sequence[Draft]) -> int:
    """Return 2 when an answer's draft is of the passage, 1 when it is of its document, else 0."""
    places = {draft.passage.id for draft in drafts}
    documents = {draft.passage.document_id for draft in drafts}
    return 2 if passage_id in places else int(passage_id.split("#", maxsplit=1)[0] in documents)


def paragraphs(cited: Cited, index: Index) -> list[str]:
    """Join running statements into a paragraph after the conclusion; items and steps become Markdown lists."""
    parts: list[str] = []
    previous: UnitKind | None = None
    for place, statement in enumerate(cited.statements):
        kind, number = _kind(statement, cited.citations, index)
        line = marked(statement)
        if kind in (UnitKind.ITEM, UnitKind.STEP):
            mark = f"{number}. " if kind is UnitKind.STEP else "- "
            joiner = "\n" if previous is kind else None
            parts[-1:] = [parts[-1] + joiner + mark + line] if joiner else [*parts[-1:], mark + line]
        elif previous is UnitKind.SENTENCE and place > 1 and kind is UnitKind.SENTENCE:
            parts[-1] += " " + line
        else:
            parts.append(line)
        previous = kind
    return parts


def _kind(statement: Statement, citations: Sequence[Citation], index: Index) -> tuple[UnitKind, int]:
    """Return how a statement stood in its passage, and its place in the list there."""
    citation = citations[statement.citations[0] - 1]
    units = index.units_of(index.passage(citation.passage_id, citation.language))
    for unit in units:
        if unit.text == statement.text:
            steps = [other for other in units if other.kind is UnitKind.STEP and other.position <= unit.position]
            return unit.kind, len(steps)
    return UnitKind.SENTENCE, 0


def declined(
    question: Question,
    language: Language,
    outcome: Outcome,
    reason: Reason,
    text: str | None = None,
    suggestions: tuple[str, ...] = (),
    **values: object,
) -> Answer:
    """Return an answer that says why there is none, in the words of its reason unless a `text` is given."""
    return Answer(
        question=question.text,
        language=language,
        role=question.role,
        outcome=outcome,
        reason=reason,
        text=text or say(reason, language, **values),
        suggestions=suggestions,
    )
