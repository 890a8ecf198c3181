"""What the choice of approach adds to a warm answer: the search alone, the diagnosis, and the look for acute danger.

python bench/diagnosing.py
"""

import argparse

from measuring import ROOT, Spread, Watch, milliseconds, report, table

from assistant.danger import is_acute_danger
from assistant.domain import Question
from assistant.guiding import read_choices
from assistant.labelled import read_situations
from assistant.opening import open_assistant
from assistant.settings import load_settings

WARM_UP = 5
"""Situations told before anything is timed."""


def main() -> None:
    """Print what was measured as Markdown: the same situations, the parts side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--situations", type=int, default=300, help="situations timed, from all over the corpus")
    arguments = parser.parse_args()
    watch = Watch.started()
    assistant = open_assistant(load_settings())
    told = read_situations(ROOT / "corpus" / "situations.jsonl")
    texts = [item.text for item in told[:: max(len(told) // arguments.situations, 1)]]
    for text in texts[:WARM_UP]:
        assistant.answer(Question(text))
    times: dict[str, list[float]] = {"search": [], "diagnosis": [], "danger": [], "whole answer": []}
    for text in texts:
        guided, found = read_choices(text, assistant.method), assistant.search(text)
        times["search"].append(milliseconds(lambda text=text: assistant.search(text)))
        times["diagnosis"].append(
            milliseconds(lambda found=found, guided=guided: assistant.diagnostics.diagnose(found, guided))
        )
        times["danger"].append(milliseconds(lambda found=found: is_acute_danger(assistant.danger, found.query)))
        times["whole answer"].append(milliseconds(lambda text=text: assistant.answer(Question(text))))
    added = [one + other for one, other in zip(times["diagnosis"], times["danger"], strict=True)]
    rows = [[name, str(Spread.of(values))] for name, values in times.items()]
    rows.append(["**diagnosis and danger together**", str(Spread.of(added))])
    rows.append(["situations", str(len(texts))])
    report("Diagnosis", watch.line(), table(["ms, p50 / p95", ""], rows))


if __name__ == "__main__":
    main()
