"""What the measurements share: times, peak memory, the machine, Markdown tables, and the way to the package.

Importing this module makes `assistant` importable from a script in `bench/`, and keeps the run offline.
"""

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TUNING = ROOT / "tests" / "questions" / "tuning.jsonl"

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "ORT_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
sys.path.insert(0, str(ROOT))
os.environ.update(OFFLINE)


@dataclass(frozen=True)
class Spread:
    """Milliseconds: the median and what 95 of 100 stay below."""

    p50: float
    p95: float

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> "Spread":
        """Summarise single times."""
        from assistant.metrics import percentile

        return cls(percentile(milliseconds, 0.5), percentile(milliseconds, 0.95))

    def __str__(self) -> str:
        return f"{self.p50:.1f} / {self.p95:.1f}"


def milliseconds(act: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def times_of(act: Callable[[Any], object], items: Iterable[Any]) -> list[float]:
    """Return the milliseconds of one call an item, one after the other."""
    return [milliseconds(lambda item=item: act(item)) for item in items]


def median_of(act: Callable[[], float], rounds: int) -> float:
    """Return the median of repeated measurements."""
    return median(act() for _ in range(rounds))


def peak_megabytes() -> float:
    """Return this process's peak memory so far.

    Linux counts a parent's memory into the `ru_maxrss` of the child that it starts, so `VmHWM` is read where there is one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def child(script: str, *arguments: object) -> dict[str, Any]:
    """Run another script of this folder in a fresh process and return the JSON object that it prints."""
    command = [sys.executable, str(ROOT / "bench" / script), *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ROOT)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; the first column is text, the others are figures."""
    lines = [headings, ["---", *["---:"] * (len(headings) - 1)], *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def machine() -> str:
    """Return one line about this machine, with its load: figures from a busy machine are worth little."""
    load = f"{os.getloadavg()[0]:.1f}"
    packages = ", ".join(f"{name} {_version(name)}" for name in ("onnxruntime", "torch", "chromadb"))
    return (
        f"*{time.strftime('%Y-%m-%d')} · {_processor()}, {os.cpu_count()} logical cores · Python "
        f"{platform.python_version()}, {packages} · load at start {load}*"
    )


def report(title: str, *parts: str) -> None:
    """Print a section of Markdown."""
    print("\n\n".join([f"## {title}", *parts]), flush=True)


def told(text: str) -> None:
    """Say on stderr what goes on; stdout is the report."""
    print(text, file=sys.stderr, flush=True)


def _processor() -> str:
    lines = Path("/proc/cpuinfo")
    if lines.exists():
        for line in lines.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "–"
