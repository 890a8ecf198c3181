"""An answer that breaks the contract cannot be made, and its record can be sent as it is."""

import dataclasses
import json
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Situation, Span, Statement, Step
from assistant.domain import Approach, Basis, Language, Outcome, Reason, Role


def citation(number: int) -> Citation:
    return Citation(number, "doc", "doc#om", "Tittel", "Om", "Ord.", "https://example.org/", "?doc=doc", Language.NB)


def answer(**changes: Any) -> Answer:
    fields = {
        "question": "Hva?",
        "language": Language.NB,
        "role": Role.LEADER,
        "outcome": Outcome.ANSWERED,
        "text": "Ord. [1]",
        "statements": (Statement("Ord.", (1,)),),
        "citations": (citation(1),),
    }
    return Answer(**(fields | changes))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"citations": (citation(2),)}, "numbered"),
        ({"citations": (citation(1), citation(1))}, "numbered"),
        ({"citations": (), "statements": ()}, "without a citation"),
        ({"outcome": Outcome.PARTIAL, "statements": ()}, "without a citation"),
        ({"outcome": Outcome.ABSTAINED}, "with statements"),
        ({"outcome": Outcome.BLOCKED}, "with statements"),
        ({"outcome": Outcome.ERROR}, "with statements"),
        ({"statements": (Statement("Ord.", ()),)}, "without a citation"),
        ({"statements": (Statement("Ord.", (2,)),)}, "do not exist"),
        ({"next_steps": (Step("Gjør", "noe", 9, Basis.STATED),)}, "do not exist"),
        ({"outcome": Outcome.CLARIFY, "text": "", "statements": (), "citations": ()}, "clarify"),
    ],
)
def test_a_record_that_breaks_the_contract_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        answer(**changes)


@pytest.mark.parametrize("outcome", [Outcome.ABSTAINED, Outcome.BLOCKED, Outcome.ERROR, Outcome.CLARIFY])
def test_declining_needs_no_citation(outcome: Outcome) -> None:
    assert outcome is answer(outcome=outcome, statements=(), citations=()).outcome


def test_an_answer_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        answer().text = "noe annet"  # type: ignore[misc]


def test_the_record_has_every_key_and_only_plain_values() -> None:
    situation = Situation(Approach.RENEWAL, {"fornyelse": 1.0}, reasons=(Span("tegn", 0, 3, 1),))
    record = answer(reason=Reason.PREMISE_CORRECTED, situation=situation).record()

    assert {field.name for field in dataclasses.fields(Answer)} == set(record)
    assert record == json.loads(json.dumps(record))
    assert (
        record["outcome"],
        record["reason"],
        record["language"],
        record["role"],
    ) == ("answered", "premise_corrected", "nb", "leader")
    assert record["statements"] == [{"text": "Ord.", "citations": [1]}]
    assert record["situation"]["reasons"] == [{"sign": "tegn", "start": 0, "end": 3, "citation": 1}]
