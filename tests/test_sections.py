"""How near a section's foreseen questions are: the best count most, and what is missing counts neither way."""

import numpy as np
import pytest

from assistant.domain import Cue, CueKind, Language, Passage
from assistant.index import Index
from assistant.sections import COUNTED, SectionRows


def passage(section: str, part: str = "") -> Passage:
    return Passage(f"bro#{section}{part}", "bro", section, Language.NB, "", "", "")


def cue(target: str, kind: CueKind = CueKind.ANSWERABLE, document: str = "bro") -> Cue:
    return Cue(kind, document, target, Language.NB, "?")


def nearness(passages: list[Passage], cues: list[Cue], scores: list[float]) -> list[float]:
    return SectionRows.of(passages, cues).nearness(np.asarray(scores, np.float32)).tolist()


def test_parts_of_a_section_share_its_number() -> None:
    assert SectionRows.of([passage("a"), passage("a", ".2"), passage("b")], []).passages.tolist() == [0, 0, 1]


def test_the_second_best_counts_half() -> None:
    assert nearness([passage("a")], [cue("a"), cue("a")], [1, 4]) == pytest.approx([3.0])


def test_two_that_are_near_tell_more_than_one() -> None:
    two, one = nearness([passage("a"), passage("b")], [cue("a"), cue("a"), cue("b"), cue("b")], [3, 3, 3, 0])

    assert two > one


def test_a_single_question_is_not_pulled_down_by_those_that_are_missing() -> None:
    assert nearness([passage("a"), passage("b")], [cue("a"), cue("a"), cue("b")], [2, 2, 2]) == pytest.approx([2, 2])


def test_more_than_those_that_count_change_nothing() -> None:
    few, many = [cue("a")] * COUNTED, [cue("a")] * (COUNTED + 3)
    scores = [float(number) for number in range(COUNTED + 3, 0, -1)]

    assert nearness([passage("a")], few, scores[:COUNTED]) == nearness([passage("a")], many, scores)


@pytest.mark.parametrize(
    "other", [cue("b", CueKind.GAP), cue("b", CueKind.PREMISE), cue("b", document="tunnel"), cue("gone")]
)
def test_what_is_no_answerable_question_of_the_section_does_not_count(other: Cue) -> None:
    assert nearness([passage("a"), passage("b")], [cue("a"), other], [1.0, 9.0]) == pytest.approx([1.0, 1.0])


def test_without_foreseen_questions_all_sections_are_alike() -> None:
    assert nearness([passage("a"), passage("b")], [], []) == [0, 0]


def test_every_answerable_question_of_the_corpus_belongs_to_a_section(index: Index) -> None:
    answerable = [row for row, item in enumerate(index.foreseen.cues) if item.kind is CueKind.ANSWERABLE]

    assert sorted(index.sections.cues[index.sections.cues >= 0].tolist()) == answerable
