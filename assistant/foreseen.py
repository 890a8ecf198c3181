"""The questions that editors foresaw, as an index keeps them: the answerable ones, the gaps and the wrong premises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.document_classifier import DocumentClassifier
from assistant.domain import Cue, CueKind, Document
from assistant.intent import is_advice
from assistant.lexical import Bm25, ngrams_of
from assistant.whitening import Whitening

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Foreseen:
    """Row i of every part is foreseen question i; `white` are its `vectors` in the space that tells targets apart.

    `classifier` tells the documents apart by the wording of the answerable ones.
    """

    cues: tuple[Cue, ...]
    vectors: Floats
    white: Floats
    ngrams: Bm25
    whitening: Whitening
    classifier: DocumentClassifier

    @classmethod
    def open(cls, folder: Path, cues: Sequence[Cue]) -> "Foreseen":
        """Open what `write_foreseen` wrote for these cues."""
        return cls(
            cues=tuple(cues),
            vectors=np.load(folder / "cues.npy"),
            white=np.load(folder / "cues_white.npy"),
            ngrams=Bm25.load(folder / "cues", ngrams_of),
            whitening=Whitening.load(folder / "whitening.npz"),
            classifier=DocumentClassifier.load(folder / "classifier.npz"),
        )

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Return the row of each foreseen question by its text."""
        return {cue.text: row for row, cue in enumerate(self.cues)}

    @cached_property
    def kinds(self) -> NDArray[np.int64]:
        """Return each foreseen question's kind by its place in `CueKind`."""
        return np.asarray([list(CueKind).index(cue.kind) for cue in self.cues], np.int64)

    @cached_property
    def plain(self) -> NDArray[np.bool_]:
        """Return which foreseen questions ask for facts or method, not what one's own municipality should do."""
        return np.asarray([not is_advice(cue.text) for cue in self.cues], np.bool_)

    @cached_property
    def documents(self) -> NDArray[np.str_]:
        """Return each foreseen question's document id."""
        return np.asarray([cue.document_id for cue in self.cues])


def write_foreseen(folder: Path, cues: Sequence[Cue], vectors: Floats) -> None:
    """Write all but the cues themselves, which stand in the corpus; `vectors` (n, d) are L2-normalised."""
    whitening = Whitening.fit(vectors, [cue.group for cue in cues])
    whitening.save(folder / "whitening.npz")
    np.save(folder / "cues.npy", vectors)
    np.save(folder / "cues_white.npy", whitening.apply(vectors))
    Bm25.build([(cue.text, cue.language) for cue in cues], ngrams_of).save(folder / "cues")
    answerable = [cue for cue in cues if cue.kind is CueKind.ANSWERABLE]
    learnt = DocumentClassifier.fit([cue.text for cue in answerable], [cue.document_id for cue in answerable])
    learnt.save(folder / "classifier.npz")


def cues_of(document: Document) -> list[Cue]:
    """Return the questions that a document's editor foresaw: answerable ones, gaps and wrong premises."""

    def cues(kind: CueKind, target: str, texts: Sequence[str]) -> list[Cue]:
        return [Cue(kind, document.id, target, document.language, text) for text in texts]

    found = [cue for section, texts in document.questions.items() for cue in cues(CueKind.ANSWERABLE, section, texts)]
    found += [cue for gap in document.gaps for cue in cues(CueKind.GAP, gap.id, gap.questions)]
    return found + [cue for item in document.premises for cue in cues(CueKind.PREMISE, item.id, item.claims)]
