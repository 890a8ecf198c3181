"""Our measures are the field's: they agree with ir_measures, and the intervals with the published ones."""

import math

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

from assistant.metrics import expected_calibration_error, ndcg, percentile, recall, reciprocal_rank, wilson

DOCUMENTS = [f"d{number:02d}" for number in range(30)]


@given(
    st.permutations(DOCUMENTS), st.dictionaries(st.sampled_from(DOCUMENTS), st.integers(0, 3), min_size=1, max_size=12)
)
def test_the_measures_agree_with_ir_measures(ranked: list[str], relevant: dict[str, int]) -> None:
    qrels = [Qrel("q", document, gain) for document, gain in relevant.items()]
    run = [ScoredDoc("q", document, float(-place)) for place, document in enumerate(ranked)]
    expected = ir_measures.calc_aggregate([nDCG @ 10, R @ 10, R @ 20, RR @ 10], qrels, run)
    found = {
        nDCG @ 10: ndcg(ranked, relevant),
        R @ 10: recall(ranked, relevant, 10),
        R @ 20: recall(ranked, relevant, 20),
        RR @ 10: reciprocal_rank(ranked, relevant),
    }

    if any(relevant.values()):  # without anything relevant, trec_eval leaves the question out
        for measure, value in found.items():
            assert math.isclose(expected[measure], value, abs_tol=1e-9), measure
    else:
        assert {0.0} == set(found.values())


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (8, 10, 0.4902, 0.9433), (95, 100, 0.8882, 0.9785)],
)
def test_the_interval_is_wilson_s(successes: int, trials: int, low: float, high: float) -> None:
    assert (low, high) == pytest.approx(wilson(successes, trials), abs=1e-4)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([], 0.5, 0.0),
        ([7], 0.95, 7),
        ([3, 1, 2], 0.5, 2),
        (list(range(1, 101)), 0.95, 95),
        ([1, 2], 0.0, 1),
        ([1, 2], 1.0, 2),
    ],
)
def test_a_percentile_is_a_value_that_occurred(values: list[float], share: float, expected: float) -> None:
    assert expected == percentile(values, share)


@pytest.mark.parametrize(
    ("chances", "right", "expected"),
    [
        ([], [], 0.0),
        ([1.0, 0.0], [True, False], 0.0),
        ([1.0, 1.0], [False, False], 1.0),
        ([0.75] * 4, [True, True, True, False], 0.0),
        ([0.9] * 10, [True] * 8 + [False] * 2, 0.1),
        ([0.95] * 5 + [0.55] * 5, [True] * 5 + [False] * 5, (0.05 + 0.55) / 2),
    ],
)
def test_the_calibration_error_is_how_far_what_is_said_lies_from_what_comes_true(
    chances: list[float], right: list[bool], expected: float
) -> None:
    assert expected == pytest.approx(expected_calibration_error(chances, right))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60), st.integers(1, 20))
def test_the_calibration_error_lies_between_0_and_1_whatever_the_order(
    pairs: list[tuple[float, bool]], bins: int
) -> None:
    chances, right = [chance for chance, _ in pairs], [hit for _, hit in pairs]
    error = expected_calibration_error(chances, right, bins)

    assert 0 <= error <= 1
    assert error == pytest.approx(expected_calibration_error(chances[::-1], right[::-1], bins))


def test_over_one_bin_the_calibration_error_is_the_difference_of_the_means() -> None:
    assert expected_calibration_error([0.1, 0.9, 0.8], [False, True, False], bins=1) == pytest.approx(0.6 - 1 / 3)


def test_a_chance_without_its_outcome_is_an_error() -> None:
    with pytest.raises(ValueError, match="shorter"):
        expected_calibration_error([0.5, 0.5], [True])
