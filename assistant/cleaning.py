"""The one place where a text from outside is cleaned, before anything else sees it."""

import re
import unicodedata

MAX_CHARACTERS = 8_000
"""A page and a half of an e-mail; longer input is refused (`too_long`)."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_UNSEEN = re.compile(
    r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BREAKS = re.compile(r"[\r\n\t\u2028\u2029\x0b\x0c]+")


def clean(text: str) -> str:
    """Return the text in NFC without NUL, controls, lone surrogates, zero-width and direction marks."""
    text = _BREAKS.sub("\n", text)
    text = _SURROGATE.sub("", text)
    text = _UNSEEN.sub("", _CONTROL.sub(lambda match: "\n" if match[0] == "\n" else " ", text))
    return unicodedata.normalize("NFC", text).strip()


def one_line(text: str) -> str:
    """Return the text with all white space folded to single spaces: what the encoder and BM25 are given."""
    return " ".join(text.split())
