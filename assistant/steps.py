"""Next steps, related cases and follow-ups: what the method and the corpus suggest after an answer."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from assistant.answer import Citation, Step
from assistant.citations import Draft, cite
from assistant.domain import Approach, CueKind, Document, Language, Passage
from assistant.index import Index
from assistant.lexical import ngrams_of
from assistant.method import Method
from assistant.retrieval import Retrieval

STEPS = 4
SUGGESTIONS = 3
CASES = 3

FACTUAL_KINDS = ("background",)
"""Documents about the world around the guide: they suggest no steps for the asker's municipality."""


def likely_approach(citations: Sequence[Citation], index: Index, method: Method) -> Approach | None:
    """Return the approach that the cited passages share most, the first cited counting most; None when two tie."""
    votes: dict[Approach | None, float] = defaultdict(float)
    rests_on = {info.passage: info.id for info in method.approaches}
    for place, citation in enumerate({item.passage_id: item for item in citations}.values()):
        document = index.corpus.document(citation.document_id, citation.language)
        if citation.passage_id in rests_on:
            votes[rests_on[citation.passage_id]] += 2 / (1 + place)
        elif document.kind not in FACTUAL_KINDS:
            for approach in document.approaches:
                votes[approach] += 1 / (1 + place) / len(document.approaches)
    ranked = sorted(votes.items(), key=lambda item: -item[1])
    (first, most), (_, next_most) = [*ranked, (None, 0.0), (None, 0.0)][:2]
    return first if most > next_most else None


def next_steps(
    approach: Approach, method: Method, index: Index, language: Language, cited: Sequence[Citation]
) -> tuple[tuple[Step, ...], tuple[Citation, ...]]:
    """Return the first steps of an approach, and all citations with those that the steps add."""
    steps: list[Step] = []
    citations = tuple(cited)
    for item in method.approach(approach).steps[:STEPS]:
        passage = index.passage(item.passage, language)
        draft = Draft(item.text[language], passage, closest_words(passage, item.text[language], index))
        result = cite([draft], index.corpus, citations)
        citations = result.citations
        number = result.statements[0].citations[0] if result.statements else None
        steps.append(Step(item.title[language], item.text[language], number, item.basis))
    return tuple(steps), citations


def closest_words(passage: Passage, text: str, index: Index) -> str:
    """Return the words of a passage that lie nearest a text: the unit that shares most 5-grams, verbatim."""
    grams = set(ngrams_of(text))
    unit = max(index.units_of(passage), key=lambda unit: len(grams & set(ngrams_of(unit.text))))
    return passage.text[unit.start : unit.end]


def related_cases(
    citations: Sequence[Citation], approach: Approach | None, index: Index, method: Method
) -> tuple[str, ...]:
    """Return cases cited, then those that the cited documents point to, then the approach's own."""
    language = citations[0].language
    documents = [index.corpus.document(citation.document_id, language) for citation in citations]
    named = [document.id for document in documents] + [other for document in documents for other in document.related]
    named += method.approach(approach).cases if approach else ()
    return tuple(dict.fromkeys(name for name in named if _is_case(name, language, index)))[:CASES]


def suggestions(retrieval: Retrieval, citations: Sequence[Citation], index: Index) -> tuple[str, ...]:
    """Return foreseen questions near this one that the corpus really answers: each is searched for before it is shown."""
    language = retrieval.query.language
    cited = {citation.passage_id.rsplit(".", 1)[0] for citation in citations}
    documents = {citation.document_id for citation in citations}
    found: list[str] = []
    for match in retrieval.cues.best(CueKind.ANSWERABLE, 24):
        document = index.corpus.document(match.cue.document_id, language)
        place = f"{document.id}#{match.cue.target}"
        if place in cited or (documents and document.id not in documents | _related(documents, index, language)):
            continue
        text = document.questions[match.cue.target][0]
        if _answers(text, document.id, index):
            found.append(text)
            cited.add(place)
        if len(found) == SUGGESTIONS:
            break
    return tuple(found)


def _related(documents: set[str], index: Index, language: Language) -> set[str]:
    return {other for name in documents for other in index.corpus.document(name, language).related}


def _answers(text: str, document_id: str, index: Index) -> bool:
    """Return True when the passage nearest the question, by its stored vector, is of its own document."""
    nearest = int(np.argmax(index.passages.vectors @ index.foreseen.vectors[index.foreseen.rows[text]]))
    return index.passages.passages[nearest].document_id == document_id


def _is_case(name: str, language: Language, index: Index) -> bool:
    document: Document = index.corpus.document(name, language)
    return document.kind == "case"
