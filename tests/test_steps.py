"""What is suggested after an answer exists, is cited, and would itself be answered."""

from collections.abc import Sequence

import pytest

from assistant.answer import Citation
from assistant.citations import stands_in
from assistant.domain import Approach, CueKind, Language, Question
from assistant.index import Index
from assistant.pipeline import Assistant
from assistant.steps import CASES, STEPS, SUGGESTIONS, closest_words, likely_approach, next_steps, related_cases

QUESTIONS = [
    "Hva er en brennende plattform?",
    "Hvem bør være med i innovasjonsarbeidet?",
    "Kva er ei floke?",
    "Korleis kan vi bruke planstrategien?",
    "What did Asker do?",
    "How do we run a stakeholder analysis?",
]


def cited(*documents: str) -> list[Citation]:
    return [
        Citation(number, name, f"{name}#x", "", "", "", "", "", Language.NB) for number, name in enumerate(documents, 1)
    ]


def foreseen(index: Index) -> dict[tuple[str, Language], str]:
    return {(cue.text, cue.language): cue.document_id for cue in index.foreseen.cues if cue.kind is CueKind.ANSWERABLE}


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_suggested_question_finds_its_own_document(assistant: Assistant, text: str) -> None:
    answer = assistant.answer(Question(text))
    documents = foreseen(assistant.index())

    assert 0 < len(answer.suggestions) <= SUGGESTIONS
    for suggestion in answer.suggestions:
        found = [hit.passage.document_id for hit in assistant.search(suggestion, answer.language).hits[:3]]
        assert documents[suggestion, answer.language] in found


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_suggestion_is_not_what_was_just_answered(assistant: Assistant, text: str) -> None:
    answer = assistant.answer(Question(text))

    assert text not in answer.suggestions
    assert len(answer.suggestions) == len(set(answer.suggestions))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("approach", Approach)
def test_every_step_of_every_approach_rests_on_a_quote(
    assistant: Assistant, index: Index, approach: Approach, language: Language
) -> None:
    steps, citations = next_steps(approach, assistant.method, index, language, ())

    assert 0 < len(steps) <= STEPS
    assert {step.citation for step in steps} == {citation.number for citation in citations}
    assert all(stands_in(item.quote, index.passage(item.passage_id, language)) for item in citations)


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_related_case_is_a_case(assistant: Assistant, text: str) -> None:
    answer = assistant.answer(Question(text))
    corpus = assistant.index().corpus

    assert len(answer.cases) <= CASES
    assert {"case"} >= {corpus.document(name, answer.language).kind for name in answer.cases}


def test_a_cited_case_comes_first(assistant: Assistant, index: Index) -> None:
    assert related_cases(cited("asker"), None, index, assistant.method)[0] == "asker"


@pytest.mark.parametrize(("documents", "expected"), [(("90-dagers-prosess",), Approach.RENEWAL), ((), None)])
def test_the_approach_follows_what_is_cited(
    index: Index, assistant: Assistant, documents: Sequence[str], expected: Approach | None
) -> None:
    assert expected is likely_approach(cited(*documents), index, assistant.method)


def test_background_suggests_no_approach(index: Index, assistant: Assistant) -> None:
    background = [name for name in index.corpus.ids if index.corpus.document(name, Language.NB).kind == "background"]

    assert background
    assert likely_approach(cited(*background), index, assistant.method) is None


def test_the_closest_words_are_a_unit_of_the_passage(index: Index) -> None:
    passage = index.passage("korskaerparken#ghettolisten", Language.NB)
    words = closest_words(passage, "strøket fra ghettolisten i 2018", index)

    assert words in [passage.text[unit.start : unit.end] for unit in index.units_of(passage)]
    assert "2018" in words
