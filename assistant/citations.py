"""The one place where quotes are verified: nothing is claimed that does not stand verbatim in a passage."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation, Statement
from assistant.cleaning import one_line
from assistant.corpus import Corpus
from assistant.domain import Document, Passage


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence about to be said, and the words of a passage that carry it; not yet verified."""

    text: str
    passage: Passage
    quote: str


@dataclass(frozen=True, slots=True)
class Cited:
    """Verified statements with their numbered citations."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]


def stands_in(quote: str, passage: Passage) -> bool:
    """Return True when the quote is in the passage, white space folded; an empty quote never is."""
    folded = one_line(quote)
    return bool(folded) and folded in one_line(passage.text)


def cite(drafts: Sequence[Draft], corpus: Corpus, already: Sequence[Citation] = ()) -> Cited:
    """Verify drafts and number their quotes from 1, after those `already` cited; a draft that fails is dropped."""
    citations = list(already)
    numbers = {(citation.passage_id, one_line(citation.quote)): citation.number for citation in already}
    statements = []
    for draft in drafts:
        if not stands_in(draft.quote, draft.passage):
            continue
        place = (draft.passage.id, one_line(draft.quote))
        if place not in numbers:
            numbers[place] = len(citations) + 1
            citations.append(_citation(numbers[place], draft, corpus))
        statements.append(Statement(draft.text, (numbers[place],)))
    return Cited(tuple(statements), tuple(citations))


def _citation(number: int, draft: Draft, corpus: Corpus) -> Citation:
    passage = draft.passage
    document = corpus.document(passage.document_id, passage.language)
    return Citation(
        number=number,
        document_id=passage.document_id,
        passage_id=passage.id,
        title=passage.title,
        section=passage.heading,
        quote=draft.quote,
        url=_outside_url(document, passage.section_id),
        link=f"?doc={passage.document_id}&section={passage.section_id}",
        language=passage.language,
        caveats=tuple(caveat.text for caveat in document.caveats if passage.section_id in caveat.sections),
    )


def _outside_url(document: Document, section_id: str) -> str:
    """Return the first source that supports the section, else the document's first."""
    supporting = [source.url for source in document.sources if section_id in source.sections]
    return next(iter([*supporting, *(source.url for source in document.sources)]), "")
