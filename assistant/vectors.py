"""Vectors kept by content: a text is embedded once, and again only when it changes."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.encoders import Encoder

Floats = NDArray[np.float32]
Progress = Callable[[int, int], None]

RECIPE = "1"
"""Raise this when what is embedded changes (prefixes, section path, cleaning)."""

BATCH = 64


def text_key(text: str, space: str, side: str) -> str:
    """Return the content key: 32 hex digits of SHA-256 over recipe, vector space, side (query|passage) and text."""
    return hashlib.sha256(f"{RECIPE}\0{space}\0{side}\0{text}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class VectorCache:
    """Vectors by content key; on disk as float16 (passages) and int8 with one scale a row (the rest)."""

    vectors: Mapping[str, Floats] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> "VectorCache":
        """Read the file; one that is missing is an empty cache."""
        if not path.exists():
            return cls()
        with np.load(path) as file:
            rows = dict(zip(_hex(file["keys"]), file["vectors"].astype(np.float32), strict=True))
            small = file["small"].astype(np.float32) * file["scales"][:, None].astype(np.float32)
            return cls(rows | dict(zip(_hex(file["small_keys"]), small, strict=True)))

    @staticmethod
    def save(path: Path, exact: Mapping[str, Floats], rounded: Mapping[str, Floats]) -> None:
        """Write vectors: `exact` in float16, `rounded` in int8 (cosine with the original above 0.9999)."""
        small = np.stack(list(rounded.values()))
        scales = (np.abs(small).max(axis=1) / 127).astype(np.float32)
        np.savez_compressed(
            path,
            keys=_packed(exact),
            vectors=np.stack(list(exact.values())).astype(np.float16),
            small_keys=_packed(rounded),
            small=np.rint(small / scales[:, None]).astype(np.int8),
            scales=scales,
        )


@dataclass(frozen=True)
class Embedded:
    """Vectors of some texts, row by row, and how many of them had to be made."""

    vectors: Floats
    keys: tuple[str, ...]
    made: int


def embed(
    texts: Sequence[str], side: str, encoder: Encoder, known: Mapping[str, Floats], progress: Progress | None = None
) -> Embedded:
    """Return vectors (n, d) for texts, taking those known by content and encoding the rest."""
    keys = tuple(text_key(text, encoder.space, side) for text in texts)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    encode = encoder.encode_queries if side == "query" else encoder.encode_passages
    fresh: dict[str, Floats] = {}
    names = list(missing)
    for start in range(0, len(names), BATCH):
        batch = names[start : start + BATCH]
        fresh.update(zip(batch, encode([missing[name] for name in batch]), strict=True))
        if progress:
            progress(len(fresh), len(names))
    rows = [fresh[key] if key in fresh else known[key] for key in keys]
    table = np.stack(rows).astype(np.float32) if rows else np.zeros((0, encoder.dimension), np.float32)
    return Embedded(table, keys, len(fresh))


def _packed(rows: Mapping[str, Floats]) -> NDArray[np.uint8]:
    return np.frombuffer(bytes.fromhex("".join(rows)), np.uint8).reshape(-1, 16)


def _hex(keys: NDArray[np.uint8]) -> list[str]:
    return [row.tobytes().hex() for row in keys]
