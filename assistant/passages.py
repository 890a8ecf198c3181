"""A finished, searchable collection of passages: vectors, Chroma and two BM25 indexes side by side in one folder."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.domain import Language, Passage
from assistant.lexical import Bm25, ngrams_of, stems_of
from assistant.store import PassageStore, write_store

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class PassageIndex:
    """Row i of every part is passage i."""

    passages: tuple[Passage, ...]
    vectors: Floats
    store: PassageStore
    stems: Bm25
    ngrams: Bm25

    @classmethod
    def open(cls, folder: Path) -> "PassageIndex":
        """Open a folder that `write_passages` finished; vectors and BM25 are memory-mapped."""
        lines = (folder / "passages.jsonl").read_text(encoding="utf-8").split("\n")
        return cls(
            passages=tuple(_passage(line) for line in lines if line),
            vectors=np.load(folder / "vectors.npy", mmap_mode="r"),
            store=PassageStore(folder / "chroma"),
            stems=Bm25.load(folder / "stems", stems_of),
            ngrams=Bm25.load(folder / "ngrams", ngrams_of),
        )


def write_passages(folder: Path, passages: Sequence[Passage], vectors: Floats) -> None:
    """Write a searchable collection; `vectors` (n, d) are L2-normalised, row by row those of `passages`."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = [(passage.embedded_text, passage.language) for passage in passages]
    Bm25.build(texts, stems_of).save(folder / "stems")
    Bm25.build(texts, ngrams_of).save(folder / "ngrams")
    np.save(folder / "vectors.npy", vectors.astype(np.float32))
    write_store(folder / "chroma", passages, vectors)
    lines = "\n".join(json.dumps(asdict(passage), ensure_ascii=False) for passage in passages)
    (folder / "passages.jsonl").write_text(lines + "\n", encoding="utf-8")


def _passage(line: str) -> Passage:
    fields = json.loads(line)
    return Passage(**(fields | {"language": Language(fields["language"])}))
