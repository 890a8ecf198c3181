"""The foreseen questions, as an index keeps them: all of them, row by row, and found again as they were written."""

from pathlib import Path

import numpy as np
import pytest

from assistant.domain import Cue, CueKind, Document, Gap, Language, Premise
from assistant.foreseen import Foreseen, cues_of, write_foreseen
from assistant.index import Index
from tests.word_counts import WordCounts

DOCUMENT = Document(
    "bro",
    Language.NN,
    "Brua",
    "method",
    (),
    (),
    gaps=(Gap("pris", ("bygging",), "Prisen er ikkje kjend.", ("Kva kosta brua?", "Kor dyr var ho?")),),
    premises=(Premise("alder", "bygging", "Brua er frå 1950.", "bygd i 1950", ("Kvifor er brua så ny?",)),),
    questions={"bygging": ("Når vart brua bygd?", "Kva år er brua frå?"), "bruk": ("Kven bruker brua?",)},
)

CUES = [
    Cue(kind, "bro", target, Language.NN, text)
    for kind, target, text in [
        (CueKind.ANSWERABLE, "bygging", "Når vart brua bygd?"),
        (CueKind.ANSWERABLE, "bygging", "Kva år er brua frå?"),
        (CueKind.ANSWERABLE, "bruk", "Kven bruker brua?"),
        (CueKind.GAP, "pris", "Kva kosta brua?"),
        (CueKind.GAP, "pris", "Kor dyr var ho?"),
        (CueKind.PREMISE, "alder", "Kvifor er brua så ny?"),
    ]
]


@pytest.fixture
def written(tmp_path: Path, encoder: WordCounts) -> Foreseen:
    """Return the questions of one document, written and opened again."""
    write_foreseen(tmp_path, CUES, encoder.encode_queries([cue.text for cue in CUES]))
    return Foreseen.open(tmp_path, CUES)


def test_a_document_gives_its_questions_gaps_and_wrong_premises() -> None:
    assert cues_of(DOCUMENT) == CUES


def test_a_document_without_foreseen_questions_gives_none() -> None:
    assert cues_of(Document("tom", Language.NB, "Tom", "method", (), ())) == []


def test_what_is_asked_for_has_one_name_in_all_languages_and_wordings() -> None:
    assert [cue.group for cue in CUES if cue.kind is CueKind.GAP] == ["gap:bro#pris"] * 2
    assert len({cue.group for cue in CUES}) == 4


def test_what_is_written_is_opened_row_by_row(written: Foreseen, encoder: WordCounts) -> None:
    assert written.cues == tuple(CUES)
    assert np.array_equal(written.vectors, encoder.encode_queries([cue.text for cue in CUES]))
    assert written.white == pytest.approx(written.whitening.apply(written.vectors), abs=1e-6)
    assert [written.rows[cue.text] for cue in CUES] == list(range(len(CUES)))


def test_kinds_and_documents_follow_the_rows(written: Foreseen) -> None:
    assert [list(CueKind)[number] for number in written.kinds.tolist()] == [cue.kind for cue in CUES]
    assert written.documents.tolist() == ["bro"] * len(CUES)


@pytest.mark.parametrize("row", range(len(CUES)))
def test_a_foreseen_question_is_its_own_nearest_one(written: Foreseen, row: int) -> None:
    """By its vector, in the whitened space, and by its n-grams."""
    text = CUES[row].text

    assert int((written.vectors @ written.vectors[row]).argmax()) == row
    assert int((written.white @ written.white[row]).argmax()) == row
    assert int(written.ngrams.scores(text, Language.NN).argmax()) == row


def test_the_index_keeps_every_question_of_the_corpus(index: Index) -> None:
    expected = {cue for document in index.corpus.documents.values() for cue in cues_of(document)}

    assert set(index.foreseen.cues) == expected
    assert len(index.foreseen.cues) == len(index.foreseen.vectors) == len(index.foreseen.white)


def test_each_foreseen_target_exists(index: Index) -> None:
    for cue in index.foreseen.cues:
        document = index.corpus.document(cue.document_id, cue.language)
        names = {
            CueKind.ANSWERABLE: {section.id for section in document.sections},
            CueKind.GAP: {gap.id for gap in document.gaps},
            CueKind.PREMISE: {premise.id for premise in document.premises},
        }
        assert cue.target in names[cue.kind], cue
