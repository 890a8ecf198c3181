"""Labelled questions and situations, as the small models learn from them: one JSON object a line."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.domain import Approach, Language
from assistant.errors import CorpusError

VAGUE, PLAIN = "vague", "plain"
"""Labels of texts that are no clear situation: too vague to tell, and a question of fact or method."""

NEIGHBOURS = ("da", "sv")
"""Danish and Swedish are answered in bokmål."""

SITUATION_LABELS = (*Approach, VAGUE, PLAIN)


@dataclass(frozen=True)
class Labelled:
    """A question with its class; `own` is the group of a foreseen question, left out of its own features."""

    text: str
    language: Language
    label: str
    own: str | None = None


@dataclass(frozen=True, slots=True)
class LabelledSituation:
    """A situation with its approach (or `vague`, `plain`), the one that truly competes, and who wrote it how.

    `language` may also be Danish or Swedish, which are answered in bokmål.
    """

    id: str
    text: str
    language: str
    label: str
    second: Approach | None
    hard: bool
    sector: str
    style: str
    writer: str

    @property
    def answered_in(self) -> Language:
        """Return the language of the answer."""
        return answered_in(self.language)


def answered_in(language: str) -> Language:
    """Return the language of the answer to a text in nb, nn, en, da or sv; ValueError for another."""
    return Language.NB if language in NEIGHBOURS else Language(language)


def read_labelled(path: Path, classes: type[StrEnum]) -> list[Labelled]:
    """Read `{"text", "language", "label"}` lines; CorpusError names the line that cannot be read."""
    found = []
    for place, row in _rows(path):
        try:
            found.append(Labelled(row["text"], answered_in(row["language"]), classes(row["label"])))
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{place}: {error}.", "Each line needs text, language, label.") from error
    return found


def read_situations(path: Path) -> list[LabelledSituation]:
    """Read labelled situations; CorpusError names the line that cannot be read."""
    found = []
    for place, row in _rows(path):
        try:
            found.append(_situation(row))
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{place}: {error}.", "corpus/README.md shows the form.") from error
    return found


def _situation(row: Mapping[str, Any]) -> LabelledSituation:
    label = str(row["label"])
    if label not in SITUATION_LABELS:
        raise ValueError(f"«{label}» is no label")
    return LabelledSituation(
        id=row["id"],
        text=row["text"],
        language=row["language"],
        label=label,
        second=Approach(row["second"]) if row["second"] else None,
        hard=bool(row["hard"]),
        sector=row["sector"],
        style=row["style"],
        writer=row["writer"],
    )


def _rows(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield each line's place and what stands in it."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} cannot be read: {error}.", "Give a file of one JSON object a line.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield f"{path.name}, line {number}", json.loads(line)
            except ValueError as error:
                raise CorpusError(f"{path.name}, line {number}: {error}.", "Each line is one JSON object.") from error
