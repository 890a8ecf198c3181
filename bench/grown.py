"""A made-up collection of any size: `write` makes one in a folder, `ask` opens and ranks it in a fresh process.

Started by growth.py, which writes the texts, vectors and questions it is made from beside the collection.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from measuring import Spread, milliseconds, peak_megabytes
from numpy.typing import NDArray

from assistant.domain import Language, Passage
from assistant.passages import PassageIndex, write_passages
from assistant.ranking import Query, rank
from assistant.settings import load_settings

Floats = NDArray[np.float32]

NOISE = 0.3
"""Length of the noise against a vector of length 1: copies have cosine 0.96, as passages on one subject do here."""

SEED = 20261124
"""Any number: the same collection each time."""


def perturbed(stored: Floats, size: int, random: np.random.Generator) -> Floats:
    """Return `size` vectors: stored ones in turn, each with noise of its own, of length 1 again."""
    chosen = stored[np.arange(size) % len(stored)]
    noise = random.standard_normal(chosen.shape, dtype=np.float32)
    noisy = chosen + NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    return np.asarray(noisy / np.linalg.norm(noisy, axis=1, keepdims=True), dtype=np.float32)


def sampled(texts: Sequence[str], size: int, random: np.random.Generator) -> list[Passage]:
    """Return `size` passages as long as the real ones, of words drawn as often as they occur there."""
    words = np.asarray(" ".join(texts).split())
    lengths = random.choice([len(text.split()) for text in texts], size)
    return [
        Passage(f"p{row}", "grown", "", Language.NB, "", "", " ".join(random.choice(words, length)))
        for row, length in enumerate(lengths)
    ]


def write(folder: Path, size: int) -> dict[str, float]:
    """Make and index a collection; report the seconds of indexing and the megabytes on disk."""
    random = np.random.default_rng(SEED)
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    passages, vectors = sampled(texts, size, random), perturbed(np.load(folder / "stored.npy"), size, random)
    index = folder / str(size)
    seconds = milliseconds(lambda: write_passages(index, passages, vectors)) / 1000
    disk = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    return {"seconds": seconds, "disk_mb": disk / 1024**2, "peak_mb": peak_megabytes()}


@dataclass
class Timed:
    """Stands before a part of the index and adds up what its one method takes."""

    act: Callable[..., Any]
    spent: list[float] = field(default_factory=list)

    def __call__(self, *arguments: object) -> object:
        """Pass the call on."""
        start = time.perf_counter()
        result = self.act(*arguments)
        self.spent.append((time.perf_counter() - start) * 1000)
        return result

    nearest = scores = __call__


def ask(folder: Path, size: int) -> dict[str, object]:
    """Open a collection and rank every question; report each part's time and the memory."""
    before = peak_megabytes()
    start = time.perf_counter()
    index = PassageIndex.open(folder / str(size))
    queries, settings = _queries(folder), load_settings()
    opened = time.perf_counter()
    rank(queries[0], index, settings.weights, settings.candidates)
    first = time.perf_counter()
    parts = {
        "nearest": Timed(index.store.nearest),
        "stems": Timed(index.stems.scores),
        "ngrams": Timed(index.ngrams.scores),
    }
    timed = replace(index, store=parts["nearest"], stems=parts["stems"], ngrams=parts["ngrams"])
    whole = [
        milliseconds(lambda query=query: rank(query, timed, settings.weights, settings.candidates)) for query in queries
    ]
    spent = {name: part.spent for name, part in parts.items()}
    spent["fusion"] = list(np.asarray(whole) - np.sum(list(spent.values()), axis=0))
    peak = peak_megabytes()
    return {
        "open_s": opened - start,
        "first_ms": (first - opened) * 1000,
        "imports_mb": before,
        "peak_mb": peak,
        "found": found_share(index, queries, settings.candidates),
        **{name: str(Spread.of(times)) for name, times in {**spent, "rank": whole}.items()},
    }


def found_share(index: PassageIndex, queries: Sequence[Query], candidates: int) -> float:
    """Return the share of the ten truly nearest that Chroma's approximate search has among its candidates.

    Reads all vectors: the memory is to be measured before.
    """
    exact = np.stack([query.vector for query in queries]) @ np.asarray(index.vectors).T
    best = np.argpartition(-exact, 9, axis=1)[:, :10]
    count = min(candidates, len(index.passages))
    found = [
        len({*index.store.nearest(query.vector, count)} & {*row.tolist()})
        for query, row in zip(queries, best, strict=True)
    ]
    return sum(found) / (10 * len(queries))


def _queries(folder: Path) -> list[Query]:
    texts = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    vectors = np.load(folder / "questions.npy")
    return [Query(text, Language.NB, vector) for text, vector in zip(texts, vectors, strict=True)]


def main() -> None:
    """Do one of the two and print a JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("act", choices=["write", "ask"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("size", type=int)
    arguments = parser.parse_args()
    print(json.dumps({"write": write, "ask": ask}[arguments.act](arguments.folder, arguments.size)))


if __name__ == "__main__":
    main()
