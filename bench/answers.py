"""From start to answer: the first one, the usual one, many at once, and what the commands around them take.

python bench/answers.py
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from measuring import Spread, Watch, child, report, table, told
from serving import house, run_assistant, serve_until_healthy

from assistant.settings import load_settings

THREADS = 8


def starts(rounds: int) -> list[list[str]]:
    """Return the rows about fresh processes: parts of the first answer, and memory."""
    runs = [child("asking.py", "--questions", 1) for _ in range(rounds)]
    told(f"{rounds} fresh starts")
    names = {
        "import_s": "imports, s",
        "open_s": "opening encoder and index, s",
        "answer_s": "first answer itself, s",
        "first_answer_s": "**start to first answer, s**",
        "first_peak_mb": "peak memory at the first answer, MB",
    }
    return [[name, _shown([run[key] for run in runs], key)] for key, name in names.items()]


def warm(rounds: int, count: int) -> list[list[str]]:
    """Return the rows about a process that has answered before, with one thread and with eight in turns."""
    one: list[dict[str, Any]] = []
    many: list[dict[str, Any]] = []
    for number in range(rounds):
        one.append(child("asking.py", "--questions", count, "--threads", 1))
        many.append(child("asking.py", "--questions", count, "--threads", THREADS))
        told(f"Warm answers, round {number + 1} of {rounds}")
    spreads = [Spread.of(run["times_ms"]) for run in one]
    ratios = [eight["per_second"] / single["per_second"] for single, eight in zip(one, many, strict=True)]
    return [
        ["**ms an answer, p50**", f"{median(spread.p50 for spread in spreads):.1f}"],
        ["ms an answer, p95", f"{median(spread.p95 for spread in spreads):.1f}"],
        ["answers a second, 1 thread", _shown([run["per_second"] for run in one], "")],
        [f"answers a second, {THREADS} threads", _shown([run["per_second"] for run in many], "")],
        [f"{THREADS} threads against 1", f"{median(ratios):.2f} ×"],
        ["peak memory, 1 thread, MB", _shown([run["peak_mb"] for run in one], "_mb")],
        [f"peak memory, {THREADS} threads, MB", _shown([run["peak_mb"] for run in many], "_mb")],
        ["questions a round", str(one[0]["questions"])],
    ]


def commands(rounds: int) -> list[list[str]]:
    """Return the rows about what `make run` does once everything is there."""
    serve_until_healthy()  # the first start is not what is measured
    prepare = [run_assistant("prepare") for _ in range(rounds)]
    index = [run_assistant("index") for _ in range(rounds)]
    page = [serve_until_healthy() for _ in range(rounds)]
    whole = [sum(parts) for parts in zip(prepare, index, page, strict=True)]
    return [
        ["`python -m assistant prepare`, nothing to do, s", _shown(prepare, "_s")],
        ["**`python -m assistant index`, unchanged, s**", _shown(index, "_s")],
        ["`streamlit run app.py` until its health answers, s", _shown(page, "_s")],
        ["**second start: the three together, s**", _shown(whole, "_s")],
    ]


def _shown(values: list[float], key: str) -> str:
    places = 0 if key.endswith("_mb") else 2 if key.endswith("_s") else 1
    return f"{median(values):.{places}f}"


def main() -> None:
    """Print what was measured as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each is repeated; medians are shown")
    parser.add_argument("--questions", type=int, default=0, help="questions a round; 0 is all tuning questions")
    arguments = parser.parse_args()
    watch = Watch.started()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary,
        house(Path(temporary), load_settings()),
    ):
        rows = [*starts(arguments.rounds), *warm(arguments.rounds, arguments.questions)]
        rows += commands(arguments.rounds)
    report("Answers", watch.line(), table(["median", ""], rows))


if __name__ == "__main__":
    main()
