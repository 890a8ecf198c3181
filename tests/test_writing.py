"""What an answer is when it was stopped while it was written."""

from dataclasses import replace

from assistant.answer import Answer, Statement
from assistant.domain import Language, Outcome, Reason, Role
from assistant.wording import say
from assistant.writing import at_once, stopped
from tests.test_conversations import FULL

TOLD = replace(FULL, text="Gå ut. [1]\n\nSnakk. [2]", statements=(Statement("Gå ut.", (1,)), Statement("Snakk.", (2,))))


def test_the_pieces_of_an_answer_are_its_text() -> None:
    assert "".join(at_once(TOLD)) == TOLD.text


def test_an_answer_that_was_written_to_its_end_is_itself() -> None:
    assert stopped(TOLD, TOLD.text) is TOLD


def test_a_stopped_answer_keeps_the_statements_that_stand_whole() -> None:
    cut = stopped(TOLD, "Gå ut. [1]\n\nSna")
    assert cut.text == f"Gå ut. [1]\n\nSna …\n\n{say('stopped', Language.NN)}"
    assert (cut.outcome, cut.reason) == (Outcome.PARTIAL, Reason.STOPPED)
    assert cut.statements == TOLD.statements[:1]
    assert cut.citations == TOLD.citations
    assert (cut.plan, cut.next_steps) == (None, ())


def test_an_answer_that_was_stopped_before_its_first_statement_claims_nothing() -> None:
    assert TOLD.resolved_question
    cut = stopped(TOLD, "Gå")
    assert cut == Answer(
        TOLD.question,
        Language.NN,
        Role.FACILITATOR,
        Outcome.ABSTAINED,
        f"Gå …\n\n{say('stopped', Language.NN)}",
        Reason.STOPPED,
        TOLD.resolved_question,
    )
