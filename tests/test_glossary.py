"""The glossary finds the terms of a question, inflected or compounded, and gives the other ways of saying them."""

import re
import time
from pathlib import Path

import pytest

from assistant.domain import Language
from assistant.errors import CorpusError
from assistant.glossary import Entry, Glossary, Wording, read_glossary

CORPUS = Path(__file__).parent.parent / "corpus"
GLOSSARY = CORPUS / "glossary.yaml"


def entry(name: str, *forms: str, english: tuple[str, ...] = ()) -> Entry:
    """Return an entry whose first form is its term, alike in nb and nn."""
    norwegian = Wording(forms[0], forms[1:], "En forklaring.")
    other = Wording((english or forms)[0], (english or forms)[1:], "An explanation.")
    return Entry(name, {Language.NB: norwegian, Language.NN: norwegian, Language.EN: other}, None, general=True)


@pytest.fixture(scope="module")
def small() -> Glossary:
    return Glossary(
        (
            entry("kommunedirektor", "kommunedirektør", "rådmann", "øverste administrative leder"),
            entry("floke", "floke", "gjenstridig problem", english=("tangle", "wicked problem")),
            entry("teneste", "teneste", "tilbod"),
            entry("ros", "ROS", "risikoanalyse"),
            entry("slik", "SLIK", "innovasjonsveileder"),
            entry("n3", "N3", "nytt, nyttig, nyttiggjort"),
            entry("strategi", "strategi", english=("strategy", "long-term plan")),
        )
    )


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return read_glossary(GLOSSARY)


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Hva gjør en rådmann?", Language.NB, ["kommunedirektor"]),
        ("Bør Rådmannen lede?", Language.NB, ["kommunedirektor"]),
        ("Om flokene våre og flokearbeid", Language.NB, ["floke"]),
        ("Om gjenstridige problemer i byen", Language.NB, ["floke"]),
        ("Korleis utforske flokar?", Language.NN, ["floke"]),
        ("Kven eig tenesta?", Language.NN, ["teneste"]),
        ("Hva er N3?", Language.NB, ["n3"]),
        ("nytt, nyttig og nyttiggjort", Language.NB, []),
        ("Nytt, nyttig, nyttiggjort!", Language.NB, ["n3"]),
        ("En ROS-analyse", Language.NB, ["ros"]),
        ("Vi fikk ros for det", Language.NB, []),
        ("Hva er SLIK?", Language.NB, ["slik"]),
        ("Slik gjør vi det", Language.NB, []),
        ("Which strategies fit a wicked problem?", Language.EN, ["floke", "strategi"]),
        ("Rådmannens floke", Language.NB, ["kommunedirektor", "floke"]),
        ("En flokk sauer, et problem", Language.NB, []),
        ("", Language.NB, []),
    ],
)
def test_terms_are_found_as_words_inflections_and_compounds(
    small: Glossary, text: str, language: Language, found: list[str]
) -> None:
    assert found == [item.id for item in small.terms_in(text, language)]


def test_a_term_is_looked_for_in_its_own_language(small: Glossary) -> None:
    assert small.terms_in("a wicked problem", Language.NB) == ()


def test_an_expansion_gives_all_forms_of_the_entry(small: Glossary) -> None:
    assert small.expansion("Rådmannens rolle", Language.NB) == "kommunedirektør rådmann øverste administrative leder"


def test_an_expansion_leaves_out_what_the_text_has(small: Glossary) -> None:
    assert small.expansion("Er en floke et problem?", Language.NB) == "gjenstridig"


def test_an_expansion_says_nothing_twice(small: Glossary) -> None:
    words = small.expansion("Rådmann, kommunedirektør og floke", Language.NB).split()

    assert sorted(set(words)) == sorted(words)


def test_without_terms_there_is_no_expansion(small: Glossary) -> None:
    assert small.expansion("Hva koster en buss?", Language.NB) == ""


def test_the_glossary_of_the_corpus_bridges_the_old_and_the_new_title(glossary: Glossary) -> None:
    assert "kommunedirektør" in glossary.expansion("Hva er rådmannens rolle?", Language.NB).split()
    assert "floke" in glossary.expansion("How do we explore a wicked problem?", Language.EN).split()
    assert "sårbarheitsanalyse" in glossary.expansion("Kan vi bruke ROS?", Language.NN).split()


def test_every_entry_finds_itself_by_each_of_its_forms(glossary: Glossary) -> None:
    for item in glossary.entries:
        for language, wording in item.wordings.items():
            for form in wording.forms:
                assert item in glossary.terms_in(f"Om {form}.", language), form


def test_every_passage_of_the_glossary_exists(glossary: Glossary) -> None:
    missing = []
    for item in glossary.entries:
        document, _, section = (item.passage or "").partition("#")
        if item.passage and f"{{#{section}}}" not in (CORPUS / "nb" / f"{document}.md").read_text(encoding="utf-8"):
            missing.append(item.passage)

    assert missing == []


def test_a_definition_without_passage_is_marked_as_general(glossary: Glossary) -> None:
    assert [item.id for item in glossary.entries if item.passage is None and not item.general] == []


def test_an_expansion_takes_under_half_a_millisecond(glossary: Glossary) -> None:
    """The best of many runs: other processes must not make the test fail."""
    question = "Hvem bør være med når rådmannen og ildsjelene skal utforske en samfunnsfloke i planstrategien?"

    def seconds() -> float:
        start = time.perf_counter()
        glossary.expansion(question, Language.NB)
        return time.perf_counter() - start

    assert min(seconds() for _ in range(50)) < 0.0005


SOUND = """
- id: floke
  nb: {term: "floke", synonyms: ["gjenstridig problem"], definition: "En floke er vrien."}
  nn: {term: "floke", synonyms: [], definition: "Ein floke er vrien."}
  en: {term: "tangle", synonyms: ["floke"], definition: "A tangle is tricky."}
  passage: null
  general: true
"""


def test_a_glossary_is_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text(SOUND, encoding="utf-8")

    only = read_glossary(path).entries[0]

    assert (only.id, only.passage, only.general) == ("floke", None, True)
    assert only.wordings[Language.NB].forms == ("floke", "gjenstridig problem")
    assert only.wordings[Language.NN].definition == "Ein floke er vrien."


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (SOUND + SOUND, "more than once"),
        (SOUND.replace("  nn:", "  da:"), "nn"),
        (SOUND.replace("  passage: null\n", ""), "passage"),
        (SOUND.replace('term: "tangle"', 'term: " "'), "without words"),
        (SOUND.replace('"gjenstridig problem"', '"–"'), "without words"),
        ("", "NoneType"),
        ("- id: [", "ParserError"),
    ],
)
def test_a_spoilt_glossary_is_refused_by_name(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(CorpusError, match=re.escape(says)) as caught:
        read_glossary(path)

    assert str(path) in caught.value.message
    assert caught.value.remedy


def test_a_missing_glossary_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"nowhere\.yaml"):
        read_glossary(tmp_path / "nowhere.yaml")
