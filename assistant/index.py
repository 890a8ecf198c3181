"""The index: all that answering needs, built from the corpus, switched atomically. Owns the folder `index/`."""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.chunking import MAX_CHARACTERS, passages_of, units_of
from assistant.corpus import Corpus, corpus_hash, read_corpus
from assistant.document_classifier import DESIGN
from assistant.domain import Document, Language, Passage, Unit
from assistant.encoders import Encoder
from assistant.errors import StaleIndexError
from assistant.foreseen import Foreseen, cues_of, write_foreseen
from assistant.generations import MANIFEST, current_generation, new_generation, remove_superseded, switch_to, writing
from assistant.lexical import K1, NGRAM, B
from assistant.passages import PassageIndex, write_passages
from assistant.sections import SectionRows
from assistant.settings import Settings
from assistant.vectors import RECIPE, Embedded, Progress, VectorCache, embed

Floats = NDArray[np.float32]

FORMAT = 3
"""Raise this when the folder's layout changes; older generations are then refused."""

MEND = "Run: python -m assistant index"


@dataclass(frozen=True)
class Manifest:
    """What a generation was made from and with."""

    format: int
    corpus_hash: str
    space: str
    parameters: Mapping[str, object]
    passages: int
    cues: int
    units: int

    def fits(self, other: "Manifest") -> bool:
        """Return True when both describe the same index (counts follow from the rest)."""
        return (self.format, self.corpus_hash, self.space, dict(self.parameters)) == (
            other.format,
            other.corpus_hash,
            other.space,
            dict(other.parameters),
        )


@dataclass(frozen=True)
class Counts:
    """What an update did to the passages, and how many texts had to be embedded."""

    added: int
    changed: int
    removed: int
    kept: int
    embedded: int


@dataclass(frozen=True, eq=False)
class Index:
    """One generation, opened for reading."""

    manifest: Manifest
    corpus: Corpus
    passages: PassageIndex
    foreseen: Foreseen
    units: tuple[Unit, ...]
    unit_vectors: Floats

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Return the row of each passage by its key `language:passage-id`."""
        return {passage.key: row for row, passage in enumerate(self.passages.passages)}

    @cached_property
    def sections(self) -> SectionRows:
        """Return the passages and the answerable foreseen questions by section."""
        return SectionRows.of(self.passages.passages, self.foreseen.cues)

    @cached_property
    def documents(self) -> NDArray[np.int64]:
        """Return the number of each passage row's document among those that the classifier tells apart, else -1."""
        return self.foreseen.classifier.numbers([passage.document_id for passage in self.passages.passages])

    @cached_property
    def unit_rows(self) -> Mapping[str, slice]:
        """Return the rows of each passage's units by the passage's key; they stand together."""
        bounds: dict[str, slice] = {}
        for row, unit in enumerate(self.units):
            key = f"{unit.language}:{unit.passage_id}"
            bounds[key] = slice(bounds[key].start if key in bounds else row, row + 1)
        return bounds

    def passage(self, passage_id: str, language: Language) -> Passage:
        """Return a passage in a language; KeyError when it is unknown."""
        return self.passages.passages[self.rows[f"{language}:{passage_id}"]]

    def units_of(self, passage: Passage) -> tuple[Unit, ...]:
        """Return the quotable pieces of a passage in reading order."""
        return self.units[self.unit_rows.get(passage.key, slice(0, 0))]


def open_index(settings: Settings, encoder: Encoder) -> Index:
    """Open the current generation; StaleIndexError when it is missing, older than the corpus or of another encoder."""
    folder = current_generation(settings.index_dir)
    if folder is None:
        raise StaleIndexError(f"There is no index in {settings.index_dir}.", MEND)
    if not _manifest(folder).fits(_wanted(settings, encoder)):
        raise StaleIndexError("The index was made from another corpus or with another encoder.", MEND)
    return read_generation(folder)


def read_generation(folder: Path) -> Index:
    """Open a generation without asking what it was made from."""
    manifest, corpus = _manifest(folder), read_corpus(folder / "corpus")
    documents = list(corpus.documents.values())
    return Index(
        manifest=manifest,
        corpus=corpus,
        passages=PassageIndex.open(folder),
        foreseen=Foreseen.open(folder, [cue for document in documents for cue in cues_of(document)]),
        units=tuple(_units(documents)),
        unit_vectors=np.load(folder / "units.npy"),
    )


def update_index(
    settings: Settings, encoder: Encoder, *, rebuild: bool = False, progress: Progress | None = None
) -> Counts:
    """Bring the index up to date with the corpus; unchanged, nothing is embedded or written."""
    with writing(settings.index_dir):
        current, wanted = current_generation(settings.index_dir), _wanted(settings, encoder)
        if current and not rebuild and _manifest(current).fits(wanted):
            return Counts(0, 0, 0, _manifest(current).passages, 0)
        before = _known_keys(current)
        folder = new_generation(settings.index_dir, wanted.corpus_hash)
        shipped = VectorCache.load(settings.corpus_dir / "vectors.npz").vectors
        known = {**shipped, **(_reusable(current) if current else {})}
        made, after = _write(folder, settings, encoder, wanted, known, progress)
        _check(folder)
        switch_to(settings.index_dir, folder)
        remove_superseded(settings.index_dir, settings.grace_seconds)
    return _counts(before, after, made)


def _units(documents: Sequence[Document]) -> list[Unit]:
    return [unit for document in documents for passage in passages_of(document) for unit in units_of(passage)]


def _write(
    folder: Path,
    settings: Settings,
    encoder: Encoder,
    wanted: Manifest,
    known: Mapping[str, Floats],
    progress: Progress | None,
) -> tuple[int, dict[str, str]]:
    """Write a generation; return how many texts were embedded, and passage key to content key."""
    _copy_corpus(settings.corpus_dir, folder / "corpus")
    documents = list(read_corpus(folder / "corpus").documents.values())
    passages = [passage for document in documents for passage in passages_of(document)]
    embedded = embed([passage.embedded_text for passage in passages], "passage", encoder, known, progress)
    foreseen = [cue for document in documents for cue in cues_of(document)]
    cues = embed([cue.text for cue in foreseen], "query", encoder, known, progress)
    write_foreseen(folder, foreseen, cues.vectors)
    units = embed([unit.text for unit in _units(documents)], "passage", encoder, known, progress)
    write_passages(folder, passages, embedded.vectors)
    _save(folder, "passages", embedded)
    _save(folder, "cues", cues)
    _save(folder, "units", units)
    counts = {"passages": len(passages), "cues": len(cues.keys), "units": len(units.keys)}
    (folder / MANIFEST).write_text(json.dumps(asdict(wanted) | counts, indent=1), encoding="utf-8")
    after = {passage.key: key for passage, key in zip(passages, embedded.keys, strict=True)}
    return embedded.made + cues.made + units.made, after


def _save(folder: Path, name: str, embedded: Embedded) -> None:
    (folder / f"{name}.keys").write_text("\n".join(embedded.keys), encoding="ascii")
    if name == "units":  # the others' vectors are written with what is made of them
        np.save(folder / f"{name}.npy", embedded.vectors)


def _reusable(folder: Path) -> dict[str, Floats]:
    """Return the vectors of a generation by content key."""
    rows: dict[str, Floats] = {}
    for name, file in (("passages", "vectors.npy"), ("cues", "cues.npy"), ("units", "units.npy")):
        keys = (folder / f"{name}.keys").read_text(encoding="ascii").split("\n")
        rows.update(zip(keys, np.load(folder / file), strict=False))
    return rows


def _known_keys(folder: Path | None) -> dict[str, str]:
    """Return passage key to content key of a generation."""
    if folder is None:
        return {}
    lines = [json.loads(line) for line in (folder / "passages.jsonl").read_text(encoding="utf-8").split("\n") if line]
    keys = (folder / "passages.keys").read_text(encoding="ascii").split("\n")
    return {f"{line['language']}:{line['id']}": key for line, key in zip(lines, keys, strict=True)}


def _counts(before: Mapping[str, str], after: Mapping[str, str], embedded: int) -> Counts:
    shared = before.keys() & after.keys()
    changed = sum(before[key] != after[key] for key in shared)
    added, removed = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    return Counts(added, changed, removed, len(shared) - changed, embedded)


def _check(folder: Path) -> None:
    """Open a new generation and compare its parts before anything points to it."""
    index = read_generation(folder)
    expected = (len(index.passages.passages), len(index.foreseen.cues), len(index.units))
    found = (index.passages.store.count(), len(index.foreseen.vectors), len(index.unit_vectors))
    if expected != found or len(index.passages.vectors) != expected[0] or expected[0] == 0:
        raise StaleIndexError(f"The new index does not hold together: {expected} against {found}.", MEND + " --rebuild")


def _copy_corpus(source: Path, target: Path) -> None:
    for language in Language:
        (target / language).mkdir(parents=True)
        for path in sorted((source / language).glob("*.md")):
            shutil.copyfile(path, target / language / path.name)


def _manifest(folder: Path) -> Manifest:
    return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))


def _wanted(settings: Settings, encoder: Encoder) -> Manifest:
    parameters: dict[str, object] = {
        "recipe": RECIPE,
        "characters": MAX_CHARACTERS,
        "ngram": NGRAM,
        "k1": K1,
        "b": B,
        "classifier": DESIGN,
    }
    return Manifest(FORMAT, corpus_hash(settings.corpus_dir), encoder.space, parameters, 0, 0, 0)
