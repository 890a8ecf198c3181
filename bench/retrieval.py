"""Floke's retrieval beside the usual stack, dense only and lexical only: same same data, one run.

python bench/retrieval.py --beir DIR
"""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from measuring import Watch, milliseconds, report, table, texts_of, told

from assistant.beir import BeirResult, BeirSet, Search, index_beir, measure, read_beir, searcher
from assistant.cleaning import clean, one_line
from assistant.domain import Language, Weights
from assistant.encoders import Encoder, open_encoder
from assistant.lexical import Bm25, ngrams_of, stems_of
from assistant.passages import PassageIndex
from assistant.ranking import standardised
from assistant.settings import Settings, load_settings
from assistant.store import write_store

HYBRID, DENSE, LEXICAL, USUAL = (
    "Floke, hybrid",
    "Floke, dense only",
    "Floke, lexical only",
    "LangChain + Chroma + MiniLM",
)


@dataclass(frozen=True)
class Contender:
    """A way to search, and how many passages a second its indexing takes in."""

    name: str
    search: Search
    indexed: float


def dense_search(index: PassageIndex, encoder: Encoder) -> Search:
    """Return the search by meaning alone: one vector, Chroma's nearest."""

    def search(text: str) -> list[str]:
        vector = encoder.encode_queries([one_line(clean(text))])[0]
        return [index.passages[row].id for row in index.store.nearest(vector, min(100, len(index.passages)))]

    return search


def lexical_search(index: PassageIndex, weights: Weights, candidates: int) -> Search:
    """Return the search by words alone, without an encoder; `evaluate --mode lexical` ranks the dense candidates too."""

    def search(text: str) -> list[str]:
        text = one_line(clean(text))
        stems, ngrams = index.stems.scores(text, Language.NB), index.ngrams.scores(text, Language.NB)
        rows = np.union1d(np.argsort(-stems)[:candidates], np.argsort(-ngrams)[:candidates])
        scores = weights.stems * standardised(stems[rows]) + weights.ngrams * standardised(ngrams[rows])
        return [index.passages[row].id for row in rows[np.argsort(-scores)[:100]]]

    return search


def floke(collection: BeirSet, folder: Path, settings: Settings) -> list[Contender]:
    """Index once for all three, and each part once more for its own pace."""
    encoder = open_encoder(settings.embedding_model, settings.encoder_dir)
    opened: list[PassageIndex] = []
    hybrid = _pace(collection, lambda: opened.append(index_beir(collection, folder / "hybrid", encoder)))
    (index,) = opened
    told(f"Floke: {encoder.id}")
    ways = [
        (HYBRID, searcher(index, encoder, settings.weights, settings.candidates), hybrid),
        (DENSE, dense_search(index, encoder), _pace(collection, lambda: _dense_index(index, folder, encoder))),
        (
            LEXICAL,
            lexical_search(index, settings.weights, settings.candidates),
            _pace(collection, lambda: _lexical_index(index, folder)),
        ),
    ]
    return [Contender(*way) for way in ways]


def usual(collection: BeirSet, folder: Path) -> Contender:
    """Index the same texts, title and text joined, in the usual stack."""
    from usual_stack import UsualStack

    stack = UsualStack(folder)
    stack.search("Er alt lest inn?")  # the first call is slower: not what is measured
    texts = texts_of(collection)
    return Contender(USUAL, stack.search, _pace(collection, lambda: stack.add(texts)))


def _dense_index(index: PassageIndex, folder: Path, encoder: Encoder) -> None:
    vectors = encoder.encode_passages([passage.embedded_text for passage in index.passages])
    write_store(folder / "dense", index.passages, vectors)


def _lexical_index(index: PassageIndex, folder: Path) -> None:
    texts = [(passage.embedded_text, passage.language) for passage in index.passages]
    Bm25.build(texts, stems_of).save(folder / "stems")
    Bm25.build(texts, ngrams_of).save(folder / "ngrams")


def _pace(collection: BeirSet, act: Callable[[], object]) -> float:
    return len(collection.documents) / (milliseconds(act) / 1000)


def compare(collection: BeirSet, contenders: list[Contender], rounds: int) -> dict[str, list[BeirResult]]:
    """Ask all contenders all queries, in turn, several times over: quality is the same each time, time is not."""
    found: dict[str, list[BeirResult]] = {contender.name: [] for contender in contenders}
    for number in range(rounds):
        for contender in contenders:
            found[contender.name].append(measure(contender.name, collection, contender.search))
        told(f"Round {number + 1} of {rounds}")
    return found


def measures(contender: Contender, results: list[BeirResult]) -> list[float]:
    """Return the figures of a row: quality of any round, the median time of all."""
    first = results[0]
    times = [median(item.p50_ms for item in results), median(item.p95_ms for item in results)]
    return [first.ndcg_10, first.recall_1, first.recall_10, first.mrr_10, *times, contender.indexed]


def tables(rows: dict[str, list[float]]) -> tuple[str, str]:
    """Return the figures, and the figures as ratios to the usual stack's."""
    headings = ["", "nDCG@10", "recall@1", "recall@10", "MRR@10", "ms a query p50", "p95", "passages indexed a second"]
    shown = [
        [name, *[f"{value:.3f}" for value in row[:4]], *[f"{value:.1f}" for value in row[4:]]]
        for name, row in rows.items()
    ]
    ratios = [
        [name, *[f"{value / base:.2f} ×" for value, base in zip(row, rows[USUAL], strict=True)]]
        for name, row in rows.items()
    ]
    return table(headings, shown), table(headings, ratios)


def main() -> None:
    """Print the comparison as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beir", type=Path, required=True, help="a collection in BEIR layout")
    parser.add_argument("--rounds", type=int, default=3, help="how often all queries are asked")
    arguments = parser.parse_args()
    watch, collection, settings = Watch.started(), read_beir(arguments.beir), load_settings()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        contenders = [*floke(collection, Path(temporary), settings), usual(collection, Path(temporary) / "usual")]
        found = compare(collection, contenders, arguments.rounds)
    rows = {contender.name: measures(contender, found[contender.name]) for contender in contenders}
    size = f"{arguments.beir.name}: {len(collection.documents)} passages, {len(collection.qrels)} queries."
    figures, ratios = tables(rows)
    report("Retrieval", watch.line(), size, figures, "As ratios to the usual stack:", ratios)


if __name__ == "__main__":
    main()
