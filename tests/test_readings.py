"""A turn that may be read in two ways: by itself first, and the other reading follows in brief."""

from dataclasses import replace

import pytest

import assistant.conversation as conversation
from assistant.answer import Answer, Statement
from assistant.conversation import converse
from assistant.domain import Language, Outcome, Question, Reason, Role
from assistant.pipeline import Assistant
from assistant.readings import BRIEF, OFFERED, first_reading, parted, with_other_reading
from assistant.steps import SUGGESTIONS
from assistant.wording import say

N3, PLAN, LEADING, SLIK = "Hva er N3?", "Hva er en planstrategi?", "Hvem bør lede arbeidet?", "Hva er SLIK?"
ABSENCE = "Vi har hatt høyt sykefravær i åtte år, og ingen skjønner hvorfor."
FIRE = "Det brenner på sykehjemmet akkurat nå, og beboere er fortsatt inne!"


def told(assistant: Assistant, text: str, role: Role = Role.LEADER) -> Answer:
    return assistant.answer(Question(text, Language.NB, role))


def both_told(assistant: Assistant, answer: Answer, other: Answer, before: str = SLIK, opening: str = N3) -> Answer:
    return with_other_reading(answer, other, told(assistant, before), opening, assistant.index())


def heading(question: str) -> str:
    return say("other_reading", Language.NB, question=question)


def document(answer: Answer, row: int) -> str:
    return answer.citations[answer.statements[row].citations[0] - 1].document_id


def test_the_other_reading_follows_with_its_own_sources(assistant: Assistant) -> None:
    answer, other = told(assistant, PLAN), told(assistant, N3)
    both = both_told(assistant, answer, other)
    added = both.statements[len(answer.statements) :]

    assert both.statements[: len(answer.statements)] == answer.statements
    assert [statement.text for statement in added] == [statement.text for statement in other.statements[:BRIEF]]
    assert {document(both, row - len(added)) for row in range(len(added))} == {"n3-og-blt"}
    assert parted(both) == (answer.text, both.text.removeprefix(f"{answer.text}\n\n"))
    assert parted(both)[1].startswith(heading(N3))
    assert all(f"{item.text} [{item.citations[0]}]" in parted(both)[1] for item in added)
    assert first_reading(both) == answer.statements


def test_a_list_of_the_other_reading_keeps_its_lead_in_and_items(assistant: Assistant) -> None:
    answer, other = told(assistant, PLAN), told(assistant, "Hva er de åtte elementene?")
    lead_in = next(row for row, item in enumerate(other.statements) if item.text.endswith(":"))
    both = both_told(assistant, answer, replace(other, statements=other.statements[lead_in:]))
    added = both.statements[len(answer.statements) :]

    assert added[0].text == other.statements[lead_in].text
    assert len(added) > BRIEF
    assert f"1. {added[1].text}" in parted(both)[1]


def test_a_lead_in_without_items_is_left_out(assistant: Assistant) -> None:
    answer, other = told(assistant, PLAN), told(assistant, N3)
    lead_in = Statement("N3 har tre deler:", other.statements[0].citations)

    assert both_told(assistant, answer, replace(other, statements=(lead_in,))) == answer


def test_what_was_said_a_moment_ago_is_not_said_again(assistant: Assistant) -> None:
    answer, other = told(assistant, PLAN), told(assistant, N3)
    half = replace(other, statements=other.statements[1:])

    assert with_other_reading(answer, other, other, N3, assistant.index()) == answer
    new = with_other_reading(answer, other, half, N3, assistant.index()).statements[len(answer.statements) :]
    assert [statement.text for statement in new] == [other.statements[0].text]


def test_what_the_answer_rests_on_is_left_out(assistant: Assistant) -> None:
    answer = told(assistant, N3)

    assert both_told(assistant, answer, answer) == answer


@pytest.mark.parametrize("text", ["Hvem vant VM i fotball?", "vi vil bli mer innovative"])
def test_nothing_is_added_to_or_by_what_is_not_answered(assistant: Assistant, text: str) -> None:
    answer, declined = told(assistant, N3), told(assistant, text)

    assert not declined.outcome.has_evidence
    assert both_told(assistant, answer, declined) == answer
    assert both_told(assistant, declined, answer) == declined


def test_the_other_reading_is_offered_to_be_asked(assistant: Assistant) -> None:
    answer, other = told(assistant, PLAN), told(assistant, N3)
    none = replace(answer, suggestions=())

    assert both_told(assistant, answer, other).suggestions == (N3, *answer.suggestions[: SUGGESTIONS - 1])
    assert both_told(assistant, none, other).suggestions == (N3,)


def test_a_reading_too_long_for_a_button_is_not_offered(assistant: Assistant) -> None:
    answer, other = told(assistant, PLAN), told(assistant, f"{N3} {'Vi holder et kurs om det for alle ansatte. ' * 4}")
    both = both_told(assistant, answer, other)

    assert len(other.question) > OFFERED
    assert parted(both)[1]
    assert both.suggestions == answer.suggestions


def test_a_plan_keeps_its_numbers_where_another_reading_follows(assistant: Assistant) -> None:
    advice = told(assistant, ABSENCE)
    both = both_told(assistant, advice, told(assistant, N3))

    assert advice.plan
    assert both.plan == advice.plan
    assert both.citations[: len(advice.citations)] == advice.citations
    assert document(both, -1) == "n3-og-blt"


def test_a_long_question_is_named_in_short_and_without_markup(assistant: Assistant) -> None:
    opening = f"Hva er **N3** [1], {'og hva har vi igjen for det ' * 6}?"
    both = both_told(assistant, told(assistant, PLAN), told(assistant, N3), opening=opening)

    assert "«Hva er N3 1, og hva har vi igjen for det" in parted(both)[1]
    assert " …»" in parted(both)[1]


@pytest.mark.parametrize(
    ("chance", "both", "alone"), [(0.45, True, True), (0.6, True, True), (0.9, False, True), (0.2, False, False)]
)
def test_both_readings_are_told_only_in_doubt(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, chance: float, both: bool, alone: bool
) -> None:
    monkeypatch.setattr(conversation, "chance_of_new_topic", lambda _: chance)
    answer = converse(assistant, [N3, LEADING], Language.NB)

    assert answer.outcome.has_evidence
    assert bool(parted(answer)[1]) is both
    assert (answer.resolved_question is None) is alone


@pytest.mark.parametrize(("chance", "answered"), [(0.45, True), (0.6, True), (0.9, False)])
def test_what_alone_is_asked_back_about_continues_in_doubt(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, chance: float, answered: bool
) -> None:
    monkeypatch.setattr(conversation, "chance_of_new_topic", lambda _: chance)

    assert told(assistant, "Hva gjør vi nå?").outcome is Outcome.CLARIFY
    assert converse(assistant, [N3, "Hva gjør vi nå?"], Language.NB).outcome.has_evidence is answered


def test_danger_in_the_other_reading_comes_first(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "chance_of_new_topic", lambda _: 0.6)
    answer = converse(assistant, [FIRE, "Hvilken rolle har ordføreren?"], Language.NB)

    assert answer.reason is Reason.ACUTE_DANGER
    assert answer.text.startswith(say("acute_danger", Language.NB))


def test_the_other_reading_leaves_out_what_a_role_adds(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "chance_of_new_topic", lambda _: 0.6)
    answers = [converse(assistant, [N3, LEADING], Language.NB, role) for role in (Role.LEADER, Role.FACILITATOR)]
    added = [answer.statements[len(first_reading(answer)) :] for answer in answers]

    assert len(added[0]) == BRIEF
    assert [item.text for item in added[0]] == [item.text for item in added[1]]


def test_the_last_point_is_one_of_a_document_with_its_own_title(assistant: Assistant) -> None:
    both = both_told(assistant, told(assistant, SLIK), told(assistant, N3), before=PLAN)
    wished = conversation.point_of(both, -1, assistant.index()) or ""
    titles = {item.text: both.citations[item.citations[0] - 1].title for item in both.statements}

    title, _, text = wished.partition(": ")
    assert {said.rstrip(".:"): name.rstrip("?") for said, name in titles.items()}[text] == title


def test_advice_is_not_told_in_brief(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "chance_of_new_topic", lambda _: 0.6)
    opening = "Korleis kan ein kommune velje mellom fleire løysingar som kunne vore testa?"
    told = "Brannstasjonen skal byggast midt i eit bustadfelt, og naboane er rasande; ingen veit kva som ville roe dei."
    answer = converse(assistant, [opening, f"{told} Korleis kartlegg vi kven dei er og kva dei ventar seg?"])
    added = range(len(first_reading(answer)), len(answer.statements))

    assert added
    assert {document(answer, row) for row in added} == {"hvordan-nyttiggjore"}
