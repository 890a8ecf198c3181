"""A multinomial logistic model whose coefficients numpy alone can run, kept as JSON beside the corpus."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import CorpusError

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Logistic:
    """Scores = weights (classes, features) @ standardised features + bias + costs, one a class."""

    classes: tuple[str, ...]
    weights: Floats
    bias: Floats
    means: Floats
    scales: Floats
    costs: Floats

    @classmethod
    def load(cls, path: Path) -> "Logistic":
        """Read the coefficients; a CorpusError says how to make them."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            names = ("weights", "bias", "means", "scales", "costs")
            return cls(tuple(data["classes"]), **{name: np.asarray(data[name], np.float32) for name in names})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{path} cannot be read: {error}.", "Run: python -m assistant calibrate") from error

    def probabilities(self, row: Floats) -> Floats:
        """Return the classes' probabilities, costs included, for a row of features."""
        scores = self.weights @ ((row - self.means) / self.scales) + self.bias + self.costs
        shares = np.exp(scores - scores.max())
        return np.asarray(shares / shares.sum(), np.float32)

    def likeliest(self, row: Floats) -> str:
        """Return the class with the highest probability."""
        return self.classes[int(np.argmax(self.probabilities(row)))]


def fit(
    table: Floats,
    labels: Sequence[str],
    classes: Sequence[str],
    counts: Sequence[float],
    strength: float,
    costs: Sequence[float],
    emphasis: Floats | None = None,
) -> dict[str, object]:
    """Fit with balanced classes and return what `Logistic.load` reads.

    `emphasis` (features,) multiplies the standardised columns: below 1, a column must earn its say.
    """
    from assistant.fitting import fit_dense

    means, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
    scales = spread if emphasis is None else spread / emphasis
    weights, bias = fit_dense((table - means) / scales, labels, classes, strength, counts)
    arrays = {"weights": weights, "bias": bias, "means": means, "scales": scales}
    listed = {name: np.round(values.astype(float), 5).tolist() for name, values in arrays.items()}
    return {"classes": list(classes), **listed, "costs": list(costs)}
