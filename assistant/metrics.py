"""Ranking measures as the field defines them, and intervals for proportions."""

import math
from collections.abc import Mapping, Sequence


def ndcg(ranked: Sequence[str], relevant: Mapping[str, int], depth: int = 10) -> float:
    """Return nDCG at `depth` with linear gains (as trec_eval's ndcg_cut)."""
    gain = sum(relevant.get(item, 0) / math.log2(place + 2) for place, item in enumerate(ranked[:depth]))
    ideal = sorted(relevant.values(), reverse=True)[:depth]
    best = sum(value / math.log2(place + 2) for place, value in enumerate(ideal))
    return gain / best if best else 0.0


def recall(ranked: Sequence[str], relevant: Mapping[str, int], depth: int) -> float:
    """Return the share of relevant items among the first `depth`."""
    wanted = {item for item, value in relevant.items() if value > 0}
    return len(wanted & set(ranked[:depth])) / len(wanted) if wanted else 0.0


def reciprocal_rank(ranked: Sequence[str], relevant: Mapping[str, int], depth: int = 10) -> float:
    """Return 1 / rank of the first relevant item among the first `depth`, else 0."""
    return next((1 / place for place, item in enumerate(ranked[:depth], 1) if relevant.get(item, 0) > 0), 0.0)


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a proportion; (0, 1) without trials."""
    if trials == 0:
        return 0.0, 1.0
    z, share = 1.959964, successes / trials
    centre = share + z * z / (2 * trials)
    half = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the sorted values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))] if ordered else 0.0


def expected_calibration_error(chances: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Return how far stated probabilities (0 to 1) lie from the share that came true, weighted over equal bins.

    Naeini, Cooper and Hauskrecht (2015); 0 is perfect.
    """
    table: dict[int, list[tuple[float, bool]]] = {}
    for chance, hit in zip(chances, right, strict=True):
        table.setdefault(min(int(chance * bins), bins - 1), []).append((chance, hit))
    gaps = [abs(sum(chance for chance, _ in rows) - sum(hit for _, hit in rows)) for rows in table.values()]
    return sum(gaps) / len(chances) if chances else 0.0
