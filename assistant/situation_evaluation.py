"""Labelled situations run through the assistant: which approach was named, how sure, and what was asked back."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.domain import Approach, Outcome, Question
from assistant.evaluation import Measure
from assistant.labelled import PLAIN, VAGUE, LabelledSituation
from assistant.metrics import expected_calibration_error, wilson

Pair = tuple[LabelledSituation, Answer]


@dataclass(frozen=True)
class SituationReport:
    """The measures, the calibration error of the named approach's probability, and (truth, named) counts."""

    measures: tuple[Measure, ...]
    calibration_error: float
    confusion: Mapping[tuple[str, str], int]


def run(
    situations: Sequence[LabelledSituation],
    answer: Callable[[Question], Answer],
    progress: Callable[[int, int], None] | None = None,
) -> list[Pair]:
    """Tell every situation without naming its language."""
    pairs = []
    for place, item in enumerate(situations, start=1):
        pairs.append((item, answer(Question(item.text))))
        if progress:
            progress(place, len(situations))
    return pairs


def named(answer: Answer) -> str:
    """Return the approach that was named, `vague` where Floke asked back, else `plain`."""
    if answer.outcome is Outcome.CLARIFY:
        return VAGUE
    return str(answer.situation.approach) if answer.situation and answer.situation.approach else PLAIN


def both_named(item: LabelledSituation, answer: Answer) -> bool:
    """Return True where the two approaches that compete are the first and the runner-up, in either order."""
    situation = answer.situation
    return situation is not None and {situation.approach, situation.runner_up} == {Approach(item.label), item.second}


def report(pairs: Sequence[Pair]) -> SituationReport:
    """Return the figures: clear situations (no true second), competing ones, vague ones, plain questions."""
    told = [pair for pair in pairs if pair[0].label in set(Approach)]
    clear = [pair for pair in told if pair[0].second is None]
    measures = [
        *_by_language("approach right", clear, _right),
        *_by_language("approach right, hard ones", [pair for pair in clear if pair[0].hard], _right),
        *_by_language("both competing named", [pair for pair in told if pair[0].second], both_named),
        *_by_language("vague, asked back", _labelled(pairs, VAGUE), lambda _, answer: named(answer) == VAGUE),
        *_by_language("clear, asked back", clear, lambda _, answer: named(answer) == VAGUE),
        *_by_language(
            "plain, no diagnosis", _labelled(pairs, PLAIN), lambda _, answer: named(answer) not in set(Approach)
        ),
    ]
    sure = [
        (answer.situation.scores[named(answer)], _right(item, answer))
        for item, answer in clear
        if answer.situation and answer.situation.approach
    ]
    error = expected_calibration_error([chance for chance, _ in sure], [hit for _, hit in sure])
    return SituationReport(tuple(measures), error, Counter((item.label, named(answer)) for item, answer in pairs))


def confusion_table(confusion: Mapping[tuple[str, str], int]) -> str:
    """Return the confusion matrix as text: a row a truth, a column what was named."""
    names = (*Approach, VAGUE, PLAIN)
    lines = [f"{'truth / named':22}" + "".join(f"{name[:10]:>12}" for name in names)]
    lines += [f"{truth:22}" + "".join(f"{confusion.get((truth, name), 0):12}" for name in names) for truth in names]
    return "\n".join(lines)


def _right(item: LabelledSituation, answer: Answer) -> bool:
    return named(answer) == item.label


def _labelled(pairs: Sequence[Pair], label: str) -> list[Pair]:
    return [pair for pair in pairs if pair[0].label == label]


def _by_language(name: str, pairs: Sequence[Pair], right: Callable[[LabelledSituation, Answer], bool]) -> list[Measure]:
    """Return a measure over all languages and in each; none where there is nothing to measure."""
    groups: dict[str, list[bool]] = {}
    for item, answer in pairs:
        for group in ("all", item.language):
            groups.setdefault(group, []).append(right(item, answer))
    return [
        Measure(name, group, sum(found), len(found), *wilson(sum(found), len(found))) for group, found in groups.items()
    ]
