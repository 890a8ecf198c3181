"""The diagnosis is learnt from the labelled situations: the same samples give the same model, bit for bit."""

import json
import shutil
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from assistant.abstention import Verdict
from assistant.calibration import Workshop, named_things
from assistant.danger import DANGER_TEXTS
from assistant.diagnosis import situation_row
from assistant.domain import Approach
from assistant.intent import is_advice
from assistant.labelled import PLAIN, SITUATION_LABELS, VAGUE, LabelledSituation, read_labelled, read_situations
from assistant.logistic import Logistic
from assistant.pipeline import Assistant
from assistant.samples import EVERY, Samples, besides, told
from assistant.training import MODEL, SITUATIONS, approach_chances, learn, learn_danger, left_out, train
from assistant.validation import GROUPINGS, validate

A_LABEL = 12
"""Situations of each label in the subset that these tests learn from: enough to tell the labels apart."""


@pytest.fixture(scope="module")
def situations(assistant: Assistant) -> list[LabelledSituation]:
    """Return some situations of each label from all over the corpus, so that there are several writers."""
    found = read_situations(assistant.settings.corpus_dir / SITUATIONS)
    by_label = [[row for row in found if row.label == label] for label in SITUATION_LABELS]
    chosen = {item.id for rows in by_label for item in rows[:: len(rows) // A_LABEL][:A_LABEL]}
    return [item for item in found if item.id in chosen]


@pytest.fixture(scope="module")
def workshop(
    assistant: Assistant, situations: list[LabelledSituation], tmp_path_factory: pytest.TempPathFactory
) -> Workshop:
    """Return the real parts, with few labelled sets in a folder of their own."""
    folder = tmp_path_factory.mktemp("labelled")
    source = assistant.settings.corpus_dir
    chosen = {item.id for item in situations}
    lines = (source / SITUATIONS).read_text(encoding="utf-8").split("\n")
    kept = [line for line in lines if any(f'"id": "{name}"' in line for name in chosen)]
    assert len(kept) == len(situations)
    (folder / SITUATIONS).write_text("\n".join(kept), encoding="utf-8")
    boundary = (source / "boundary.jsonl").read_text(encoding="utf-8").split("\n")
    vague = [line for line in boundary if '"vague"' in line][:20]
    answerable = [line for line in boundary if '"answerable"' in line][:5]
    (folder / "boundary.jsonl").write_text("\n".join(vague + answerable), encoding="utf-8")
    settings = assistant.settings
    shutil.copy(source / DANGER_TEXTS, folder)
    return Workshop(
        assistant.index(), assistant.encoder, assistant.glossary, settings.weights, settings.candidates, folder
    )


@pytest.fixture(scope="module")
def samples(situations: list[LabelledSituation], workshop: Workshop) -> Samples:
    """Return the situations as samples."""
    return told(situations, workshop)


@pytest.fixture(scope="module")
def learnt(samples: Samples) -> Logistic:
    """Return the model that the samples give."""
    return learn(samples)


def same(one: Logistic, other: Logistic) -> bool:
    return all(np.array_equal(getattr(one, field.name), getattr(other, field.name)) for field in fields(Logistic))


def test_the_same_samples_give_equal_arrays(samples: Samples, learnt: Logistic) -> None:
    assert same(learnt, learn(samples))


def test_the_features_are_the_same_each_time(
    samples: Samples, situations: list[LabelledSituation], workshop: Workshop
) -> None:
    again = told(situations, workshop)

    assert np.array_equal(samples.table, again.table)
    assert (samples.texts, samples.labels) == (again.texts, again.labels)


def test_a_sample_has_the_text_s_vector_and_its_nearest_foreseen_question(samples: Samples, workshop: Workshop) -> None:
    """The same features as when a question is asked: else the model would be used on what it never saw."""
    width = workshop.encoder.dimension

    assert samples.table.shape == (len(samples.texts), len(situation_row(samples.table[0, :width], "Hei", 0.0)))
    assert np.linalg.norm(samples.table[:, :width], axis=1) == pytest.approx(1, abs=1e-3)
    assert (np.abs(samples.table[:, -1]) <= 1 + 1e-5).all()


def test_learning_sees_what_asking_sees(assistant: Assistant, samples: Samples) -> None:
    for text, row in list(zip(samples.texts, samples.table, strict=True))[::9]:
        retrieval = assistant.search(text)
        expected = situation_row(retrieval.query.vector, retrieval.query.text, retrieval.cues.nearest_plain)
        assert row == pytest.approx(expected, abs=1e-4)


def test_the_model_knows_every_label_and_what_it_learnt_from(samples: Samples, learnt: Logistic) -> None:
    """But for those where two approaches compete, which count half for each."""
    rows = zip(samples.texts, samples.labels, samples.table, samples.seconds, strict=True)
    right = [learnt.likeliest(row, text) == label for text, label, row, second in rows if second is None]

    assert learnt.classes == SITUATION_LABELS
    assert sum(right) >= 0.95 * len(right)


def test_the_chances_of_the_five_approaches_sum_to_1(samples: Samples, learnt: Logistic) -> None:
    for text, row in list(zip(samples.texts, samples.table, strict=True))[::7]:
        chances = approach_chances(learnt, row, text)
        assert len(chances) == len(Approach)
        assert chances.sum() == pytest.approx(1, abs=1e-5)


def test_the_order_of_the_samples_hardly_matters(samples: Samples, learnt: Logistic) -> None:
    """Only the last decimals: no sample counts more for standing first."""
    order = np.random.default_rng(7).permutation(len(samples.texts))
    other = learn(samples.only(order))

    for text, row in list(zip(samples.texts, samples.table, strict=True))[::7]:
        assert approach_chances(learnt, row, text) == pytest.approx(approach_chances(other, row, text), abs=0.02)


def test_what_is_no_situation_is_learnt_too(workshop: Workshop) -> None:
    """Every fourth foreseen question is plain, unless it asks for advice, and so is what the corpus has a name for.

    The boundary's answerable texts are plain and its vague ones vague; its situations have no approach to learn.
    """
    found = besides(workshop)
    plain = [text for text, label in zip(found.texts, found.labels, strict=True) if label == PLAIN]
    foreseen = [cue.text for cue in workshop.index.foreseen.cues[::EVERY] if not is_advice(cue.text)]
    named = [text for text, _ in named_things(workshop)]

    asked = read_labelled(workshop.folder / "boundary.jsonl", Verdict)
    answerable = [row.text for row in asked if row.label == Verdict.INSIDE]

    assert plain == foreseen + named + answerable
    assert {"N3 og BLT", "Om SLIK"} <= set(named)
    assert found.labels.count(VAGUE) == 20
    assert set(found.labels) == {PLAIN, VAGUE}


def test_a_foreseen_question_is_not_its_own_nearest_one(workshop: Workshop) -> None:
    """Else a plain question would be known by being found word for word, which a new one never is."""
    found = besides(workshop)
    questions = [text for text, label in zip(found.texts, found.labels, strict=True) if label == PLAIN]
    told_once = [row for row, text in enumerate(questions) if sum(text == other for other in questions) == 1]

    assert (found.table[told_once, -1] < 0.9999).mean() > 0.95


def test_training_writes_the_model_that_asking_reads(
    workshop: Workshop, samples: Samples, situations: list[LabelledSituation]
) -> None:
    assert len(situations) == train(workshop)
    first = (workshop.folder / MODEL).read_bytes()
    train(workshop)

    expected = learn(samples.and_also(besides(workshop)))
    stored = replace(expected, gram_scale=float(np.float32(expected.gram_scale)))  # the file keeps 32 bits
    assert same(Logistic.load(workshop.folder / MODEL), stored)
    assert (workshop.folder / MODEL).stat().st_size == len(first)


@pytest.mark.slow
def test_each_grouping_counts_only_clear_situations(workshop: Workshop, tmp_path: Path) -> None:
    """With two writers, sectors and styles: those where two approaches truly compete, and the vague, are left out."""
    rows = [json.loads(line) for line in (workshop.folder / SITUATIONS).read_text(encoding="utf-8").split("\n")]
    for number, row in enumerate(rows):
        row |= {name: f"{name} {number % 2}" for name in GROUPINGS}
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (tmp_path / SITUATIONS).write_text(text, encoding="utf-8")
    for name in ("boundary.jsonl", DANGER_TEXTS):
        shutil.copy(workshop.folder / name, tmp_path)
    clear = [row for row in rows if row["label"] in set(Approach) and not row["second"]]

    found = list(validate(replace(workshop, folder=tmp_path)))

    assert [item.grouping for item in found] == list(GROUPINGS)
    for item in found:
        assert (item.of, item.hard_of) == (len(clear), sum(row["hard"] for row in clear))
        assert 0 <= item.hard_right <= item.right <= item.of
        assert 0 <= item.calibration_error <= 1


def test_what_is_left_out_teaches_nothing(samples: Samples) -> None:
    """Other labels in a group change nothing in what is said of that group."""
    names = np.asarray(["a" if row % 2 else "b" for row in range(len(samples.texts))])
    own = names == "b"
    labels = tuple(PLAIN if mine else label for label, mine in zip(samples.labels, own, strict=True))
    others = samples.only(np.arange(len(samples.texts)))

    def chances(model: Logistic, row: int) -> np.ndarray:
        return approach_chances(model, samples.table[row], samples.texts[row])

    changed = replace(samples, labels=labels)
    first, second = (np.stack(left_out(item, others, names, chances)) for item in (samples, changed))

    assert np.array_equal(first[own], second[own])
    assert not np.array_equal(first[~own], second[~own])


@pytest.mark.slow
def test_the_models_of_the_corpus_are_those_that_its_texts_give(assistant: Assistant) -> None:
    """Whoever trains anew gets what is versioned, but for the last decimals of another machine's vectors.

    The rivals are left out: six more models would have to be learnt for them.
    """
    settings, source = assistant.settings, assistant.settings.corpus_dir
    workshop = Workshop(
        assistant.index(), assistant.encoder, assistant.glossary, settings.weights, settings.candidates, source
    )
    items = read_situations(source / SITUATIONS)
    samples = told(items, workshop).and_also(besides(workshop))
    made, danger = learn(samples), learn_danger(samples, workshop)

    for item in items[::40]:
        retrieval = assistant.search(item.text)
        text, vector = retrieval.query.text, retrieval.query.vector
        row = situation_row(vector, text, retrieval.cues.nearest_plain)
        expected = approach_chances(assistant.diagnostics.situations, row, text)
        assert approach_chances(made, row, text) == pytest.approx(expected, abs=0.05), item.id
        expected = assistant.danger.probabilities(vector, text)
        assert danger.probabilities(vector, text) == pytest.approx(expected, abs=0.05), item.id


def test_a_situation_s_own_label_does_not_reach_its_features(
    situations: list[LabelledSituation], samples: Samples, workshop: Workshop
) -> None:
    """Features come from the text alone."""
    relabelled = [replace(item, label=PLAIN, hard=not item.hard) for item in situations[:3]]

    assert told(relabelled, workshop).table == pytest.approx(samples.table[:3], abs=1e-4)
