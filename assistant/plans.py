"""What to do once an approach is chosen: the first week, three months, whom to involve. Owns `corpus/plans.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.domain import Approach
from assistant.errors import CorpusError
from assistant.method import MethodStep, Texts, method_step, texts_of

_YAML_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class ApproachPlan:
    """An approach's plan; `case` is the case most like it and `differs` what to compare, both None where there is none.

    `against` says why the approach was not chosen where another fits better, `competing` when it goes first.
    """

    first_week: tuple[MethodStep, ...]
    three_months: tuple[MethodStep, ...]
    involve: tuple[MethodStep, ...]
    pitfalls: tuple[MethodStep, ...]
    planning_level: MethodStep
    case: str | None
    differs: Texts | None
    against: Texts
    competing: Texts

    @property
    def items(self) -> tuple[MethodStep, ...]:
        """Return all that the plan says, in its order."""
        return (*self.first_week, *self.three_months, *self.involve, *self.pitfalls, self.planning_level)


Plans = Mapping[Approach, ApproachPlan]


def read_plans(path: Path) -> Plans:
    """Read the plans; a CorpusError names the file and what is wrong in it."""
    try:
        items = yaml.load(path.read_text(encoding="utf-8"), Loader=_YAML_LOADER)["plans"]  # noqa: S506 (a safe loader)
        return {approach: _plan(items[approach.value]) for approach in Approach}
    except KeyError as error:
        raise CorpusError(f"{path}: {error} is missing.", "corpus/README.md shows the form.") from error
    except (OSError, TypeError, ValueError, AttributeError, yaml.YAMLError) as error:
        raise CorpusError(f"{path}: {type(error).__name__}: {error}.", "corpus/README.md shows the form.") from error


def _plan(item: Mapping[str, Any]) -> ApproachPlan:
    def steps(name: str) -> tuple[MethodStep, ...]:
        return tuple(method_step(step) for step in item[name])

    case = item["case"]["id"]
    return ApproachPlan(
        first_week=steps("first_week"),
        three_months=steps("three_months"),
        involve=steps("involve"),
        pitfalls=steps("pitfalls"),
        planning_level=method_step(item["planning_level"]),
        case=case,
        differs=texts_of(item["case"]["differs"]) if case else None,
        against=texts_of(item["against"]),
        competing=texts_of(item["competing"]),
    )
