"""Making an encoder ready, once: weights → sentence-transformers directory → ONNX → int8, checked, then published.

The building runs in a process of its own (`building.py`), so that torch and its 5 GB never enter the caller.
Killed at any moment, the former encoder stays; the next preparation clears away what is left.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from filelock import FileLock, Timeout

from assistant.building import Stage, fingerprint, not_here
from assistant.errors import EncoderError
from assistant.prepared import (
    PREPARE,
    PreparedEncoder,
    current_generation,
    load_prepared,
    model_directory,
    prepared_from,
    publish,
    remove_leftovers,
)
from assistant.weights import BUNDLED_MODEL, bundled_weights_version

Progress = Callable[[Stage, float], None]
"""Called with the stage that begins and the share of the whole that is done, 0 to 1."""

SHARES = {Stage.WEIGHTS: 0.0, Stage.EXPORT: 0.25, Stage.QUANTISE: 0.65, Stage.CHECK: 0.9, Stage.PUBLISH: 1.0}
"""Shares of the 60 s that the default took on two idle cores."""

_WAIT = 900.0  # seconds; the default took 60 on two idle cores and twice that on busy ones


def prepare(
    model: str,
    directory: Path,
    *,
    download: bool = False,
    again: bool = False,
    progress: Progress | None = None,
) -> PreparedEncoder:
    """Make `model` ready under `directory` and return its record; at once where that was done before.

    `model` is the default's name, a sentence-transformers directory, or a name that only `download` may fetch.
    Raises EncoderError where the model is not here, is no model, or does not fit this machine.
    """
    if not again and (ready := _ready(model, directory)):
        return ready
    if not (download or _is_here(model)):
        raise not_here(model)
    place = model_directory(model, directory)
    place.mkdir(parents=True, exist_ok=True)
    with _only_one(place):
        if not again and (ready := _ready(model, directory)):
            return ready  # another process made it while this one waited
        return _build_and_publish(model, place, download, progress or _silent)


def _silent(_stage: Stage, _share: float) -> None:
    """Stand in for a caller who does not want to be told."""


def _ready(model: str, directory: Path) -> PreparedEncoder | None:
    """Return what is prepared, unless it is damaged or the weights have changed since."""
    try:
        prepared = load_prepared(model, directory)
    except EncoderError:
        return None
    if prepared and _is_here(model):
        weights = fingerprint(Path(model)) if Path(model).is_dir() else bundled_weights_version()
        return prepared if prepared.weights == weights else None
    return prepared


def _is_here(model: str) -> bool:
    return Path(model).is_dir() or (model == BUNDLED_MODEL and bundled_weights_version() is not None)


@contextmanager
def _only_one(place: Path) -> Iterator[None]:
    """Let one process at a time prepare this model; the system frees the lock of one that was killed."""
    try:
        with FileLock(place / "preparing.lock", timeout=_WAIT):
            yield
    except Timeout as error:
        raise EncoderError("Another process has been preparing this encoder for long.", f"End it. {PREPARE}") from error


def _build_and_publish(model: str, place: Path, download: bool, progress: Progress) -> PreparedEncoder:
    """Build beside the current generation, then switch; the caller holds the lock."""
    remove_leftovers(place, keep=current_generation(place))
    built = Path(tempfile.mkdtemp(prefix="generation-", dir=place))
    try:
        prepared = _run(model, built, download, progress)
        publish(prepared, built, place)
    except BaseException:
        shutil.rmtree(built, ignore_errors=True)
        raise
    progress(Stage.PUBLISH, SHARES[Stage.PUBLISH])
    return prepared


def _run(model: str, built: Path, download: bool, progress: Progress) -> PreparedEncoder:
    """Run the building process and follow what it says; it never outlives this call."""
    command = [sys.executable, "-m", "assistant.building", model, str(built), *(["--download"] if download else [])]
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints,
        subprocess.Popen(  # noqa: S603 - our own module; the model's name is one argument, never a shell's text
            command, stdout=subprocess.PIPE, stderr=complaints, encoding="utf-8", env=_environment(download)
        ) as process,
    ):
        try:
            return _follow(process.stdout or (), complaints, progress)
        finally:
            process.kill()  # it has said its last word, or nobody listens any more


def _follow(lines: Iterable[str], complaints: IO[str], progress: Progress) -> PreparedEncoder:
    for line in lines:
        said = _message(line)
        if "stage" in said:
            stage = Stage(str(said["stage"]))
            progress(stage, SHARES[stage])
        elif "error" in said:
            raise EncoderError(str(said["error"]), str(said["remedy"]))
        elif "prepared" in said:
            return prepared_from(cast(dict[str, Any], said["prepared"]))
    complaints.seek(0)
    last = complaints.read().strip().rpartition("\n")[2] or "it was killed, perhaps for want of memory (5 GB)"
    raise EncoderError(f"The encoder could not be made ready: {last}.", PREPARE)


def _message(line: str) -> dict[str, object]:
    """Read one line; libraries may write to the same stream, which is passed over."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _environment(download: bool) -> dict[str, str]:
    """Let the child find this package, and no network unless told so."""
    root = str(Path(__file__).resolve().parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    quiet = {"ORT_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "TOKENIZERS_PARALLELISM": "false"}
    offline = {} if download else {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    return {**os.environ, **quiet, **offline, "PYTHONPATH": os.pathsep.join(paths)}
