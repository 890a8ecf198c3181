"""The one door to Chroma: an embedded collection of passages with our own vectors, cosine space."""

from collections.abc import Sequence
from pathlib import Path

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.config import Settings as ChromaSettings
from numpy.typing import NDArray

from assistant.domain import Passage

Floats = NDArray[np.float32]

COLLECTION = "passages"
_BATCH = 5_000
"""Chroma refuses batches above 5,461 rows."""


def _client(folder: Path) -> ClientAPI:
    settings = ChromaSettings(anonymized_telemetry=False, allow_reset=False)
    return chromadb.PersistentClient(path=str(folder), settings=settings)


def write_store(folder: Path, passages: Sequence[Passage], vectors: Floats) -> None:
    """Write passages and their vectors (n, d) to a new store in `folder`; the Chroma id is the row number."""
    collection = _client(folder).create_collection(
        COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
    )
    for start in range(0, len(passages), _BATCH):
        batch = passages[start : start + _BATCH]
        collection.add(
            ids=[str(start + offset) for offset in range(len(batch))],
            embeddings=vectors[start : start + _BATCH],
            documents=[passage.text for passage in batch],
            metadatas=[_metadata(passage) for passage in batch],
        )


class PassageStore:
    """A finished store, opened for reading."""

    def __init__(self, folder: Path) -> None:
        self._collection = _client(folder).get_collection(COLLECTION, embedding_function=None)

    def count(self) -> int:
        """Return how many passages are stored."""
        return int(self._collection.count())

    def nearest(self, vector: Floats, count: int) -> list[int]:
        """Return the row numbers of the nearest passages, best first."""
        found = self._collection.query(query_embeddings=vector[None, :], n_results=count, include=[])
        return [int(identifier) for identifier in found["ids"][0]]


def _metadata(passage: Passage) -> dict[str, str]:
    return {
        "passage_id": passage.id,
        "document_id": passage.document_id,
        "language": passage.language,
        "title": passage.title,
        "heading": passage.heading,
    }
