"""The diagnosis measured on writers, sectors and styles that it has not seen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.calibration import Workshop
from assistant.domain import Approach
from assistant.labelled import LabelledSituation, read_situations
from assistant.logistic import Logistic
from assistant.metrics import expected_calibration_error
from assistant.samples import besides, told
from assistant.training import SITUATIONS, approach_chances, left_out

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Validation:
    """How the model does on a group that was left out: clear situations (no true second) with their approach named."""

    grouping: str
    right: int
    of: int
    hard_right: int
    hard_of: int
    calibration_error: float


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

    def chances(model: Logistic, row: int) -> Floats:
        return approach_chances(model, samples.table[row], samples.texts[row])

    for grouping, name_of in GROUPINGS.items():
        names = np.asarray([name_of(item) for item in situations])
        yield _measured(grouping, situations, left_out(samples, others, names, chances))


def _measured(grouping: str, situations: Sequence[LabelledSituation], chances: Sequence[Floats]) -> Validation:
    clear = [row for row, item in enumerate(situations) if item.label in set(Approach) and item.second is None]
    named = [tuple(Approach)[int(chances[row].argmax())] for row in clear]
    right = [name == situations[row].label for row, name in zip(clear, named, strict=True)]
    hard = [hit for row, hit in zip(clear, right, strict=True) if situations[row].hard]
    error = expected_calibration_error([float(chances[row].max()) for row in clear], right)
    return Validation(grouping, sum(right), len(right), sum(hard), len(hard), error)
