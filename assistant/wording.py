"""Every sentence of Floke's own, in three languages: `locales/{nb,nn,en}.toml`."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from assistant.domain import Language

_FOLDER = Path(__file__).parent / "locales"


@lru_cache(maxsize=3)
def _texts(language: Language) -> Mapping[str, str]:
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def say(key: str, language: Language, **values: object) -> str:
    """Return the sentence for a key; KeyError for one that is not in the language's file."""
    return _texts(language)[key].format(**values)


def keys(language: Language) -> frozenset[str]:
    """Return all keys of a language."""
    return frozenset(_texts(language))
