"""Proper names: those that the corpus knows, and those that a question mentions, whatever case they are typed in."""

import re
from functools import lru_cache

from assistant.index import Index

_INSIDE = re.compile(r"(?<=[a-zæøå,] )[A-ZÆØÅ][\wæøåÆØÅ-]{2,}")
_LOWER = re.compile(r"\b[a-zæøå][\wæøåÆØÅ-]{2,}")
_TOKEN = re.compile(r"[\w-]+")


@lru_cache(maxsize=2)
def names_of(index: Index) -> frozenset[str]:
    """Return the corpus's names in lower case: words with a capital inside a sentence that never stand without one."""
    texts = [passage.text for passage in index.passages.passages]
    ordinary = {word for text in texts for word in _LOWER.findall(text)}
    found = {word.lower() for text in texts for word in _INSIDE.findall(text)}
    return frozenset(found - ordinary)


def names_in(text: str, index: Index) -> tuple[str, ...]:
    """Return the names in a text as they are typed: known ones, and words with a capital or a digit inside a sentence."""
    known, found = names_of(index), []
    for match in _TOKEN.finditer(text):
        word, first = (
            match[0],
            not text[: match.start()].strip(" «\"'") or text[: match.start()].rstrip()[-1:] in ".!?:",
        )
        capital = any(letter.isupper() for letter in word[1:]) or (word[0].isupper() and not first and len(word) > 1)
        if capital or any(letter.isdigit() for letter in word) or is_known(word, known):
            found.append(word)
    return tuple(found)


def is_known(word: str, known: frozenset[str]) -> bool:
    """Tell whether a word is one of the names, or its genitive."""
    lower = word.lower()
    return lower in known or (lower.endswith("s") and lower[:-1] in known)
