"""Immutable generations of the index, and the small pointer file that says which one is current.

`index/current.json` names a folder under `index/generations/`. One process writes, under a lock; a new
generation becomes current by `os.replace` of the pointer. Whatever is killed half-way is never pointed to.
"""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import StaleIndexError

MANIFEST = "manifest.json"
_POINTER = "current.json"
_WAIT_SECONDS = 600
"""A whole rebuild on a slow machine; another process waits for it rather than building twice."""


def current_generation(index_dir: Path) -> Path | None:
    """Return the folder that the pointer names, or None when there is none that is whole."""
    try:
        name = json.loads((index_dir / _POINTER).read_text(encoding="utf-8"))["generation"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    folder = index_dir / "generations" / str(name)
    return folder if (folder / MANIFEST).is_file() else None


def new_generation(index_dir: Path, name: str) -> Path:
    """Make the folder of a generation that nothing points to yet."""
    folder = index_dir / "generations" / f"{time.strftime('%Y%m%dT%H%M%S')}-{time.time_ns() % 10**9:09d}-{name[:8]}"
    folder.mkdir(parents=True)
    return folder


def switch_to(index_dir: Path, folder: Path) -> None:
    """Point to a finished generation: atomic, and durable before the switch."""
    _sync(folder)
    temporary = index_dir / f"{_POINTER}.{os.getpid()}"
    with temporary.open("w", encoding="utf-8") as file:
        json.dump({"generation": folder.name}, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, index_dir / _POINTER)


def remove_superseded(index_dir: Path, grace_seconds: float) -> None:
    """Delete generations that are not current and that nobody has started on within the grace period."""
    current = current_generation(index_dir)
    for folder in (index_dir / "generations").glob("*"):
        if folder != current and time.time() - folder.stat().st_mtime > grace_seconds:
            shutil.rmtree(folder, ignore_errors=True)
    for leftover in index_dir.glob(f"{_POINTER}.*"):
        leftover.unlink(missing_ok=True)
    if current:
        os.utime(current)  # its own grace period begins when it is superseded, not when it was built


@contextmanager
def writing(index_dir: Path) -> Iterator[None]:
    """Hold the writer's lock; the operating system frees it when the process dies."""
    index_dir.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(index_dir / ".lock", timeout=_WAIT_SECONDS):
            yield
    except Timeout as error:
        raise StaleIndexError(
            f"Another process has been writing {index_dir} for ten minutes.", "End it, then run the command again."
        ) from error


def _sync(folder: Path) -> None:
    """Flush a generation's files to disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
