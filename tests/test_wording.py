"""Floke's own sentences exist in three languages, with the same keys and the same blanks."""

import re
import tomllib
from pathlib import Path

import pytest

from assistant.domain import Basis, Language, Reason
from assistant.wording import keys, say

LOCALES = Path(__file__).parent.parent / "assistant" / "locales"


def texts(language: Language) -> dict[str, str]:
    return tomllib.loads((LOCALES / f"{language}.toml").read_text(encoding="utf-8"))


def test_the_three_languages_have_the_same_keys() -> None:
    assert keys(Language.NB) == keys(Language.NN) == keys(Language.EN)


def test_a_sentence_has_the_same_blanks_in_every_language() -> None:
    for key in keys(Language.NB):
        blanks = [sorted(re.findall(r"\{\w*\}", str(texts(language)[key]))) for language in Language]
        assert blanks[0] == blanks[1] == blanks[2], key


@pytest.mark.parametrize("language", Language)
def test_every_reason_to_decline_has_its_sentence(language: Language) -> None:
    """A corrected premise is told in the corpus's own words."""
    wanted = {str(item) for item in (*Reason, *Basis)} - {Reason.PREMISE_CORRECTED}

    assert set() == wanted - keys(language)


def test_a_blank_is_filled_in() -> None:
    assert "8000" in say("too_long", Language.EN, limit=8000)


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("no_such_sentence", Language.NB)
