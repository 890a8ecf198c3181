"""Learning what situations call for, reproducibly: the approach, whether a second one competes, and acute danger."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.calibration import Workshop
from assistant.cleaning import clean, one_line
from assistant.danger import DANGER_MODEL, DANGER_TEXTS, Danger
from assistant.diagnosis import approach_odds
from assistant.domain import Approach, Language
from assistant.labelled import SITUATION_LABELS, LabelledSituation, read_labelled, read_situations
from assistant.logistic import Logistic, Recipe, fit, softmax
from assistant.ranking import Query
from assistant.rivals import ONE, RIVALS, TWO, candidate_rows, candidates, parts_of
from assistant.samples import Samples, besides, told

Floats = NDArray[np.float32]

SITUATIONS, MODEL = "situations.jsonl", "situations.npz"
COMMAND = "python -m assistant train"

RECIPE = Recipe(strength=10.0, grams=2.0)
VECTOR, OTHERS = 0.05, 0.5
"""Chosen by leaving one writer out at a time: 93 % of the clear situations right, by vectors alone 87 %."""

DANGERS = Recipe(strength=10.0, dense=VECTOR, grams=2.0)
OTHER_WEIGHT = 0.2
"""What a situation or a plain question counts against a text that looks like a danger: there are many more of them."""

RIVALRY = Recipe(strength=1.0, balanced=False)

FOLDS = 6
"""Groups of writers left out in turn, so that the model of rivals learns from diagnoses of texts unseen."""


def train(workshop: Workshop) -> int:
    """Learn from all labelled texts and write the three models; return how many situations there were."""
    situations = read_situations(workshop.folder / SITUATIONS)
    samples, others = told(situations, workshop), besides(workshop)
    learn(samples.and_also(others)).save(workshop.folder / MODEL)
    learn_rivals(situations, samples, others, workshop).save(workshop.folder / RIVALS)
    learn_danger(samples.and_also(others), workshop).save(workshop.folder / DANGER_MODEL)
    return len(situations)


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


def left_out(
    samples: Samples, others: Samples, names: NDArray[np.str_], said: Callable[[Logistic, int], Floats]
) -> list[Floats]:
    """Return what `said` tells of each row by a model that did not see the row's group."""
    found: list[Floats] = [np.zeros(0, np.float32)] * len(names)
    for name in sorted(set(names.tolist())):
        model = learn(samples.only(np.flatnonzero(names != name)).and_also(others))
        for row in np.flatnonzero(names == name).tolist():
            found[row] = said(model, row)
    return found


def approach_chances(model: Logistic, row: Floats, text: str) -> Floats:
    """Return the five approaches' probabilities in the order of `Approach`."""
    return softmax(approach_odds(model, model.scores(row, text)))


def learn_rivals(
    situations: Sequence[LabelledSituation], samples: Samples, others: Samples, workshop: Workshop
) -> Logistic:
    """Return the model that tells whether a second approach competes, learnt from diagnoses of unseen writers."""
    queries = [_query(text, workshop) for text in samples.texts]
    columns = [SITUATION_LABELS.index(item) for item in Approach]

    def rows(model: Logistic, row: int) -> Floats:
        parts = parts_of(model, columns, queries[row], samples.table[row])
        chances = approach_chances(model, samples.table[row], samples.texts[row])
        return np.column_stack([candidate_rows(chances, parts), candidates(chances)])

    found = left_out(samples, others, _folds([item.writer for item in situations]), rows)
    chosen = list(_competing(situations, found))
    table = np.stack([row for row, _ in chosen])
    labels = [TWO if competes else ONE for _, competes in chosen]
    return fit(table, [""] * len(labels), labels, (ONE, TWO), RIVALRY)


def _competing(situations: Sequence[LabelledSituation], found: Sequence[Floats]) -> Iterator[tuple[Floats, bool]]:
    """Yield each candidate's features and whether it competes; a diagnosis beside the pair teaches nothing."""
    for item, rows in zip(situations, found, strict=True):
        if item.label not in set(Approach):
            continue
        pair = {item.label, item.second}
        named = [tuple(Approach)[int(row[-1])] for row in rows]
        (first,) = set(Approach) - set(named)
        if item.second is None or first in pair:
            yield from (
                (row[:-1], item.second is not None and name in pair) for row, name in zip(rows, named, strict=True)
            )


def _folds(writers: Sequence[str]) -> NDArray[np.str_]:
    """Return a group for each writer, writers whole."""
    names = sorted(set(writers))
    return np.asarray([str(names.index(writer) % FOLDS) for writer in writers])


def _query(text: str, workshop: Workshop) -> Query:
    """Return a text as the diagnosis of a question sees it."""
    encoded = workshop.encoder.encode_question(text)
    return Query(text, Language.NB, encoded.vector, tokens=encoded.tokens)


def learn_danger(besides_danger: Samples, workshop: Workshop) -> Logistic:
    """Return the model that tells an acute danger; other situations and questions are none."""
    rows = read_labelled(workshop.folder / DANGER_TEXTS, Danger)
    texts = [one_line(clean(row.text)) for row in rows]
    width = workshop.encoder.dimension
    table = np.concatenate([workshop.encoder.encode_queries(texts), besides_danger.table[:, :width]])
    labels = [*(row.label for row in rows), *(Danger.OTHER for _ in besides_danger.texts)]
    counts = [*(1.0 for _ in rows), *(OTHER_WEIGHT for _ in besides_danger.texts)]
    return fit(table, [*texts, *besides_danger.texts], labels, tuple(Danger), DANGERS, counts)
