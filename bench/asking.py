"""One fresh process that opens the assistant and answers; prints a JSON object. Started by answers.py.

python bench/asking.py --questions 1
"""

import time

STARTED = time.perf_counter()  # before any import of ours: what a person waits for begins here

import argparse  # noqa: E402 - timed
import json  # noqa: E402 - timed
from concurrent.futures import ThreadPoolExecutor  # noqa: E402 - timed

from measuring import TUNING, milliseconds, peak_megabytes, times_of  # noqa: E402 - timed

from assistant.domain import Question  # noqa: E402 - timed
from assistant.opening import open_assistant  # noqa: E402 - timed
from assistant.settings import load_settings  # noqa: E402 - timed

IMPORTED = time.perf_counter()


def questions(count: int) -> list[Question]:
    """Return the first tuning questions, of all kinds and languages, or as many as there are; 0 is all."""
    lines = [line for line in TUNING.read_text(encoding="utf-8").split("\n") if line]
    texts = [json.loads(line)["text"] for line in lines]
    return [Question(text) for text in spread_out(texts, count)]


def spread_out(texts: list[str], count: int) -> list[str]:
    """Return `count` texts at equal distances: the file is ordered by kind and language."""
    if not 0 < count < len(texts):
        return texts
    return [texts[place * len(texts) // count] for place in range(count)]


def main() -> None:
    """Answer the first question, then all of them one by one or with threads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    asked = questions(arguments.questions)
    assistant = open_assistant(load_settings())
    opened = time.perf_counter()
    assistant.answer(asked[0])
    first = time.perf_counter()
    result: dict[str, object] = {
        "import_s": IMPORTED - STARTED,
        "open_s": opened - IMPORTED,
        "answer_s": first - opened,
        "first_answer_s": first - STARTED,
        "first_peak_mb": peak_megabytes(),
    }
    if len(asked) > 1:
        if arguments.threads == 1:
            result["times_ms"] = times = times_of(assistant.answer, asked)
            seconds = sum(times) / 1000
        else:
            with ThreadPoolExecutor(arguments.threads) as pool:
                seconds = milliseconds(lambda: list(pool.map(assistant.answer, asked))) / 1000
        result |= {"questions": len(asked), "per_second": len(asked) / seconds}
    print(json.dumps(result | {"peak_mb": peak_megabytes()}))


if __name__ == "__main__":
    main()
