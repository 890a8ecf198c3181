"""From a question to ranked passages in the language of the answer, with what was rejected and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.cues import CueScores, match_cues
from assistant.domain import CueKind, Language, Passage
from assistant.encoders import Encoder
from assistant.glossary import Glossary
from assistant.index import Index
from assistant.ranking import Query, Ranking, Weights, rank, standardised

Floats = NDArray[np.float32]

CUE_WEIGHT = 0.45
"""What the nearest foreseen question of a section counts, beside the section's own text; see docs/decisions/0002."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and why it ranked: the fused score, the raw cosine, and each standardised signal."""

    passage: Passage
    score: float
    cosine: float
    dense: float
    stems: float
    ngrams: float
    cue: float


@dataclass(frozen=True)
class Retrieval:
    """All candidates, best first, one per passage; the answer takes from the front, the rest explains it."""

    query: Query
    hits: tuple[Hit, ...]
    cues: CueScores


def make_query(text: str, language: Language, encoder: Encoder, glossary: Glossary) -> Query:
    """Encode a cleaned one-line question and look its synonyms up."""
    return Query(text, language, encoder.encode_queries([text])[0], glossary.expansion(text, language))


def retrieve(query: Query, index: Index, weights: Weights, candidates: int) -> Retrieval:
    """Rank over all three languages; keep the best version of each passage, shown in the query's language."""
    ranking = rank(query, index.passages, weights, candidates)
    cues = match_cues(query, index.cues, index.cue_vectors, index.cue_ngrams)
    near = _cue_scores([index.passages.passages[row] for row in ranking.rows], cues)
    scores = ranking.scores + CUE_WEIGHT * near
    hits: dict[str, Hit] = {}
    for place in np.argsort(-scores):
        passage = index.passages.passages[ranking.rows[place]]
        if passage.id not in hits:
            shown = index.passage(passage.id, query.language)
            hits[passage.id] = _hit(shown, ranking, int(place), float(scores[place]), float(near[place]))
    return Retrieval(query, tuple(hits.values()), cues)


def _cue_scores(passages: Sequence[Passage], cues: CueScores) -> Floats:
    """Return for each passage the standardised score of its section's best answerable cue."""
    best: dict[tuple[str, str], float] = {}
    for row in np.argsort(-cues.scores):
        cue = cues.cues[row]
        if cue.kind is CueKind.ANSWERABLE:
            best.setdefault((cue.document_id, cue.target), float(cues.scores[row]))
    floor = min(best.values(), default=0.0)
    found = [best.get((passage.document_id, passage.section_id), floor) for passage in passages]
    return standardised(np.asarray(found, dtype=np.float32))


def _hit(passage: Passage, ranking: Ranking, place: int, score: float, cue: float) -> Hit:
    signals: Mapping[str, Floats] = {
        "cosine": ranking.cosines,
        "dense": ranking.dense,
        "stems": ranking.stems,
        "ngrams": ranking.ngrams,
    }
    return Hit(passage, score, cue=cue, **{name: float(values[place]) for name, values in signals.items()})
