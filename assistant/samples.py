"""Labelled texts with their features, as the small models about situations learn from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.abstention import Verdict
from assistant.calibration import Workshop, named_things
from assistant.cleaning import clean, one_line
from assistant.diagnosis import situation_row
from assistant.intent import is_advice
from assistant.labelled import PLAIN, VAGUE, Labelled, LabelledSituation, read_labelled

Floats = NDArray[np.float32]

EVERY = 4
"""Every fourth foreseen question is a sample of a plain one: about as many as there are situations."""


_NO_SITUATION: Mapping[str, str] = {Verdict.INSIDE: PLAIN, Verdict.OUTSIDE: PLAIN, Verdict.VAGUE: VAGUE}


@dataclass(frozen=True)
class Samples:
    """Texts, their labels and their features (n, d + 2) as in `diagnosis.situation_row`, row by row.

    `seconds` are the labels that truly compete, None where none does; () where none does anywhere.
    """

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    table: Floats
    seconds: tuple[str | None, ...] = ()

    def second(self, row: int) -> str | None:
        """Return the label that competes with a row's own."""
        return self.seconds[row] if self.seconds else None

    def and_also(self, other: "Samples") -> "Samples":
        """Return both, one after the other."""
        rows = [(part, row) for part in (self, other) for row in range(len(part.texts))]
        return Samples(
            self.texts + other.texts,
            self.labels + other.labels,
            np.concatenate([self.table, other.table]),
            tuple(part.second(row) for part, row in rows),
        )

    def only(self, rows: NDArray[np.int64]) -> "Samples":
        """Return some of the rows."""
        chosen = rows.tolist()
        texts, labels = tuple(self.texts[row] for row in chosen), tuple(self.labels[row] for row in chosen)
        return Samples(texts, labels, self.table[rows], tuple(self.second(row) for row in chosen))


def told(situations: Sequence[LabelledSituation], workshop: Workshop) -> Samples:
    """Return the labelled situations as samples."""
    texts = tuple(_text(item) for item in situations)
    samples = _samples(texts, [item.label for item in situations], workshop.encoder.encode_queries(texts), workshop)
    return replace(samples, seconds=tuple(item.second for item in situations))


def besides(workshop: Workshop) -> Samples:
    """Return what is no situation: foreseen questions, names of things, and all of the boundary's texts but situations.

    Foreseen questions that ask what one's own municipality should do are left out: they may tell a situation.
    """
    foreseen = workshop.index.foreseen
    chosen = [row for row in range(0, len(foreseen.cues), EVERY) if not is_advice(foreseen.cues[row].text)]
    texts = [foreseen.cues[row].text for row in chosen]
    asked = _samples(texts, [PLAIN] * len(texts), foreseen.vectors[chosen], workshop)
    said = [(text, PLAIN) for text, _ in named_things(workshop)]
    said += [(one_line(clean(row.text)), _NO_SITUATION[row.label]) for row in _boundary_texts(workshop)]
    texts, labels = [text for text, _ in said], [label for _, label in said]
    return asked.and_also(_samples(texts, labels, workshop.encoder.encode_queries(texts), workshop))


def _boundary_texts(workshop: Workshop) -> list[Labelled]:
    rows = read_labelled(workshop.folder / "boundary.jsonl", Verdict)
    return [row for row in rows if row.label in _NO_SITUATION]


def _samples(texts: Sequence[str], labels: Sequence[str], vectors: Floats, workshop: Workshop) -> Samples:
    """Return samples with their features; a foreseen question is not its own nearest one."""
    foreseen = workshop.index.foreseen
    near = np.where(foreseen.plain, foreseen.whitening.apply(vectors) @ foreseen.white.T, -1.0)
    for row, text in enumerate(texts):
        if text in foreseen.rows:
            near[row, foreseen.rows[text]] = -1.0
    rows = zip(vectors, texts, near.max(axis=1), strict=True)
    table = np.stack([situation_row(vector, text, float(best)) for vector, text, best in rows])
    return Samples(tuple(texts), tuple(labels), table)


def _text(item: LabelledSituation) -> str:
    return one_line(clean(item.text))
