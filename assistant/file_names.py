"""What a file that is taken away is called: letters that every system and every mail gateway accepts."""

import re
import unicodedata
from datetime import date

LONGEST = 60
"""Characters of the title: with date and suffix the name stays within what a list of files shows."""

_NORWEGIAN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ß": "ss", "ð": "d", "þ": "th", "đ": "d", "ŋ": "n"})


def file_name(title: str, when: date, suffix: str) -> str:
    """Return a name such as `floke-2026-11-24-frafall-i-skolen.docx`; `suffix` with or without its full stop."""
    composed = unicodedata.normalize("NFC", title).lower().translate(_NORWEGIAN)  # å is a letter, not an a with a ring
    plain = unicodedata.normalize("NFKD", composed).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    name = _shortened("-".join(words))
    return "-".join(filter(None, ("floke", f"{when:%Y-%m-%d}", name))) + "." + suffix.removeprefix(".")


def _shortened(name: str) -> str:
    """Cut a name between words where that can be done."""
    if len(name) <= LONGEST:
        return name
    return name[: LONGEST + 1].rpartition("-")[0] or name[:LONGEST]
