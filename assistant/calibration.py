"""Making the boundary's coefficients from labelled questions; scikit-learn is needed only here."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.abstention import CLASSES, Verdict, features
from assistant.cleaning import clean, one_line
from assistant.domain import Language
from assistant.encoders import Encoder
from assistant.errors import CorpusError
from assistant.glossary import Glossary
from assistant.index import Index
from assistant.ranking import Query, Weights
from assistant.retrieval import retrieve

Floats = NDArray[np.float32]

STRENGTH = 0.03
"""Inverse regularisation: the vector has more columns than the set has questions of a kind."""

COSTS = (0.4, 0.0, 0.0)
"""Log odds added to `answerable`: declining what the guide does say is the dearer mistake. Chosen by cross-validation."""

FORESEEN_WEIGHT = 0.3
"""What a question from the corpus counts against one that somebody asked without knowing the corpus."""


@dataclass(frozen=True)
class Labelled:
    """A question with its class; `own` is the target of a foreseen question, left out of its own features."""

    text: str
    language: Language
    label: Verdict
    own: str | None = None


def read_labelled(path: Path) -> list[Labelled]:
    """Read `{"text", "language", "label"}` lines; CorpusError names the line that cannot be read."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            rows.append(Labelled(item["text"], Language(item["language"]), Verdict(item["label"])))
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{path.name}, line {number}: {error}.", "Each line needs text, language, label.") from error
    return rows


def foreseen(index: Index) -> list[Labelled]:
    """Return the corpus's own questions, which must never be declined."""
    return [
        Labelled(cue.text, cue.language, Verdict.INSIDE, f"{cue.document_id}#{cue.target}") for cue in index.cues
    ]


def feature_table(rows: Sequence[Labelled], index: Index, encoder: Encoder, glossary: Glossary, weights: Weights,
                  candidates: int) -> Floats:
    """Return one row of features per question."""
    table = []
    for row in rows:
        text = one_line(clean(row.text))
        known = index.cue_rows.get(row.text) if row.own else None
        vector = index.cue_vectors[known] if known is not None else encoder.encode_queries([text])[0]
        query = Query(text, row.language, vector, glossary.expansion(text, row.language))
        table.append(features(retrieve(query, index, weights, candidates), index, glossary, row.own))
    return np.stack(table)


def fit(table: Floats, rows: Sequence[Labelled], strength: float = STRENGTH) -> dict[str, object]:
    """Fit a multinomial logistic regression, classes balanced; return what `boundary.json` holds."""
    from sklearn.linear_model import LogisticRegression  # heavy, and only this command needs it

    means, scales = table.mean(axis=0), table.std(axis=0) + 1e-6
    targets = np.asarray([CLASSES.index(label) for label in (row.label for row in rows)])
    counts = np.asarray([FORESEEN_WEIGHT if row.own else 1.0 for row in rows])
    model = LogisticRegression(C=strength, max_iter=3_000, class_weight="balanced")
    model.fit((table - means) / scales, targets, sample_weight=counts)

    def rounded(values: Floats) -> list[object]:
        listed: list[object] = np.round(values.astype(float), 5).tolist()
        return listed

    return {
        "weights": rounded(model.coef_),
        "bias": rounded(model.intercept_),
        "means": rounded(means),
        "scales": rounded(scales),
        "costs": list(COSTS),
    }


def calibrate(index: Index, encoder: Encoder, glossary: Glossary, weights: Weights, candidates: int, folder: Path) -> int:
    """Make `boundary.json` from `boundary.jsonl` and the foreseen questions; return how many questions it learnt from."""
    rows = read_labelled(folder / "boundary.jsonl") + foreseen(index)
    table = feature_table(rows, index, encoder, glossary, weights, candidates)
    fitted = fit(table, rows)
    (folder / "boundary.json").write_text(json.dumps(fitted) + "\n", encoding="utf-8")
    return len(rows)
