"""The method as data: the five approaches, the questions that tell them apart, what a facilitator can use.

Owns `corpus/method.yaml`. Nothing here decides which approach fits; it only says what each one is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from assistant.domain import Approach, Basis, Language
from assistant.errors import CorpusError

Texts = Mapping[Language, str]
"""One text in all three languages."""

_YAML_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads the file ten times faster


class FacilitationKind(StrEnum):
    """Whether a facilitator asks it or lets the group do it."""

    QUESTION = "question"
    EXERCISE = "exercise"


@dataclass(frozen=True, slots=True)
class MethodStep:
    """One next step of an approach; `passage` is the document#section that it rests on."""

    id: str
    title: Texts
    text: Texts
    basis: Basis
    passage: str


@dataclass(frozen=True, slots=True)
class ApproachInfo:
    """An approach: what to do, what the leadership must decide, its signs, its steps in order and its cases."""

    id: Approach
    name: Texts
    conclusion: Texts
    decide: Texts
    passage: str
    signs: tuple[Texts, ...]
    steps: tuple[MethodStep, ...]
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a distinguishing question, with the approaches that it speaks for and against."""

    id: str
    text: Texts
    points_to: tuple[Approach, ...]
    points_away: tuple[Approach, ...]


@dataclass(frozen=True, slots=True)
class DistinguishingQuestion:
    """A question whose answer tells the approaches apart."""

    id: str
    text: Texts
    help: Texts
    passage: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Facilitation:
    """A question or exercise for a session; no `approaches` means that it fits them all."""

    id: str
    kind: FacilitationKind
    text: Texts
    approaches: tuple[Approach, ...]
    basis: Basis
    passage: str


@dataclass(frozen=True)
class Method:
    """All that `corpus/method.yaml` says, in its order."""

    approaches: tuple[ApproachInfo, ...]
    distinguishing_questions: tuple[DistinguishingQuestion, ...]
    facilitation: tuple[Facilitation, ...]

    def approach(self, approach: Approach) -> ApproachInfo:
        """Return what the method says about an approach; every one is there, `read_method` sees to that."""
        return next(info for info in self.approaches if info.id is approach)

    def facilitation_for(self, approach: Approach) -> tuple[Facilitation, ...]:
        """Return the questions and exercises that fit an approach, those that are made for it first."""
        fitting = [item for item in self.facilitation if approach in item.approaches]
        return (*fitting, *(item for item in self.facilitation if not item.approaches))


def read_method(path: Path) -> Method:
    """Read the method; a CorpusError names the file and what is wrong in it."""
    try:
        method = _method(yaml.load(path.read_text(encoding="utf-8"), Loader=_YAML_LOADER))  # noqa: S506 (a safe loader)
    except KeyError as error:
        raise CorpusError(f"{path}: {error} is missing.", "corpus/README.md shows the form.") from error
    except (OSError, TypeError, ValueError, AttributeError, yaml.YAMLError) as error:
        raise CorpusError(f"{path}: {type(error).__name__}: {error}.", "corpus/README.md shows the form.") from error
    return method


def _method(data: Mapping[str, Any]) -> Method:
    """Return the method; ValueError unless each approach is described exactly once."""
    described = tuple(_approach(item) for item in data["approaches"])
    if sorted(info.id for info in described) != sorted(Approach):
        raise ValueError(f"each of {', '.join(Approach)} must be described once")
    questions = tuple(_question(item) for item in data["distinguishing_questions"])
    facilitation = tuple(_facilitation(item) for item in data["facilitation"])
    for kind, ids in (
        ("question", [item.id for item in questions]),
        ("facilitation", [item.id for item in facilitation]),
    ):
        _refuse_repeated(kind, ids)
    return Method(described, questions, facilitation)


def _approach(item: Mapping[str, Any]) -> ApproachInfo:
    steps = tuple(method_step(step) for step in item["steps"])
    _refuse_repeated(f"step of {item['id']}", [step.id for step in steps])
    return ApproachInfo(
        id=Approach(item["id"]),
        name=texts_of(item["name"]),
        conclusion=texts_of(item["conclusion"]),
        decide=texts_of(item["decide"]),
        passage=_passage(item["passage"]),
        signs=tuple(texts_of(sign) for sign in item["signs"]),
        steps=steps,
        cases=tuple(item["cases"]),
    )


def method_step(item: Mapping[str, Any]) -> MethodStep:
    """Return a step as it stands in the file; KeyError or ValueError where it is not whole."""
    return MethodStep(
        id=item["id"],
        title=texts_of(item["title"]),
        text=texts_of(item["text"]),
        basis=Basis(item["basis"]),
        passage=_passage(item["passage"]),
    )


def _question(item: Mapping[str, Any]) -> DistinguishingQuestion:
    choices = tuple(_choice(choice) for choice in item["choices"])
    _refuse_repeated(f"choice of {item['id']}", [choice.id for choice in choices])
    return DistinguishingQuestion(
        item["id"], texts_of(item["text"]), texts_of(item["help"]), _passage(item["passage"]), choices
    )


def _choice(item: Mapping[str, Any]) -> Choice:
    """Return the choice; ValueError where it speaks both for and against an approach."""
    towards, away = _approaches(item["points_to"]), _approaches(item["points_away"])
    if both := set(towards) & set(away):
        raise ValueError(f"the choice «{item['id']}» points both to and away from {', '.join(sorted(both))}")
    return Choice(item["id"], texts_of(item["text"]), towards, away)


def _facilitation(item: Mapping[str, Any]) -> Facilitation:
    return Facilitation(
        id=item["id"],
        kind=FacilitationKind(item["kind"]),
        text=texts_of(item["text"]),
        approaches=_approaches(item["approaches"]),
        basis=Basis(item["basis"]),
        passage=_passage(item["passage"]),
    )


def _approaches(names: Sequence[str]) -> tuple[Approach, ...]:
    return tuple(Approach(name) for name in names)


def texts_of(item: Mapping[str, str]) -> Texts:
    """Return the three language versions; ValueError where one is missing or empty."""
    texts = {language: (item.get(language) or "").strip() for language in Language}
    if missing := [language for language, text in texts.items() if not text]:
        raise ValueError(f"no text in {', '.join(missing)} beside {dict(item)}")
    return texts


def _passage(passage: str) -> str:
    """Return the passage id; ValueError where it is not of the form document#section."""
    document, _, section = passage.partition("#")
    if not (document and section):
        raise ValueError(f"«{passage}» is not a passage id such as om-slik#nar-innovasjon")
    return passage


def _refuse_repeated(kind: str, ids: Sequence[str]) -> None:
    """Raise ValueError where two of a kind have the same id."""
    if repeated := {name for name in ids if ids.count(name) > 1}:
        raise ValueError(f"the {kind} id {', '.join(sorted(repeated))} is used more than once")
