"""A turn's place after the ones before it: what carries on, what points back, and what only remarks on an answer."""

import pytest

from assistant.conversation import answer_in_conversation, converse
from assistant.corrections import correction_of
from assistant.domain import Question
from assistant.followups import asks_something, carries_on, points_back
from assistant.history import Exchange, before_remark, last_told
from assistant.pipeline import Assistant

ABOUT_DECISIONS = "Kva må eit politisk vedtak ha i seg når me ikkje kjenner løysinga enno?"


@pytest.mark.parametrize(
    "turn",
    [
        "Ledelse, arenaer, ja. And the years?",
        "Tre som heiter Susanne! og i filmane frå Asker?",
        "Enn innbyggerne, da",
        "Og lederne. Hva gjør de?",
    ],
)
def test_a_turn_may_carry_on_after_a_short_remark(turn: str) -> None:
    assert carries_on(turn)


@pytest.mark.parametrize(
    "turn",
    [
        "Naboene har brukt et helt år på å spørre folk i bygda. Og hva gjør vi nå?",
        "Vi er en liten kommune. Og hvem hjelper oss?",
        "Kinoen går bra! Men noe nytt ville vært gøy",
    ],
)
def test_what_is_told_of_oneself_or_at_length_is_no_remark_in_passing(turn: str) -> None:
    assert not carries_on(turn)


@pytest.mark.parametrize("turn", ["Hvem ga ut denne veilederen?", "Who wrote this guide?"])
def test_to_name_the_guide_does_not_point_back(turn: str) -> None:
    assert not points_back(turn)
    assert points_back("Who wrote this guideline?")


@pytest.mark.parametrize(
    "text",
    [
        "Vi kan ROS. Duger den til å lage et utfordringsbilde.",
        "Lat meg spørje beint fram.",
        "Får vi støtte til et forsøk",
    ],
)
def test_a_question_without_its_mark_asks(text: str) -> None:
    assert asks_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "Over det er det ikke bestemt noe.",
        "Hadde vi skjønt det, hadde vi gjort det for lenge siden.",
        "Blir de mange flere, vet jeg ikke hva vi gjør.",
        "Prosjekter vi har hatt, har stoppet.",
        "Trenger en framgangsmåte innen påske.",
        "Kjenner det igjen fra bystyret.",
        "Håper dere skjønner at det haster.",
    ],
)
def test_a_condition_or_a_dropped_subject_does_not_ask(text: str) -> None:
    assert not asks_something(text)


@pytest.mark.parametrize("text", ["Orsaka, eg skjønar ikkje", "Beklager, forstår ikke", "Sorry, I don't understand"])
def test_who_does_not_understand_corrects_nothing(text: str) -> None:
    assert correction_of(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("No, you misunderstood me, I meant Asker", "Asker"),
        ("Nei, ikke forståelsen, jeg mente innsikten", "innsikten"),
        ("Nei, det var Asker eg spurde om", "Asker"),
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


@pytest.mark.parametrize("told", ["En beboer har falt og puster ikke", "Nytt tema: innovasjonsplakaten i Asker"])
def test_what_opens_a_topic_of_its_own_is_no_remark(assistant: Assistant, told: str) -> None:
    history: list[Exchange] = []
    for text in ("Hvem deltok i innovasjonsnettverket?", told):
        answer = answer_in_conversation(assistant, Question(text), history)
        history.append(Exchange(answer.resolved_question or answer.question, answer))

    assert before_remark("Hvor begynner vi?", history) == history
    assert last_told(history) is history[-1]
