"""The language is told from a handful of words; Danish and Swedish askers are answered in bokmål."""

import pytest

from assistant.domain import Language
from assistant.language import detect_language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hva er en floke?", Language.NB),
        ("Hvem skal være med?", Language.NB),
        ("Hvordan kommer vi i gang?", Language.NB),
        ("Hvilke kommuner er eksempler?", Language.NB),
        ("Hvorfor trengs ledelse?", Language.NB),
        ("Kva er ei floke?", Language.NN),
        ("Kven skal vere med?", Language.NN),
        ("Korleis kjem vi i gang?", Language.NN),
        ("Kvifor trengst leiing?", Language.NN),
        ("Kva gjer vi med fråfall?", Language.NN),
        ("What is a tangle?", Language.EN),
        ("Who should take part?", Language.EN),
        ("How do we get started?", Language.EN),
        ("burning platform explained", Language.EN),
        ("Does the guide mention Asker?", Language.EN),
        ("Hvad er en brændende platform?", Language.NB),
        ("Hvordan inddrager vi borgerne?", Language.NB),
        ("Vad är innovation i kommunen?", Language.NB),
        ("Hur kommer vi igång?", Language.NB),
        ("Vilka kommuner finns med?", Language.NB),
    ],
)
def test_a_short_question_tells_its_language(text: str, expected: Language) -> None:
    assert expected is detect_language(text)


@pytest.mark.parametrize("default", Language)
@pytest.mark.parametrize("text", ["Korskærparken", "", "??", "12345"])
def test_where_no_word_tells_the_default_decides(text: str, default: Language) -> None:
    assert default is detect_language(text, default)
