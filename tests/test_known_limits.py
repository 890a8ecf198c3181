"""A question about what the sources do not tell is told so; one that they answer is not."""

import random

import pytest

from assistant.citations import stands_in
from assistant.domain import CueKind, Language
from assistant.index import Index
from assistant.known_limits import Limit, gap_asked_for, limit_met, wrong_premise
from assistant.pipeline import Assistant

ANSWERABLE = [
    "Hva er en brennende plattform?",
    "Hva er 90-dagersprosessen?",
    "Kvar ligg Korskærparken?",
    "Kven bør vere med i innovasjonsarbeidet?",
    "What is a burning platform?",
    "What is the 90-day process?",
]


def sample(index: Index, kind: CueKind, count: int = 60) -> list[tuple[str, Language, str, str]]:
    cues = [cue for cue in index.foreseen.cues if cue.kind is kind]
    chosen = random.Random(1).sample(cues, min(count, len(cues)))  # noqa: S311 (a repeatable choice)
    return [(cue.text, cue.language, cue.document_id, cue.target) for cue in chosen]


def test_a_foreseen_gap_is_recognised(assistant: Assistant, index: Index) -> None:
    """At least nine in ten are told in the words of their own gap."""
    right = 0
    asked = sample(index, CueKind.GAP)
    for text, language, document, target in asked:
        found = gap_asked_for(assistant.search(text, language), index)
        texts = {gap.id: gap.text for gap in index.corpus.document(document, language).gaps}
        right += found is not None and found.text == texts[target]

    assert right >= 0.9 * len(asked)


def test_a_foreseen_wrong_belief_is_recognised(assistant: Assistant, index: Index) -> None:
    """At least nine in ten get their own correction, and each correction stands in the corpus."""
    right = 0
    asked = sample(index, CueKind.PREMISE)
    for text, language, document, target in asked:
        retrieval = assistant.search(text, language)
        found = wrong_premise(limit_met(assistant.limits, retrieval, index), retrieval, index)
        texts = {premise.id: premise.text for premise in index.corpus.document(document, language).premises}
        right += found is not None and found.draft.text == texts[target]
        assert found is None or stands_in(found.draft.quote, found.draft.passage)

    assert right >= 0.9 * len(asked)


@pytest.mark.parametrize("text", ANSWERABLE)
def test_what_the_corpus_answers_meets_no_limit(assistant: Assistant, index: Index, text: str) -> None:
    met = limit_met(assistant.limits, assistant.search(text), index)

    assert Limit.NONE is met.limit
    assert 0 <= met.premise < 0.5


@pytest.mark.parametrize(
    ("kind", "limit", "share"),
    [
        (CueKind.ANSWERABLE, Limit.NONE, 0.95),
        (CueKind.GAP, Limit.GAP, 0.9),
        (CueKind.PREMISE, Limit.PREMISE, 0.9),
    ],
)
def test_a_foreseen_question_meets_its_own_limit(
    assistant: Assistant, index: Index, kind: CueKind, limit: Limit, share: float
) -> None:
    asked = sample(index, kind)
    other = [
        text
        for text, language, *_ in asked
        if limit_met(assistant.limits, assistant.search(text, language), index).limit is not limit
    ]

    assert len(other) <= (1 - share) * len(asked), other


def test_what_is_known_instead_is_quoted_verbatim(assistant: Assistant, index: Index) -> None:
    found = gap_asked_for(assistant.search("Hvilke resultater fikk Kongsvinger?"), index)

    assert found
    assert found.known
    assert "frafall-i-kongsvinger" in {draft.passage.document_id for draft in found.known}
    for draft in found.known:
        assert stands_in(draft.quote, draft.passage)
