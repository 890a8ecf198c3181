"""Floke's retrieval as a LangChain retriever, for those who build on it."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from assistant.domain import Language
from assistant.pipeline import Assistant


class FlokeRetriever(BaseRetriever):
    """Returns the `k` best passages in the language of the question, scores in the metadata."""

    model_config = {"arbitrary_types_allowed": True}  # noqa: RUF012 (pydantic reads it as it stands)

    assistant: Assistant
    k: int = 6
    language: Language | None = None

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 (LangChain's signature)
    ) -> list[Document]:
        """Return passages as LangChain documents; `id` is the passage id."""
        hits = self.assistant.search(query, self.language).hits[: self.k]
        return [
            Document(
                id=hit.passage.id,
                page_content=hit.passage.text,
                metadata={
                    "document_id": hit.passage.document_id,
                    "title": hit.passage.title,
                    "heading": hit.passage.heading,
                    "language": str(hit.passage.language),
                    "score": hit.score,
                },
            )
            for hit in hits
        ]
