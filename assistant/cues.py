"""Which foreseen questions a question resembles: the answerable ones, the gaps and the wrong premises."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.domain import Cue, CueKind
from assistant.lexical import Bm25
from assistant.ranking import Query, standardised

Floats = NDArray[np.float32]

LEXICAL_SHARE = 0.35
"""Share of the 5-gram score in a cue's match: names («Flekkefjord») tell apart what the vectors hold alike."""


@dataclass(frozen=True, slots=True)
class CueMatch:
    """A cue and how well it matches: `score` in deviations above the average cue, `cosine` raw."""

    cue: Cue
    score: float
    cosine: float


@dataclass(frozen=True)
class CueScores:
    """The match of every cue, row by row those of the index."""

    cues: Sequence[Cue]
    scores: Floats
    cosines: Floats

    def best(self, kind: CueKind, count: int = 1) -> list[CueMatch]:
        """Return the best matches of a kind, one per target, best first."""
        found: dict[tuple[str, str], CueMatch] = {}
        for row in np.argsort(-self.scores):
            cue = self.cues[row]
            if cue.kind is kind and (cue.document_id, cue.target) not in found:
                match = CueMatch(cue, float(self.scores[row]), float(self.cosines[row]))
                found[cue.document_id, cue.target] = match
                if len(found) == count:
                    break
        return list(found.values())


def match_cues(query: Query, cues: Sequence[Cue], vectors: Floats, ngrams: Bm25) -> CueScores:
    """Score all cues, in all languages, against a question."""
    cosines = np.asarray(vectors @ query.vector, dtype=np.float32)
    lexical = standardised(ngrams.scores(query.text, query.language))
    scores = (1 - LEXICAL_SHARE) * standardised(cosines) + LEXICAL_SHARE * lexical
    return CueScores(cues, scores, cosines)
