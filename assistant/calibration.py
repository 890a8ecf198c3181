"""Making the small models' coefficients from labelled questions.

`boundary.npz`: answerable, a situation, out of scope or vague. `limits.npz`: answerable, a gap or a wrong premise.
`locales/language.npz`: the language. The diagnosis is learnt in `training`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.abstention import Verdict, features
from assistant.cleaning import clean, one_line
from assistant.domain import Language, Weights
from assistant.encoders import Encoder
from assistant.glossary import Glossary
from assistant.index import Index
from assistant.known_limits import Limit, limit_features
from assistant.labelled import PLAIN, VAGUE, Labelled, LabelledSituation, read_labelled, read_situations
from assistant.language import MODEL
from assistant.logistic import Logistic, Recipe, fit
from assistant.ranking import Query
from assistant.retrieval import Retrieval, retrieve

Floats = NDArray[np.float32]

VECTOR, FEATURES = 0.1, 0.3
"""What the question's vector and the other features count, standardised: chosen by cross-validation, as is all below."""

BOUNDARY_STRENGTH, BOUNDARY_VECTOR, BOUNDARY_GRAMS = 10.0, 0.05, 2.0
"""Telling situations from answerable questions finds five in a hundred more of the vague texts than one class of both."""

LIMIT_STRENGTH = 1.0

LANGUAGE = Recipe(strength=30.0, grams=1.0, sizes=(2, 4))
"""3 to 30 did alike on the tuning half."""

FORESEEN_WEIGHT = 0.3
"""What a question from the corpus counts against one that somebody asked without knowing the corpus."""


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
    _boundary(workshop, boundary).save(workshop.folder / "boundary.npz")
    _limits(workshop, limits).save(workshop.folder / "limits.npz")
    texts, languages = language_rows(workshop)
    fit(np.zeros((len(texts), 0), np.float32), texts, languages, tuple(Language), LANGUAGE).save(MODEL)
    return len(boundary) + len(limits) + len(texts)


def boundary_rows(workshop: Workshop) -> list[Labelled]:
    """Return what lies inside, outside or is vague: labelled questions, situations, and the corpus's own questions."""
    asked = read_labelled(workshop.folder / "boundary.jsonl", Verdict)
    told = [_as_question(item) for item in read_situations(workshop.folder / "situations.jsonl")]
    own = [Labelled(cue.text, cue.language, Verdict.INSIDE, cue.group) for cue in workshop.index.foreseen.cues]
    named = [Labelled(text, language, Verdict.INSIDE) for text, language in named_things(workshop)]
    return asked + told + own + named


def named_things(workshop: Workshop) -> list[tuple[str, Language]]:
    """Return what the corpus has a name for, as few words ask for it: its titles, and the terms that a passage explains."""
    titles = [(document.title, document.language) for document in workshop.index.corpus.documents.values()]
    entries = [entry for entry in workshop.glossary.entries if entry.passage]
    return titles + [(said.term, language) for entry in entries for language, said in entry.wordings.items()]


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


def _boundary(workshop: Workshop, rows: Sequence[Labelled]) -> Logistic:
    """Learn the boundary; a foreseen question is searched for as if nobody had foreseen what it asks for."""
    groups = _rows_by(workshop.index, lambda cue: cue.group)
    found = (workshop.retrieved(row, groups[row.own or ""]) for row in rows)
    table = np.stack([features(item, workshop.index, workshop.glossary) for item in found])
    emphasis = _emphasis(table, workshop.encoder, BOUNDARY_VECTOR)
    recipe = Recipe(BOUNDARY_STRENGTH, emphasis, BOUNDARY_GRAMS)
    return _fitted(table, rows, Verdict, recipe)


def _limits(workshop: Workshop, rows: Sequence[Labelled]) -> Logistic:
    """Learn the limits; a foreseen question is searched for as if it had not been foreseen in those words."""
    wordings = _rows_by(workshop.index, lambda cue: cue.text)
    found = (workshop.retrieved(row, wordings[row.text]) for row in rows)
    table = np.stack([limit_features(item, workshop.index) for item in found])
    return _fitted(table, rows, Limit, Recipe(LIMIT_STRENGTH, _emphasis(table, workshop.encoder)))


def _fitted(table: Floats, rows: Sequence[Labelled], classes: Iterable[str], recipe: Recipe) -> Logistic:
    """Fit on questions; one that the corpus's own editors foresaw counts less."""
    counts = [FORESEEN_WEIGHT if row.own else 1.0 for row in rows]
    texts = [one_line(clean(row.text)) for row in rows]
    return fit(table, texts, [row.label for row in rows], tuple(classes), recipe, counts)


def _emphasis(table: Floats, encoder: Encoder, vector: float = VECTOR) -> Floats:
    """Return what each column counts: the vector stands first."""
    counts = np.full(table.shape[1], FEATURES, np.float32)
    counts[: encoder.dimension] = vector
    return counts


def _rows_by(index: Index, name: Callable[..., str]) -> Mapping[str, list[int]]:
    """Return the rows of the foreseen questions by something they share; nothing for what none has."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, cue in enumerate(index.foreseen.cues):
        rows[name(cue)].append(row)
    return rows


def _as_question(item: LabelledSituation) -> Labelled:
    label = {VAGUE: Verdict.VAGUE, PLAIN: Verdict.INSIDE}.get(item.label, Verdict.SITUATION)
    return Labelled(item.text, item.answered_in, label)
