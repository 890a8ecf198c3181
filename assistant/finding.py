"""Searching as a reader does: the sections that a search found, where its words stand, and the glossary's entries."""

import re
from dataclasses import dataclass

from assistant.browsing import blocks, order, pieces_of
from assistant.domain import Language, Passage, Section
from assistant.followups import content_words
from assistant.glossary import Entry, Glossary
from assistant.lexical import stems_of, words_of
from assistant.retrieval import Retrieval

SNIPPET = 260
"""Characters shown of a passage that was found: two or three sentences."""

STEM = 4
"""Letters from which a word counts as found inside a compound: «floke» in «samfunnsfloker»."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Words:
    """The stems of what is searched for in one language, with other words for the same."""

    stems: frozenset[str]
    language: Language

    @classmethod
    def of(cls, text: str, language: Language, glossary: Glossary) -> "Words":
        """Take the words that tell something; where there are none, all of them."""
        forms = [form for entry in glossary.terms_in(text, language) for form in entry.wordings[language].forms]
        told = [*(content_words(text) or words_of(text)), *(form for form in forms if len(words_of(form)) == 1)]
        return cls(frozenset(stems_of(" ".join(told), language)), language)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the words stand in a text."""
        return [found.span() for found in _WORD.finditer(text) if self._is_one(found[0])]

    def _is_one(self, word: str) -> bool:
        stems = self.stems.intersection(stems_of(word, self.language))
        return bool(stems) or any(len(wanted) >= STEM and wanted in word.lower() for wanted in self.stems)


@dataclass(frozen=True, slots=True)
class Found:
    """A section that a search found: a few of its sentences, and the one to be marked when it is opened."""

    passage: Passage
    snippet: str
    mark: str


def found_in(retrieval: Retrieval, words: Words) -> list[Found]:
    """Return the sections of a search, the nearest first, each once."""
    best: dict[tuple[str, str], Passage] = {}
    for hit in retrieval.hits:
        best.setdefault((hit.passage.document_id, hit.passage.section_id), hit.passage)
    return [_found(passage, words) for passage in best.values()]


def _found(passage: Passage, words: Words) -> Found:
    """Show a passage from the sentence on that has most of the words."""
    pieces = pieces_of(blocks(Section(passage.section_id, passage.heading, passage.text, 0)))
    scores = [len(words.spans(piece)) for piece in pieces]
    start = scores.index(max(scores)) if pieces else 0
    shown = pieces[start : start + 1]
    for piece in pieces[start + 1 :]:
        if len(" ".join([*shown, piece])) > SNIPPET:
            break
        shown.append(piece)
    mark = pieces[start] if pieces and scores[start] else ""
    return Found(passage, " ".join(shown), mark)


def entries(glossary: Glossary, language: Language, text: str) -> list[Entry]:
    """Return the glossary's entries by term: all, or those that say the text, first those that are called so."""
    ordered = sorted(glossary.entries, key=lambda entry: order(entry.wordings[language].term))
    ranked = [(_rank(entry, language, text), entry) for entry in ordered]
    return [entry for wanted in (0, 1) for rank, entry in ranked if rank == wanted]


def _rank(entry: Entry, language: Language, text: str) -> int:
    """Return 0 where a term has the text, in any language, 1 where only the definition has it, 2 for nowhere."""
    wording = entry.wordings[language]
    for rank, told in enumerate(([*wording.forms, *other_terms(entry, language).values()], [wording.definition])):
        if not text or any(text_spans(words, text) for words in told):
            return rank
    return 2


def other_terms(entry: Entry, language: Language) -> dict[Language, str]:
    """Return the terms of an entry in the other languages, where they differ."""
    own = entry.wordings[language].term.casefold()
    terms = {other: wording.term for other, wording in entry.wordings.items() if other is not language}
    return {other: term for other, term in terms.items() if term.casefold() != own}


def text_spans(text: str, wanted: str) -> list[tuple[int, int]]:
    """Return where words of a text begin or end with another: «leder» stands in «enhetsleder», not in «veilederen»."""
    pattern = rf"(?<!\w){re.escape(wanted)}|{re.escape(wanted)}(?!\w)"
    return [found.span() for found in re.finditer(pattern, text, re.IGNORECASE)] if wanted else []
