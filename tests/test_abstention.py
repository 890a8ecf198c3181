"""What lies outside the guide is declined, what lies inside is not, and what could be anything is asked back."""

import random

import pytest

from assistant.abstention import Verdict, features, judge
from assistant.domain import CueKind, Outcome, Question, Reason
from assistant.index import Index
from assistant.pipeline import Assistant

OUTSIDE = [
    "Hvem vant fotball-VM i 2022?",
    "Hva er hovedstaden i Peru?",
    "Hvordan lager jeg vafler?",
    "Skriv et dikt om katten min",
    "Kva er vêret i Bergen i morgon?",
    "Kor mange spelarar er det på eit handballag?",
    "How do I fix my car's brakes?",
    "What is the capital of Peru?",
    "Write a Python function that sorts a list",
    "Når går neste buss til Lillehammer?",
]


@pytest.mark.parametrize("text", OUTSIDE)
def test_a_question_outside_the_guide_is_declined(assistant: Assistant, text: str) -> None:
    answer = assistant.answer(Question(text))

    assert (answer.outcome, answer.reason) == (Outcome.ABSTAINED, Reason.OUT_OF_SCOPE)
    assert answer.statements == ()


def test_what_the_corpus_foresees_is_not_declined(assistant: Assistant, index: Index) -> None:
    """Of 100 foreseen questions, at most two are declined: a wrong refusal is the dearer mistake."""
    cues = [cue for cue in index.foreseen.cues if cue.kind is CueKind.ANSWERABLE]
    chosen = random.Random(2).sample(cues, 100)  # noqa: S311 (a repeatable choice)
    declined = [
        cue.text
        for cue in chosen
        if judge(assistant.boundary, assistant.search(cue.text, cue.language), index, assistant.glossary).is_outside
    ]

    assert len(declined) <= 2, declined


@pytest.mark.parametrize("text", ["hjelp", "hva mener du?", "hei", "help", "kva no?"])
def test_a_text_that_could_be_anything_is_vague(assistant: Assistant, index: Index, text: str) -> None:
    judgement = judge(assistant.boundary, assistant.search(text), index, assistant.glossary)

    assert not judgement.is_outside
    assert 0.5 < judgement.vague <= 1


def test_the_coefficients_fit_the_features(assistant: Assistant, index: Index) -> None:
    """A boundary made for other features, or another encoder, would judge at random."""
    row = features(assistant.search("Hva er en floke?"), index, assistant.glossary)

    assert (len(Verdict), len(row)) == assistant.boundary.weights.shape
    assert row.shape == assistant.boundary.means.shape == assistant.boundary.scales.shape
    assert set(Verdict) == set(assistant.boundary.classes)
