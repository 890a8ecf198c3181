"""The one door to scikit-learn: multinomial logistic regressions, fitted once and kept as coefficients."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.grams import Grams

Floats = NDArray[np.float32]

_ROUNDS = 3_000


def fit_dense(
    table: Floats, labels: Sequence[str], classes: Sequence[str], strength: float, counts: Sequence[float] | None = None
) -> tuple[Floats, Floats]:
    """Return weights (classes, features) and bias (classes,) for a table (texts, features); classes are balanced."""
    return _fitted(table, labels, classes, strength, counts)


def fit_sparse(
    rows: Sequence[Grams],
    columns: int,
    labels: Sequence[str],
    classes: Sequence[str],
    strength: float,
    counts: Sequence[float] | None = None,
) -> tuple[Floats, Floats]:
    """Return weights (classes, columns) and bias (classes,) for sparse rows; classes are balanced."""
    from scipy.sparse import csr_matrix

    ends = np.cumsum([0, *(len(row.columns) for row in rows)])
    values = np.concatenate([row.values for row in rows])
    table = csr_matrix((values, np.concatenate([row.columns for row in rows]), ends), shape=(len(rows), columns))
    return _fitted(table, labels, classes, strength, counts)


def _fitted(
    table: object, labels: Sequence[str], classes: Sequence[str], strength: float, counts: Sequence[float] | None
) -> tuple[Floats, Floats]:
    from sklearn.linear_model import LogisticRegression

    targets = np.asarray([list(classes).index(label) for label in labels])
    model = LogisticRegression(C=strength, max_iter=_ROUNDS, class_weight="balanced")
    model.fit(table, targets, sample_weight=None if counts is None else np.asarray(counts))
    return np.asarray(model.coef_, np.float32), np.asarray(model.intercept_, np.float32)
