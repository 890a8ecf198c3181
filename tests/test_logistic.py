"""A fitted model is the same model when it is read back, and an unreadable one names its remedy."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import CorpusError
from assistant.grams import COLUMNS
from assistant.logistic import Logistic, Recipe, fit, softmax

CLASSES = ("low", "middle", "high")
RECIPE = Recipe(strength=1.0)

WORDS = {"flom": "flood", "plan": "plan", "ikkje": "nynorsk"}
TEXTS = [f"{word} {filler}" for word in WORDS for filler in ("nå", "her", "hos oss", "i år", "igjen", "på nytt")]
LABELS = [WORDS[text.split()[0]] for text in TEXTS]


def numbers(rows: int = 300) -> tuple[np.ndarray, list[str]]:
    """Return noise whose first column tells the classes apart, and the classes."""
    noise = np.random.default_rng(1).normal(size=(rows, 3)).astype(np.float32)
    labels = [CLASSES[row % 3] for row in range(rows)]
    noise[:, 0] += np.asarray([4 * CLASSES.index(label) for label in labels], np.float32)
    return noise, labels


@pytest.fixture(scope="module")
def by_numbers() -> Logistic:
    """Return a model that tells low, middle and high numbers apart by their first feature."""
    table, labels = numbers()
    return fit(table, [""] * len(labels), labels, CLASSES, RECIPE)


@pytest.fixture(scope="module")
def by_words() -> Logistic:
    """Return a model without numbers, that knows three words by their n-grams."""
    recipe = Recipe(strength=10.0, grams=1.0, sizes=(2, 4))
    return fit(np.zeros((len(TEXTS), 0), np.float32), TEXTS, LABELS, tuple(WORDS.values()), recipe)


def row(first: float) -> np.ndarray:
    return np.array([first, 0, 0], np.float32)


def same(one: Logistic, other: Logistic) -> bool:
    arrays = ("weights", "bias", "means", "scales", "grams")
    plain = (one.classes, one.sizes, np.float32(one.gram_scale)) == (
        other.classes,
        other.sizes,
        np.float32(other.gram_scale),
    )
    return plain and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)


@pytest.mark.parametrize(("first", "expected"), [(0, "low"), (4, "middle"), (8, "high")])
def test_it_tells_apart_what_it_learnt(by_numbers: Logistic, first: float, expected: str) -> None:
    assert expected == by_numbers.likeliest(row(first))


@pytest.mark.parametrize(
    ("text", "expected"), [("Flom!", "flood"), ("planen", "plan"), ("det er IKKJE sant", "nynorsk")]
)
def test_a_text_decides_where_it_learnt_n_grams(by_words: Logistic, text: str, expected: str) -> None:
    assert expected == by_words.likeliest(np.zeros(0, np.float32), text)


def test_a_text_does_not_matter_to_a_model_of_numbers(by_numbers: Logistic) -> None:
    assert by_numbers.grams.size == 0
    assert np.array_equal(by_numbers.scores(row(1)), by_numbers.scores(row(1), "flom og krise"))


def test_numbers_and_words_add_up() -> None:
    """Where both are learnt from, the scores are those of the row, plus what the text's n-grams add."""
    recipe = replace(RECIPE, grams=1.0)
    table = np.asarray([[0.0], [1.0]] * 6, np.float32)
    model = fit(table, ["flom", "plan"] * 6, ["flood", "plan"] * 6, ("flood", "plan"), recipe)
    one = np.asarray([1.0], np.float32)

    assert model.scores(one, "flom") == pytest.approx(model.scores(one) + model.gram_scores(model.row_of("flom")))
    assert model.grams.shape == (COLUMNS, len(model.bias))


def test_the_probabilities_sum_to_1_however_far_out(by_numbers: Logistic) -> None:
    for first in (-1e4, 0.0, 1e4):
        assert pytest.approx(by_numbers.probabilities(row(first)).sum()) == 1


def test_softmax_keeps_the_order_and_the_odds() -> None:
    shares = softmax(np.log(np.array([1, 2, 5], np.float32)))

    assert shares == pytest.approx([0.125, 0.25, 0.625])


def test_a_rare_class_counts_as_much_as_a_common_one() -> None:
    """Balanced classes: halfway between two equal heaps neither wins for being larger."""
    chance = np.random.default_rng(2)
    table = np.concatenate([chance.normal(0, 1, (400, 1)), chance.normal(4, 1, (20, 1))]).astype(np.float32)
    model = fit(table, [""] * 420, ["often"] * 400 + ["seldom"] * 20, CLASSES_OF_TWO, RECIPE)

    assert 0.25 < float(model.probabilities(np.asarray([2.0], np.float32))[1]) < 0.75


CLASSES_OF_TWO = ("often", "seldom")


def test_a_row_that_counts_nothing_teaches_nothing() -> None:
    table, labels = numbers(60)
    wrong = [*labels, *(["high"] * 60)]
    both = np.concatenate([table, np.tile(row(-8), (60, 1))])

    model = fit(both, [""] * 120, wrong, CLASSES, RECIPE, [1.0] * 60 + [1e-9] * 60)

    assert model.likeliest(row(0)) == "low"


def test_what_is_saved_is_read_back_whole(by_numbers: Logistic, by_words: Logistic, tmp_path: Path) -> None:
    for name, model in (("numbers", by_numbers), ("words", by_words)):
        model.save(tmp_path / f"{name}.npz")
        assert same(model, Logistic.load(tmp_path / f"{name}.npz"))


def test_the_same_data_give_the_same_model(by_words: Logistic) -> None:
    recipe = Recipe(strength=10.0, grams=1.0, sizes=(2, 4))

    assert same(by_words, fit(np.zeros((len(TEXTS), 0), np.float32), TEXTS, LABELS, tuple(WORDS.values()), recipe))


def test_the_file_holds_no_pickle(by_words: Logistic, tmp_path: Path) -> None:
    """Numbers and plain strings only: reading a model runs no code."""
    by_words.save(tmp_path / "model.npz")

    with np.load(tmp_path / "model.npz", allow_pickle=False) as file:
        assert all(file[name].dtype != object for name in file.files)


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"classes": ["a"]}', b"PK\x03\x04 torn", b"\x93NUMPY"])
@pytest.mark.parametrize("command", ["python -m assistant calibrate", "python -m assistant train"])
def test_a_file_that_cannot_be_read_names_the_command_that_makes_it(
    tmp_path: Path, content: bytes | None, command: str
) -> None:
    path = tmp_path / "model.npz"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CorpusError, match=command):
        Logistic.load(path, command)


def test_the_command_is_calibrate_unless_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="python -m assistant calibrate"):
        Logistic.load(tmp_path / "model.npz")


@pytest.mark.parametrize("length", [200, 500, 900])
def test_a_file_that_was_cut_short_names_the_command(by_numbers: Logistic, tmp_path: Path, length: int) -> None:
    """As a full disk or a broken download leaves it."""
    by_numbers.save(tmp_path / "whole.npz")
    (tmp_path / "model.npz").write_bytes((tmp_path / "whole.npz").read_bytes()[:length])

    with pytest.raises(CorpusError, match="python -m assistant calibrate"):
        Logistic.load(tmp_path / "model.npz")


@pytest.mark.parametrize(
    "arrays",
    [
        {"classes": np.asarray(["a"])},
        {"weights": np.zeros((2, 2), np.float32)},
        {"weights": np.zeros((3, 7), np.float32)},
        {"sizes": np.zeros(0, np.int64)},
    ],
    ids=["too few classes", "too few rows", "too many columns", "no sizes"],
)
def test_parts_that_do_not_fit_together_are_refused(
    by_numbers: Logistic, tmp_path: Path, arrays: dict[str, np.ndarray]
) -> None:
    by_numbers.save(tmp_path / "whole.npz")
    with np.load(tmp_path / "whole.npz") as file:
        parts = {name: file[name] for name in file.files}
    np.savez(tmp_path / "model.npz", **(parts | arrays))

    with pytest.raises(CorpusError, match="python -m assistant calibrate"):
        Logistic.load(tmp_path / "model.npz")


def test_a_damaged_file_is_refused_or_read_but_never_anything_else(by_words: Logistic, tmp_path: Path) -> None:
    """Whatever 300 damaged bytes do to the archive or to the arrays in it, the command that mends it is named."""
    by_words.save(tmp_path / "whole.npz")
    whole, chance, refused = (tmp_path / "whole.npz").read_bytes(), np.random.default_rng(3), 0
    for _ in range(300):
        damaged = bytearray(whole)
        damaged[int(chance.choice([-1, 1]) * chance.integers(0, 700))] = int(chance.integers(0, 256))
        (tmp_path / "model.npz").write_bytes(damaged)
        try:
            Logistic.load(tmp_path / "model.npz")
        except CorpusError as error:
            refused += "python -m assistant calibrate" in str(error)

    assert refused > 150
