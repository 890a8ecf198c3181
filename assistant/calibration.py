"""Making the boundary's coefficients from labelled questions; scikit-learn is needed only here."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.abstention import Verdict, features
from assistant.cleaning import clean, one_line
from assistant.domain import Language, Weights
from assistant.encoders import Encoder
from assistant.errors import CorpusError
from assistant.glossary import Glossary
from assistant.index import Index
from assistant.known_limits import Limit, limit_features
from assistant.logistic import fit
from assistant.ranking import Query
from assistant.retrieval import Retrieval, retrieve

Floats = NDArray[np.float32]

STRENGTH = 0.03
"""Inverse regularisation: the vector has more columns than the set has questions of a kind."""

COSTS = (0.4, 0.0, 0.0)
"""Log odds added to `answerable`: declining what the guide does say is the dearer mistake. Chosen by cross-validation."""

LIMIT_STRENGTH, LIMIT_COSTS = 0.03, (0.45, 0.1, 0.0)
"""For gaps and wrong premises, likewise: few features, so little regularisation."""

FORESEEN_WEIGHT = 0.3
"""What a question from the corpus counts against one that somebody asked without knowing the corpus."""


@dataclass(frozen=True)
class Labelled:
    """A question with its class; `own` is the target of a foreseen question, left out of its own features."""

    text: str
    language: Language
    label: str
    own: str | None = None


def read_labelled(path: Path, classes: type[StrEnum]) -> list[Labelled]:
    """Read `{"text", "language", "label"}` lines; CorpusError names the line that cannot be read."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            rows.append(Labelled(item["text"], Language(item["language"]), classes(item["label"])))
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(
                f"{path.name}, line {number}: {error}.", "Each line needs text, language, label."
            ) from error
    return rows


def foreseen(index: Index) -> list[Labelled]:
    """Return the corpus's own questions, which must never be declined."""
    return [Labelled(cue.text, cue.language, Verdict.INSIDE, cue.group) for cue in index.foreseen.cues]


def calibrate(
    index: Index, encoder: Encoder, glossary: Glossary, weights: Weights, candidates: int, folder: Path
) -> int:
    """Make `boundary.json` and `limits.json` from their `.jsonl`; return how many questions were learnt from."""
    asked = read_labelled(folder / "boundary.jsonl", Verdict)
    rows = asked + foreseen(index)

    def table(items: Sequence[Labelled], of: Callable[[Labelled, Retrieval], Floats]) -> Floats:
        return np.stack([of(item, _retrieved(item, index, encoder, glossary, weights, candidates)) for item in items])

    boundary = table(rows, lambda item, found: features(found, index, glossary, item.own))
    counts = [FORESEEN_WEIGHT if row.own else 1.0 for row in rows]
    _write(
        folder / "boundary.json", fit(boundary, [row.label for row in rows], tuple(Verdict), counts, STRENGTH, COSTS)
    )
    limited = read_labelled(folder / "limits.jsonl", Limit)
    met = table(limited, lambda _, found: limit_features(found, index))
    labels = [row.label for row in limited]
    _write(folder / "limits.json", fit(met, labels, tuple(Limit), [1.0] * len(met), LIMIT_STRENGTH, LIMIT_COSTS))
    return len(rows) + len(limited)


def _retrieved(
    row: Labelled, index: Index, encoder: Encoder, glossary: Glossary, weights: Weights, candidates: int
) -> Retrieval:
    """Search for a labelled question; a foreseen one has its vector already."""
    text = one_line(clean(row.text))
    known = index.foreseen.rows.get(row.text) if row.own else None
    vector = index.foreseen.vectors[known] if known is not None else encoder.encode_queries([text])[0]
    return retrieve(
        Query(text, row.language, vector, glossary.expansion(text, row.language)), index, weights, candidates
    )


def _write(path: Path, fitted: dict[str, object]) -> None:
    path.write_text(json.dumps(fitted) + "\n", encoding="utf-8")
