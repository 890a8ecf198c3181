"""Which foreseen questions a question resembles: the answerable ones, the gaps and the wrong premises."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.domain import Cue, CueKind
from assistant.foreseen import Foreseen
from assistant.ranking import Query, standardised

Floats = NDArray[np.float32]

LEXICAL_SHARE = 0.3
"""Share of the 5-gram score in a cue's match: names («Flekkefjord») tell apart what the vectors hold alike."""


@dataclass(frozen=True, slots=True)
class CueMatch:
    """A cue and how well it matches: `score` in deviations above the average cue, `cosine` in the whitened space."""

    cue: Cue
    score: float
    cosine: float


@dataclass(frozen=True)
class CueScores:
    """The match of every cue, row by row those of the index: fused scores, raw cosines, whitened cosines.

    `nearest_plain` is the best whitened cosine with a question of fact or method.
    """

    cues: Sequence[Cue]
    scores: Floats
    cosines: Floats
    white: Floats
    nearest_plain: float

    def best(self, kind: CueKind, count: int = 1) -> list[CueMatch]:
        """Return the best matches of a kind, one per target, best first."""
        found: dict[tuple[str, str], CueMatch] = {}
        for row in np.argsort(-self.scores):
            cue = self.cues[row]
            if cue.kind is kind and (cue.document_id, cue.target) not in found:
                match = CueMatch(cue, float(self.scores[row]), float(self.white[row]))
                found[cue.document_id, cue.target] = match
                if len(found) == count:
                    break
        return list(found.values())


def match_cues(query: Query, foreseen: Foreseen, ignored: Sequence[int] = ()) -> CueScores:
    """Score all cues, in all languages, against a question; the `ignored` rows count as not foreseen."""
    cosines = np.asarray(foreseen.vectors @ query.vector, dtype=np.float32)
    white = np.asarray(foreseen.white @ foreseen.whitening.apply(query.vector[None, :])[0], dtype=np.float32)
    lexical = standardised(foreseen.ngrams.scores(query.text, query.language))
    scores = (1 - LEXICAL_SHARE) * standardised(white) + LEXICAL_SHARE * lexical
    for values in (scores, cosines, white):
        values[list(ignored)] = values.min()
    return CueScores(foreseen.cues, scores, cosines, white, float(white[foreseen.plain].max(initial=-1.0)))
