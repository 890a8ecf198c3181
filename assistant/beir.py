"""Retrieval measured on a collection in BEIR layout, indexed in a temporary place without Floke's glossary."""

import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.cleaning import clean, one_line
from assistant.domain import Language, Passage, Weights
from assistant.encoders import Encoder
from assistant.errors import InputError
from assistant.metrics import ndcg, percentile, recall, reciprocal_rank
from assistant.passages import PassageIndex, write_passages
from assistant.ranking import Query, rank
from assistant.vectors import Progress, embed

Qrels = Mapping[str, Mapping[str, int]]
Search = Callable[[str], list[str]]
"""From a query's text to ranked document ids."""


@dataclass(frozen=True)
class BeirSet:
    """A collection as it is indexed (title and text joined), its queries and judgements."""

    documents: Mapping[str, tuple[str, str]]
    queries: Mapping[str, str]
    qrels: Qrels


@dataclass(frozen=True)
class BeirResult:
    """Measures averaged over the judged queries; times are of encoding and ranking together, one query at a time."""

    mode: str
    passages: int
    queries: int
    ndcg_10: float
    recall_1: float
    recall_5: float
    recall_10: float
    mrr_10: float
    queries_per_second: float
    p50_ms: float
    p95_ms: float


def read_beir(folder: Path) -> BeirSet:
    """Read `corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv`; InputError names the file that cannot be read."""
    try:
        documents = {row["_id"]: (row.get("title") or "", row["text"]) for row in _rows(folder / "corpus.jsonl")}
        queries = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl")}
        qrels: dict[str, dict[str, int]] = defaultdict(dict)
        for line in (folder / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            query, document, score = line.split("\t")
            qrels[query][document] = int(score)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(
            f"{folder} is not a BEIR collection: {error}.", "Give the folder with corpus.jsonl."
        ) from error
    return BeirSet(documents, queries, qrels)


def index_beir(collection: BeirSet, folder: Path, encoder: Encoder, progress: Progress | None = None) -> PassageIndex:
    """Index a BEIR collection in `folder` and open it."""
    passages = [_passage(identifier, title, text) for identifier, (title, text) in collection.documents.items()]
    texts = [passage.embedded_text for passage in passages]
    write_passages(folder, passages, embed(texts, "passage", encoder, {}, progress).vectors)
    return PassageIndex.open(folder)


def searcher(index: PassageIndex, encoder: Encoder, weights: Weights, candidates: int) -> Search:
    """Return the search that is measured: Floke's ranking with these weights."""

    def search(text: str) -> list[str]:
        text = one_line(clean(text))
        vector: NDArray[np.float32] = encoder.encode_queries([text])[0]
        ranking = rank(Query(text, Language.NB, vector), index, weights, candidates)
        return [index.passages[row].id for row in ranking.rows[np.argsort(-ranking.scores)[:100]]]

    return search


def measure(mode: str, collection: BeirSet, search: Search) -> BeirResult:
    """Ask every judged query once and average the measures."""
    times, ranked = [], {}
    for identifier in collection.qrels:
        start = time.perf_counter()
        ranked[identifier] = search(collection.queries[identifier])
        times.append((time.perf_counter() - start) * 1000)

    def mean(measured: Callable[[list[str], Mapping[str, int]], float]) -> float:
        return float(np.mean([measured(ranked[query], judged) for query, judged in collection.qrels.items()]))

    return BeirResult(
        mode=mode,
        passages=len(collection.documents),
        queries=len(collection.qrels),
        ndcg_10=mean(ndcg),
        recall_1=mean(lambda items, judged: recall(items, judged, 1)),
        recall_5=mean(lambda items, judged: recall(items, judged, 5)),
        recall_10=mean(lambda items, judged: recall(items, judged, 10)),
        mrr_10=mean(reciprocal_rank),
        queries_per_second=len(times) / (sum(times) / 1000),
        p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
    )


def evaluate_beir(
    folder: Path, encoder: Encoder, mode: str, weights: Weights, candidates: int, progress: Progress | None = None
) -> BeirResult:
    """Index and measure a BEIR collection; nothing is left behind."""
    collection = read_beir(folder)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        index = index_beir(collection, Path(temporary), encoder, progress)
        return measure(mode, collection, searcher(index, encoder, weights, candidates))


def _passage(identifier: str, title: str, text: str) -> Passage:
    title, text = (one_line(clean(part)) for part in (title, text))
    return Passage(identifier, identifier, "", Language.NB, title, "", text)


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
