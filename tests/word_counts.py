"""An honest fake of an encoder: a text becomes the hashed counts of its words, so texts that share words lie near."""

import hashlib
import re
import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.encoders import EncodedQuestion

Floats = NDArray[np.float32]


class WordCounts:
    """An encoder without weights; `asked` keeps all texts it has encoded, `pause` is how many seconds each takes."""

    note: str | None = None

    def __init__(self, dimension: int = 64, pause: float = 0.0) -> None:
        self.dimension, self.pause = dimension, pause
        self.id = self.space = f"word-counts-{dimension}"
        self.asked: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        return np.stack([self._encode(text) for text in texts])

    encode_passages = encode_queries

    def encode_question(self, text: str) -> EncodedQuestion:
        return EncodedQuestion(self._encode(text))

    def _encode(self, text: str) -> Floats:
        time.sleep(self.pause)
        self.asked.append(text)
        counts = np.full(self.dimension, 1e-3, np.float32)
        for word in re.findall(r"\w+", text.lower()):
            counts[int(hashlib.sha256(word.encode()).hexdigest()[:8], 16) % self.dimension] += 1
        return counts / np.linalg.norm(counts)
