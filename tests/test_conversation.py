"""A turn is answered in the light of the turns before it, and what was searched for is shown."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.conversation import answer_in_conversation, converse
from assistant.conversation_evaluation import TurnKind, measure, read_conversations, run
from assistant.corrections import correction_of
from assistant.domain import Approach, Language, Outcome, Question, Reason
from assistant.errors import InputError
from assistant.followups import announces_change, asks_something, is_courtesy, without_courtesy
from assistant.history import REMEMBERED, Exchange
from assistant.pipeline import Assistant
from assistant.wishes import Wish, wish_of
from tests.test_batch import HOSTILE
from tests.test_privacy import ORDINARY

QUESTIONS = Path(__file__).parent / "questions"
ABOUT_N3 = "Hva er N3?"


def talked(assistant: Assistant, *turns: str) -> list[Exchange]:
    """Hold a conversation and return every exchange of it."""
    history: list[Exchange] = []
    for turn in turns:
        answer = answer_in_conversation(assistant, Question(turn), history)
        history.append(Exchange(answer.resolved_question or answer.question, answer))
    return history


@pytest.mark.parametrize(
    ("turns", "resolved", "document"),
    [
        (
            ["Hva er en floke?", "og hvem bør lede det?"],
            "Hva er en floke? og hvem bør lede det?",
            "hvem-skal-vaere-med",
        ),
        (["Hva er StimuLab?", "hvem driver det?"], "Hva er StimuLab? hvem driver det?", "stimulab-og-doga"),
        (["Kven stod bak COI?", "og bak CO-PI?"], "Kven stod bak CO-PI?", "danmark-coi-og-co-pi"),
        (["What did Asker do?", "what about Korskærparken?"], "What did Korskærparken do?", "korskaerparken"),
        (["Hva viste målingen i 2018?", "og i 2020?"], "Hva viste målingen i 2020?", "innovasjonsbarometeret"),
        (["Kva er tema 3 i Flekkefjord?", "ok, og nummer seks?"], "Kva er tema 6 i Flekkefjord?", "flekkefjord"),
        (
            ["How long is the first phase of the 90-day process?", "and the second?"],
            "How long is the second phase of the 90-day process?",
            "90-dagers-prosess",
        ),
    ],
)
def test_a_follow_up_is_filled_in(assistant: Assistant, turns: list[str], resolved: str, document: str) -> None:
    answer = converse(assistant, turns)

    assert (turns[-1], resolved) == (answer.question, answer.resolved_question)
    assert document in [citation.document_id for citation in answer.citations]


@pytest.mark.parametrize("turn", ["fotball", "Er fotball gøy?"])
def test_few_words_about_something_else_are_not_answered_from_the_topic(assistant: Assistant, turn: str) -> None:
    answer = converse(assistant, [ABOUT_N3, turn])

    assert not answer.outcome.has_evidence
    assert answer.resolved_question is None


def test_a_number_that_is_only_repeated_replaces_none(assistant: Assistant) -> None:
    answer = converse(assistant, ["Hvilke tre prinsipper bygger stortingsmeldingen på?", "fem, ja"])

    assert "fem prinsipper" not in (answer.resolved_question or "")


def test_a_polite_word_with_a_question_mark_asks() -> None:
    assert is_courtesy("Å, takk!")
    assert not is_courtesy("å så?")


@pytest.mark.parametrize(
    "text",
    [
        "Noen kommer til å spørre hva virksomhetene svarte på KS-undersøkelsen i 2020. Hva var hovedfunnene?",
        "Hvem har hovedansvaret?",
        "Kva er hovudutfordringa?",
    ],
)
def test_what_is_chief_in_a_matter_is_no_wish_for_less(text: str) -> None:
    assert wish_of(text) is None
    assert wish_of("Bare hovedpunktene, takk") == Wish(shorter=True)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Sorry, crossed wires. Not Flekkefjord: the one in the Kongsvinger region.", "one in the Kongsvinger region"),
        ("Å nei, jeg tenkte ikke på flyktningene – jeg mente temaet i nettverket", "temaet i nettverket"),
    ],
)
def test_what_is_taken_out_ends_at_a_colon_or_a_dash(text: str, wanted: str) -> None:
    correction = correction_of(text)

    assert correction
    assert correction.wanted == wanted


def test_a_wish_after_a_remark_is_about_what_was_told(assistant: Assistant) -> None:
    history = talked(assistant, "Hva jobbet Hamar med i innovasjonsnettverket?", "Supert, da tipser jeg dem")
    answer = answer_in_conversation(assistant, Question("på engelsk, takk"), history)

    assert not history[-1].answer.outcome.has_evidence
    assert (answer.language, answer.resolved_question) == (Language.EN, history[0].question)


def test_hm_corrects_nothing(assistant: Assistant) -> None:
    turns = ["er det mange kommuner som har en skriftlig innovasjonsstrategi?", "hm, lavt. blant de store da?"]
    answer = converse(assistant, turns)

    assert correction_of(turns[1]) is None
    assert (answer.resolved_question or "").startswith(turns[0])


@pytest.mark.parametrize(
    "text", ["Formannskapet vil da vite om planen skal si noe mer", "We would also want to know who paid for it"]
)
def test_who_wants_to_know_asks(text: str) -> None:
    assert asks_something(text)


def test_a_remark_that_finds_nothing_does_not_hide_what_it_remarks_on(assistant: Assistant) -> None:
    history = talked(assistant, "Hva jobbet Hamar med i innovasjonsnettverket?", "artig, vi sliter med det samme her")
    answer = answer_in_conversation(assistant, Question("Grong da?"), history)

    assert not history[-1].answer.outcome.has_evidence
    assert answer.resolved_question == "Hva jobbet Grong med i innovasjonsnettverket?"


def test_a_question_after_a_remark_goes_on_with_what_was_remarked_on(assistant: Assistant) -> None:
    history = talked(assistant, "Er Veikart for tjenesteinnovasjon bare for helse?", "Supert, da tipser jeg dem")
    answer = answer_in_conversation(assistant, Question("hvem var med på å lage det?"), history)

    assert not history[-1].answer.outcome.has_evidence
    assert (answer.resolved_question or "").startswith("Er Veikart for tjenesteinnovasjon bare for helse? Supert")
    assert "ks-veikart-og-samveis" in [citation.document_id for citation in answer.citations]


def test_what_is_told_when_asked_back_is_no_remark(assistant: Assistant) -> None:
    told = ["Vi vil bli mer innovative", "Vi er en liten kommune", "Vi har ganske god økonomi"]
    answer = converse(assistant, told)

    assert answer.resolved_question == f"{told[0]}. {told[1]}. {told[2]}"


def test_a_clear_situation_after_vague_words_is_not_drowned_by_them(assistant: Assistant) -> None:
    clear = "I går la hjørnesteinsbedriften vår ned, og 300 mister jobben"
    answer = converse(assistant, ["Vi vil bli mer innovative", "Vi er en liten kommune", clear])

    assert answer.situation is not None
    assert answer.situation.approach is Approach.BURNING_PLATFORM


@pytest.mark.parametrize(
    "turn",
    ["Hvorfor ble Korskærparken strøket fra ghettolista?", "Hva er hovedstaden i Frankrike?", "Kva står SWOT for?"],
)
def test_a_new_topic_is_answered_as_if_nothing_had_been_said(assistant: Assistant, turn: str) -> None:
    answer = converse(assistant, [ABOUT_N3, turn])
    alone = assistant.answer(Question(turn))

    assert answer.resolved_question is None
    assert (alone.text, alone.citations) == (answer.text, answer.citations)


@pytest.mark.parametrize(
    ("before", "turn", "document"),
    [
        (
            "Hva gjorde Asker med innovasjon?",
            (
                "Kollegaen min spør om det finnes en rask metode der vi vet etter tre måneder om en idé er verd å satse på, "
                "gjør det det?"
            ),
            "90-dagers-prosess",
        ),
        (
            "What did Korskærparken do?",
            (
                "My neighbour chairs our council and wonders who ought to be asked when they map the stakeholders of a case, "
                "and how much weight they get"
            ),
            "interessentanalyse",
        ),
        (
            (
                "Jeg er enhetsleder i en liten kommune, og rådmannen vår snakker stadig om N3. Jeg nikker bare. Hva står "
                "det for?"
            ),
            (
                "Vi har også en nabo som har vært på besøk i et boligområde i Danmark med mye natur, og hun sier at det kom "
                "av ei liste. Hva het området, og hvorfor ble det strøket?"
            ),
            "korskaerparken",
        ),
    ],
)
def test_a_long_turn_stands_alone_whatever_pronouns_it_has(
    assistant: Assistant, before: str, turn: str, document: str
) -> None:
    answer = converse(assistant, [before, turn])

    assert answer.resolved_question is None
    assert document in [citation.document_id for citation in answer.citations]


def test_a_follow_up_on_what_was_answered_is_not_asked_back_about(assistant: Assistant) -> None:
    """Alone it is too vague; what it is about was said before."""
    turn = "hva bør vi passe på da?"

    assert assistant.answer(Question(turn)).outcome is Outcome.CLARIFY
    assert converse(assistant, ["Bør politikerne være med?", turn]).outcome is Outcome.ANSWERED


def test_a_wish_to_innovate_is_asked_back_about_whatever_was_asked_before(assistant: Assistant) -> None:
    answer = converse(assistant, ["Hva gjorde Flekkefjord?", "vi vil bli mer innovative"])

    assert (answer.outcome, answer.resolved_question) == (Outcome.CLARIFY, None)


def test_an_announced_topic_is_searched_for_without_the_announcement(assistant: Assistant) -> None:
    answer = converse(assistant, [ABOUT_N3, "Noe helt annet: når må planstrategien være vedtatt?"])

    assert answer.resolved_question == "når må planstrategien være vedtatt?"


@pytest.mark.parametrize(
    ("before", "turn", "resolved"),
    [
        ("Hvem ledet programmet i Asker?", "nei, jeg mente Flekkefjord", "Hvem ledet programmet i Flekkefjord?"),
        ("Hvilke faser består N3 av?", "beklager, BLT mente jeg, ikke N3", "Hvilke faser består BLT av?"),
        ("Kor mange fasar har StimuLab?", "orsak, eg meinte veikartet til KS", "Kor mange fasar har veikartet til KS?"),
        ("What is N3?", "Sorry, I meant the roadmap", "What is roadmap?"),
        (
            "Når ble det danske senteret opprettet?",
            "Nei, ikke det første. Jeg mente det for offentlig og privat sammen",
            "For offentlig og privat sammen: Når ble det danske senteret opprettet?",
        ),
    ],
)
def test_a_correction_replaces_what_was_wrong(assistant: Assistant, before: str, turn: str, resolved: str) -> None:
    assert converse(assistant, [before, turn]).resolved_question == resolved


@pytest.mark.parametrize("turn", ["nei takk", "Jeg mener vi bør satse på skolen", "Nei, men hva er egentlig en floke?"])
def test_not_every_no_is_a_correction(turn: str) -> None:
    assert correction_of(turn) is None


def test_a_shorter_answer_has_at_most_two_statements_with_their_own_citations(assistant: Assistant) -> None:
    first, short = (exchange.answer for exchange in talked(assistant, ABOUT_N3, "kortere, takk"))

    assert short.resolved_question == ABOUT_N3
    assert [item.text for item in first.statements[:2]] == [item.text for item in short.statements]
    assert {citation.number for citation in short.citations} == {n for item in short.statements for n in item.citations}


def test_more_on_a_point_searches_for_that_statement(assistant: Assistant) -> None:
    first, more = (exchange.answer for exchange in talked(assistant, "Hva er de tre delene i N3?", "mer om punkt 2"))

    assert more.resolved_question
    assert more.resolved_question.startswith(f"{first.citations[0].title}: ")
    assert {"n3-og-blt"} == {more.citations[0].document_id}


def test_more_on_the_last_point_where_nothing_is_listed(assistant: Assistant) -> None:
    asked = "Kva rolle har rådmannen og leiinga i innovasjonsarbeidet?"
    before, after = talked(assistant, asked, "kan du utdjupe det siste, om å forankre oppover")

    assert before.answer.statements[-1].text.rstrip(".:") in after.question
    assert after.answer.outcome is Outcome.ANSWERED


def test_another_language_is_the_same_question_in_it(assistant: Assistant) -> None:
    answers = [
        exchange.answer for exchange in talked(assistant, ABOUT_N3, "på engelsk, takk", "kan du ta det på nynorsk")
    ]

    assert [answer.language for answer in answers] == ["nb", "en", "nn"]
    assert [answer.resolved_question for answer in answers] == [None, ABOUT_N3, ABOUT_N3]


@pytest.mark.parametrize(
    ("turn", "wish"),
    [
        ("ta det i to setninger", Wish(shorter=True)),
        ("kortere, på engelsk", Wish(shorter=True, language=Language.EN)),
        ("kortere, skal ha det på en slide", Wish(shorter=True)),
        ("det var langt, to setningar held", Wish(shorter=True)),
        ("kortere prosess enn 90 dager?", None),
        ("fortel meir om den tredje", Wish(point=3)),
        ("could you expand on the last one?", Wish(point=-1)),
        ("Fortell mer om Asker", None),
        ("Hva heter samfunnsfloke på engelsk?", None),
        ("Hva er første steg?", None),
        ("She reads no Norwegian, could I have that in English?", Wish(language=Language.EN)),
        ("Eg rekk ikkje alt dette. Kortversjonen?", Wish(shorter=True)),
        ("Hva gjorde Flekkefjord, kort fortalt?", None),
        ("Litt langt for meg. To-tre linjer holder", Wish(shorter=True)),
        ("Politikerne vil ha mer", None),
        ("Kok det ned til to setningar er du snill", Wish(shorter=True)),
    ],
)
def test_a_wish_is_told_from_a_question(turn: str, wish: Wish | None) -> None:
    assert wish == wish_of(turn)


def test_thanks_are_set_aside(assistant: Assistant) -> None:
    *_, last = talked(assistant, "Hva er StimuLab?", "Tusen takk!", "hvem driver det?")

    assert last.question == "Hva er StimuLab? hvem driver det?"
    assert is_courtesy("fint, takk skal du ha")
    assert without_courtesy("Takk! Hva er BLT?") == "Hva er BLT?"
    assert not announces_change("Er Samveis noe annet enn veikartet?")


def test_an_answer_to_flokes_own_question_is_joined_to_what_it_asked_about(assistant: Assistant) -> None:
    first, last = talked(assistant, "vi vil bli mer innovative", "Vi er bare tre i utviklingsavdelingen")

    assert first.answer.outcome is Outcome.CLARIFY
    assert last.question == "vi vil bli mer innovative. Vi er bare tre i utviklingsavdelingen"


def test_an_answer_to_flokes_own_question_that_decides_is_enough(assistant: Assistant) -> None:
    answer = converse(assistant, ["vi vil bli mer innovative", "Vi vet ikke hvor i kommunen det trengs mest"])

    assert answer.situation is not None
    assert answer.situation.approach is Approach.SYSTEMATIC


def test_a_situation_is_put_together_as_it_is_told(assistant: Assistant) -> None:
    turns = [
        "Vi er en kystkommune med én stor arbeidsgiver.",
        "Vi har lenge snakket om å få flere bein å stå på.",
        "I går fikk vi vite at fiskemottaket legges ned, og 180 mister jobben.",
    ]

    assert " ".join(turns) == converse(assistant, turns).resolved_question


def test_what_may_not_be_read_is_joined_to_nothing(assistant: Assistant) -> None:
    *_, blocked, after = talked(assistant, ABOUT_N3, f"Hva med {ORDINARY}?", "hvor lenge varte det?")

    assert (blocked.answer.outcome, blocked.answer.reason) == (Outcome.BLOCKED, Reason.PERSONAL_DATA)
    assert ORDINARY not in blocked.answer.question
    assert after.question == f"{ABOUT_N3} hvor lenge varte det?"


@pytest.mark.parametrize("turn", [*HOSTILE, ") . : !", "nei", "ikke", "punkt", "og?", "nei, ikke, ikke", "..."])
def test_no_turn_makes_a_conversation_fail(assistant: Assistant, turn: str) -> None:
    last = talked(assistant, "vi vil bli mer innovative", turn, turn)[-1]

    assert last.answer.text


def test_only_the_latest_exchanges_are_remembered(assistant: Assistant) -> None:
    turns = ["Hva er StimuLab?", *["Takk!"] * REMEMBERED, "hvem driver det?"]

    assert converse(assistant, turns).resolved_question is None


def test_the_table_tells_what_was_dragged_along(assistant: Assistant, tmp_path: Path) -> None:
    row = {"id": "a", "turns": [ABOUT_N3, "Hva er StimuLab?"], "language": "nb", "kind": "topic_change"}
    path = tmp_path / "talks.jsonl"
    path.write_text(json.dumps(row | {"expected": ["stimulab-og-doga"], "avoid": ["n3-og-blt"]}) + "\n", "utf-8")

    pairs = run(read_conversations(path), assistant)
    found = {(item.name, item.language): (item.right, item.of) for item in measure(pairs)}

    assert pairs[0][0].kind is TurnKind.TOPIC_CHANGE
    assert found["changed topic, not dragged along", "all"] == (1, 1)
    path.write_text('{"id": "a", "turns": []}\n', "utf-8")
    with pytest.raises(InputError, match="line 1"):
        read_conversations(path)


@pytest.mark.parametrize("path", sorted(QUESTIONS.glob("conversations_*.jsonl")), ids=lambda path: path.stem)
def test_the_shipped_conversations_expect_documents_that_exist(assistant: Assistant, path: Path) -> None:
    talks = read_conversations(path)
    named = {document for talk in talks for document in (*talk.expected, *talk.avoid)}

    assert len(talks) == len({talk.id for talk in talks}) >= 40
    assert named <= {passage.document_id for passage in assistant.index().passages.passages}


@pytest.mark.weights
def test_a_chosen_answer_is_added_to_what_was_told_and_a_change_is_told(assistant: Assistant) -> None:
    """Each answer that Floke offers is read as such, whatever its words would mean alone."""
    told = "Vi sliter med fravær på ungdomsskolen. Kunnskapen spriker, og vi vet ikke helt hva vi skal gjøre."
    first = assistant.answer(Question(told, Language.NB))
    assert first.situation
    questions = assistant.method.distinguishing_questions
    choices = tuple(choice.text[Language.NB] for question in questions for choice in question.choices)
    exchange = Exchange(told, replace(first, situation=replace(first.situation, choices=choices)))

    answers = [answer_in_conversation(assistant, Question(choice, Language.NB), [exchange]) for choice in choices]

    assert [answer.resolved_question for answer in answers] == [f"{told}\n{choice}" for choice in choices]
    situations = [answer.situation for answer in answers if answer.situation]
    assert len(situations) == len(choices)
    assert {item.approach for item in situations} > {first.situation.approach}
    assert all(bool(item.changed) == (item.approach is not first.situation.approach) for item in situations)
