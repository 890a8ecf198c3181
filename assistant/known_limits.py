"""Where the sources fall short: questions whose answer is known to be missing, and wrong premises."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from assistant.citations import Draft
from assistant.cues import CueMatch
from assistant.domain import CueKind, Document, Gap, Premise, UnitKind
from assistant.extraction import drafts_of, score_units
from assistant.index import Index
from assistant.logistic import Logistic
from assistant.retrieval import Hit, Retrieval


class Limit(StrEnum):
    """What a question meets: nothing, a known gap, or its own wrong premise."""

    NONE = "answerable"
    GAP = "gap"
    PREMISE = "premise"


Floats = NDArray[np.float32]

REPEATED = 0.965
"""Cosine from which a question is taken as the foreseen one, as when a suggestion is clicked; paraphrases lie below."""

DOUBT = 0.2
"""From this chance of a wrong premise the truth is told too: it caught 83 % of them in cross-validation, 0.5 only 63 %."""

KNOWN = 3
"""Sentences that tell what is known instead."""


@dataclass(frozen=True, slots=True)
class LimitMet:
    """The likeliest limit, and how likely (0 to 1) it is that the question rests on a wrong premise."""

    limit: Limit
    premise: float


@dataclass(frozen=True)
class GapFound:
    """A gap that is asked for, in the words of the corpus, and drafts of what is known instead."""

    text: str
    known: tuple[Draft, ...]


@dataclass(frozen=True)
class PremiseFound:
    """A wrong premise and its correction; where it is not `certain`, the correction does not open the answer."""

    draft: Draft
    certain: bool


def limit_met(model: Logistic, retrieval: Retrieval, index: Index) -> LimitMet:
    """Return which limit a question meets: that of a foreseen question it repeats, else the most likely."""
    nearest = int(np.argmax(retrieval.cues.cosines))
    if retrieval.cues.cosines[nearest] >= REPEATED:
        limit = Limit(retrieval.cues.cues[nearest].kind)
        return LimitMet(limit, float(limit is Limit.PREMISE))
    shares = model.probabilities(limit_features(retrieval, index))
    return LimitMet(Limit(model.classes[int(np.argmax(shares))]), float(shares[model.classes.index(Limit.PREMISE)]))


def limit_features(retrieval: Retrieval, index: Index) -> Floats:
    """Return the question's vector (d,), then how well it matches each kind of foreseen question.

    Three a kind overall (best score, best cosine, mean of the three best), one a kind in the document of the
    best passage, one a kind for its share of the twelve nearest, then the best sentence's and passage's cosine,
    whether the best gap and the best premise are of that document, and the question's length.
    """
    cues, document = retrieval.cues, retrieval.hits[0].passage.document_id
    kinds, documents = index.foreseen.kinds, index.foreseen.documents
    nearest = kinds[np.argsort(-cues.scores)[:12]]
    told: list[float] = []
    own: list[float] = []
    for number in range(len(CueKind)):
        rows = np.flatnonzero(kinds == number)
        best = np.sort(cues.scores[rows])[::-1][:3]
        told += [float(best[0]), float(cues.white[rows].max()), float(best.mean())]
        inside = rows[documents[rows] == document]
        own.append(float(cues.scores[inside].max()) if len(inside) else -1.0)
    shares = [float((nearest == number).mean()) for number in range(len(CueKind))]
    leaders = [_best(retrieval, kind) for kind in (CueKind.GAP, CueKind.PREMISE)]
    same = [float(match is not None and match.cue.document_id == document) for match in leaders]
    length = float(np.log1p(len(retrieval.query.text.split())))
    told += [*own, *shares, _sentence_cosine(retrieval, index), retrieval.hits[0].cosine, *same, length]
    return np.concatenate([retrieval.query.vector, np.asarray(told, np.float32)]).astype(np.float32)


def gap_asked_for(retrieval: Retrieval, index: Index) -> GapFound | None:
    """Return the gap that a question matches best, with what is known instead."""
    gap = _best(retrieval, CueKind.GAP)
    if gap is None:
        return None
    document = index.corpus.document(gap.cue.document_id, retrieval.query.language)
    found = next(item for item in document.gaps if item.id == gap.cue.target)
    return GapFound(found.text, tuple(_known(found, document, retrieval, index)))


def wrong_premise(met: LimitMet, retrieval: Retrieval, index: Index) -> PremiseFound | None:
    """Return the correction of the wrong belief that a question matches best; None where there is hardly one."""
    premise = _best(retrieval, CueKind.PREMISE)
    if premise is None or met.premise < DOUBT:
        return None
    document = index.corpus.document(premise.cue.document_id, retrieval.query.language)
    found: Premise = next(item for item in document.premises if item.id == premise.cue.target)
    passage = index.passage(f"{document.id}#{found.section}", document.language)
    return PremiseFound(Draft(found.text, passage, found.quote), met.limit is Limit.PREMISE)


def _sentence_cosine(retrieval: Retrieval, index: Index) -> float:
    """Return the best cosine of a sentence in the four best passages."""
    rows = [index.unit_rows[hit.passage.key] for hit in retrieval.hits[:4] if hit.passage.key in index.unit_rows]
    return max((float((index.unit_vectors[row] @ retrieval.query.vector).max()) for row in rows), default=0.0)


def _best(retrieval: Retrieval, kind: CueKind) -> CueMatch | None:
    return next(iter(retrieval.cues.best(kind)), None)


def _known(gap: Gap, document: Document, retrieval: Retrieval, index: Index) -> list[Draft]:
    """Return the sentences nearest the question in the sections that tell what is known."""
    hits = [hit for hit in retrieval.hits if hit.passage.document_id == document.id]
    hits = [hit for hit in hits if hit.passage.section_id in gap.known] or _in_document(gap, hits)
    hits = sorted({hit.passage.id: hit for hit in [*hits, retrieval.hits[0]]}.values(), key=lambda hit: -hit.score)
    scored = [item for item in score_units(retrieval, hits, index) if item.unit.kind is not UnitKind.LEAD_IN]
    best = sorted(scored, key=lambda item: -item.score)[:KNOWN]
    return drafts_of(sorted(best, key=lambda item: (item.passage.key, item.unit.position)))


def _in_document(gap: Gap, hits: Sequence[Hit]) -> list[Hit]:
    """Where the sections are not among the candidates, the document's best passages tell what is known."""
    return list(hits[:2]) if gap.known else []
