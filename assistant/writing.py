"""How an answer reaches the page: a writer gives its text piece by piece, and may be stopped between two pieces.

The extractive writer has the whole text at once; one that writes slowly goes through the same door.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from assistant.answer import Answer
from assistant.domain import Outcome, Reason
from assistant.wording import say

Writer = Callable[[Answer], Iterator[str]]
"""Yields the pieces of an answer's text in order; joined they are `answer.text`."""


def at_once(answer: Answer) -> Iterator[str]:
    """Yield the whole text: nothing has to be waited for."""
    yield answer.text


def stopped(answer: Answer, written: str) -> Answer:
    """Return what was written when the reader stopped it: only statements that stand whole keep their citations."""
    if written == answer.text:
        return answer
    told = tuple(item for item in answer.statements if item.text in written)
    text = f"{written.rstrip()} …\n\n{say('stopped', answer.language)}".lstrip()
    if not told:
        return Answer(
            answer.question,
            answer.language,
            answer.role,
            Outcome.ABSTAINED,
            text,
            Reason.STOPPED,
            answer.resolved_question,
        )
    return replace(
        answer, text=text, reason=Reason.STOPPED, outcome=Outcome.PARTIAL, statements=told, plan=None, next_steps=()
    )
