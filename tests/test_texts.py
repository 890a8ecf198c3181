"""The page about Floke, the tour and the figures exist in three languages and say the same things."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from assistant.domain import Language

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "assistant" / "texts"
PLACEHOLDERS = ["{figures}", "{retention}"]
STEPS = 5
WORKPLACE = re.compile(
    r"/work\b|/tmp\b|/home\b|/root\b|\blocalhost\b|127\.0\.0\.1|\bissue\b|\bCONTRACT\b|\bTODO\b|\bsession\b",
    re.IGNORECASE,
)
NOT_NYNORSK = re.compile(
    r"\b(ikke|hva|hvor|hvordan|hvem|hvorfor|jeg|dere|deres|noe|noen|mer|bare|fra|nå|blir ikke|veilederen)\b",
    re.IGNORECASE,
)


def about(language: Language) -> str:
    return (TEXTS / f"about.{language}.md").read_text(encoding="utf-8")


def steps(language: Language) -> list[dict[str, str]]:
    return tomllib.loads((TEXTS / f"tour.{language}.toml").read_text(encoding="utf-8"))["steps"]


def figures() -> list[dict[str, Any]]:
    return tomllib.loads((TEXTS / "figures.toml").read_text(encoding="utf-8"))["figures"]


def shape(text: str) -> list[str]:
    """Return what opens each line that is not plain prose: headings, list items, numbers."""
    found = (re.match(r"#+ |- |\d+\. ", line) for line in text.splitlines())
    return [match[0] for match in found if match]


def test_the_page_is_built_alike_in_every_language() -> None:
    assert shape(about(Language.NB)) == shape(about(Language.NN)) == shape(about(Language.EN))


@pytest.mark.parametrize("language", Language)
def test_the_page_has_its_placeholders_once_each(language: Language) -> None:
    assert sorted(re.findall(r"\{[^}]*\}", about(language))) == PLACEHOLDERS


@pytest.mark.parametrize("language", Language)
def test_the_figures_stand_alone_and_the_retention_opens_a_sentence(language: Language) -> None:
    """The program puts a list in the place of the one, a whole sentence in the place of the other."""
    lines = about(language).splitlines()
    assert "{figures}" in lines
    assert any(line.startswith("- {retention} ") for line in lines)


@pytest.mark.parametrize("language", Language)
def test_the_page_is_no_treatise(language: Language) -> None:
    assert 350 <= len(about(language).split()) <= 580


@pytest.mark.parametrize("language", Language)
def test_the_tour_has_five_steps_of_one_or_two_sentences(language: Language) -> None:
    assert len(steps(language)) == STEPS
    for step in steps(language):
        assert set(step) == {"title", "text"}
        assert 1 <= len(re.findall(r"[.?!](?= |$)", step["text"])) <= 2, step["title"]


def test_figures_are_possible_and_named_in_every_language() -> None:
    for figure in figures():
        assert 0 < figure["right"] <= figure["of"], figure["id"]
        assert isinstance(figure["held_out"], bool)
        assert re.fullmatch(r"20\d\d-[01]\d", figure["date"])
        for texts in (figure["label"], figure["set"]):
            assert set(texts) == set(Language)
            assert all(text.strip() for text in texts.values())


def test_figures_have_ids_of_their_own() -> None:
    names = [figure["id"] for figure in figures()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: figure["id"])
def test_a_figure_stands_written_where_it_says(figure: dict[str, Any]) -> None:
    text = (ROOT / figure["source"]).read_text(encoding="utf-8")
    right, of = figure["right"], figure["of"]
    told = (rf"\b{right}\b[^|\n]*\b{of}\b", rf"\b{of}\b[^|\n]*\b{right}\b", rf"\b{of - right} of {of}\b")
    assert any(re.search(pattern, text) for pattern in told)


@pytest.mark.parametrize("path", sorted(TEXTS.iterdir()), ids=lambda path: path.name)
def test_no_machine_path_or_workplace_word(path: Path) -> None:
    assert not WORKPLACE.findall(path.read_text(encoding="utf-8"))


def test_nynorsk_is_nynorsk() -> None:
    """Words that only bokmål has: a copy that was not rewritten shows here."""
    words = [about(Language.NN), *(f"{step['title']} {step['text']}" for step in steps(Language.NN))]
    words += [text["nn"] for figure in figures() for text in (figure["label"], figure["set"])]
    assert not NOT_NYNORSK.findall("\n".join(words))
