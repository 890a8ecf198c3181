"""When not to answer: a small calibrated model over the question's vector and what the retrieval found.

A raw cosine says nothing about whether the answer is there (docs/decisions/0006), so several signals decide
together. The coefficients stand in `corpus/boundary.npz`; `python -m assistant calibrate` makes them from the
labelled questions in `corpus/boundary.jsonl` and the corpus's own foreseen questions.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from assistant.domain import CueKind
from assistant.glossary import Glossary
from assistant.index import Index
from assistant.lexical import ngrams_of, stems_of, words_of
from assistant.logistic import Logistic
from assistant.retrieval import Retrieval

Floats = NDArray[np.float32]

HARDLY = 0.2
"""Below this probability a text that seems to be about something else is not taken for a vague one. Of 688 questions about
other things, each judged by models that had not seen it, 5 % are asked back so; of the vague texts 1 % are declined."""


class Verdict(StrEnum):
    """What a question is to the corpus; one that tells a situation is within its reach, like an answerable one."""

    INSIDE = "answerable"
    SITUATION = "situation"
    OUTSIDE = "out_of_scope"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely (0 to 1) a question is about something else, and how likely it is too vague; the rest is within reach."""

    outside: float
    vague: float

    @property
    def is_outside(self) -> bool:
        """Return True where it is more likely than not about something else."""
        return self.outside > 0.5

    @property
    def is_surely_outside(self) -> bool:
        """Return True where it is about something else, and hardly a municipality's matter told too vaguely."""
        return self.is_outside and self.vague < HARDLY


def judge(model: Logistic, retrieval: Retrieval, index: Index, glossary: Glossary) -> Judgement:
    """Return what a question is to the corpus."""
    shares = model.probabilities(features(retrieval, index, glossary), retrieval.query.text)
    outside, vague = (float(shares[model.classes.index(kind)]) for kind in (Verdict.OUTSIDE, Verdict.VAGUE))
    return Judgement(outside, vague)


def features(retrieval: Retrieval, index: Index, glossary: Glossary) -> Floats:
    """Return the features of a question: its vector (d,), then what retrieval and words tell."""
    query = retrieval.query
    cosines = np.sort(np.asarray([hit.cosine for hit in retrieval.hits[:10]], np.float32))[::-1]
    answerable, gap, premise = (_cue_cosine(retrieval, index, kind) for kind in CueKind)
    words = words_of(query.text)
    told = [
        cosines[0],
        float(cosines[:3].mean()),
        float(cosines[0] - cosines[-1]),
        answerable,
        max(gap, premise),
        float(np.sort(retrieval.cues.white)[-3:].mean()),
        *_coverage(words, retrieval, index),
        _rarest_covered(words, retrieval, index),
        float(len(glossary.terms_in(query.text, query.language))),
        float(np.log1p(len(words))),
        float(len(words) < 4),
        float(any(character.isdigit() for character in query.text)),
    ]
    return np.concatenate([query.vector, np.asarray(told, np.float32)]).astype(np.float32)


def _cue_cosine(retrieval: Retrieval, index: Index, kind: CueKind) -> float:
    """Return the best cosine with a foreseen question of a kind, in any language."""
    rows = np.flatnonzero(index.foreseen.kinds == list(CueKind).index(kind))
    return float(retrieval.cues.cosines[rows].max()) if len(rows) else 0.0


def _rarest_covered(words: Sequence[str], retrieval: Retrieval, index: Index) -> float:
    """Return how rare (0 to about 7, in nats) the rarest word is that question and best passages share."""
    language = retrieval.query.language
    stems = {stem for hit in retrieval.hits[:3] for stem in stems_of(hit.passage.embedded_text, language)}
    shared = [stem for word in words if len(word) > 2 for stem in stems_of(word, language) if stem in stems]
    total = len(index.passages.passages)
    return max((math.log(total / (1 + index.passages.stems.frequency(stem))) for stem in shared), default=0.0)


def _coverage(words: Sequence[str], retrieval: Retrieval, index: Index) -> tuple[float, float, float]:
    """Return how much of the question's rare words the best passages have, and the corpus has at all.

    (share covered by the best three passages weighted by rarity, share of words no passage knows, rarest unknown)
    """
    found = set(ngrams_of(" ".join(hit.passage.embedded_text for hit in retrieval.hits[:3])))
    total, covered, unknown = 0.0, 0.0, 0
    for word in (word for word in words if len(word) > 3):
        grams = ngrams_of(word)
        known = [index.passages.ngrams.frequency(gram) for gram in grams]
        rarity = float(np.mean([1 / (1 + np.log1p(count)) for count in known]))
        total += rarity
        covered += rarity * sum(gram in found for gram in grams) / len(grams)
        unknown += float(np.mean([count > 0 for count in known])) < 0.5
    return covered / total if total else 0.0, unknown / max(1, len(words)), float(unknown > 0)
