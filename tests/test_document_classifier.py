"""Which document a question belongs to is learnt from the wording of the foreseen ones."""

from pathlib import Path

import numpy as np
import pytest

from assistant.document_classifier import DocumentClassifier
from assistant.domain import CueKind
from assistant.index import Index

TEXTS = {
    "bro": ["Når ble brua bygd?", "Hvem bygde brua?", "Hvor lang er brua over elva?"],
    "kirke": ["Hvem malte kirka?", "Hvor gammel er kirketårnet?", "Når brant kirka?"],
    "skole": ["Hvor mange elever har skolen?", "Når ringer skoleklokka?", "Hvem er rektor på skolen?"],
}


def learnt(*documents: str) -> DocumentClassifier:
    """Return a classifier that knows some of the documents."""
    pairs = [(text, name) for name in documents for text in TEXTS[name]]
    return DocumentClassifier.fit([text for text, _ in pairs], [name for _, name in pairs])


@pytest.mark.parametrize("documents", [("bro", "kirke"), ("bro", "kirke", "skole")])
def test_a_new_question_belongs_to_the_document_whose_words_it_has(documents: tuple[str, ...]) -> None:
    classifier = learnt(*documents)
    scores = classifier.scores("Kan vi gå over den gamle brua om vinteren?")

    assert classifier.documents[int(scores.argmax())] == "bro"


@pytest.mark.parametrize("documents", [(), ("bro",)])
def test_where_nothing_can_be_told_apart_all_score_alike(documents: tuple[str, ...]) -> None:
    classifier = learnt(*documents)

    assert classifier.of("Hvor lang er brua?", classifier.numbers(["bro", "kirke"])).tolist() == [0, 0]


def test_a_document_without_questions_scores_lowest() -> None:
    classifier = learnt("bro", "kirke", "skole")
    numbers = classifier.numbers(["skole", "torget", "bro"])

    assert numbers.tolist() == [2, -1, 0]
    scores = classifier.of("Når ringer skoleklokka i dag?", numbers)
    assert scores[0] == scores.max()
    assert scores[1] == scores.min()


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    classifier = learnt("bro", "kirke", "skole")
    classifier.save(tmp_path / "classifier.npz")
    read = DocumentClassifier.load(tmp_path / "classifier.npz")

    assert read.documents == classifier.documents
    assert np.array_equal(read.scores("Hvem bygde kirka?"), classifier.scores("Hvem bygde kirka?"))


def test_the_corpus_is_told_apart_in_other_words_than_were_foreseen(index: Index) -> None:
    """Learnt from half of the questions, the other half mostly finds its document by wording alone."""
    cues = [cue for cue in index.foreseen.cues if cue.kind is CueKind.ANSWERABLE]
    half = [cue for row, cue in enumerate(cues) if row % 2]
    classifier = DocumentClassifier.fit([cue.text for cue in half], [cue.document_id for cue in half])
    asked = cues[::40]
    right = [classifier.documents[int(classifier.scores(cue.text).argmax())] == cue.document_id for cue in asked]

    assert np.mean(right) > 0.6
