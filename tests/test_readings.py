"""A turn that may be read in two ways: the likelier reading is answered, the other one follows in brief."""

import pytest

import assistant.conversation as conversation
from assistant.answer import Answer
from assistant.conversation import converse
from assistant.domain import Language, Question
from assistant.pipeline import Assistant
from assistant.readings import BRIEF, OFFERED, with_other_reading
from assistant.wording import say

N3, PLAN, LEADING = "Hva er N3?", "Hva er en planstrategi?", "Hvem bør lede arbeidet?"


def told(assistant: Assistant, text: str, language: Language = Language.NB) -> Answer:
    return assistant.answer(Question(text, language))


def documents(answer: Answer, row: int) -> list[str]:
    return [answer.citations[number - 1].document_id for number in answer.statements[row].citations]


def test_the_other_reading_follows_with_its_own_sources(assistant: Assistant) -> None:
    answer, other = told(assistant, PLAN), told(assistant, N3)
    both = with_other_reading(answer, other, N3, assistant.index())

    assert both.text.startswith(answer.text)
    assert say("other_reading", Language.NB, question=N3) in both.text
    assert both.statements[: len(answer.statements)] == answer.statements
    added = both.statements[len(answer.statements) :]
    assert [statement.text for statement in added] == [statement.text for statement in other.statements[: len(added)]]
    assert documents(both, -1) == ["n3-og-blt"]
    assert all(f"[{number}]" in both.text for statement in added for number in statement.citations)


def test_a_list_of_the_other_reading_keeps_its_lead_in(assistant: Assistant) -> None:
    answer, other = told(assistant, PLAN), told(assistant, "Hva er de fem fundamentene i N3?")
    both = with_other_reading(answer, other, N3, assistant.index())

    assert other.statements[0].text.endswith(":") or len(both.statements) - len(answer.statements) <= BRIEF
    assert not both.statements[-1].text.endswith(":")


def test_the_other_reading_is_offered_to_be_asked(assistant: Assistant) -> None:
    answer, other = told(assistant, PLAN), told(assistant, N3)

    assert with_other_reading(answer, other, N3, assistant.index()).suggestions[0] == N3


def test_a_reading_too_long_for_a_button_is_not_offered(assistant: Assistant) -> None:
    answer, other = told(assistant, PLAN), told(assistant, f"{N3} {'Vi holder et kurs om det for alle ansatte. ' * 4}")
    both = with_other_reading(answer, other, N3, assistant.index())

    assert len(other.question) > OFFERED
    assert both.suggestions == answer.suggestions


def test_what_says_nothing_new_is_left_out(assistant: Assistant) -> None:
    answer = told(assistant, N3)

    assert with_other_reading(answer, answer, N3, assistant.index()) == answer


@pytest.mark.parametrize("text", ["Hvem vant VM i fotball?", "vi vil bli mer innovative"])
def test_nothing_is_added_to_or_by_what_is_not_answered(assistant: Assistant, text: str) -> None:
    answer, declined = told(assistant, N3), told(assistant, text)

    assert not declined.outcome.has_evidence
    assert with_other_reading(answer, declined, text, assistant.index()) == answer
    assert with_other_reading(declined, answer, N3, assistant.index()) == declined


def test_a_plan_keeps_its_numbers_where_another_reading_follows(assistant: Assistant) -> None:
    text = "Den eneste barnevernslederen sluttet i går, og i dag står vi uten lovpålagt vakt. Dette må løses nå."
    advice = told(assistant, text)
    both = with_other_reading(advice, told(assistant, N3), N3, assistant.index())

    assert advice.plan
    assert both.plan == advice.plan
    assert both.citations[: len(advice.citations)] == advice.citations
    assert documents(both, -1) == ["n3-og-blt"]


def test_a_long_question_is_named_in_short_and_without_markup(assistant: Assistant) -> None:
    before = f"Hva er **N3** [1], {'og hva har vi igjen for det ' * 6}?"
    both = with_other_reading(told(assistant, PLAN), told(assistant, N3), before, assistant.index())

    assert "«Hva er N3 1, og hva har vi igjen for det" in both.text
    assert " …»" in both.text


@pytest.mark.parametrize(("chance", "both"), [(0.6, True), (0.9, False), (0.2, False)])
def test_both_readings_are_told_only_in_doubt(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, chance: float, both: bool
) -> None:
    monkeypatch.setattr(conversation, "chance_of_new_topic", lambda _: chance)
    answer = converse(assistant, [N3, LEADING], Language.NB)

    assert answer.outcome.has_evidence
    assert (say("other_reading", Language.NB, question=N3) in answer.text) is both
    assert (answer.resolved_question is None) is (chance > conversation.OPENS)
