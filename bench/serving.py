"""Floke's own commands in a house of their own: copies of corpus and index, so that nobody's work is in the way."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from measuring import ROOT, milliseconds

from assistant.settings import Settings

WAIT_SECONDS = 120
"""After this long a page that does not answer is taken for broken."""


@contextmanager
def house(folder: Path, settings: Settings) -> Iterator[Mapping[str, str]]:
    """Copy corpus and index to `folder`, bring the index up to date, and point this process and its children there."""
    places = {"FLOKE_CORPUS_DIR": settings.corpus_dir, "FLOKE_INDEX_DIR": settings.index_dir}
    copies = {name: str(folder / name.split("_")[1].lower()) for name in places}
    for name, place in places.items():
        if place.is_dir():
            shutil.copytree(place, copies[name])
    before = {name: os.environ.get(name) for name in copies}
    os.environ.update(copies)
    try:
        run_assistant("index")
        yield copies
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def run_assistant(command: str) -> float:
    """Run `python -m assistant COMMAND` and return the seconds it took, start of Python included."""
    words = [sys.executable, "-m", "assistant", command]
    return milliseconds(lambda: subprocess.run(words, check=True, cwd=ROOT, capture_output=True)) / 1000


def serve_until_healthy() -> float:
    """Serve the page as `make run` does and return the seconds until its health answers; the page is then stopped."""
    start = time.perf_counter()
    with served():
        return time.perf_counter() - start


@contextmanager
def served(**environment: str) -> Iterator[str]:
    """Serve the page as `make run` does while the block lasts, and yield its address once its health answers."""
    port = _free_port()
    words = ["-m", "streamlit", "run", "app.py", "--server.address", "127.0.0.1", "--server.port", str(port)]
    start, quiet = time.perf_counter(), subprocess.DEVNULL
    settings = {**os.environ, **environment}
    server = subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=quiet, stderr=quiet, env=settings)
    try:
        while not _is_healthy(port):
            if server.poll() is not None or time.perf_counter() - start > WAIT_SECONDS:
                raise SystemExit("The page does not answer: try `make run`.")
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def _is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
            return bool(answer.read() == b"ok")  # an unknown path would answer 200 with the page
    except OSError:
        return False


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
