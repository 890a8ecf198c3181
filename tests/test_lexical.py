"""Words that differ in ending, compound or written standard still find each other; what is saved scores the same."""

from pathlib import Path

import numpy as np
import pytest

from assistant.domain import Language
from assistant.lexical import Bm25, ngrams_of, stems_of

TEXTS = [
    ("Kommunene samarbeider om innovasjonsledelse.", Language.NB),
    ("Bibliotekene holder åpent på søndager.", Language.NB),
    ("The municipalities work together on leadership.", Language.EN),
]


def test_a_word_becomes_its_grams_with_edges_marked() -> None:
    assert ngrams_of("Kommune") == ["_komm", "kommu", "ommun", "mmune", "mune_"]


def test_a_short_word_is_one_gram() -> None:
    assert ngrams_of("bro") == ["_bro_"]


@pytest.mark.parametrize(
    ("word", "inflected", "language"),
    [
        ("kommune", "kommunene", Language.NB),
        ("bibliotek", "biblioteka", Language.NN),
        ("leader", "leaders", Language.EN),
    ],
)
def test_inflections_share_a_stem(word: str, inflected: str, language: Language) -> None:
    assert stems_of(word, language) == stems_of(inflected, language)


def test_a_part_of_a_compound_finds_the_compound() -> None:
    scores = Bm25.build(TEXTS, ngrams_of).scores("ledelse", Language.NB)

    assert int(scores.argmax()) == 0
    assert scores[0] > 0


@pytest.mark.parametrize("text", ["", "zzzz", "?"])
def test_a_text_without_known_words_scores_zero_everywhere(text: str) -> None:
    assert Bm25.build(TEXTS, ngrams_of).scores(text, Language.NB).tolist() == [0.0, 0.0, 0.0]


def test_a_saved_index_gives_the_same_scores(tmp_path: Path) -> None:
    made = Bm25.build(TEXTS, stems_of)
    made.save(tmp_path / "stems")

    opened = Bm25.load(tmp_path / "stems", stems_of)

    np.testing.assert_allclose(
        made.scores("kommunene samarbeider", Language.NB), opened.scores("kommunene samarbeider", Language.NB)
    )


def test_the_frequency_counts_texts_not_occurrences() -> None:
    made = Bm25.build([("bro bro bro", Language.NB), ("bro og elv", Language.NB), ("elv", Language.NB)], ngrams_of)

    assert (made.frequency("_bro_"), made.frequency("_hus_")) == (2, 0)
