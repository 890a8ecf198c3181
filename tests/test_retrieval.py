"""All languages are searched, and each passage is shown once, in the language of the answer."""

import pytest

from assistant.domain import Language, Weights
from assistant.glossary import Glossary
from assistant.index import open_index, update_index
from assistant.pipeline import Assistant
from assistant.ranking import Query
from assistant.retrieval import retrieve
from assistant.settings import Settings
from tests.word_counts import WordCounts

QUESTIONS = {
    Language.NB: "Hva er en brennende plattform?",
    Language.NN: "Kva er ei brennande plattform?",
    Language.EN: "What is a burning platform?",
}


@pytest.mark.parametrize("language", Language)
def test_each_passage_comes_once_in_the_asker_s_language(assistant: Assistant, language: Language) -> None:
    hits = assistant.search(QUESTIONS[language]).hits
    ids = [hit.passage.id for hit in hits]

    assert {language} == {hit.passage.language for hit in hits}
    assert len(ids) == len(set(ids)) > 10


@pytest.mark.parametrize("language", Language)
def test_hits_come_best_first_and_a_search_repeated_gives_the_same(assistant: Assistant, language: Language) -> None:
    first, second = (assistant.search(QUESTIONS[language]) for _ in range(2))
    scores = [hit.score for hit in first.hits]

    assert sorted(scores, reverse=True) == scores
    assert first.hits == second.hits


@pytest.mark.parametrize("asked_in", Language)
@pytest.mark.parametrize("answered_in", Language)
def test_a_question_in_one_language_is_answered_in_another(
    assistant: Assistant, asked_in: Language, answered_in: Language
) -> None:
    documents = [hit.passage.document_id for hit in assistant.search(QUESTIONS[asked_in], answered_in).hits[:5]]

    assert "hva-skal-vi-innovere-om" in documents


def test_a_foreseen_question_lifts_its_section(small_corpus: Settings, encoder: WordCounts) -> None:
    """«Når ble broen bygget?» is foreseen for `bridge#main`, not for its twin `bridge#more`."""
    update_index(small_corpus, encoder)
    index = open_index(small_corpus, encoder)
    text = "Når ble broen bygget?"
    query = Query(text, Language.NB, encoder.encode_queries([text])[0])

    found = retrieve(query, index, Weights(1, 1, 1), 12)

    assert found.hits[0].passage.id == "bridge#main"
    cue = {hit.passage.id: hit.cue for hit in found.hits}
    assert cue["bridge#main"] > max(cue["bridge#more"], cue["library#main"])
    assert {"bridge#main", "bridge#more", "library#main", "library#more"} == set(cue)


def test_the_glossary_s_synonyms_are_searched_for(assistant: Assistant) -> None:
    assert isinstance(assistant.glossary, Glossary)
    assert assistant.search("Hva gjør rådmannen?").query.expansion
