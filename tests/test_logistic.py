"""A fitted model is the same model when it is read back, and an unreadable one names its remedy."""

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import CorpusError
from assistant.logistic import Logistic, fit

CLASSES = ("low", "middle", "high")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of a model that tells low, middle and high numbers apart by their first feature."""
    noise = np.random.default_rng(1).normal(size=(300, 3)).astype(np.float32)
    labels = [CLASSES[row % 3] for row in range(300)]
    noise[:, 0] += np.asarray([4 * CLASSES.index(label) for label in labels], np.float32)
    fitted = fit(noise, labels, CLASSES, [1.0] * 300, strength=1.0, costs=(0, 0, 0))
    (tmp_path / "model.json").write_text(json.dumps(fitted), encoding="utf-8")
    return tmp_path / "model.json"


@pytest.mark.parametrize(("first", "expected"), [(0, "low"), (4, "middle"), (8, "high")])
def test_it_tells_apart_what_it_learnt(path: Path, first: float, expected: str) -> None:
    assert expected == Logistic.load(path).likeliest(np.array([first, 0, 0], np.float32))


def test_the_probabilities_sum_to_1_however_far_out(path: Path) -> None:
    for first in (-1e4, 0.0, 1e4):
        shares = Logistic.load(path).probabilities(np.array([first, 0, 0], np.float32))
        assert pytest.approx(shares.sum()) == 1


def test_a_cost_moves_the_border(path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(data | {"costs": [0, 0, 100]}), encoding="utf-8")

    assert Logistic.load(path).likeliest(np.array([0, 0, 0], np.float32)) == "high"


@pytest.mark.parametrize("content", [None, "", "{", "{}", '{"classes": ["a"], "weights": [[1], [2, 3]]}'])
def test_a_file_that_cannot_be_read_names_the_command_that_makes_it(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "model.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    with pytest.raises(CorpusError, match="python -m assistant calibrate"):
        Logistic.load(path)


@pytest.mark.parametrize("content", ["[]", "7"])
def test_a_file_of_another_shape_names_the_command_too(tmp_path: Path, content: str) -> None:
    (tmp_path / "model.json").write_text(content, encoding="utf-8")

    with pytest.raises(CorpusError, match="python -m assistant calibrate"):
        Logistic.load(tmp_path / "model.json")
