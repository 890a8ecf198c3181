"""Making the small models' coefficients from labelled questions; scikit-learn is needed only here.

`boundary.json`: answerable, out of scope or vague. `limits.json`: answerable, a gap or a wrong premise.
`locales/language.npz`: the language. The diagnosis is learnt in `training`.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.abstention import Verdict, features
from assistant.cleaning import clean, one_line
from assistant.domain import Language, Weights
from assistant.encoders import Encoder
from assistant.glossary import Glossary
from assistant.gram_model import fit_grams
from assistant.index import Index
from assistant.known_limits import Limit, limit_features
from assistant.labelled import VAGUE, Labelled, LabelledSituation, read_labelled, read_situations
from assistant.language import MODEL, SIZES
from assistant.logistic import fit
from assistant.ranking import Query
from assistant.retrieval import Retrieval, retrieve

Floats = NDArray[np.float32]

STRENGTH = 0.03
"""Inverse regularisation: the vector has more columns than the set has questions of a kind."""

COSTS = (0.4, 0.0, 0.0)
"""Log odds added to `answerable`: declining what the guide does say is the dearer mistake. Chosen by cross-validation."""

LIMIT_STRENGTH, LIMIT_COSTS = 1.0, (0.0, 0.0, 0.0)
LIMIT_EMPHASIS = (0.1, 0.3)
"""For gaps and wrong premises: what the vector and what the matches count, standardised. Chosen by cross-validation."""

FORESEEN_WEIGHT = 0.3
"""What a question from the corpus counts against one that somebody asked without knowing the corpus."""

LANGUAGE_STRENGTH = 30.0
"""Inverse regularisation of the language model: 3 to 30 did alike on the tuning half."""


@dataclass(frozen=True)
class Workshop:
    """What the models are made with: the index and all that a search in it needs, and where the labelled sets lie."""

    index: Index
    encoder: Encoder
    glossary: Glossary
    weights: Weights
    candidates: int
    folder: Path

    def retrieved(self, row: Labelled, ignored: Sequence[int] = ()) -> Retrieval:
        """Search for a labelled question; a foreseen one has its vector already."""
        text = one_line(clean(row.text))
        known = self.index.foreseen.rows.get(row.text) if row.own else None
        vector = self.index.foreseen.vectors[known] if known is not None else self.encoder.encode_queries([text])[0]
        query = Query(text, row.language, vector, self.glossary.expansion(text, row.language))
        return retrieve(query, self.index, self.weights, self.candidates, ignored)


def calibrate(workshop: Workshop) -> int:
    """Make the three models from their labelled sets; return how many texts were learnt from."""
    boundary = boundary_rows(workshop)
    limits = limit_rows(workshop)
    _write(workshop.folder / "boundary.json", _boundary(workshop, boundary))
    _write(workshop.folder / "limits.json", _limits(workshop, limits))
    spoken = language_rows(workshop)
    fit_grams(*spoken, tuple(Language), SIZES, LANGUAGE_STRENGTH).save(MODEL)
    return len(boundary) + len(limits) + len(spoken[0])


def boundary_rows(workshop: Workshop) -> list[Labelled]:
    """Return what lies inside, outside or is vague: labelled questions, situations, and the corpus's own questions."""
    asked = read_labelled(workshop.folder / "boundary.jsonl", Verdict)
    told = [_as_question(item) for item in read_situations(workshop.folder / "situations.jsonl")]
    own = [Labelled(cue.text, cue.language, Verdict.INSIDE, cue.group) for cue in workshop.index.foreseen.cues]
    return asked + told + own


def limit_rows(workshop: Workshop) -> list[Labelled]:
    """Return what meets a gap, a wrong premise or neither: labelled questions and the corpus's own."""
    own = [Labelled(cue.text, cue.language, Limit(cue.kind), cue.group) for cue in workshop.index.foreseen.cues]
    return read_labelled(workshop.folder / "limits.jsonl", Limit) + own


def language_rows(workshop: Workshop) -> tuple[list[str], list[str]]:
    """Return texts and their languages: the corpus, its questions, the labelled sets; and pieces of the longer ones."""
    rows = [(unit.text, unit.language) for unit in workshop.index.units]
    rows += [(cue.text, cue.language) for cue in workshop.index.foreseen.cues]
    rows += [(item.text, item.language) for item in read_labelled(workshop.folder / "boundary.jsonl", Verdict)]
    rows += [(item.text, item.answered_in) for item in read_situations(workshop.folder / "situations.jsonl")]
    rows += _pieces(rows)
    return [text for text, _ in rows], [language for _, language in rows]


def _pieces(rows: Sequence[tuple[str, Language]]) -> list[tuple[str, Language]]:
    """Return three to six words from each longer text: questions are short."""
    chance = np.random.default_rng(0)
    pieces = []
    for text, language in rows:
        words = text.split()
        if len(words) > 6:
            size = int(chance.integers(3, 7))
            start = int(chance.integers(0, len(words) - size))
            pieces.append((" ".join(words[start : start + size]), language))
    return pieces


def _boundary(workshop: Workshop, rows: Sequence[Labelled]) -> dict[str, object]:
    """Learn the boundary; a foreseen question is searched for as if nobody had foreseen what it asks for."""
    groups = _rows_by(workshop.index, lambda cue: cue.group)
    table = np.stack(
        [features(workshop.retrieved(row, groups[row.own or ""]), workshop.index, workshop.glossary) for row in rows]
    )
    counts = [FORESEEN_WEIGHT if row.own else 1.0 for row in rows]
    return fit(table, [row.label for row in rows], tuple(Verdict), counts, STRENGTH, COSTS)


def _limits(workshop: Workshop, rows: Sequence[Labelled]) -> dict[str, object]:
    """Learn the limits; a foreseen question is searched for as if it had not been foreseen in those words."""
    wordings = _rows_by(workshop.index, lambda cue: cue.text)
    table = np.stack([limit_features(workshop.retrieved(row, wordings[row.text]), workshop.index) for row in rows])
    counts = [FORESEEN_WEIGHT if row.own else 1.0 for row in rows]
    emphasis = np.full(table.shape[1], LIMIT_EMPHASIS[1], np.float32)
    emphasis[: workshop.encoder.dimension] = LIMIT_EMPHASIS[0]
    labels = [row.label for row in rows]
    return fit(table, labels, tuple(Limit), counts, LIMIT_STRENGTH, LIMIT_COSTS, emphasis)


def _rows_by(index: Index, name: Callable[..., str]) -> Mapping[str, list[int]]:
    """Return the rows of the foreseen questions by something they share; nothing for what none has."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, cue in enumerate(index.foreseen.cues):
        rows[name(cue)].append(row)
    return rows


def _as_question(item: LabelledSituation) -> Labelled:
    label = Verdict.VAGUE if item.label == VAGUE else Verdict.INSIDE
    return Labelled(item.text, item.answered_in, label)


def _write(path: Path, fitted: dict[str, object]) -> None:
    path.write_text(json.dumps(fitted) + "\n", encoding="utf-8")
