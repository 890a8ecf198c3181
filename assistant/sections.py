"""Passages and foreseen questions by section: how near a section's foreseen questions are, taken together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.domain import Cue, CueKind, Passage

Floats = NDArray[np.float32]

COUNTED = 6
"""How many of a section's foreseen questions count, in all languages together; the next would count a sixty-fourth."""

HALF = 0.5
"""What each counts against the one before it: two or three that are near tell more than one alone."""


@dataclass(frozen=True)
class SectionRows:
    """The sections by number: of each passage row, and the rows of each one's answerable foreseen questions.

    `passages` (passages,) are section numbers; `cues` (sections, most) are rows of foreseen questions, -1 for none.
    """

    passages: NDArray[np.int64]
    cues: NDArray[np.int64]

    @classmethod
    def of(cls, passages: Sequence[Passage], cues: Sequence[Cue]) -> "SectionRows":
        """Return the sections numbered in the order of their passages."""
        numbers: dict[tuple[str, str], int] = {}
        rows = [numbers.setdefault((item.document_id, item.section_id), len(numbers)) for item in passages]
        found: list[list[int]] = [[] for _ in numbers]
        for row, cue in enumerate(cues):
            number = numbers.get((cue.document_id, cue.target))
            if cue.kind is CueKind.ANSWERABLE and number is not None:
                found[number].append(row)
        most = max(map(len, found), default=0)
        padded = [[*of_one, *[-1] * (most - len(of_one))] for of_one in found]
        return cls(np.asarray(rows, np.int64), np.asarray(padded, np.int64).reshape(len(found), most))

    def nearness(self, scores: Floats) -> Floats:
        """Return for each section (sections,) the mean of its best cues' `scores`, each counting half of the one before.

        A section without foreseen questions gets the lowest score of all.
        """
        if not self.cues.size:
            return np.zeros(len(self.cues), np.float32)
        own = np.where(self.cues >= 0, scores[self.cues], -np.inf)
        best = -np.sort(-own, axis=1)[:, :COUNTED]
        weights = np.isfinite(best) * HALF ** np.arange(best.shape[1])
        total = weights.sum(axis=1)
        mean = (np.where(weights > 0, best, 0) * weights).sum(axis=1) / np.maximum(total, 1e-9)
        return np.asarray(np.where(total > 0, mean, scores.min()), np.float32)
