"""The prepared encoder beside sentence-transformers with torch: the same weights, the same texts, in turns.

python bench/encoding.py --beir DIR
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from measuring import Watch, milliseconds, report, table, texts_of, told
from numpy.typing import NDArray

from assistant.beir import BeirSet, read_beir
from assistant.encoders import OnnxEncoder, open_encoder
from assistant.metrics import ndcg
from assistant.prepared import PREPARE, Precision
from assistant.settings import load_settings
from assistant.weights import BUNDLED_MODEL, bundled_weights_file, read_weights, write_sentence_transformers

Floats = NDArray[np.float32]
Encode = Callable[[list[str]], Floats]

INT8, FP32 = "Floke, int8", "Floke, fp32"
TORCH, TORCH_1 = "sentence-transformers, torch", "sentence-transformers, torch, 1 thread"
"""Torch's own number of threads, and one: on a busy machine its threads wait for each other, which is not the engine."""


@dataclass(frozen=True)
class Engine:
    """Something that encodes: questions one at a time, as they come, and passages in one call."""

    queries: Encode
    passages: Encode

    def times(self, queries: Sequence[str], passages: list[str]) -> tuple[float, float]:
        """Return milliseconds a query and a passage."""
        asked = milliseconds(lambda: [self.queries([text]) for text in queries])
        return asked / len(queries), milliseconds(lambda: self.passages(passages)) / len(passages)


@dataclass(frozen=True)
class Quality:
    """Dense ranking with exact search, and how it differs from fp32 throughout."""

    ndcg_10: float
    difference: float
    """In nDCG@10; `margin` is half its 95 % interval, query by query."""
    margin: float
    same_first: float


def prepared(precision: Precision) -> OnnxEncoder:
    """Open the default encoder in one precision, whatever the settings name: the reference has its weights only."""
    encoder = open_encoder(BUNDLED_MODEL, load_settings().encoder_dir, precision)
    if not isinstance(encoder, OnnxEncoder) or encoder.precision is not precision:
        raise SystemExit(f"{BUNDLED_MODEL} is not prepared in {precision}. {PREPARE}")
    return encoder


def torch_engines(folder: Path) -> dict[str, Engine]:
    """Write the bundled weights as a sentence-transformers directory and open it as its users do: all defaults."""
    import torch
    from sentence_transformers import SentenceTransformer

    write_sentence_transformers(read_weights(bundled_weights_file()), folder)
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def encode(prompt: str, threads: int) -> Encode:
        def act(texts: list[str]) -> Floats:
            torch.set_num_threads(threads)
            return model.encode(texts, prompt_name=prompt, normalize_embeddings=True, show_progress_bar=False)

        return act

    usual = torch.get_num_threads()
    return {name: Engine(encode("query", n), encode("document", n)) for name, n in ((TORCH, usual), (TORCH_1, 1))}


def paces(
    engines: dict[str, Engine], queries: list[str], passages: list[str], rounds: int
) -> dict[str, NDArray[np.float64]]:
    """Return for each engine an array (rounds, 2): milliseconds a query and a passage; the order turns each round."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in engines}
    for engine in engines.values():
        engine.times(queries[:5], passages[:2])  # the first calls are slower: not what is measured
    for number in range(rounds):
        for name in list(engines)[:: 1 if number % 2 == 0 else -1]:
            times[name].append(engines[name].times(queries, passages))
        told(f"Round {number + 1} of {rounds}")
    return {name: np.asarray(rows) for name, rows in times.items()}


def pace_rows(times: dict[str, NDArray[np.float64]]) -> list[list[str]]:
    """Return a row an engine: medians, and the medians of the ratios within each round to the faster torch."""
    torch_times = np.minimum(times[TORCH], times[TORCH_1])
    rows = []
    for name, own in times.items():
        query, passage = np.median(own, axis=0)
        ratios = np.median(torch_times / own, axis=0)
        rows.append([name, f"{query:.1f}", f"{1000 / passage:.1f}", *[f"{ratio:.1f} ×" for ratio in ratios]])
    return rows


def agreement(fp32: Engine, torch_engine: Engine, queries: list[str], passages: list[str]) -> str:
    """Say that both compute the same: the lowest cosine between fp32 and torch, over queries and passages."""
    pairs = [
        (fp32.queries(queries), torch_engine.queries(queries)),
        (fp32.passages(passages), torch_engine.passages(passages)),
    ]
    lowest = min(float((ours * theirs).sum(axis=1).min()) for ours, theirs in pairs)
    return f"The lowest cosine between Floke's fp32 and torch is {lowest:.4f}: the same model."


def qualities(collection: BeirSet, int8: OnnxEncoder, fp32: OnnxEncoder) -> dict[str, Quality]:
    """Rank the collection with each precision on either side."""
    texts, asked = list(texts_of(collection).values()), [collection.queries[name] for name in collection.qrels]
    exact, small = fp32.encode_passages(texts), int8.encode_passages(texts)
    questions, quick = fp32.encode_queries(asked), int8.encode_queries(asked)
    reference = questions @ exact.T
    return {
        "fp32 queries, fp32 passages": quality(collection, reference, reference),
        "int8 queries, fp32 passages (the shipped corpus)": quality(collection, quick @ exact.T, reference),
        "int8 queries, int8 passages (other texts)": quality(collection, quick @ small.T, reference),
    }


def quality(collection: BeirSet, scores: Floats, reference: Floats) -> Quality:
    """Measure cosines of shape (queries, passages) against the judgements and against `reference`."""
    gains, exact = gains_of(collection, scores), gains_of(collection, reference)
    margin = 1.96 * float(np.std(gains - exact)) / len(gains) ** 0.5
    same = scores.argmax(axis=1) == reference.argmax(axis=1)
    return Quality(float(gains.mean()), float((gains - exact).mean()), margin, float(np.mean(same)))


def gains_of(collection: BeirSet, scores: Floats) -> NDArray[np.float64]:
    """Return nDCG@10 of each query."""
    names = list(collection.documents)
    ranked = [[names[row] for row in np.argsort(-line)[:10]] for line in scores]
    return np.asarray([ndcg(items, judged) for items, judged in zip(ranked, collection.qrels.values(), strict=True)])


def main() -> None:
    """Print the comparison as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beir", type=Path, required=True, help="a collection in BEIR layout")
    parser.add_argument("--rounds", type=int, default=7, help="how often the engines take turns")
    parser.add_argument("--queries", type=int, default=100, help="queries a turn")
    parser.add_argument("--passages", type=int, default=64, help="passages a turn: two batches of torch's")
    arguments = parser.parse_args()
    watch, collection = Watch.started(), read_beir(arguments.beir)
    queries = list(islice(collection.queries.values(), arguments.queries))
    passages = list(islice(texts_of(collection).values(), arguments.passages))
    int8, fp32 = prepared(Precision.INT8), prepared(Precision.FP32)
    engines = {
        INT8: Engine(int8.encode_queries, int8.encode_passages),
        FP32: Engine(fp32.encode_queries, fp32.encode_passages),
    }
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        engines |= torch_engines(Path(temporary))
        times = paces(engines, queries, passages, arguments.rounds)
        same = agreement(engines[FP32], engines[TORCH], queries, passages)
    size = f"{len(queries)} queries and {len(passages)} passages of {arguments.beir.name} a turn, {arguments.rounds} turns; {int8.id}."
    headings = ["", "ms a query", "passages a second", "queries: faster than torch", "passages: faster than torch"]
    kept = quality_table(qualities(collection, int8, fp32))
    report("Encoding", watch.line(), f"{size} {same}", table(headings, pace_rows(times)), kept)


def quality_table(found: dict[str, Quality]) -> str:
    """Return the table of what int8 costs."""
    rows = [
        [name, f"{item.ndcg_10:.4f}", f"{item.difference:+.4f} ± {item.margin:.4f}", f"{item.same_first:.1%}"]
        for name, item in found.items()
    ]
    return table(["dense, exact search", "nDCG@10", "against fp32 (95 %)", "first hit as fp32"], rows)


if __name__ == "__main__":
    main()
