"""Floke's encoder for whatever speaks LangChain: the same vectors, as lists."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from assistant.encoders import Encoder


class FlokeEmbeddings(Embeddings):
    """Embeds documents as passages and queries as questions, each with its prompt."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(value) for value in vector] for vector in self.encoder.encode_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(value) for value in self.encoder.encode_queries([text])[0]]
