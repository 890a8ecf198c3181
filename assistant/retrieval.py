"""From a question to ranked passages in the language of the answer, with what was rejected and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.cues import CueScores, match_cues
from assistant.domain import Language, Passage, Weights
from assistant.encoders import Encoder
from assistant.glossary import Glossary
from assistant.index import Index
from assistant.lexical import words_of
from assistant.ranking import Query, Ranking, Rows, rank, standardised
from assistant.sections import SectionRows

Floats = NDArray[np.float32]

CUE_WEIGHT = 1.2
"""What the nearest foreseen questions of a section count, beside the section's own text; 0.6 to 1.4 were tried on 867
questions that may be tuned on, 0.9 to 1.4 alike."""

WORDING_WEIGHT = 0.7
"""What the wording counts that tells the documents apart (`document_classifier`); 0.4 to 1 were tried, 0.6 to 0.9 alike."""

TELLING = 8
"""Words from which on the wording counts in full, below in proportion, down to a half: in «Hva er en floke?» one word would
decide."""


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
    wording: float


@dataclass(frozen=True)
class Retrieval:
    """All candidates, best first, one per passage; the answer takes from the front, the rest explains it."""

    query: Query
    hits: tuple[Hit, ...]
    cues: CueScores


def make_query(text: str, language: Language, encoder: Encoder, glossary: Glossary) -> Query:
    """Encode a cleaned one-line question and look its synonyms up."""
    encoded = encoder.encode_question(text)
    return Query(text, language, encoded.vector, glossary.expansion(text, language), encoded.tokens)


def retrieve(query: Query, index: Index, weights: Weights, candidates: int, ignored: Sequence[int] = ()) -> Retrieval:
    """Rank over all three languages; keep the best version of each passage, shown in the query's language.

    `ignored` are rows of foreseen questions that a model must not see when it learns from them; the wording, which was
    learnt from them too, is then left out.
    """
    ranking = rank(query, index.passages, weights, candidates)
    cues = match_cues(query, index.foreseen, ignored)
    near = _cue_scores(ranking.rows, cues, index.sections)
    told = np.zeros_like(near) if ignored else _wording_scores(query.text, ranking.rows, index)
    scores = ranking.scores + CUE_WEIGHT * near + WORDING_WEIGHT * told
    hits: dict[str, Hit] = {}
    for place in np.argsort(-scores):
        passage = index.passages.passages[ranking.rows[place]]
        if passage.id not in hits:
            shown = index.passage(passage.id, query.language)
            hits[passage.id] = _hit(shown, ranking, int(place), scores, near, told)
    return Retrieval(query, tuple(hits.values()), cues)


def _cue_scores(rows: Rows, cues: CueScores, sections: SectionRows) -> Floats:
    """Return for each passage row how near its section's answerable cues are, standardised."""
    return standardised(sections.nearness(cues.scores)[sections.passages[rows]])


def _wording_scores(text: str, rows: Rows, index: Index) -> Floats:
    """Return for each passage row how surely the question belongs to its document by its wording, standardised.

    Few words tell little, and count in proportion to their number, but no less than half.
    """
    share = min(1.0, max(0.5, len(words_of(text)) / TELLING))
    return share * standardised(index.foreseen.classifier.of(text, index.documents[rows]))


def _hit(passage: Passage, ranking: Ranking, place: int, scores: Floats, near: Floats, told: Floats) -> Hit:
    signals: Mapping[str, Floats] = {
        "score": scores,
        "cue": near,
        "wording": told,
        "cosine": ranking.cosines,
        "dense": ranking.dense,
        "stems": ranking.stems,
        "ngrams": ranking.ngrams,
    }
    return Hit(passage, **{name: float(values[place]) for name, values in signals.items()})
