"""Making an assistant from settings: the encoder, the current index, the method, the glossary, the small models."""

from pathlib import Path

from assistant.calibration import Workshop
from assistant.danger import DANGER_MODEL
from assistant.diagnosis import Diagnostics
from assistant.encoders import Encoder, open_encoder
from assistant.errors import FlokeError
from assistant.generations import current_generation
from assistant.glossary import Glossary, read_glossary
from assistant.index import Index, open_index, read_generation
from assistant.logistic import Logistic
from assistant.method import read_method
from assistant.pipeline import Assistant
from assistant.plans import read_plans
from assistant.rivals import RIVALS
from assistant.settings import Settings
from assistant.training import COMMAND, MODEL


class LiveIndex:
    """The current generation, opened once; when the pointer moves, the next question gets the new one."""

    def __init__(self, settings: Settings, encoder: Encoder) -> None:
        self._settings, self._space = settings, encoder.space
        self._index = open_index(settings, encoder)
        self._folder = current_generation(settings.index_dir)

    def __call__(self) -> Index:
        """Return the index to answer from."""
        folder = current_generation(self._settings.index_dir)
        if folder is not None and folder != self._folder:
            self._take(folder)
        return self._index

    def _take(self, folder: Path) -> None:
        """Open a new generation if it fits the encoder; else the old one goes on serving."""
        try:
            index = read_generation(folder)
        except (FlokeError, OSError, ValueError):
            return
        if index.manifest.space == self._space:
            self._index, self._folder = index, folder


def open_assistant(settings: Settings) -> Assistant:
    """Open everything that answering needs; a FlokeError names the command that mends what is missing."""
    encoder = open_encoder(settings.embedding_model, settings.encoder_dir)
    return Assistant(
        settings=settings,
        encoder=encoder,
        index=LiveIndex(settings, encoder),
        method=read_method(settings.corpus_dir / "method.yaml"),
        glossary=glossary_of(settings),
        boundary=Logistic.load(settings.corpus_dir / "boundary.npz"),
        limits=Logistic.load(settings.corpus_dir / "limits.npz"),
        plans=read_plans(settings.corpus_dir / "plans.yaml"),
        diagnostics=Diagnostics(_learnt(settings, MODEL), _learnt(settings, RIVALS)),
        danger=_learnt(settings, DANGER_MODEL),
    )


def _learnt(settings: Settings, name: str) -> Logistic:
    """Read a model that `train` makes."""
    return Logistic.load(settings.corpus_dir / name, COMMAND)


def open_workshop(settings: Settings) -> Workshop:
    """Open what the small models are made with."""
    encoder = open_encoder(settings.embedding_model, settings.encoder_dir)
    return Workshop(
        open_index(settings, encoder),
        encoder,
        glossary_of(settings),
        settings.weights,
        settings.candidates,
        settings.corpus_dir,
    )


def glossary_of(settings: Settings) -> Glossary:
    """Read the glossary that stands beside the texts."""
    return read_glossary(settings.corpus_dir / "glossary.yaml")
