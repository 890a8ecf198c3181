"""Which document a question belongs to by its wording: a linear classifier over n-grams of the foreseen questions.

The nearest foreseen questions say what a question is alike as a whole; over thousands of them a classifier also learns
which words and pieces of words tell the documents apart, whatever else is said with them: a support vector machine, one
document against the rest (Joachims 1998). It is fitted in seconds when an index is built, and numpy alone runs it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.grams import COLUMNS, grams_of
from assistant.logistic import fit_linear_svm

Floats = NDArray[np.float32]

SIZES = (3, 5)
"""Letters of the shortest and the longest n-gram; 4 to 6 did alike."""

STRENGTH = 1.0
"""Inverse regularisation; 0.1 to 3 did alike on 1,738 questions that may be tuned on."""

DESIGN = f"n-grams {SIZES} in {COLUMNS} columns, words twice, strength {STRENGTH}"
"""What an index notes, so that it is made anew when this changes."""


@dataclass(frozen=True)
class DocumentClassifier:
    """Scores = values @ weights[columns] + bias, one a document; `weights` is (columns of `grams`, documents)."""

    documents: tuple[str, ...]
    weights: Floats
    bias: Floats

    @classmethod
    def fit(cls, texts: Sequence[str], documents: Sequence[str]) -> "DocumentClassifier":
        """Learn from questions and the document of each; where all are of one document, nothing is told apart."""
        names = sorted(set(documents))
        if len(names) < 2:
            return cls(tuple(names), np.zeros((COLUMNS, len(names)), np.float32), np.zeros(len(names), np.float32))
        return cls(tuple(names), *fit_linear_svm(texts, documents, names, STRENGTH, SIZES))

    def scores(self, text: str) -> Floats:
        """Return how surely the text belongs to each document (documents,): the decision values, mostly -2 to 1."""
        grams = grams_of(text, *SIZES)
        return np.asarray(grams.values @ self.weights[grams.columns] + self.bias, np.float32)

    def of(self, text: str, documents: NDArray[np.int64]) -> Floats:
        """Return the scores of documents by their numbers (n,); -1, one that is not known, gets the lowest score of all."""
        scores = self.scores(text) if self.documents else np.zeros(1, np.float32)
        return np.asarray(np.where(documents >= 0, scores[documents], scores.min()), np.float32)

    def numbers(self, documents: Sequence[str]) -> NDArray[np.int64]:
        """Return the number of each document, -1 for one without answerable foreseen questions."""
        known = {name: number for number, name in enumerate(self.documents)}
        return np.asarray([known.get(name, -1) for name in documents], np.int64)

    def save(self, path: Path) -> None:
        """Write the arrays to an `.npz` file."""
        np.savez(path, documents=np.asarray(self.documents, np.str_), weights=self.weights, bias=self.bias)

    @classmethod
    def load(cls, path: Path) -> "DocumentClassifier":
        """Read what `save` wrote."""
        with np.load(path) as file:
            return cls(tuple(map(str, file["documents"])), file["weights"], file["bias"])
