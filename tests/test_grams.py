"""A text's character n-grams: the same row wherever it is computed, of length 1, and close where wording is close."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.grams import COLUMNS, PIECES, Grams, grams_of


def dense(grams: Grams) -> np.ndarray:
    row = np.zeros(COLUMNS, np.float32)
    row[grams.columns] = grams.values
    return row


@given(st.text(min_size=1, max_size=60), st.integers(1, 4), st.integers(0, 4))
def test_a_row_has_length_1_and_each_column_once(text: str, shortest: int, more: int) -> None:
    grams = grams_of(text, shortest, shortest + more)

    assert len(set(grams.columns.tolist())) == len(grams.columns) == len(grams.values)
    assert all(0 <= column < COLUMNS for column in grams.columns.tolist())
    assert np.linalg.norm(grams.values) == pytest.approx(1.0 if len(grams.columns) else 0.0, abs=1e-5)


@pytest.mark.parametrize("text", ["", " ", "?!", "…–"])
def test_a_text_without_words_is_an_empty_row(text: str) -> None:
    assert len(grams_of(text, 3, 6).columns) == 0


def pieces(grams: Grams) -> list[int]:
    return [column for column in grams.columns.tolist() if column < PIECES]


def test_grams_stay_inside_words_and_mark_their_edges() -> None:
    """«ny» gives `_ny`, `ny_` and `_ny_`; what stands between words does not matter."""
    assert len(pieces(grams_of("ny", 3, 6))) == 3
    assert np.array_equal(dense(grams_of("ny plan", 3, 6)), dense(grams_of("Ny – PLAN!", 3, 6)))


def test_words_and_neighbours_have_columns_of_their_own() -> None:
    """The order of words tells: «vet vi» asks, «vi vet» says."""
    one, other = grams_of("vi vet", 3, 6), grams_of("vet vi", 3, 6)

    assert len(one.columns) - len(pieces(one)) == 3
    assert pieces(one) == pieces(other)
    assert len(set(one.columns.tolist()) ^ set(other.columns.tolist())) == 2


def test_a_word_shorter_than_the_shortest_gram_is_one_gram() -> None:
    assert len(pieces(grams_of("å", 5, 6))) == 1


def test_a_repeated_word_is_damped() -> None:
    """Said ten times, a word counts 1 + log 10 times what another does."""
    once, often = grams_of("flom plan", 6, 6), grams_of("flom " * 10 + "plan", 6, 6)
    first, second = (often.values[often.columns == column][0] for column in pieces(often))

    assert pieces(once) == pieces(often)
    assert float(first / second) == pytest.approx(1 + np.log(10), rel=1e-5)
    assert float(once.values[0]) == pytest.approx(float(once.values[1]))


@pytest.mark.parametrize(
    ("text", "misspelt", "other"),
    [
        ("hjemmetjenesten", "hjemetjenesten", "brannvesenet"),
        ("heimetenesta", "heimtenesta", "brannvesenet"),
        ("municipality", "municipalty", "firefighters"),
    ],
)
def test_a_misspelt_word_lies_near_the_right_one(text: str, misspelt: str, other: str) -> None:
    row, near, far = (dense(grams_of(word, 3, 6)) for word in (text, misspelt, other))

    assert row @ near > 0.4 > row @ far


def test_the_columns_are_the_same_in_every_process() -> None:
    """The models' files hold weights by column: a hash that changes with the process would scramble them."""
    assert sorted(grams_of("ny", 3, 4).columns.tolist()) == [10264, 12770, 16174, 40270]
