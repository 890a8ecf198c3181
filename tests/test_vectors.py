"""A text is embedded once; what is kept on disk is the same vector but for rounding."""

from pathlib import Path

import numpy as np

from assistant.vectors import VectorCache, embed, text_key
from tests.word_counts import WordCounts


def unit_rows(seed: int, count: int) -> dict[str, np.ndarray]:
    rows = np.random.default_rng(seed).normal(size=(count, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return {text_key(f"{seed}-{number}", "space", "passage"): row for number, row in enumerate(rows)}


def test_a_saved_vector_comes_back_with_cosine_above_0_999(tmp_path: Path) -> None:
    exact, rounded = unit_rows(1, 20), unit_rows(2, 30)
    VectorCache.save(tmp_path / "vectors.npz", exact, rounded)

    found = VectorCache.load(tmp_path / "vectors.npz").vectors

    assert (exact | rounded).keys() == found.keys()
    for key, vector in (exact | rounded).items():
        cosine = vector @ found[key] / np.linalg.norm(found[key])
        assert cosine > 0.999


def test_a_missing_file_is_an_empty_cache(tmp_path: Path) -> None:
    assert VectorCache.load(tmp_path / "vectors.npz").vectors == {}


def test_the_key_depends_on_all_that_makes_the_vector() -> None:
    keys = {
        text_key("text", "space", "passage"),
        text_key("other", "space", "passage"),
        text_key("text", "other", "passage"),
        text_key("text", "space", "query"),
    }

    assert len(keys) == 4


def test_only_unknown_texts_are_encoded_and_rows_keep_their_order(encoder: WordCounts) -> None:
    first = embed(["bro", "elv"], "passage", encoder, {})
    known = dict(zip(first.keys, first.vectors, strict=True))
    encoder.asked.clear()

    second = embed(["elv", "by", "bro"], "passage", encoder, known)

    assert encoder.asked == ["by"]
    assert second.made == 1
    np.testing.assert_array_equal(first.vectors[[1, 0]], second.vectors[[0, 2]])


def test_no_texts_are_a_table_without_rows(encoder: WordCounts) -> None:
    assert (0, encoder.dimension) == embed([], "passage", encoder, {}).vectors.shape


def test_the_shipped_vectors_are_those_of_the_shipped_corpus(assistant, index, settings) -> None:  # noqa: ANN001
    """A fresh clone embeds nothing: every passage's vector is in `corpus/vectors.npz`."""
    shipped = VectorCache.load(settings.corpus_dir / "vectors.npz").vectors
    keys = {text_key(passage.embedded_text, assistant.encoder.space, "passage") for passage in index.passages.passages}

    assert set() == keys - shipped.keys()
