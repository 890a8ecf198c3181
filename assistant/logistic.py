"""Linear models: a multinomial logistic one over a row of numbers and, where it has been given them, a text's n-grams.

numpy alone runs it; an `.npz` of plain arrays keeps it beside what it was learnt from. The door to scikit-learn,
which is needed only to fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import CorpusError
from assistant.grams import COLUMNS, Grams, grams_of

Floats = NDArray[np.float32]

_ROUNDS, _TOLERANCE = 2_000, 1e-6
"""Fitted until the slope is this flat, so that the last decimals of the vectors hardly move the probabilities."""


@dataclass(frozen=True)
class Recipe:
    """How a model is fitted: inverse regularisation, and what each kind of column counts.

    `dense` multiplies the standardised columns, all alike or one by one; `grams` multiplies the n-grams of `sizes`
    (shortest, longest), 0 leaves them out.
    `balanced` gives the classes the same weight, without it the probabilities follow how often they occur.
    """

    strength: float
    dense: float | Floats = 1.0
    grams: float = 0.0
    sizes: tuple[int, int] = (3, 6)
    balanced: bool = True


@dataclass(frozen=True)
class Logistic:
    """Scores = weights (classes, d) @ standardised row + values @ grams[columns] + bias, one a class."""

    classes: tuple[str, ...]
    weights: Floats
    bias: Floats
    means: Floats
    scales: Floats
    grams: NDArray[np.int8]
    gram_scale: float
    sizes: tuple[int, int]

    @classmethod
    def load(cls, path: Path, command: str = "python -m assistant calibrate") -> "Logistic":
        """Read what `save` wrote; a CorpusError names the command that makes it."""
        try:
            with path.open("rb") as stream, np.load(stream) as file:
                rows = {name: file[name] for name in ("weights", "bias", "means", "scales", "grams")}
                sizes = (int(file["sizes"][0]), int(file["sizes"][1]))
                names = tuple(str(name) for name in file["classes"])
                model = cls(names, gram_scale=float(file["gram_scale"]), sizes=sizes, **rows)
        except Exception as error:  # zipfile, zlib and numpy's header parser raise classes without a common one
            raise CorpusError(f"{path} cannot be read: {error}.", f"Run: {command}") from error
        if model.weights.shape != (len(names), len(model.means)):
            raise CorpusError(f"{path} does not hold together.", f"Run: {command}")
        return model

    def save(self, path: Path) -> None:
        """Write the model as plain arrays."""
        np.savez_compressed(
            path,
            classes=np.asarray(self.classes),
            weights=self.weights,
            bias=self.bias,
            means=self.means,
            scales=self.scales,
            grams=self.grams,
            gram_scale=np.float32(self.gram_scale),
            sizes=np.asarray(self.sizes),
        )

    def scores(self, row: Floats, text: str = "") -> Floats:
        """Return the classes' scores (log odds); `text` matters where the model has n-grams."""
        return np.asarray(self.table_scores(row[None, :], [text])[0], np.float32)

    def table_scores(self, rows: Floats, texts: Sequence[str]) -> Floats:
        """Return the scores (texts, classes) of rows of features (texts, d) and their texts."""
        told = np.asarray((rows - self.means) / self.scales @ self.weights.T + self.bias, np.float32)
        if not self.grams.size:
            return told
        return np.asarray(told + np.stack([self.gram_scores(self.row_of(text)) for text in texts]), np.float32)

    def row_of(self, text: str) -> Grams:
        """Return a text's n-grams as this model sees them."""
        return grams_of(text, *self.sizes)

    def gram_scores(self, grams: Grams) -> Floats:
        """Return what n-grams add to the classes' scores."""
        return np.asarray(grams.values @ self.grams[grams.columns].astype(np.float32) * self.gram_scale, np.float32)

    def probabilities(self, row: Floats, text: str = "") -> Floats:
        """Return the classes' probabilities for a row of features and a text."""
        return softmax(self.scores(row, text))

    def likeliest(self, row: Floats, text: str = "") -> str:
        """Return the class with the highest probability."""
        return self.classes[int(np.argmax(self.scores(row, text)))]


def softmax(scores: Floats) -> Floats:
    """Return the probabilities of scores (classes,)."""
    shares = np.exp(scores - scores.max())
    return np.asarray(shares / shares.sum(), np.float32)


def fit(
    table: Floats,
    texts: Sequence[str],
    labels: Sequence[str],
    classes: Sequence[str],
    recipe: Recipe,
    counts: Sequence[float] | None = None,
) -> Logistic:
    """Fit two or more classes; `table` (texts, d) may have no columns, `counts` say what each row counts."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    means, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
    scales = np.asarray(spread / recipe.dense, np.float32)
    pieces = _gram_table(texts, recipe.sizes) * recipe.grams if recipe.grams else csr_matrix((len(texts), 0))
    rows = hstack([csr_matrix((table - means) / scales), csr_matrix(pieces)]).tocsr()
    model = LogisticRegression(
        C=recipe.strength, tol=_TOLERANCE, max_iter=_ROUNDS, class_weight="balanced" if recipe.balanced else None
    )
    targets = np.asarray([list(classes).index(label) for label in labels])
    model.fit(rows, targets, sample_weight=None if counts is None else np.asarray(counts))
    width = table.shape[1]
    told, bias = _by_class(model)
    grams = told[:, width:].T * recipe.grams
    gram_scale = float(np.abs(grams).max(initial=0.0)) / 127 or 1.0
    return Logistic(
        classes=tuple(classes),
        weights=told[:, :width].astype(np.float32),
        bias=bias.astype(np.float32),
        means=means.astype(np.float32),
        scales=scales,
        grams=np.rint(grams / gram_scale).astype(np.int8),
        gram_scale=gram_scale,
        sizes=recipe.sizes,
    )


def _by_class(model: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return coefficients (classes, d) and intercepts (classes,); of two classes scikit-learn tells one row only."""
    if len(model.classes_) > 2:
        return model.coef_, model.intercept_
    return np.concatenate([-model.coef_, model.coef_]) / 2, np.concatenate([-model.intercept_, model.intercept_]) / 2


def fit_linear_svm(
    texts: Sequence[str], labels: Sequence[str], classes: Sequence[str], strength: float, sizes: tuple[int, int]
) -> tuple[Floats, Floats]:
    """Fit two or more classes by a linear support vector machine over n-grams, each class against the rest.

    Return weights (columns of `grams`, classes) and bias (classes,): a text's scores are values @ weights[columns] + bias.
    """
    from sklearn.svm import LinearSVC

    model = LinearSVC(C=strength, random_state=0)
    told, bias = _by_class(model.fit(_gram_table(texts, sizes), [list(classes).index(label) for label in labels]))
    return told.T.astype(np.float32), bias.astype(np.float32)


def _gram_table(texts: Sequence[str], sizes: tuple[int, int]) -> Any:
    """Return the n-grams of the texts as a sparse matrix (texts, COLUMNS)."""
    from scipy.sparse import csr_matrix

    rows = [grams_of(text, *sizes) for text in texts]
    ends = np.cumsum([0, *(len(row.columns) for row in rows)])
    values = np.concatenate([row.values for row in rows])
    return csr_matrix((values, np.concatenate([row.columns for row in rows]), ends), shape=(len(rows), COLUMNS))
