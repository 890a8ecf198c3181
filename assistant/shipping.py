"""The vectors of the shipped corpus, in one small file kept in git beside the texts."""

import numpy as np

from assistant.generations import current_generation
from assistant.settings import Settings
from assistant.vectors import VectorCache

FILE = "vectors.npz"


def ship_vectors(settings: Settings) -> int:
    """Write `corpus/vectors.npz` from the current generation; return how many vectors it holds."""
    folder = current_generation(settings.index_dir)
    if folder is None:
        return 0
    parts = {}
    for name, file in (("passages", "vectors.npy"), ("cues", "cues.npy"), ("units", "units.npy")):
        keys = (folder / f"{name}.keys").read_text(encoding="ascii").split("\n")
        parts[name] = dict(zip(keys, np.load(folder / file), strict=True))
    rounded = parts["cues"] | parts["units"]
    VectorCache.save(settings.corpus_dir / FILE, parts["passages"], rounded)
    return len(parts["passages"]) + len(rounded)
