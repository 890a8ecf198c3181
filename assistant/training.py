"""Learning the diagnosis from labelled situations, reproducibly, and measuring it on writers it has not seen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.abstention import Verdict
from assistant.calibration import Workshop
from assistant.cleaning import clean, one_line
from assistant.diagnosis import approach_odds, situation_row
from assistant.domain import Approach
from assistant.intent import is_advice
from assistant.labelled import PLAIN, SITUATION_LABELS, VAGUE, LabelledSituation, read_labelled, read_situations
from assistant.logistic import Logistic, Recipe, fit, softmax
from assistant.metrics import expected_calibration_error

Floats = NDArray[np.float32]

SITUATIONS, MODEL = "situations.jsonl", "situations.npz"
COMMAND = "python -m assistant train"

RECIPE = Recipe(strength=10.0, costs=(0.0,) * len(SITUATION_LABELS), grams=2.0)
VECTOR, OTHERS = 0.05, 0.5
"""Chosen by leaving one writer out at a time: 93 % of the clear situations right, by vectors alone 87 %."""


EVERY = 4
"""Every fourth foreseen question is a sample of a plain one: about as many as there are situations."""


@dataclass(frozen=True, slots=True)
class Validation:
    """How the model does on a group that was left out: clear situations (no true second) with their approach named."""

    grouping: str
    right: int
    of: int
    hard_right: int
    hard_of: int
    calibration_error: float


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
    """Return what is no situation: foreseen questions are plain ones, and the boundary's vague texts are vague.

    Foreseen questions that ask what one's own municipality should do are left out: they may tell a situation.
    """
    foreseen = workshop.index.foreseen
    chosen = [row for row in range(0, len(foreseen.cues), EVERY) if not is_advice(foreseen.cues[row].text)]
    texts = [foreseen.cues[row].text for row in chosen]
    plain = _samples(texts, [PLAIN] * len(texts), foreseen.vectors[chosen], workshop)
    rows = read_labelled(workshop.folder / "boundary.jsonl", Verdict)
    vague = [one_line(clean(row.text)) for row in rows if row.label == Verdict.VAGUE]
    vectors = workshop.encoder.encode_queries(vague)
    return plain.and_also(_samples(vague, [VAGUE] * len(vague), vectors, workshop))


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


def learn(samples: Samples) -> Logistic:
    """Return the model; the same samples give the same model. Where two labels compete, a text counts half for each."""
    seconds = [samples.second(row) for row in range(len(samples.texts))]
    torn = [row for row, second in enumerate(seconds) if second]
    texts = [*samples.texts, *(samples.texts[row] for row in torn)]
    labels = [*samples.labels, *(second for second in seconds if second)]
    counts = [*(0.5 if second else 1.0 for second in seconds), *(0.5 for _ in torn)]
    emphasis = np.full(samples.table.shape[1], VECTOR, np.float32)
    emphasis[-2:] = OTHERS
    table = np.concatenate([samples.table, samples.table[torn]])
    return fit(table, texts, labels, SITUATION_LABELS, replace(RECIPE, dense=emphasis), counts)


def train(workshop: Workshop) -> int:
    """Learn from all situations and write `situations.npz`; return how many situations there were."""
    situations = read_situations(workshop.folder / SITUATIONS)
    learn(told(situations, workshop).and_also(besides(workshop))).save(workshop.folder / MODEL)
    return len(situations)


GROUPINGS: dict[str, Callable[[LabelledSituation], str]] = {
    "writer": lambda item: item.writer,
    "sector": lambda item: item.sector,
    "style": lambda item: item.style,
}
"""What is left out together: others' situations come from other writers, sectors and styles."""


def validate(workshop: Workshop) -> Iterator[Validation]:
    """Yield the figures of cross-validation by writer, by sector and by style."""
    situations = read_situations(workshop.folder / SITUATIONS)
    samples, others = told(situations, workshop), besides(workshop)
    for grouping, name_of in GROUPINGS.items():
        names = np.asarray([name_of(item) for item in situations])
        yield _measured(grouping, situations, _left_out(samples, others, names))


def _left_out(samples: Samples, others: Samples, names: NDArray[np.str_]) -> Floats:
    """Return the five approaches' probabilities (n, 5), each row from a model that did not see its group."""
    chances = np.zeros((len(names), len(Approach)), np.float32)
    for name in sorted(set(names.tolist())):
        model = learn(samples.only(np.flatnonzero(names != name)).and_also(others))
        for row in np.flatnonzero(names == name).tolist():
            chances[row] = approach_chances(model, samples.table[row], samples.texts[row])
    return chances


def approach_chances(model: Logistic, row: Floats, text: str) -> Floats:
    """Return the five approaches' probabilities in the order of `Approach`."""
    return softmax(approach_odds(model, model.scores(row, text)))


def _measured(grouping: str, situations: Sequence[LabelledSituation], chances: Floats) -> Validation:
    clear = [row for row, item in enumerate(situations) if item.label in set(Approach) and item.second is None]
    named = [tuple(Approach)[int(chances[row].argmax())] for row in clear]
    right = [name == situations[row].label for row, name in zip(clear, named, strict=True)]
    hard = [hit for row, hit in zip(clear, right, strict=True) if situations[row].hard]
    error = expected_calibration_error([float(chances[row].max()) for row in clear], right)
    return Validation(grouping, sum(right), len(right), sum(hard), len(hard), error)


def _text(item: LabelledSituation) -> str:
    return one_line(clean(item.text))
