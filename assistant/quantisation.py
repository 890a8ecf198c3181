"""The int8 file: how it is made from the fp32 file, and whether it keeps the order of the answers.

Where no attempt is good enough on this processor, fp32 serves and the manifest says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import EncoderError
from assistant.prepared import PREPARE

FloatArray = NDArray[np.float32]

_REPORT = f"Name another model in FLOKE_EMBEDDING_MODEL, or report this. {PREPARE}"

MIN_FP32_COSINE = 0.999  # engines that share weights and tokens agree to 0.9998; wrong tokens show as 0.99
MIN_INT8_COSINE = 0.97  # 0.983 to 0.991 was seen where int8 ranked 600 questions as well as fp32
MIN_SAME_FIRST_HIT = 0.95  # of 40 probes at most two may change


@dataclass(frozen=True)
class Quantisation:
    """One way to make int8 weights, by the name that goes into the encoder's id."""

    name: str
    reduce_range: bool
    keeps: re.Pattern[str] | None = None
    """Layers that stay in fp32, by the names of their operations."""


_AFTER_ACTIVATION = re.compile(r"(?<!attention)/output/dense/MatMul$")
"""The second layer of each feed-forward block, whose inputs have outliers that one scale a tensor cannot hold."""

ATTEMPTS = (
    # on norquad-dev, first hits kept 98.3 % against 95.8 % with all layers in int8, for 21 MB and a tenth of the speed
    Quantisation("int8-perchannel-ffn32", reduce_range=False, keeps=_AFTER_ACTIVATION),
    Quantisation("int8-perchannel", reduce_range=False),
    # 7 bit weights: processors without VNNI add two products in 16 bit, which full range may saturate
    Quantisation("int8-perchannel-reduced", reduce_range=True),
)


@dataclass(frozen=True)
class Probed:
    """The vectors of one engine for the probes: (questions, dimension) and (passages, dimension)."""

    questions: FloatArray
    passages: FloatArray


@dataclass(frozen=True)
class Agreement:
    """How int8 questions compare with fp32 ones, over passages in fp32."""

    cosine: float
    same_first_hit: float

    @property
    def good(self) -> bool:
        """Tell whether int8 may serve."""
        return self.cosine >= MIN_INT8_COSINE and self.same_first_hit >= MIN_SAME_FIRST_HIT


def quantise(source: Path, target: Path, way: Quantisation) -> None:
    """Write the int8 file: a scale for each output channel, activations scaled when they are computed; about 20 s."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    names = [node.name for node in onnx.load(str(source), load_external_data=False).graph.node]
    kept = [name for name in names if way.keeps and way.keeps.search(name)]
    quantize_dynamic(
        source,
        target,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=way.reduce_range,
        nodes_to_exclude=kept,
    )


def lowest_cosine(some: FloatArray, others: FloatArray) -> float:
    """Compare row by row; all rows have length 1."""
    return float(np.einsum("ij,ij->i", some, others).min())


def agreement(questions: FloatArray, exact: Probed) -> Agreement:
    """Compare int8 `questions` with the exact ones, as they will be used: against exact passages."""
    first, exact_first = ((q @ exact.passages.T).argmax(axis=1) for q in (questions, exact.questions))
    return Agreement(lowest_cosine(questions, exact.questions), float(np.mean(first == exact_first)))


def check_exact(exact: Probed, reference: Probed, name: str) -> float:
    """Return the lowest cosine to the reference engine; EncoderError where the export computes something else."""
    pairs = ((exact.questions, reference.questions), (exact.passages, reference.passages))
    lowest = min(lowest_cosine(ours, theirs) for ours, theirs in pairs)
    if lowest < MIN_FP32_COSINE:
        raise EncoderError(f"The exported encoder differs from {name} (cosine {lowest:.4f}).", _REPORT)
    return lowest
