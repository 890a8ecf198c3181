"""The page that finds the approach, driven without a browser; it needs the index that `make test` makes."""

import re
from dataclasses import replace
from datetime import date
from html import escape
from io import BytesIO

import pytest
from streamlit.testing.v1 import AppTest

from assistant import ui_approach, ui_approach_form, ui_approach_html, ui_asking, ui_keeping
from assistant.answer import Answer, Citation, Plan, Situation, Span, Statement, Step
from assistant.cleaning import MAX_CHARACTERS
from assistant.domain import Approach, Basis, Language, Outcome, Reason, Role
from assistant.errors import StaleIndexError
from assistant.markdown_export import note_markdown
from assistant.method import Choice, DistinguishingQuestion
from assistant.ui_situation import Parts
from assistant.word_export import note_docx
from assistant.wording import keys, say
from tests.page_rig import ME, SCRIPT, page_for, shown

pytestmark = pytest.mark.usefixtures("page_settings")

SITUATION = "Halve kullet faller fra videregående. Vi har prøvd mye i ti år, ingenting virker. Hva gjør vi?"
VAGUE = "Vi vil bli mer innovative"
HOSTILE = '<img src=x onerror="alert(1)"> <script>alert(2)</script> [a](javascript:alert(3))'


def opened(language: Language = Language.NB) -> AppTest:
    return page_for(lang=language).run().switch_page("approach.py").run()


def click(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception
    return page


def found(page: AppTest, text: str) -> Answer:
    """Tell the page of a situation, and return what it found."""
    page.text_area(key="approach-text").set_value(text).run()
    click(page, "approach-ask")
    answer: Answer = page.session_state.approach_answer
    return answer


def choose(page: AppTest, question: DistinguishingQuestion, choice: Choice) -> None:
    page.radio(key=f"approach-{question.id}").set_value(choice.id).run()


def questions() -> tuple[DistinguishingQuestion, ...]:
    return ui_asking.assistant().method.distinguishing_questions


@pytest.mark.parametrize("language", list(Language))
def test_the_questions_alone_lead_to_an_approach(language: Language) -> None:
    page = opened(language)
    asked = questions()
    assert len(page.radio) == len(asked)
    assert all(escape(question.help[language]) in shown(page) for question in asked)
    chosen = [asked[2].choices[2], asked[3].choices[2]]
    for question, choice in zip(asked[2:4], chosen, strict=True):
        choose(page, question, choice)
    page.radio(key=f"approach-{asked[0].id}").set_value(ui_approach_form.SKIP).run()
    text = shown(click(page, "approach-ask"))
    answer = page.session_state.approach_answer
    assert (answer.question, answer.language) == ("\n".join(choice.text[language] for choice in chosen), language)
    assert answer.situation.approach is Approach.KNOWN_TANGLE
    assert say("approach_answers", language) in text
    assert all(f"{say('page_quoted', language, text=choice.text[language])}<br>" in text for choice in chosen)


@pytest.mark.parametrize("language", list(Language))
def test_an_answer_to_every_question_still_fits_beside_the_longest_text(language: Language) -> None:
    longest = sum(max(len(choice.text[language]) for choice in item.choices) + 1 for item in questions())
    assert ui_approach_form.LONGEST + longest <= MAX_CHARACTERS


@pytest.mark.weights
def test_text_and_answers_are_joined_and_the_answers_follow_the_language_of_the_text() -> None:
    page = opened(Language.EN)
    question = questions()[2]
    choose(page, question, question.choices[2])
    answer = found(page, "Vi har en skole med stort frafall, og ingenting av det vi har prøvd, virker.")
    assert answer.question.split("\n")[1:] == [question.choices[2].text[Language.NB]]
    assert answer.language is Language.NB
    page.button(key="approach-translate").click().run()
    assert page.session_state.approach_answer.language is Language.EN
    assert say("approach_changed", Language.EN) not in shown(page)


def test_nothing_told_gets_a_hint() -> None:
    page = click(opened(), "approach-ask")
    assert say("approach_empty", Language.NB) in shown(page)
    assert "approach_answer" not in page.session_state
    assert say("approach_empty", Language.NB) not in shown(page.run())


@pytest.mark.weights
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("number", range(1, ui_approach_form.EXAMPLES + 1))
def test_an_example_fills_the_field_and_leads_to_an_approach(language: Language, number: int) -> None:
    page = click(opened(language), f"approach-example-{number}")
    assert page.text_area(key="approach-text").value == say(f"approach_example_{number}_text", language)
    answer = click(page, "approach-ask").session_state.approach_answer
    assert (answer.language, bool(answer.situation.approach)) == (language, True)


@pytest.mark.weights
def test_the_result_names_the_approach_its_reasons_its_plan_and_its_sources() -> None:
    page = opened()
    answer = found(page, SITUATION)
    text, method = shown(page), ui_asking.assistant().method
    assert f'<h2 id="approach-found-1">{method.approach(answer.situation.approach).name["nb"]}</h2>' in text
    assert 'data-floke-place="approach-found-1"' in text, "the heading takes the focus"
    assert all(info.name["nb"] in text for info in method.approaches)
    assert text.count('class="fl-bar"') == len(Approach)
    assert all(f"<li>«{sign}»</li>" in text for sign in answer.situation.signs)
    assert all(step.title in text for step in (*answer.plan.steps, *answer.next_steps))
    assert all(reason.split(": ")[1] in text for reason in answer.situation.against)
    assert all(f'id="s-1-{citation.number}"' in text for citation in answer.citations)
    assert ui_asking.assistant().plans[answer.situation.approach].differs["nb"] in text


@pytest.mark.weights
def test_the_note_is_offered_in_two_forms() -> None:
    page = opened()
    answer = found(page, SITUATION)
    labels = [button.proto.label for button in page.get("download_button")]
    assert labels == [say("download_note_docx", Language.NB), say("download_note_md", Language.NB)]
    assert "# " in note_markdown(answer)
    assert BytesIO(note_docx(answer, date(2026, 1, 2))).read(2) == b"PK"


@pytest.mark.weights
def test_an_answer_to_flokes_question_is_added_in_the_form_too() -> None:
    page = opened()
    vague = found(page, VAGUE)
    assert vague.outcome is Outcome.CLARIFY
    assert say("approach_more", Language.NB) in shown(page)
    click(page, "approach-choice-2")
    answer = page.session_state.approach_answer
    assert answer.question == f"{VAGUE}\n{vague.situation.choices[2]}"
    assert answer.situation.approach
    assert [radio.value for radio in page.radio].count(None) == len(page.radio) - 1


@pytest.mark.weights
def test_a_plain_question_is_answered_calmly_and_points_to_the_page_where_one_asks() -> None:
    page = opened()
    answer = found(page, "Hva er en floke?")
    text = shown(page)
    assert (answer.outcome, answer.situation) == (Outcome.ANSWERED, None)
    assert say("approach_plain", Language.NB) in text
    assert say("page_sources", Language.NB) in text
    assert not page.get("download_button")
    click(page, "approach-nearby-0")
    assert [turn.question for turn in page.session_state.turns] == [answer.suggestions[0]]


@pytest.mark.weights
def test_one_answer_makes_a_situation_of_what_was_read_as_a_question() -> None:
    page = opened()
    found(page, "Hva er en floke?")
    click(page, "approach-choice-0")
    assert page.session_state.approach_answer.situation.approach


def test_personal_data_are_held_back_and_leave_the_form_when_asked_without() -> None:
    page = opened()
    page.text_area(key="approach-text").set_value(f"{SITUATION} Ring Kari på 99 88 77 66.").run()
    click(page, "approach-ask")
    assert "approach_answer" not in page.session_state
    assert 'data-floke-place="approach-held-1"' in shown(page), "the panel is brought into view"
    click(page, "held-ask")
    assert "99 88 77 66" not in page.session_state.approach_answer.question
    assert "99 88 77 66" not in page.text_area(key="approach-text").value
    assert say("approach_changed", Language.NB) not in shown(page)


def test_what_is_held_back_on_the_page_where_one_asks_is_not_shown_here() -> None:
    page = opened()
    page.session_state.held = ui_asking.Asked("Ring 99 88 77 66.")
    assert not [button for button in page.run().button if button.key == "held-ask"]


@pytest.mark.weights
def test_form_and_result_outlive_a_change_of_language_and_of_page() -> None:
    page = opened()
    question = questions()[0]
    choose(page, question, question.choices[1])
    answer = found(page, SITUATION)
    page.segmented_control(key="language").set_value(Language.NN).run()
    assert say("approach_title", Language.NN) in shown(page)
    assert page.radio(key=f"approach-{question.id}").proto.set_value, "the browser is told the choice in its new words"
    page.switch_page("ask.py").run()
    page.switch_page("approach.py").run()
    assert page.session_state.approach_answer == answer
    assert page.text_area(key="approach-text").value == SITUATION
    assert page.radio(key=f"approach-{question.id}").value == question.choices[1].id
    assert 'class="fl-verdict"' in shown(page)


@pytest.mark.weights
def test_a_form_that_was_changed_since_says_so() -> None:
    page = opened()
    found(page, SITUATION)
    assert say("approach_changed", Language.NB) not in shown(page)
    page.text_area(key="approach-text").set_value("Noe helt annet.").run()
    assert say("approach_changed", Language.NB) in shown(page)


@pytest.mark.weights
def test_a_result_is_stored_once_and_only_when_it_is_taken_along() -> None:
    page = opened()
    answer = found(page, SITUATION)
    assert ui_keeping.conversations().listed(ME) == ()
    click(page, "approach-take")
    assert page.session_state.turns == [answer]
    assert say("page_conversation", Language.NB) in shown(page), "the page where one asks"
    page.button(key="new").click().run()
    page.switch_page("approach.py").run()
    click(page, "approach-take")
    assert page.session_state.turns == [answer]
    assert len(ui_keeping.conversations().listed(ME)) == 1


@pytest.mark.weights
def test_a_result_does_not_mix_with_the_conversation_that_was_open() -> None:
    page = opened()
    before = Answer("Hei", Language.NB, Role.LEADER, Outcome.ABSTAINED, "Vet ikke.", Reason.NO_EVIDENCE)
    page.session_state.turns = [before]
    answer = found(page, SITUATION)
    assert page.session_state.turns == [before]
    assert click(page, "approach-take").session_state.turns == [answer]


@pytest.mark.weights
def test_beginning_again_empties_form_and_result() -> None:
    page = opened()
    choose(page, questions()[0], questions()[0].choices[0])
    found(page, SITUATION)
    click(page, "approach-restart")
    assert "approach_answer" not in page.session_state
    assert page.text_area(key="approach-text").value == ""
    assert {radio.value for radio in page.radio} == {None}
    assert 'class="fl-verdict"' not in shown(page)


def test_a_missing_index_is_a_calm_message_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise StaleIndexError("There is no index.", "Run: python -m assistant index")

    monkeypatch.setattr(ui_approach_form, "assistant", fail)
    text = shown(opened(Language.NN))
    assert say("page_trouble", Language.NN) in text
    assert "python -m assistant index" in text


def test_a_failure_while_answering_leaves_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened()
    page.text_area(key="approach-text").set_value(SITUATION).run()

    class Failing:
        method = ui_asking.assistant().method

        def answer(self, _: object) -> None:
            raise StaleIndexError("The index is gone.", "Run: python -m assistant index")

    monkeypatch.setattr(ui_approach, "assistant", Failing)
    text = shown(click(page, "approach-ask"))
    assert "The index is gone." in text
    assert page.text_area(key="approach-text").value == SITUATION


def hostile() -> Answer:
    citation = Citation(1, "d", "d#s", HOSTILE, HOSTILE, HOSTILE, "javascript:alert(1)", "", Language.EN)
    step = Step(HOSTILE, HOSTILE, 1, Basis.STATED)
    scores = dict.fromkeys(map(str, Approach), 0.0) | {Approach.RENEWAL: 1.0}
    situation = Situation(Approach.RENEWAL, scores, False, (HOSTILE,), (Span(HOSTILE, 0, 1, 1),), (HOSTILE,))
    return Answer(
        HOSTILE,
        Language.EN,
        Role.LEADER,
        Outcome.ANSWERED,
        f"{HOSTILE} [1]",
        statements=(Statement("x", (1,)),),
        citations=(citation,),
        situation=situation,
        plan=Plan((step,), (step,), (step,), (step,), step, HOSTILE),
        next_steps=(step,),
    )


def test_a_situation_cannot_smuggle_markup_into_the_page() -> None:
    answer = hostile()
    assert answer.situation
    assert answer.plan
    choice = Choice("c", dict.fromkeys(Language, HOSTILE), (Approach.RENEWAL,), ())

    def names(_: Approach) -> str:
        return HOSTILE

    text = "".join(
        (
            ui_approach_html.guiding_question(HOSTILE, HOSTILE, Language.EN),
            ui_approach_html.verdict(answer, answer.situation, Parts(*[HOSTILE] * 4), names, "p"),
            ui_approach_html.chart(answer.situation, Language.EN, names),
            ui_approach_html.reasons(answer, answer.situation, [choice], names),
            ui_approach_html.road(answer.plan, answer.next_steps, Language.EN),
            ui_approach_html.guide_says(answer, HOSTILE),
            ui_approach_html.compared(HOSTILE, HOSTILE, Language.EN),
        )
    )
    assert "<img" not in text
    assert "<script" not in text
    assert 'href="javascript' not in text
    assert text.count("&lt;script&gt;") > len(Approach)


def test_how_sure_the_approach_is_stands_in_words() -> None:
    answer = hostile()
    assert answer.situation
    unsure, sure = answer.situation, replace(answer.situation, certain=True)
    likely = replace(sure, runner_up=Approach.SYSTEMATIC)
    told = [
        ui_approach_html.verdict(answer, situation, Parts("", "x", "", ""), str, "p")
        for situation in (unsure, likely, sure)
    ]
    words = [say(f"approach_{key}", Language.EN) for key in ("unsure", "likely", "clear")]
    assert [[word for word in words if word in text] for text in told] == [[word] for word in words]


def test_a_chosen_answer_tells_what_it_speaks_for_and_against() -> None:
    answer = hostile()
    assert answer.situation
    three = (Approach.RENEWAL, Approach.SYSTEMATIC, Approach.KNOWN_TANGLE)
    choices = [
        Choice("a", dict.fromkeys(Language, "A"), three[:1], three),
        Choice("b", dict.fromkeys(Language, "B"), (), ()),
    ]
    text = ui_approach_html.reasons(answer, answer.situation, choices, str)
    assert "Speaks for “fornyelse”. Speaks against “fornyelse”, “systematisk” and “kjent-floke”." in text
    assert say("approach_points_nowhere", Language.EN) in text


def test_every_sentence_of_the_page_is_used() -> None:
    package = SCRIPT.parent.parent
    code = "".join(path.read_text(encoding="utf-8") for path in package.glob("ui_approach*.py"))
    made = {f"approach_example_{number}{end}" for number in (1, 2, 3) for end in ("", "_text")}
    made |= {f"approach_{way}{end}" for way in ("words", "questions") for end in ("", "_lead")}
    made |= {f"approach_{word}_note" for word in ("clear", "likely", "unsure")}
    named = set(re.findall(r"""["'](approach_\w+)["']""", code))
    unused = {key for key in keys(Language.NB) if key.startswith("approach_")} - named
    assert unused == made - {"approach_words", "approach_questions"}


@pytest.mark.weights
def test_the_reasons_are_drawn_instead_of_read_in_every_language() -> None:
    """English has other quotation marks: the sentence is to be found all the same."""
    page = opened(Language.EN)
    answer = found(page, say("approach_example_1_text", Language.EN))
    assert answer.language is Language.EN
    assert say("reason_signs", Language.EN, name="", signs="")[:16] in answer.text
    assert say("reason_signs", Language.EN, name="", signs="")[:16] not in shown(page)
