"""The whitened space tells targets apart: questions with one answer come closer, questions with two move away."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index import Index
from assistant.whitening import Whitening


def spread() -> tuple[np.ndarray, list[str]]:
    """Return rows of two targets that differ little between targets (first column) and much within them (the last)."""
    chance = np.random.default_rng(5)
    rows = chance.normal(0, [0.1, 0.1, 3.0], size=(200, 3))
    targets = ["one" if row < 100 else "two" for row in range(200)]
    rows[:100, 0] += 1
    return rows.astype(np.float32), targets


def test_what_differs_within_a_target_counts_less_than_what_tells_targets_apart() -> None:
    """The mean cosine within targets lies much further above that between them than it did before."""
    rows, targets = spread()
    moved = rows - rows.mean(axis=0)
    plain = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    white = Whitening.fit(rows, targets).apply(rows)

    assert lead(white) > 2 * lead(plain) > 0


def lead(vectors: np.ndarray) -> float:
    """Return the mean cosine within the two targets less that between them."""
    one, two = vectors[:100], vectors[100:]
    return float((one @ one.T).mean() + (two @ two.T).mean()) / 2 - float((one @ two.T).mean())


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_the_scale_of_the_vectors_does_not_matter(scale: float) -> None:
    rows, targets = spread()
    expected = Whitening.fit(rows, targets).apply(rows)

    found = Whitening.fit(rows * np.float32(scale), targets).apply(rows * np.float32(scale))

    assert found == pytest.approx(expected, abs=1e-3)


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows, targets = spread()
    order = np.random.default_rng(6).permutation(len(rows))

    found = Whitening.fit(rows[order], [targets[place] for place in order])

    assert found.transform == pytest.approx(Whitening.fit(rows, targets).transform, rel=1e-4, abs=1e-5)


@given(st.integers(1, 6), st.integers(2, 8), st.integers(0, 1_000))
def test_whitened_vectors_have_length_1(count: int, width: int, seed: int) -> None:
    rows = np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32)
    whitening = Whitening.fit(rows, [str(row % 2) for row in range(count)])

    lengths = np.linalg.norm(whitening.apply(rows + 1), axis=1)

    assert lengths == pytest.approx(np.ones(count), abs=1e-4)
    assert whitening.transform.shape == (width, width)


def test_targets_of_one_question_each_scale_nothing() -> None:
    """Without any spread within targets there is nothing to learn: only the mean is taken away."""
    rows = np.eye(3, dtype=np.float32)
    whitening = Whitening.fit(rows, ["a", "b", "c"])

    assert whitening.transform / whitening.transform[0, 0] == pytest.approx(np.eye(3), abs=1e-6)


def test_the_mean_itself_stays_zero() -> None:
    rows, targets = spread()
    whitening = Whitening.fit(rows, targets)

    assert np.array_equal(whitening.apply(whitening.mean[None, :]), np.zeros((1, 3), np.float32))


def test_it_is_read_back_as_it_was_saved(tmp_path: Path) -> None:
    rows, targets = spread()
    whitening = Whitening.fit(rows, targets)
    whitening.save(tmp_path / "whitening.npz")

    found = Whitening.load(tmp_path / "whitening.npz")

    assert np.array_equal(whitening.mean, found.mean)
    assert np.array_equal(whitening.transform, found.transform)


def test_it_tells_the_foreseen_questions_apart_better_than_the_encoder_does(index: Index) -> None:
    """What it is for: of the corpus's own questions, more have their nearest neighbour in their own group.

    It learnt from these very groups, so this shows that it does its work, not how well it does on new questions.
    """
    groups = np.asarray([cue.group for cue in index.foreseen.cues])[::5]
    right = []
    for vectors in (index.foreseen.vectors[::5], index.foreseen.white[::5]):
        near = vectors @ vectors.T
        np.fill_diagonal(near, -2)
        right.append(float((groups[near.argmax(axis=1)] == groups).mean()))

    assert right[1] > right[0] + 0.05, right
