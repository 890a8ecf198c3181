"""The method is whole: five approaches, three languages, and every step rests on a passage that exists."""

import copy
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain import Approach, Basis, Language
from assistant.errors import CorpusError
from assistant.method import FacilitationKind, Method, Texts, read_method

CORPUS = Path(__file__).parent.parent / "corpus"
METHOD = CORPUS / "method.yaml"

NYNORSK_NEVER = re.compile(
    r"\b(ikke|hva|hvem|hvordan|hvilke[nt]?|noe|noen|fra|løsning\w*|veilederen|dere|ledelsen)\b", re.IGNORECASE
)
BOKMAAL_NEVER = re.compile(
    r"\b(ikkje|kva|kven|korleis|noko|nokon|frå|løysing\w*|rettleiaren|dykk|leiinga)\b", re.IGNORECASE
)


@pytest.fixture(scope="module")
def method() -> Method:
    return read_method(METHOD)


def all_texts(method: Method) -> Iterator[Texts]:
    for info in method.approaches:
        yield from (info.name, info.conclusion, info.decide, *info.signs)
        for step in info.steps:
            yield from (step.title, step.text)
    for question in method.distinguishing_questions:
        yield from (question.text, question.help, *(choice.text for choice in question.choices))
    yield from (item.text for item in method.facilitation)


def all_passages(method: Method) -> Iterator[str]:
    for info in method.approaches:
        yield from (info.passage, *(step.passage for step in info.steps))
    yield from (question.passage for question in method.distinguishing_questions)
    yield from (item.passage for item in method.facilitation)


def section_ids(document: str) -> set[str]:
    path = CORPUS / "nb" / f"{document}.md"
    return set(re.findall(r"^## .+\{#([a-z0-9-]+)\}\s*$", path.read_text(encoding="utf-8"), flags=re.MULTILINE))


def test_the_five_approaches_come_in_the_order_of_the_contract(method: Method) -> None:
    assert list(Approach) == [info.id for info in method.approaches]


@pytest.mark.parametrize("approach", Approach)
def test_an_approach_is_found_by_its_id(method: Method, approach: Approach) -> None:
    assert approach is method.approach(approach).id


def test_every_text_stands_in_three_languages_on_one_line(method: Method) -> None:
    for texts in all_texts(method):
        assert set(Language) == set(texts)
        assert all(text and text == " ".join(text.split()) for text in texts.values()), texts


def test_each_language_is_itself(method: Method) -> None:
    """Bokmål words in the nynorsk, or the other way round, are slips of the editor."""
    mixed = [
        texts
        for texts in all_texts(method)
        if NYNORSK_NEVER.search(texts[Language.NN]) or BOKMAAL_NEVER.search(texts[Language.NB])
    ]

    assert mixed == []


def test_figures_are_the_same_in_all_languages(method: Method) -> None:
    for texts in all_texts(method):
        figures = {tuple(re.findall(r"\d+", text)) for text in texts.values()}
        assert len(figures) == 1, texts


def test_every_passage_exists_in_the_corpus(method: Method) -> None:
    missing = []
    for passage in all_passages(method):
        document, section = passage.split("#")
        if section not in section_ids(document):
            missing.append(passage)

    assert missing == []


def test_every_approach_has_three_to_eight_steps_and_five_to_eight_signs(method: Method) -> None:
    for info in method.approaches:
        assert 3 <= len(info.steps) <= 8
        assert 5 <= len(info.signs) <= 8


def test_titles_are_three_to_eight_words(method: Method) -> None:
    titles = [title for info in method.approaches for step in info.steps for title in step.title.values()]

    assert [title for title in titles if not 3 <= len(title.split()) <= 8] == []


def test_conclusions_and_decisions_are_one_sentence(method: Method) -> None:
    for info in method.approaches:
        for text in (*info.conclusion.values(), *info.decide.values()):
            assert len(re.findall(r"[.?!](?:\s|$)", text)) == 1, text


def test_a_burning_platform_begins_with_the_emergency_plan_and_has_no_cases(method: Method) -> None:
    burning = method.approach(Approach.BURNING_PLATFORM)

    assert burning.cases == ()
    assert Basis.DERIVED is burning.steps[0].basis
    assert "beredskapsplan" in burning.steps[0].text[Language.NB]


def test_cases_are_cases_of_the_corpus_that_name_the_approach(method: Method) -> None:
    for info in method.approaches:
        for case in info.cases:
            front = yaml.safe_load((CORPUS / "nb" / f"{case}.md").read_text(encoding="utf-8").split("\n---\n")[0])
            assert front["kind"] == "case"
            assert info.id in front["approaches"]


def test_four_to_six_questions_tell_the_approaches_apart(method: Method) -> None:
    choices = [choice for question in method.distinguishing_questions for choice in question.choices]

    assert 4 <= len(method.distinguishing_questions) <= 6
    assert all(len(question.choices) >= 2 for question in method.distinguishing_questions)
    assert set(Approach) == {approach for choice in choices for approach in choice.points_to}
    assert set(Approach) == {approach for choice in choices for approach in choice.points_away}


def test_a_facilitator_has_questions_and_exercises_for_every_approach(method: Method) -> None:
    assert 12 <= len(method.facilitation) <= 18
    assert set(FacilitationKind) == {item.kind for item in method.facilitation}
    for approach in Approach:
        assert any(approach in item.approaches for item in method.facilitation), approach


def test_what_is_made_for_an_approach_comes_before_what_fits_all(method: Method) -> None:
    made_for = [bool(item.approaches) for item in method.facilitation_for(Approach.KNOWN_TANGLE)]

    assert sorted(made_for, reverse=True) == made_for
    assert {True, False} == set(made_for)


def drop_an_approach(data: Any) -> None:
    del data["approaches"][0]


def repeat_an_approach(data: Any) -> None:
    data["approaches"].append(data["approaches"][0])


def drop_a_language(data: Any) -> None:
    del data["approaches"][1]["steps"][0]["title"]["nn"]


def empty_a_text(data: Any) -> None:
    data["facilitation"][0]["text"]["en"] = " "


def invent_a_basis(data: Any) -> None:
    data["approaches"][0]["steps"][0]["basis"] = "guessed"


def invent_an_approach(data: Any) -> None:
    data["distinguishing_questions"][0]["choices"][0]["points_to"] = ["noe-annet"]


def contradict_itself(data: Any) -> None:
    choice = data["distinguishing_questions"][0]["choices"][0]
    choice["points_away"] = choice["points_to"]


def break_a_passage(data: Any) -> None:
    data["facilitation"][0]["passage"] = "om-slik"


def repeat_a_step(data: Any) -> None:
    data["approaches"][0]["steps"].append(data["approaches"][0]["steps"][0])


def drop_the_questions(data: Any) -> None:
    del data["distinguishing_questions"]


@pytest.fixture(scope="module")
def sound() -> Any:
    return yaml.safe_load(METHOD.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (drop_an_approach, "described once"),
        (repeat_an_approach, "described once"),
        (drop_a_language, "no text in nn"),
        (empty_a_text, "no text in en"),
        (invent_a_basis, "guessed"),
        (invent_an_approach, "noe-annet"),
        (contradict_itself, "both to and away"),
        (break_a_passage, "om-slik"),
        (repeat_a_step, "more than once"),
        (drop_the_questions, "distinguishing_questions"),
    ],
)
def test_a_spoilt_file_is_refused_by_name(tmp_path: Path, sound: Any, spoil: Callable[[Any], None], says: str) -> None:
    data = copy.deepcopy(sound)
    spoil(data)
    path = tmp_path / "method.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")

    with pytest.raises(CorpusError, match=re.escape(says)) as caught:
        read_method(path)

    assert str(path) in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize("content", ["", "[1, 2]", "approaches: {", "approaches: [text]", "approaches: null"])
def test_what_is_no_method_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "method.yaml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(CorpusError, match=r"method\.yaml"):
        read_method(path)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"nowhere\.yaml"):
        read_method(tmp_path / "nowhere.yaml")
