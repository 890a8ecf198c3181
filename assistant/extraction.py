"""Choosing what to say: the few sentences of the best passages that answer the question, conclusion first."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.citations import Draft
from assistant.domain import Passage, Unit, UnitKind
from assistant.index import Index
from assistant.lexical import ngrams_of
from assistant.ranking import standardised
from assistant.retrieval import Hit, Retrieval

Floats = NDArray[np.float32]

PASSAGES = 6
"""Passages whose sentences compete; answers seldom need a third."""

MARGIN = 1.1
"""A passage this far below the best (in deviations of the fused score) has no say."""

STATEMENTS = 5
WORDS = 150
ENOUGH_WORDS = 60
LIST_WORDS = 170
"""Limits of length: two to five statements, 60 to 180 words with what the role adds."""

WEIGHT_COSINE, WEIGHT_WORDS, WEIGHT_PASSAGE, WEIGHT_FIRST = 1.0, 0.6, 0.9, 0.35
"""What a sentence's nearness, shared words, passage and first place count; set by hand after reading answers; not tuned yet."""

SAME = 0.55
"""Share of 5-grams above which two sentences say the same."""

_ITEMS = (UnitKind.ITEM, UnitKind.STEP)


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit that may be said, with its passage and how well it answers."""

    unit: Unit
    passage: Passage
    score: float


def choose(retrieval: Retrieval, index: Index) -> list[Draft]:
    """Return the drafts of an answer, conclusion first; empty when no sentence is left to say."""
    scored = score_units(retrieval, _competing(retrieval.hits), index)
    sentences = [item for item in scored if item.unit.kind is UnitKind.SENTENCE]
    if not scored:
        return []
    best = max(scored, key=lambda item: item.score)
    if best.unit.kind is not UnitKind.SENTENCE or _wants_list(best.passage, scored):
        return _led(_with_list(best, scored), retrieval, scored)
    return _led(drafts_of(_spread(best, sentences, [])), retrieval, scored)


def _led(drafts: list[Draft], retrieval: Retrieval, scored: Sequence[Scored]) -> list[Draft]:
    """See to it that the passage which ranked first is heard: its best sentence stands second where it had no place."""
    leader = retrieval.hits[0].passage.key
    own = [item for item in scored if item.passage.key == leader and item.unit.kind is not UnitKind.LEAD_IN]
    if not own or leader in {draft.passage.key for draft in drafts}:
        return drafts
    heard = drafts_of([max(own, key=lambda item: item.score)])
    rest = [draft for draft in drafts[1:] if not alike(draft.text, heard[0].text)]
    return [drafts[0], *heard, *rest]


def score_units(retrieval: Retrieval, hits: Sequence[Hit], index: Index) -> list[Scored]:
    """Score every unit of some passages against the question."""
    units = [(unit, hit) for hit in hits for unit in index.units_of(hit.passage)]
    if not units:
        return []
    rows = np.concatenate(
        [
            np.arange(index.unit_rows[hit.passage.key].start, index.unit_rows[hit.passage.key].stop)
            for hit in hits
            if hit.passage.key in index.unit_rows
        ]
    )
    cosines = standardised(np.asarray(index.unit_vectors[rows] @ retrieval.query.vector, dtype=np.float32))
    shared = standardised(np.asarray([_shared(retrieval, unit) for unit, _ in units], dtype=np.float32))
    top = hits[0].score
    return [
        Scored(
            unit,
            hit.passage,
            WEIGHT_COSINE * float(cosine)
            + WEIGHT_WORDS * float(words)
            + WEIGHT_PASSAGE * (hit.score - top)
            + WEIGHT_FIRST * (unit.position == 0),
        )
        for (unit, hit), cosine, words in zip(units, cosines, shared, strict=True)
    ]


def drafts_of(units: Sequence[Scored]) -> list[Draft]:
    """Turn chosen units into drafts; neighbours in one passage share one quote that spans them."""
    drafts = []
    for item in units:
        run = _neighbours(item.unit, [other.unit for other in units if other.passage.key == item.passage.key])
        quote = item.passage.text[run[0].start : run[-1].end]
        drafts.append(Draft(item.unit.text, item.passage, quote))
    return drafts


def _competing(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits[:PASSAGES] if hit.score >= hits[0].score - MARGIN]


def _shared(retrieval: Retrieval, unit: Unit) -> float:
    """Return how many of the question's 5-grams a unit has, long units damped."""
    grams = set(ngrams_of(retrieval.query.text))
    own = set(ngrams_of(unit.text))
    return len(grams & own) / (1.0 + math.log1p(len(own)))


def _wants_list(passage: Passage, scored: Sequence[Scored]) -> bool:
    """Return True when the best passage's list items answer about as well as its sentences."""
    items = [item.score for item in scored if item.passage.key == passage.key and item.unit.kind in _ITEMS]
    sentences = [item.score for item in scored if item.passage.key == passage.key and item.unit.kind not in _ITEMS]
    return len(items) >= 2 and float(np.mean(sorted(items)[-3:])) > float(np.mean(sentences or [0.0])) - 0.5


def _with_list(best: Scored, scored: Sequence[Scored]) -> list[Draft]:
    """Say the passage's first sentence, its list's lead-in and the items, in reading order."""
    own = [item for item in scored if item.passage.key == best.passage.key]
    opening = [item for item in own if item.unit.position == 0 and item.unit.kind is UnitKind.SENTENCE]
    listed = [item for item in own if item.unit.kind is not UnitKind.SENTENCE]
    while _words(opening + listed) > LIST_WORDS and len(listed) > 3:
        weakest = min((item for item in listed if item.unit.kind in _ITEMS), key=lambda item: item.score)
        listed.remove(weakest)
    chosen = opening + listed
    if _words(chosen) < ENOUGH_WORDS:
        chosen = _spread(chosen[0], [item for item in scored if item.unit.kind is UnitKind.SENTENCE], chosen[1:])
    return drafts_of(chosen)


def _spread(first: Scored, pool: Sequence[Scored], chosen: list[Scored]) -> list[Scored]:
    """Add the best sentences that say something new, up to the limits; then put them in reading order."""
    picked = [first, *chosen]
    for item in sorted(pool, key=lambda item: -item.score):
        enough = _words(picked) >= ENOUGH_WORDS and len(picked) >= 2
        if len(picked) - len(chosen) >= STATEMENTS or _words([*picked, item]) > WORDS:
            break
        if enough and item.score < first.score - 1.6:
            break
        if not any(alike(item.unit.text, other.unit.text) for other in picked):
            picked.append(item)
    return _reading_order(picked, len(chosen) + 1)


def _reading_order(picked: list[Scored], fixed: int) -> list[Scored]:
    """Keep the first `fixed` in place; order the rest by passage (best first) and position."""
    rest = picked[fixed:]
    places = {key: place for place, key in reversed(list(enumerate(item.passage.key for item in picked)))}
    return picked[:fixed] + sorted(rest, key=lambda item: (places[item.passage.key], item.unit.position))


def alike(one: str, other: str) -> bool:
    """Return True when two sentences say the same: most 5-grams of the shorter stand in the longer."""
    first, second = set(ngrams_of(one)), set(ngrams_of(other))
    return len(first & second) / max(1, min(len(first), len(second))) > SAME


def _neighbours(unit: Unit, chosen: Sequence[Unit]) -> list[Unit]:
    """Return the unbroken run of chosen units around one."""
    by_position = {other.position: other for other in chosen}
    first = last = unit.position
    while first - 1 in by_position:
        first -= 1
    while last + 1 in by_position:
        last += 1
    return [by_position[position] for position in range(first, last + 1)]


def _words(units: Sequence[Scored]) -> int:
    return sum(len(item.unit.text.split()) for item in units)
