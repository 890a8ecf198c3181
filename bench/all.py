"""All measurements, one after the other, as one Markdown report on stdout; what goes on is told on stderr.

python bench/all.py --beir DIR > report.md
"""

import argparse
import subprocess
import sys
from pathlib import Path

from measuring import ROOT, told

QUICK = {
    "retrieval.py": ["--rounds", "1"],
    "encoding.py": ["--rounds", "3", "--queries", "40", "--passages", "32"],
    "answers.py": ["--rounds", "2", "--questions", "60"],
    "growth.py": ["--sizes", "1000", "10000", "--questions", "60"],
    "diagnosing.py": ["--situations", "60"],
    "redraw.py": ["--rounds", "3"],
}
"""Enough to see that everything runs: some minutes instead of half an hour or more."""

NEEDS_DATA = ("retrieval.py", "encoding.py")


def main() -> int:
    """Run them in fresh processes; what fails is named and does not stop the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beir", type=Path, required=True, help="a collection in BEIR layout, outside the repository")
    parser.add_argument("--quick", action="store_true", help="small settings: to try, not to report")
    arguments = parser.parse_args()
    print(f"# Floke's bench{', quick settings' if arguments.quick else ''}\n", flush=True)
    failed = []
    for script, quick in QUICK.items():
        told(f"== {script}")
        words = ["--beir", str(arguments.beir.resolve())] if script in NEEDS_DATA else []
        words += quick if arguments.quick else []
        if subprocess.run([sys.executable, str(ROOT / "bench" / script), *words], cwd=ROOT, check=False).returncode:
            failed.append(script)
        print(flush=True)
    if failed:
        told(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
