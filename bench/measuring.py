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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.beir import BeirSet

ROOT = Path(__file__).resolve().parent.parent
TUNING = ROOT / "tests" / "questions" / "tuning.jsonl"

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "ORT_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
QUIET = 0.1
"""Cores that others may use before times count for nothing: with one of two taken, torch with two threads became
50 times slower and onnxruntime 3 times, so that a ratio between them said more about the neighbours than about either."""

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


@dataclass(frozen=True)
class Watch:
    """When a run began: the clock, and the seconds of computing that the machine and this process had behind them."""

    wall: float
    busy: float | None
    own: float

    @classmethod
    def started(cls) -> "Watch":
        """Begin to watch what else the machine does."""
        return cls(time.perf_counter(), _busy_seconds(), _own_seconds())

    def others(self) -> float | None:
        """Return how many cores other processes used since, on average; None where the system does not tell."""
        busy = _busy_seconds()
        if busy is None or self.busy is None:
            return None
        used = busy - self.busy - (_own_seconds() - self.own)
        return max(0.0, used / (time.perf_counter() - self.wall))

    def line(self) -> str:
        """Return the machine and, loudly, whether its times can be relied on."""
        packages = ", ".join(f"{name} {_version(name)}" for name in ("onnxruntime", "torch", "chromadb"))
        python = platform.python_version()
        cores = f"{_processor()}, {os.cpu_count()} logical cores"
        return f"*{time.strftime('%Y-%m-%d')} · {cores} · Python {python}, {packages}*\n\n{_company(self.others())}"


def texts_of(collection: "BeirSet") -> dict[str, str]:
    """Return the texts that everyone indexes, by id: title and text joined."""
    return {identifier: f"{title} {text}".strip() for identifier, (title, text) in collection.documents.items()}


def report(title: str, *parts: str) -> None:
    """Print a section of Markdown."""
    print("\n\n".join([f"## {title}", *parts]), flush=True)


def told(text: str) -> None:
    """Say on stderr what goes on; stdout is the report."""
    print(text, file=sys.stderr, flush=True)


def _company(others: float | None) -> str:
    if others is None:
        return "How busy the machine was is not known here: see to it that nothing else runs."
    used = f"Other processes used {others:.2f} cores meanwhile"
    return f"{used}." if others <= QUIET else f"**{used}: times and their ratios are not valid.** Run it again, idle."


def _busy_seconds() -> float | None:
    """Return the seconds that all cores have computed since the start, for this machine or for its host (`steal`)."""
    if not (stat := Path("/proc/stat")).exists():
        return None
    user, nice, system, _idle, _waiting, *interrupts_and_steal = map(int, stat.read_text().split("\n")[0].split()[1:9])
    return (user + nice + system + sum(interrupts_and_steal)) / os.sysconf("SC_CLK_TCK")


def _own_seconds() -> float:
    """Return the seconds that this process, those it started and what they started have computed, ended ones included."""
    if not Path("/proc/self/stat").exists():
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + children.ru_utime + children.ru_stime
    parents, seconds = _processes()
    return sum(seconds[one] for one in seconds if os.getpid() in _line_of(one, parents))


def _processes() -> tuple[dict[int, int], dict[int, float]]:
    """Return each process's parent, and the seconds that it and its ended children have computed (proc(5), fields 4, 14-17)."""
    parents, seconds = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            parents[int(stat.parent.name)] = int(fields[1])
            seconds[int(stat.parent.name)] = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return parents, seconds


def _line_of(process: int, parents: Mapping[int, int]) -> Iterator[int]:
    """Yield a process, its parent, and so on."""
    while process:
        yield process
        process = parents.get(process, 0)


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
