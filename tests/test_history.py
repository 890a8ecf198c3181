"""A turn's place after the ones before it: what carries on, what points back, and what only remarks on an answer."""

import pytest

from assistant.conversation import answer_in_conversation, converse
from assistant.corrections import correction_of
from assistant.domain import Question
from assistant.followups import asks_something, leads_on, only_tells, points_back
from assistant.history import Exchange
from assistant.pipeline import Assistant

ABOUT_DECISIONS = "Kva må eit politisk vedtak ha i seg når me ikkje kjenner løysinga enno?"


@pytest.mark.parametrize(
    "turn",
    ["Ledelse, arenaer, ja. And the years?", "Tre som heiter Susanne! og i filmane frå Asker?", "Enn innbyggerne, da"],
)
def test_a_turn_may_carry_on_after_a_short_remark(turn: str) -> None:
    assert leads_on(turn)


def test_what_is_told_at_length_before_a_question_is_no_remark_in_passing() -> None:
    assert not leads_on("Vi har brukt et helt år på å spørre folk i bygda om dette. Og hva gjør vi nå?")


@pytest.mark.parametrize(
    "turn", ["Hvem ga ut denne veilederen?", "Who wrote this guide?", "Kva med dei som ikkje vil vere med"]
)
def test_what_the_turn_itself_tells_does_not_point_back(turn: str) -> None:
    assert not points_back(turn)
    assert points_back("Hvem ga ut disse to?")


@pytest.mark.parametrize(
    "text",
    ["Vi kan ROS. Duger den til å lage et utfordringsbilde.", "Lat meg spørje beint fram.", "Får vi støtte til det"],
)
def test_a_question_without_its_mark_asks(text: str) -> None:
    assert asks_something(text)


@pytest.mark.parametrize(
    "text", ["Her vi bor, går bussen to ganger om dagen.", "Etter det har vi hatt tre møter om kaia."]
)
def test_an_adverb_before_its_subject_does_not_ask(text: str) -> None:
    assert only_tells(text) or not asks_something(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nei, du misforsto, det var økonomiplanen jeg spurte om, ikke samfunnsdelen", "økonomiplanen"),
        (
            "Orsaka, eg blanda saman. Det var vegkartet for tenesteinnovasjon eg tenkte på",
            "vegkartet for tenesteinnovasjon",
        ),
    ],
)
def test_who_was_misunderstood_corrects(text: str, wanted: str) -> None:
    correction = correction_of(text)

    assert correction
    assert correction.wanted == wanted


def test_a_remark_that_finds_something_does_not_draw_the_next_question_into_it(assistant: Assistant) -> None:
    remark = "Godt poeng at dei må stå løpet ut."
    changed = "Piloten vår i heimetenesta er over til sommaren. Kva må vere på plass for at det nye skal setje seg?"
    history: list[Exchange] = []
    for text in (ABOUT_DECISIONS, remark):
        answer = answer_in_conversation(assistant, Question(text), history)
        history.append(Exchange(answer.resolved_question or answer.question, answer))
    answer = answer_in_conversation(assistant, Question(changed), history)

    assert history[-1].answer.outcome.has_evidence
    assert answer.resolved_question is None
    assert answer.citations[0].document_id == "hvordan-nyttiggjore"


def test_who_is_told_of_after_a_remark_carries_on(assistant: Assistant) -> None:
    asked = "Hva er rollen til politikerne i innovasjonsarbeidet?"
    answer = converse(assistant, [asked, "Ja, det kjenner jeg igjen fra bystyret.", "Enn innbyggerne, da"])

    assert (answer.resolved_question or "").startswith(asked)
    assert "hvem-skal-vaere-med" in [citation.document_id for citation in answer.citations]
