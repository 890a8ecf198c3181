"""A second approach is named where another part of the text tells of it."""

import numpy as np
import pytest

from assistant.domain import Approach, Language, Question
from assistant.pipeline import Assistant
from assistant.rivals import Parts, candidate_rows, candidates, parts_of, rival_of

COLLAPSE = "I går kveld fikk vi vite at hjørnesteinsbedriften stenger i mars, og 180 arbeidsplasser forsvinner."
TANGLE = (
    "Samtidig har vi i ti år prøvd å forstå hvorfor så mange unge faller ut av videregående. "
    "Skolen, NAV og foreldrene sier hver sin ting, og ingen ser helheten."
)


def parts(assistant: Assistant, text: str) -> Parts:
    retrieval = assistant.search(text, Language.NB)
    model = assistant.diagnostics
    row = np.append(retrieval.query.vector, np.zeros(2, np.float32))
    return parts_of(model.situations, model.columns, retrieval.query, row)


@pytest.mark.weights
def test_two_matters_in_one_text_are_both_named(assistant: Assistant) -> None:
    situation = assistant.answer(Question(f"{COLLAPSE} {TANGLE}", Language.NB)).situation

    assert situation
    assert {situation.approach, situation.runner_up} == {Approach.BURNING_PLATFORM, Approach.KNOWN_TANGLE}


@pytest.mark.weights
def test_one_matter_alone_is_named_alone(assistant: Assistant) -> None:
    situation = assistant.answer(Question(COLLAPSE, Language.NB)).situation

    assert situation
    assert (situation.approach, situation.runner_up) == (Approach.BURNING_PLATFORM, None)


def test_a_text_has_a_part_for_each_sentence_and_a_row_for_each_candidate(assistant: Assistant) -> None:
    """What «, og» joins may be two matters too: the three sentences have two such commas."""
    found = parts(assistant, f"{COLLAPSE} {TANGLE}")
    chances = np.asarray([0.1, 0.5, 0.2, 0.15, 0.05], np.float32)

    assert found.scores.shape == (5, len(assistant.diagnostics.situations.classes))
    assert candidates(chances) == [2, 3, 0, 4]
    assert candidate_rows(chances, found).shape == (4, len(assistant.diagnostics.rivals.means))


def test_the_rival_is_never_the_approach_itself(assistant: Assistant) -> None:
    found = parts(assistant, TANGLE)
    for first in range(len(Approach)):
        chances = np.full(len(Approach), 0.1, np.float32)
        chances[first] = 0.6
        place, likely = rival_of(assistant.diagnostics.rivals, chances, found)
        assert place != first
        assert 0 <= likely <= 1
