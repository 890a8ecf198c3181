"""The answer object: one record, the same from every skin, with its invariants checked where it is made."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from assistant.domain import Approach, Basis, Language, Outcome, Reason, Role

EXTRACTIVE = "extractive"
"""The engine's name where no language model writes."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered, verified quote: `url` is the outside source, `link` the place in Floke."""

    number: int
    document_id: str
    passage_id: str
    title: str
    section: str
    quote: str
    url: str
    link: str
    language: Language
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the answer says, with the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A suggested next step; `citation` is a number of the same answer."""

    title: str
    text: str
    citation: int | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Span:
    """Where a sign stands in the question (characters `start` to `end`), and the citation it rests on."""

    sign: str
    start: int
    end: int
    citation: int | None


@dataclass(frozen=True, slots=True)
class Situation:
    """A diagnosis, or the question that would tell most; scores sum to 1 where there are any."""

    approach: Approach | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    certain: bool = False
    signs: tuple[str, ...] = ()
    reasons: tuple[Span, ...] = ()
    against: tuple[str, ...] = ()
    runner_up: Approach | None = None
    changed: str | None = None
    question: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do: steps with citations of the same answer, and `note`, a page in Markdown for a case document."""

    first_week: tuple[Step, ...]
    three_months: tuple[Step, ...]
    involve: tuple[Step, ...]
    pitfalls: tuple[Step, ...]
    planning_level: Step | None
    note: str

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return all steps."""
        level = (self.planning_level,) if self.planning_level else ()
        return (*self.first_week, *self.three_months, *self.involve, *self.pitfalls, *level)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a question; see the contract for what each key means."""

    question: str
    language: Language
    role: Role
    outcome: Outcome
    text: str
    reason: Reason | None = None
    resolved_question: str | None = None
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    situation: Situation | None = None
    plan: Plan | None = None
    next_steps: tuple[Step, ...] = ()
    cases: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    engine: str = EXTRACTIVE
    elapsed_ms: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a record that breaks the contract; quotes themselves are verified in `citations.py`."""
        numbers = [citation.number for citation in self.citations]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ValueError(f"citations are not numbered from 1: {numbers}")
        if self.outcome.has_evidence and not (self.citations and self.statements):
            raise ValueError(f"{self.outcome} without a citation")
        if not self.outcome.has_evidence and self.statements:
            raise ValueError(f"{self.outcome} with statements")
        if any(not statement.citations for statement in self.statements):
            raise ValueError("a statement without a citation")
        used = {number for statement in self.statements for number in statement.citations}
        steps = (*self.next_steps, *(self.plan.steps if self.plan else ()))
        used |= {step.citation for step in steps if step.citation is not None}
        used |= {reason.citation for reason in (self.situation.reasons if self.situation else ()) if reason.citation}
        if not used <= set(numbers):
            raise ValueError(f"citations {sorted(used - set(numbers))} do not exist")
        if self.outcome is Outcome.CLARIFY and not self.text:
            raise ValueError("clarify without a clarifying text")

    def record(self) -> dict[str, Any]:
        """Return the contract's record: plain values, every key present, lists for tuples."""
        fields: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return fields
