"""The page where one asks, driven without a browser; it needs the index that `make test` makes."""

from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant import ui, ui_asking, ui_html, ui_situation
from assistant.answer import Answer, Citation, Plan, Situation, Span, Statement, Step
from assistant.domain import Approach, Basis, Language, Outcome, Reason, Role
from assistant.errors import StaleIndexError
from assistant.wording import keys, say

SITUATION = (
    "Halve kullet på ungdomsskolen forsvinner fra videregående. Vi har prøvd mye i ti år, ingenting virker. "
    "Hva gjør vi?"
)
VAGUE = "Vi vil bli mer innovative"
SCRIPT = Path(__file__).resolve().parent.parent / "assistant" / "pages" / "ask.py"
HOSTILE = '<img src=x onerror="alert(1)"> <script>alert(2)</script> [a](javascript:alert(3)) **b** $x$'


def opened(language: str = "nb") -> AppTest:
    page = AppTest.from_file(str(SCRIPT), default_timeout=60)
    page.query_params["lang"] = language
    return page.run()


def shown(page: AppTest) -> str:
    """Return all own HTML of the page, but the style sheet."""
    assert not page.exception
    return "\n".join(part.proto.body for part in page.get("html") if "<style>" not in part.proto.body)


def asked(page: AppTest, text: str) -> str:
    return shown(page.chat_input(key="question").set_value(text).run())


def test_an_example_is_answered_with_sources() -> None:
    page = opened()
    text = shown(page.button(key="example-2").click().run())
    assert say("page_example_2", Language.NB) in text
    assert say("page_sources", Language.NB) in text
    assert say("page_rendering", Language.NB) in text
    assert 'href="#s-1-1"' in text
    assert 'id="s-1-1"' in text
    assert 'target="_blank" rel="noopener noreferrer"' in text


@pytest.mark.weights
@pytest.mark.parametrize("language", list(Language))
def test_every_example_is_really_answered(language: Language) -> None:
    for number in range(1, ui.EXAMPLES + 1):
        page = opened(language)
        page.button(key=f"example-{number}").click().run()
        (answer,) = page.session_state.turns
        assert (answer.outcome.has_evidence, answer.language) == (True, language), answer.question


def test_a_follow_up_is_asked_with_a_click() -> None:
    page = opened()
    page.button(key="example-2").click().run()
    follow_up = page.session_state.turns[0].suggestions[0]
    page.button(key="chip-1-0").click().run()
    assert [turn.question for turn in page.session_state.turns][1] == follow_up
    page.button(key="new").click().run()
    assert say("page_title", Language.NB) in shown(page)


def test_the_language_switch_changes_the_texts_and_keeps_the_conversation() -> None:
    page = opened()
    assert say("page_title", Language.NB) in shown(page)
    page.segmented_control(key="language").set_value(Language.NN).run()
    assert say("page_title", Language.NN) in shown(page)
    assert page.chat_input(key="question").placeholder == say("page_placeholder", Language.NN)
    page.button(key="example-2").click().run()
    page.segmented_control(key="language").set_value(Language.EN).run()
    assert page.caption[0].value == say("page_notice", Language.EN)
    assert len(page.session_state.turns) == 1
    assert page.query_params["lang"] in ("en", ["en"])


def test_the_role_goes_with_the_question() -> None:
    page = opened()
    page.segmented_control(key="role").set_value(Role.NEWCOMER).run()
    page.button(key="example-2").click().run()
    assert page.session_state.turns[0].role is Role.NEWCOMER


def test_a_decline_is_calm() -> None:
    page = opened()
    text = asked(page, "Hva koster en bitcoin i dag?")
    assert page.session_state.turns[0].outcome is Outcome.ABSTAINED
    assert "fl-calm" in text
    assert say("page_sources", Language.NB) not in text
    assert not page.error


def test_markup_in_a_question_stays_words() -> None:
    text = asked(opened(), HOSTILE)
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text


def test_an_identity_number_is_not_shown_again() -> None:
    assert "13097248022" not in asked(opened(), "Hva gjør vi med 13097248022?")


def test_a_missing_index_is_a_calm_message_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise StaleIndexError("There is no index.", "Run: python -m assistant index")

    monkeypatch.setattr(ui_asking, "assistant", fail)
    text = asked(opened("nn"), "Kva er ein floke?")
    assert say("page_trouble", Language.NN) in text
    assert "python -m assistant index" in text
    assert "Traceback" not in text


@pytest.mark.weights
def test_a_situation_shows_its_approach_its_reasons_and_a_note() -> None:
    page = opened()
    text = asked(page, SITUATION)
    (answer,) = page.session_state.turns
    situation, names = answer.situation, [info.name["nb"] for info in ui_asking.assistant().method.approaches]
    assert 'class="fl-approach"' in text
    assert all(name in text for name in names)
    assert all(f"«{sign}»" in text for sign in situation.signs)
    assert text.count('class="fl-bar"') == len(situation.scores) == len(Approach)
    assert say("page_against", Language.NB) in text
    assert all(step.title in text for step in answer.plan.steps)
    assert say("reason_signs", Language.NB, name="", signs="")[:20] not in text, "the reasons are told once"
    (note,) = page.get("download_button")
    assert note.proto.label == say("page_note", Language.NB)


@pytest.mark.weights
def test_an_answer_to_flokes_question_is_added_to_what_was_told() -> None:
    page = opened()
    asked(page, VAGUE)
    (vague,) = page.session_state.turns
    page.button(key="choice-1-1").click().run()
    answer = page.session_state.turns[-1]
    assert answer.question == f"{VAGUE}\n{vague.situation.choices[1]}"
    assert (answer.outcome, bool(answer.situation.approach)) == (Outcome.ANSWERED, True)


@pytest.mark.weights
def test_a_follow_up_is_understood_and_can_be_edited() -> None:
    page = opened()
    asked(page, "Hva er en floke?")
    text = asked(page, "og hvem bør lede det?")
    assert say("page_understood", Language.NB) in text
    resolved = page.session_state.turns[-1].resolved_question
    assert page.text_area(key="edited-2").value == resolved
    page.text_area(key="edited-2").set_value("Hvem bør lede innovasjonsarbeidet?")
    page.button(key="ask-2").click().run()
    assert page.session_state.turns[-1].question == "Hvem bør lede innovasjonsarbeidet?"
    assert page.session_state.turns[-1].resolved_question is None


@pytest.mark.weights
def test_a_new_conversation_remembers_nothing() -> None:
    page = opened()
    asked(page, "Hva er en floke?")
    page.button(key="new").click().run()
    asked(page, "og hvem bør lede det?")
    assert page.session_state.turns[-1].resolved_question is None


def guided(language: Language) -> AppTest:
    page = opened(language)
    page.session_state["guided"] = True
    return page.run()


@pytest.mark.parametrize("language", list(Language))
def test_the_guided_path_asks_what_was_chosen(language: Language) -> None:
    page = guided(language)
    questions = ui_asking.assistant().method.distinguishing_questions
    assert len(page.radio) == len(questions)
    assert all(escape(question.help[language]) in shown(page) for question in questions)
    chosen = [questions[1].choices[1], questions[2].choices[2]]
    for question, choice in zip(questions[1:3], chosen, strict=True):
        page.radio(key=f"guided-{question.id}").set_value(choice.id)
    page.radio(key=f"guided-{questions[0].id}").set_value("skip")
    page.button(key="guided-ask").click().run()
    (answer,) = page.session_state.turns
    assert (answer.question, answer.language) == ("\n".join(choice.text[language] for choice in chosen), language)
    assert answer.situation.approach


def test_the_guided_path_takes_free_text_too_and_nothing_gets_a_hint() -> None:
    page = guided(Language.NB)
    page.button(key="guided-ask").click().run()
    assert not page.session_state.turns
    assert say("page_guided_empty", Language.NB) in shown(page)
    question = ui_asking.assistant().method.distinguishing_questions[3]
    page.radio(key=f"guided-{question.id}").set_value(question.choices[0].id)
    page.text_area(key="guided-text").set_value("Vi skal kjøpe nye ladere til bilene.")
    page.button(key="guided-ask").click().run()
    (answer,) = page.session_state.turns
    assert answer.question == f"Vi skal kjøpe nye ladere til bilene.\n{question.choices[0].text['nb']}"
    assert not page.radio, "the path is folded again"


def test_the_guided_path_is_fetched_when_it_is_opened() -> None:
    assert not opened().radio


def advice(text: str, situation: Situation, reason: Reason | None = None) -> Answer:
    """Return an answer on a situation whose plan has a source of its own, hostile wherever it can be."""
    citations = tuple(
        Citation(number, "d", "d#s", HOSTILE, HOSTILE, HOSTILE, "https://x.no", "", Language.NB) for number in (1, 2)
    )
    step = Step(HOSTILE, HOSTILE, 2, Basis.STATED)
    plan = Plan((step,), (step,), (), (step,), step, HOSTILE)
    return Answer(
        HOSTILE,
        Language.NB,
        Role.LEADER,
        Outcome.ANSWERED,
        text,
        reason,
        statements=(Statement("x", (1,)),),
        citations=citations,
        situation=situation,
        plan=plan,
        next_steps=(step,),
    )


def diagnosed(signs: tuple[str, ...] = (), runner_up: Approach | None = None, changed: str | None = None) -> Situation:
    scores = dict.fromkeys(map(str, Approach), 0.0)
    scores |= {Approach.KNOWN_TANGLE: 0.996, Approach.RENEWAL: 0.004}
    reasons = tuple(Span(sign, 0, 1, 1) for sign in signs)
    return Situation(Approach.KNOWN_TANGLE, scores, False, signs, reasons, (HOSTILE,), runner_up, changed)


def name(approach: Approach) -> str:
    return f"<{approach}>"


def test_what_changed_and_danger_come_before_the_conclusion() -> None:
    situation = diagnosed(changed="Noe endret seg.")
    answer = advice("Ring 110.\n\nUtforsk. [1]\n\n> Merk: a\n\nMer. [1]\n\n> Merk: a", situation, Reason.ACUTE_DANGER)
    parts = ui_situation.parts_of(answer, situation, name)
    assert parts.opening == "Ring 110."
    text = ui_situation.concluded(answer, situation, parts, name, 1)
    places = [text.index(part) for part in ("Ring 110.", "Noe endret seg.", "fl-approach", "Utforsk.", "fl-why")]
    assert places == sorted(places)


def test_reasons_are_drawn_instead_of_read_and_a_caveat_stands_once() -> None:
    situation = diagnosed(("a", "b"), Approach.RENEWAL)
    why = say("reason_signs", Language.NB, name=name(Approach.KNOWN_TANGLE), signs="«a»; «b»")
    answer = advice(f"Utforsk. [1]\n\n> Merk: x\n\n{why} Fornyelse òg.\n\nMer. [1]\n\n> Merk: x", situation)
    parts = ui_situation.parts_of(answer, situation, name)
    assert parts == ui_situation.Parts("", "Utforsk. [1]", "Fornyelse òg.", "Mer. [1]\n\n> Merk: x")
    text = ui_situation.concluded(answer, situation, parts, name, 1)
    assert ("<li>«a»</li>" in text, "over 99 %" in text, "under 1 %" in text) == (True, True, True)
    assert "<details><summary><h3>" in ui_situation.concluded(answer, situation, parts, name, 1, told_before=True)


def test_what_only_the_plan_rests_on_is_folded() -> None:
    text = ui_html.sources_list(advice("x [1]", diagnosed()), 1)
    first, more = text.split('<details class="fl-more">')
    assert ('id="s-1-1"' in first, 'id="s-1-2"' in more) == (True, True)
    assert say("page_more_sources", Language.NB, number=1) in more


def test_a_situation_cannot_smuggle_markup_into_the_page() -> None:
    situation = diagnosed((HOSTILE,), Approach.RENEWAL, HOSTILE)
    answer = advice(f"{HOSTILE} [1]", situation)
    assert answer.plan
    parts = ui_situation.parts_of(answer, situation, name)
    tags = Tags()
    tags.feed(ui_situation.concluded(answer, situation, parts, name, 1))
    tags.feed(ui_situation.plan_sections(answer.plan, answer.next_steps, Language.NB, 1))
    tags.feed(ui_situation.asks(Situation(question=HOSTILE), HOSTILE, Language.NB))
    tags.feed(ui_html.guiding_question(HOSTILE, HOSTILE, (HOSTILE, HOSTILE), Language.EN))
    tags.feed(ui_html.understood(Answer("", Language.NB, Role.LEADER, Outcome.ERROR, "", resolved_question=HOSTILE)))
    assert not tags.open
    assert not {found for found, _ in tags.found} & {"img", "script"}
    assert all((found["href"] or "").startswith("#s-1-") for kind, found in tags.found if kind == "a")


def test_the_page_speaks_three_languages() -> None:
    pages = {language: {key for key in keys(language) if key.startswith("page_")} for language in Language}
    assert pages[Language.NB] == pages[Language.NN] == pages[Language.EN]


class Tags(HTMLParser):
    """Collects what markup comes out, and whether it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.open += [] if tag in ("br", "input") else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_corpus_cannot_smuggle_markup_into_the_page() -> None:
    citation = Citation(1, "d", "d#s", HOSTILE, HOSTILE, HOSTILE, "javascript:alert(1)", "", Language.NB, (HOSTILE,))
    answer = Answer(
        HOSTILE,
        Language.NB,
        Role.LEADER,
        Outcome.ANSWERED,
        f"{HOSTILE} [1]\n\n- {HOSTILE} [1]\n- to\n\n3. tre [1]\n4. fire\n\n> Merk: {HOSTILE}",
        Reason.PREMISE_CORRECTED,
        statements=(Statement("x", (1,)),),
        citations=(citation,),
    )
    tags = Tags()
    cases = ui_html.cases_list([(HOSTILE, "data:text/html,x")], Language.NB)
    parts = (ui_html.question_bubble(answer, 1), ui_html.answer_text(answer, 1), ui_html.sources_list(answer, 1), cases)
    tags.feed("".join((*parts, ui_html.trouble(HOSTILE, HOSTILE, Language.EN))))
    assert not tags.open
    assert not {name for name, _ in tags.found} & {"img", "script"}
    assert all((found["href"] or "").startswith("#s-1-") for name, found in tags.found if name == "a")
    assert ("ol", {"start": "3"}) in tags.found


def test_a_label_is_words_only() -> None:
    assert ui_html.plain_label("Hva er [N3](x) :red[a] $b$?") == r"Hva er \[N3\]\(x\) \:red\[a\] \$b\$?"
