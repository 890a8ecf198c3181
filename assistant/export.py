"""The one door to torch and sentence-transformers: a model becomes one ONNX file and its tokenizer.

Runs only in the process that `preparation` starts: importing takes 10 s, exporting 35 s and 4 to 5 GB of memory.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from assistant.errors import EncoderError

SMOOTHING = 0.5
"""How much of the activations' range moves into the weights before int8; 0.5 is SmoothQuant's (arXiv 2211.10438).

Over norquad-dev's 600 questions int8 kept fp32's first hit for 97.0 % with it and 94.8 % without, at equal size."""
OPSET = 17  # the first with LayerNormalization as one operator, which onnxruntime quantises around
_TINY = 1e-4  # a channel that never fires would divide by zero
_E5 = re.compile(r"(^|[^a-z0-9])e5([^a-z0-9]|$)")
_E5_PROMPTS = ("query: ", "passage: ")


@dataclass(frozen=True)
class Exported:
    """What the ONNX file's name does not tell: output size, longest input in tokens, and the model's own prompts."""

    dimension: int
    max_tokens: int
    query_prompt: str
    passage_prompt: str


class _Embedding(torch.nn.Module):
    """All of a model's modules (transformer, pooling, any dense layer), ending in vectors of length 1.

    The transformer's vectors of the single tokens come along: they tell which words of a text a decision rests on.
    """

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        features = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
        return torch.nn.functional.normalize(features["sentence_embedding"], dim=-1), features["token_embeddings"]


def open_model(directory: Path) -> SentenceTransformer:
    """Open a directory on this machine; eager attention is what the exporter can trace for any length.

    Raises EncoderError where sentence-transformers cannot make a model of it.
    """
    try:
        options = {"attn_implementation": "eager"}
        return SentenceTransformer(str(directory), device="cpu", local_files_only=True, model_kwargs=options).eval()
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise EncoderError(
            f"{directory} is no sentence-transformers model: {error}.",
            "Name another in FLOKE_EMBEDDING_MODEL, or leave it unset.",
        ) from error


def download(name: str) -> Path:
    """Fetch a model by its name on the Hugging Face hub and return the directory; the only network access here."""
    from huggingface_hub import snapshot_download

    wanted = ["*.json", "*.txt", "*.model", "*.safetensors", "*/config.json", "*/*.safetensors"]
    try:
        return Path(snapshot_download(name, allow_patterns=wanted))
    except Exception as error:  # the hub's client raises its own, httpx's and OSError; all mean the same to the reader
        raise EncoderError(
            f"The model {name} could not be fetched: {error}.",
            "Check the name in FLOKE_EMBEDDING_MODEL and the network, then run `python -m assistant prepare --download`.",
        ) from error


def export(model: SentenceTransformer, name: str, target: Path) -> Exported:
    """Write `fp32.onnx` and `tokenizer.json` into `target`; `name` tells an e5 that was saved without its prompts."""
    if not getattr(model.tokenizer, "is_fast", False):
        raise EncoderError(
            f"The model {name} has no tokenizer.json that the library `tokenizers` can open.",
            "Name another in FLOKE_EMBEDDING_MODEL, or leave it unset.",
        )
    (target / "tokenizer.json").write_text(model.tokenizer.backend_tokenizer.to_str(), encoding="utf-8")
    _export_onnx(model, target / "fp32.onnx")
    query, passage = prompts(model.prompts, name)
    limit = model.max_seq_length or 512  # the length that most encoders without a limit of their own were trained with
    return Exported(cast(int, model.get_embedding_dimension()), limit, query, passage)


def smooth(model: SentenceTransformer, texts: list[str]) -> None:
    """Rescale the inputs of each linear layer, and its weights inversely, so that no channel dwarfs the others in int8.

    The model computes the same as before; `texts` show how large each channel gets.
    """
    for group in _layers_by_input(_input_ranges(model, texts)):
        layers = {name: cast(torch.nn.Linear, model.get_submodule(name)) for name in group.names}
        weights = torch.stack([layer.weight.detach().abs().amax(0) for layer in layers.values()]).amax(0)
        scale = group.ranges.clamp(min=_TINY) ** SMOOTHING / weights.clamp(min=_TINY) ** (1 - SMOOTHING)
        inverse = torch.nn.Parameter(1 / scale)
        for name, layer in layers.items():
            parent, _, attribute = name.rpartition(".")
            setattr(model.get_submodule(parent), attribute, _SmoothLinear(layer, scale, inverse))


class _SmoothLinear(torch.nn.Module):
    """A linear layer over (inputs * inverse), with weights of shape (outputs, inputs) multiplied by 1 / inverse."""

    def __init__(self, layer: torch.nn.Linear, scale: torch.Tensor, inverse: torch.nn.Parameter) -> None:
        super().__init__()
        self.weight, self.bias, self.inverse = torch.nn.Parameter(layer.weight.detach() * scale), layer.bias, inverse

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.linear(inputs * self.inverse, self.weight, self.bias)


@dataclass(frozen=True)
class _SharedInput:
    """Linear layers that read the same input, with the largest absolute value of each of its channels."""

    names: list[str]
    ranges: torch.Tensor


def _input_ranges(model: SentenceTransformer, texts: list[str]) -> dict[str, torch.Tensor]:
    """Return the largest absolute value of each input channel, by the name of the layer; unused layers are left out."""
    ranges: dict[str, torch.Tensor] = {}

    def watch(name: str) -> Any:
        def record(_: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
            seen = inputs[0].detach().abs().flatten(0, -2).amax(0)
            ranges[name] = torch.maximum(ranges[name], seen) if name in ranges else seen

        return record

    linear = [(name, layer) for name, layer in model.named_modules() if isinstance(layer, torch.nn.Linear)]
    hooks = [layer.register_forward_pre_hook(watch(name)) for name, layer in linear]
    for text in texts:  # one by one: padding would count as input
        reference_vectors(model, [text])
    for hook in hooks:
        hook.remove()
    return ranges


def _layers_by_input(ranges: dict[str, torch.Tensor]) -> list[_SharedInput]:
    """Group siblings of equal ranges: query, key and value read one tensor, which is then rescaled only once."""
    groups: dict[tuple[str, bytes], _SharedInput] = {}
    for name, values in ranges.items():
        key = (name.rpartition(".")[0], values.numpy().tobytes())
        groups.setdefault(key, _SharedInput([], values)).names.append(name)
    return list(groups.values())


def _export_onnx(model: SentenceTransformer, path: Path) -> None:
    """Trace on two texts of unequal length, so that batch, length and padding all stay open."""
    ids = torch.arange(24).reshape(2, 12) % 8 + 2  # in any vocabulary, and no padding in the usual ones
    mask = torch.ones_like(ids)
    mask[1, 9:] = 0
    axes = {0: "batch", 1: "length"}
    with torch.no_grad():
        torch.onnx.export(
            _Embedding(model), (ids, mask), str(path), opset_version=OPSET, dynamo=False,
            input_names=["input_ids", "attention_mask"], output_names=["embedding", "tokens"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "batch"}, "tokens": axes},
        )  # fmt: skip


def prompts(own: Mapping[str, str | None], name: str) -> tuple[str, str]:
    """Return what goes before a question and before a passage: the model's own prompts, or e5's for a bare e5."""
    query = own.get("query") or ""
    passage = own.get("document") or own.get("passage") or ""
    if not (query or passage) and _E5.search(name.lower()) and "instruct" not in name.lower():
        return _E5_PROMPTS
    return query, passage


def reference_vectors(model: SentenceTransformer, texts: list[str]) -> NDArray[np.float32]:
    """Encode texts that already carry their prompt, with torch: what the ONNX file is compared with."""
    options: dict[str, Any] = {"prompt": "", "normalize_embeddings": True, "show_progress_bar": False}
    return np.asarray(model.encode(texts, **options), dtype=np.float32)
