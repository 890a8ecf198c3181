"""Three signals on one scale; each alone can bring a passage in."""

from pathlib import Path

import numpy as np
import pytest

from assistant.domain import Language, Passage, Weights
from assistant.passages import PassageIndex, write_passages
from assistant.ranking import Query, rank, standardised
from tests.word_counts import WordCounts

TEXTS = [
    "Broen over elva er gammel.",
    "Biblioteket åpner klokka ti.",
    "Skolefrafallet øker i fylket.",
    "Kommunestyret vedtok en plan.",
]
EQUAL = Weights(1, 1, 1)


@pytest.fixture
def collection(tmp_path: Path, encoder: WordCounts) -> PassageIndex:
    passages = [Passage(f"d{row}#a", f"d{row}", "a", Language.NB, "", "", text) for row, text in enumerate(TEXTS)]
    write_passages(tmp_path, passages, encoder.encode_passages(TEXTS))
    return PassageIndex.open(tmp_path)


def query(text: str, encoder: WordCounts, expansion: str = "") -> Query:
    return Query(text, Language.NB, encoder.encode_queries([text])[0], expansion)


@pytest.mark.parametrize(("text", "best"), [("gammel bro elva", 0), ("når åpner biblioteket", 1), ("frafallet", 2)])
def test_the_passage_that_shares_most_comes_first(
    collection: PassageIndex, encoder: WordCounts, text: str, best: int
) -> None:
    ranking = rank(query(text, encoder), collection, EQUAL, 4)

    assert best == ranking.rows[ranking.scores.argmax()]


def test_a_synonym_finds_what_the_asker_s_word_does_not(collection: PassageIndex, encoder: WordCounts) -> None:
    ranking = rank(query("bystyret", encoder, expansion="kommunestyret"), collection, Weights(0, 1, 1), 4)

    assert ranking.rows[ranking.scores.argmax()] == 3


def test_a_signal_without_weight_does_not_count(collection: PassageIndex, encoder: WordCounts) -> None:
    ranking = rank(query("gammel bro", encoder), collection, Weights(1, 0, 0), 4)

    np.testing.assert_allclose(ranking.scores, ranking.dense)


def test_the_candidates_are_the_best_of_each_signal(collection: PassageIndex, encoder: WordCounts) -> None:
    """With one candidate a signal, a passage that only the words find is still there."""
    vector = encoder.encode_queries(["Biblioteket åpner klokka ti."])[0]

    ranking = rank(Query("skolefrafallet", Language.NB, vector), collection, EQUAL, 1)

    assert ranking.rows.tolist() == [1, 2]


def test_a_standardised_signal_has_mean_0_and_deviation_1() -> None:
    scores = standardised(np.array([1, 2, 3, 10], np.float32))

    assert (pytest.approx(scores.mean(), abs=1e-6), pytest.approx(scores.std())) == (0, 1)


def test_a_signal_that_does_not_discriminate_says_nothing() -> None:
    assert standardised(np.full(3, 7, np.float32)).tolist() == [0, 0, 0]


@pytest.mark.parametrize("text", ["", "?", "zzz"])
def test_a_question_without_known_words_is_ranked_by_its_vector(
    collection: PassageIndex, encoder: WordCounts, text: str
) -> None:
    ranking = rank(query(text, encoder), collection, EQUAL, 4)

    assert ranking.rows.tolist() == [0, 1, 2, 3]
    assert np.isfinite(ranking.scores).all()
