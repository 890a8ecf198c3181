"""What a search on the page of sources found: where its words stand, what is shown of a section, which entries."""

import pytest

from assistant.domain import Language
from assistant.finding import Words, entries, found_in, other_terms, text_spans
from assistant.glossary import Glossary
from assistant.opening import glossary_of
from assistant.pipeline import Assistant
from assistant.settings import Settings


@pytest.fixture(scope="module")
def glossary(settings: Settings) -> Glossary:
    return glossary_of(settings)


def test_words_are_found_inflected_in_compounds_and_by_their_synonyms(glossary: Glossary) -> None:
    words = Words.of("Hva gjør rådmannen med floker?", Language.NB, glossary)
    text = "Kommunedirektøren og rådmennene ser samfunnsflokene, men ikke flokken."
    shown = [text[start:end] for start, end in words.spans(text)]
    assert "samfunnsflokene" in shown
    assert "Kommunedirektøren" in shown
    assert not {"og", "ser", "men", "ikke"} & set(shown)


def test_a_question_of_small_words_only_looks_for_them(glossary: Glossary) -> None:
    words = Words.of("hva er det", Language.NB, glossary)
    assert words.spans("Er det slik?") == [(0, 2), (3, 6)]


@pytest.mark.weights
@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        (Language.NB, "floke", "begreper#samfunnsfloke"),
        (Language.NN, "kva tyder N3", "n3-og-blt#hva-betyr-n3"),
        (Language.EN, "dropout in Kongsvinger", "frafall-i-kongsvinger#temaet"),
    ],
)
def test_a_search_shows_each_section_once_with_its_words(
    assistant: Assistant, language: Language, text: str, place: str
) -> None:
    words = Words.of(text, language, assistant.glossary)
    found = found_in(assistant.search(text, language), words)
    places = [(item.passage.document_id, item.passage.section_id) for item in found]
    assert len(places) == len(set(places))
    first = next(item for item in found if item.passage.id == place)
    assert found.index(first) < 3
    assert words.spans(first.snippet)
    assert first.mark
    assert first.snippet.startswith(first.mark)


@pytest.mark.weights
def test_what_has_none_of_the_words_has_nothing_to_mark(assistant: Assistant) -> None:
    words = Words.of("qwxz", Language.NB, assistant.glossary)
    found = found_in(assistant.search("qwxz", Language.NB), words)
    assert found
    assert not any(item.mark for item in found)
    assert all(item.snippet for item in found)


def test_the_glossary_is_sorted_and_searched_in_all_that_it_says(glossary: Glossary) -> None:
    everything = entries(glossary, Language.NB, "")
    assert len(everything) == len(glossary.entries)
    terms = [entry.wordings[Language.NB].term.casefold() for entry in everything]
    assert terms.index("blt") < terms.index("floke")
    assert "kommunedirektor" in [entry.id for entry in entries(glossary, Language.NB, "RÅDMANN")]
    assert "floke" in [entry.id for entry in entries(glossary, Language.NB, "tangle")]
    assert entries(glossary, Language.NB, "qwxz") == []


def test_a_term_is_told_in_the_other_languages_where_it_differs(glossary: Glossary) -> None:
    by_id = {entry.id: entry for entry in glossary.entries}
    assert other_terms(by_id["floke"], Language.NB) == {Language.EN: "tangle"}
    assert other_terms(by_id["blt"], Language.NB) == {}


def test_a_text_is_found_in_another_whatever_it_has_of_signs() -> None:
    assert text_spans("A (b) og (B).", "(b)") == [(2, 5), (9, 12)]
    assert text_spans("abc", "") == []
