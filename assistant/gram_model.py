"""A multinomial logistic model over hashed character n-grams; numpy runs it, an `.npz` of int8 weights keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import CorpusError
from assistant.grams import COLUMNS, Grams, grams_of

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class GramModel:
    """Scores = values @ weights[columns] * scale + bias, one a class; `weights` is (COLUMNS, classes) int8."""

    classes: tuple[str, ...]
    weights: NDArray[np.int8]
    scale: float
    bias: Floats
    sizes: tuple[int, int]

    @classmethod
    def load(cls, path: Path, command: str) -> "GramModel":
        """Read what `save` wrote; a CorpusError names the command that makes it."""
        try:
            with np.load(path) as file:
                sizes = (int(file["sizes"][0]), int(file["sizes"][1]))
                classes = tuple(str(name) for name in file["classes"])
                return cls(classes, file["weights"], float(file["scale"]), file["bias"], sizes)
        except (OSError, ValueError, KeyError, IndexError) as error:
            raise CorpusError(f"{path} cannot be read: {error}.", f"Run: {command}") from error

    def save(self, path: Path) -> None:
        """Write the model; equal models give equal arrays."""
        np.savez_compressed(
            path,
            classes=np.asarray(self.classes),
            weights=self.weights,
            scale=np.float32(self.scale),
            bias=self.bias,
            sizes=np.asarray(self.sizes),
        )

    def grams(self, text: str) -> Grams:
        """Return the text as this model sees it."""
        return grams_of(text, *self.sizes)

    def scores(self, grams: Grams) -> Floats:
        """Return the classes' log probabilities."""
        raw = grams.values @ self.weights[grams.columns].astype(np.float32) * self.scale + self.bias
        return log_softmax(np.asarray(raw, np.float32))


def log_softmax(scores: Floats) -> Floats:
    """Return log probabilities of scores (classes,)."""
    shifted = scores - scores.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), np.float32)


def fit_grams(
    texts: Sequence[str],
    labels: Sequence[str],
    classes: Sequence[str],
    sizes: tuple[int, int],
    strength: float,
    counts: Sequence[float] | None = None,
) -> GramModel:
    """Fit with balanced classes; `strength` is the inverse regularisation. scikit-learn is needed only here."""
    from assistant.fitting import fit_sparse

    rows = [grams_of(text, *sizes) for text in texts]
    weights, bias = fit_sparse(rows, COLUMNS, labels, classes, strength, counts)
    scale = float(np.abs(weights).max()) / 127 or 1.0
    rounded = np.rint(weights.T / scale).astype(np.int8)
    return GramModel(tuple(classes), rounded, scale, bias.astype(np.float32), sizes)
