"""The glossary: terms and synonyms of the field in three languages. Owns `corpus/glossary.yaml`.

A question that says «rådmannen» must find what is written about the «kommunedirektør»: its terms are looked
up, and the other ways of saying the same are searched for too.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assistant.domain import Language
from assistant.errors import CorpusError

HEAD = 4
"""Letters that a word must share with a term to count as its inflection or compound; shorter terms match whole."""

_ALSO_ORDINARY_WORDS = frozenset({"slik", "ros"})  # «slik» (such) and «ros» (praise) are terms only in capitals
_WORD = re.compile(r"\w+")
_YAML_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads the file ten times faster


@dataclass(frozen=True, slots=True)
class Wording:
    """An entry in one language."""

    term: str
    synonyms: tuple[str, ...]
    definition: str

    @property
    def forms(self) -> tuple[str, ...]:
        """Return all ways of saying it, the term first."""
        return (self.term, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of the field; `general` marks a definition that is common knowledge rather than from the sources."""

    id: str
    wordings: Mapping[Language, Wording]
    passage: str | None
    general: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """One way of saying the entry at `position`, as lower-case words."""

    words: tuple[str, ...]
    position: int


@dataclass(frozen=True)
class Glossary:
    """All entries, with their forms filed by language and by how their first word begins."""

    entries: tuple[Entry, ...]
    _forms: Mapping[Language, Mapping[str, Sequence[_Form]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_forms", {language: _filed(self.entries, language) for language in Language})

    def terms_in(self, text: str, language: Language) -> tuple[Entry, ...]:
        """Return the entries that the text mentions, in the glossary's order."""
        words, filed = _matchable(text), self._forms[language]
        found = {
            form.position
            for at, word in enumerate(words)
            for form in filed.get(word[:HEAD], ())
            if _stands_at(words, at, form.words)
        }
        return tuple(self.entries[position] for position in sorted(found))

    def expansion(self, text: str, language: Language) -> str:
        """Return the words of every way of saying the terms in the text that the text does not have itself."""
        forms = (form for entry in self.terms_in(text, language) for form in entry.wordings[language].forms)
        present = set(_words(text))
        return " ".join(dict.fromkeys(word for form in forms for word in _words(form) if word not in present))


def read_glossary(path: Path) -> Glossary:
    """Read the glossary; a CorpusError names the file and what is wrong in it."""
    try:
        items = yaml.load(path.read_text(encoding="utf-8"), Loader=_YAML_LOADER)  # noqa: S506 (a safe loader)
        entries = tuple(_entry(item) for item in items)
        _refuse_repeated([entry.id for entry in entries])
    except KeyError as error:
        raise CorpusError(f"{path}: {error} is missing.", "corpus/README.md shows the form.") from error
    except (OSError, TypeError, ValueError, AttributeError, yaml.YAMLError) as error:
        raise CorpusError(f"{path}: {type(error).__name__}: {error}.", "corpus/README.md shows the form.") from error
    return Glossary(entries)


def _entry(item: Mapping[str, Any]) -> Entry:
    wordings = {language: _wording(item[language.value]) for language in Language}
    return Entry(id=item["id"], wordings=wordings, passage=item["passage"], general=bool(item["general"]))


def _wording(item: Mapping[str, Any]) -> Wording:
    """Return the entry in one language; ValueError where a form has no words to look up."""
    wording = Wording(item["term"], tuple(item["synonyms"]), item["definition"])
    if empty := [form for form in (*wording.forms, wording.definition) if not _words(form)]:
        raise ValueError(f"«{wording.term}» has a form without words: {empty[0]!r}")
    return wording


def _refuse_repeated(ids: Sequence[str]) -> None:
    """Raise ValueError where two entries have the same id."""
    if repeated := {name for name in ids if ids.count(name) > 1}:
        raise ValueError(f"the id {', '.join(sorted(repeated))} is used more than once")


def _filed(entries: Iterable[Entry], language: Language) -> Mapping[str, Sequence[_Form]]:
    """Return the forms by the first four letters of their first word: one look-up a word of the text."""
    filed: dict[str, list[_Form]] = {}
    for position, entry in enumerate(entries):
        for form in entry.wordings[language].forms:
            words = tuple(_matchable(form))
            filed.setdefault(words[0][:HEAD], []).append(_Form(words, position))
    return filed


def _matchable(text: str) -> list[str]:
    """Return the words in lower case, except that an abbreviation which is also a word keeps its capitals."""
    words = _WORD.findall(text)
    return [word if word.isupper() and word.lower() in _ALSO_ORDINARY_WORDS else word.lower() for word in words]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _stands_at(words: Sequence[str], at: int, form: Sequence[str]) -> bool:
    """Tell whether the words of a form, inflected or not, stand in the text from `at`."""
    there = words[at : at + len(form)]
    return len(there) == len(form) and all(map(_is_form_of, there, form))


def _is_form_of(word: str, term: str) -> bool:
    """Tell whether a word is the term, its inflection, or a compound that begins with it."""
    if word == term:
        return True
    if len(term) < HEAD:
        return False
    return word.startswith(term) or word in _irregular(term)


def _irregular(term: str) -> tuple[str, ...]:
    """Return the inflections that do not begin with the term: «teneste, tenesta», «floke, flokar», "policy, policies"."""
    stem = term[:-1]
    if len(stem) < HEAD:
        return ()
    if term.endswith("e"):
        return (f"{stem}a", f"{stem}ar", f"{stem}ane")
    return (f"{stem}ies",) if term.endswith("y") else ()
