"""Where the sources fall short: questions whose answer is known to be missing, and wrong premises."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citations import Draft
from assistant.cues import CueMatch
from assistant.domain import CueKind, Document, Gap, Premise, UnitKind
from assistant.extraction import drafts_of, score_units
from assistant.index import Index
from assistant.retrieval import Hit, Retrieval

GAP_LEAD = 0.15
"""How much better (in deviations of the cue score) a gap must match than any answerable question."""

PREMISE_LEAD = 0.0
PREMISE_COSINE = 0.90
"""A wrong belief must match at least as well as any answerable question, and closely."""

KNOWN = 3
"""Sentences that tell what is known instead."""


@dataclass(frozen=True)
class GapFound:
    """A gap that is asked for, in the words of the corpus, and drafts of what is known instead."""

    text: str
    known: tuple[Draft, ...]


@dataclass(frozen=True)
class PremiseFound:
    """A wrong premise and its correction."""

    draft: Draft


def gap_asked_for(retrieval: Retrieval, index: Index) -> GapFound | None:
    """Return the gap that a question asks for, when it matches one better than what can be answered."""
    gap, answerable, premise = (_best(retrieval, kind) for kind in (CueKind.GAP, CueKind.ANSWERABLE, CueKind.PREMISE))
    if gap is None or gap.score < max(answerable.score if answerable else 0, premise.score if premise else 0) + GAP_LEAD:
        return None
    document = index.corpus.document(gap.cue.document_id, retrieval.query.language)
    found = next(item for item in document.gaps if item.id == gap.cue.target)
    return GapFound(found.text, tuple(_known(found, document, retrieval, index)))


def wrong_premise(retrieval: Retrieval, index: Index) -> PremiseFound | None:
    """Return the correction of the wrong belief that a question takes for granted, when it matches one closely."""
    premise, answerable = _best(retrieval, CueKind.PREMISE), _best(retrieval, CueKind.ANSWERABLE)
    if premise is None or premise.cosine < PREMISE_COSINE:
        return None
    if answerable and premise.score < answerable.score + PREMISE_LEAD:
        return None
    document = index.corpus.document(premise.cue.document_id, retrieval.query.language)
    found: Premise = next(item for item in document.premises if item.id == premise.cue.target)
    return PremiseFound(Draft(found.text, index.passage(f"{document.id}#{found.section}", document.language), found.quote))


def _best(retrieval: Retrieval, kind: CueKind) -> CueMatch | None:
    return next(iter(retrieval.cues.best(kind)), None)


def _known(gap: Gap, document: Document, retrieval: Retrieval, index: Index) -> list[Draft]:
    """Return the sentences nearest the question in the sections that tell what is known."""
    hits = [hit for hit in retrieval.hits if hit.passage.document_id == document.id]
    hits = [hit for hit in hits if hit.passage.section_id in gap.known] or _in_document(gap, hits)
    scored = [item for item in score_units(retrieval, hits, index) if item.unit.kind is not UnitKind.LEAD_IN]
    best = sorted(scored, key=lambda item: -item.score)[:KNOWN]
    return drafts_of(sorted(best, key=lambda item: (item.passage.key, item.unit.position)), index)


def _in_document(gap: Gap, hits: Sequence[Hit]) -> list[Hit]:
    """Where the sections are not among the candidates, the document's best passages tell what is known."""
    return list(hits[:2]) if gap.known else []
