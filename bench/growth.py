"""How ranking, memory and opening grow with the collection, from 10³ to 10⁵ passages. Encoding is left out.

python bench/growth.py --sizes 1000 10000
"""

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
from asking import questions
from measuring import Watch, child, report, table, told

from assistant.encoders import open_encoder
from assistant.index import open_index
from assistant.settings import load_settings

QUESTIONS = 200

ROWS = {
    "nearest": "nearest vectors (Chroma), ms p50 / p95",
    "stems": "BM25 over stems, ms p50 / p95",
    "ngrams": "BM25 over 5-grams, ms p50 / p95",
    "fusion": "fusion, ms p50 / p95",
    "rank": "**ranking in all, ms p50 / p95**",
    "found": "of the 10 truly nearest, among Chroma's candidates, %",
    "first_ms": "first ranking after opening, ms",
    "open_s": "opening, s",
    "imports_mb": "memory before opening, MB",
    "peak_mb": "**peak memory, MB**",
    "disk_mb": "on disk, MB",
    "seconds": "indexing without encoding, s",
    "indexing_mb": "peak memory while indexing, MB",
}

SAID = (
    "Encoding is left out, of passages and of questions: it does not depend on the size. The vectors are Floke's own, "
    "each copy with noise of its own (cosine 0.96 with the original); the texts are drawn from the corpus's words, so "
    "the vocabulary does not grow and posting lists grow as fast as they can."
)


def lay_out(folder: Path, count: int) -> None:
    """Write what collections are grown from, and the questions with their vectors."""
    settings = load_settings()
    encoder = open_encoder(settings.embedding_model, settings.encoder_dir)
    index = open_index(settings, encoder).passages
    texts = [question.text for question in questions(count)]
    np.save(folder / "stored.npy", index.vectors)
    np.save(folder / "questions.npy", encoder.encode_queries(texts))
    for name, content in (("texts", [passage.embedded_text for passage in index.passages]), ("questions", texts)):
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


def grow(folder: Path, size: int) -> dict[str, object]:
    """Write a collection in one process, rank it in the next, so that neither's memory counts for the other."""
    told(f"{size} passages: writing")
    written = child("grown.py", "write", folder, size)
    told(f"{size} passages: ranking")
    asked = child("grown.py", "ask", folder, size)
    return {**written, "indexing_mb": written["peak_mb"], **asked}


def shown(key: str, value: object) -> str:
    """Return a figure with as many places as it deserves; spreads are text already."""
    if not isinstance(value, float):
        return str(value)
    if key == "found":
        return f"{value:.1%}".removesuffix("%")
    return f"{value:.2f}" if key == "open_s" else f"{value:.1f}" if key in ("first_ms", "seconds") else f"{value:.0f}"


def main() -> None:
    """Print a column a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="numbers of passages")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="questions ranked at each size")
    arguments = parser.parse_args()
    watch = Watch.started()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        lay_out(Path(temporary), arguments.questions)
        found = [grow(Path(temporary), size) for size in arguments.sizes]
    headings = ["passages", *[f"{size:,}".replace(",", " ") for size in arguments.sizes]]
    rows = [[name, *[shown(key, result[key]) for result in found]] for key, name in ROWS.items()]
    report("Growth", watch.line(), SAID, table(headings, rows))


if __name__ == "__main__":
    main()
