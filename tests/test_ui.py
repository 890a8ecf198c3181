"""The frame and the page where one asks, driven without a browser; it needs the index that `make test` makes."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant import ui_ask, ui_asking, ui_html, ui_situation, ui_why
from assistant.answer import Answer, Citation, Plan, Situation, Span, Statement, Step
from assistant.conversations import Conversations
from assistant.database import Database
from assistant.domain import Approach, Basis, Language, Outcome, Reason, Role
from assistant.errors import StaleIndexError
from assistant.markdown_export import answer_plain
from assistant.tables import ConversationRow
from assistant.wording import keys, say
from assistant.writing import stopped
from tests.page_rig import ME, NOBODY, SOMEBODY, page_for, shown
from tests.test_conversations import turn
from tests.test_privacy import ORDINARY

SITUATION = (
    "Halve kullet på ungdomsskolen forsvinner fra videregående. Vi har prøvd mye i ti år, ingenting virker. "
    "Hva gjør vi?"
)
VAGUE = "Vi vil bli mer innovative"
QUESTION = "Hva er en floke?"
HOSTILE = '<img src=x onerror="alert(1)"> <script>alert(2)</script> [a](javascript:alert(3)) **b** $x$'
LINK = "?doc=d&section=s"
PHONE, EMAIL = "915 22 333", "kari@kommune.no"


@pytest.fixture(autouse=True)
def book(page_database: Database) -> Conversations:
    """Return the page's conversations: none, in a database of their own."""
    return Conversations(page_database)


def opened(
    language: str = "nb",
    owner: str = ME,
    turns: tuple[Answer, ...] = (),
    script: Callable[[], None] | None = None,
    **address: str,
) -> AppTest:
    """Open the front page as a reader does, or run a `script` in its place."""
    page = AppTest.from_function(script, default_timeout=60) if script else page_for()
    page.query_params.update({"lang": language, **address})
    page.session_state.owner, page.session_state.turns = owner, list(turns)
    return page.run()


def asked(page: AppTest, text: str) -> str:
    return shown(page.chat_input(key="question").set_value(text).run())


def clicked(page: AppTest, key: str) -> str:
    return shown(page.button(key=key).click().run())


def buttons(page: AppTest) -> set[str]:
    return {str(button.key) for button in page.button}


def questions(page: AppTest) -> list[str]:
    return [answer.question for answer in page.session_state.turns]


def copied(text: str) -> list[str]:
    """Return what the buttons put on the clipboard."""
    return [unescape(words) for words in re.findall(r'data-floke-copy="([^"]*)"', text)]


def places(text: str) -> list[dict[str, str]]:
    """Return where the links into Floke lead."""
    return [dict(parse_qsl(unescape(link))) for link in re.findall(r'href="sources\?([^"]*)"', text)]


def test_an_example_fills_the_field_and_asks_nothing(book: Conversations) -> None:
    page = opened()
    text = clicked(page, "example-2")
    assert page.chat_input(key="question").value == say("page_example_2", Language.NB)
    assert 'data-floke-filled="1"' in text
    assert say("page_title", Language.NB) in text
    assert (questions(page), book.listed(ME)) == ([], ())
    assert 'data-floke-filled="2"' in clicked(page, "example-2"), "the script sees that it was filled again"


def test_an_answer_shows_its_sources() -> None:
    text = asked(opened(), QUESTION)
    assert QUESTION in text
    assert say("page_sources", Language.NB) in text
    assert say("page_rendering", Language.NB) in text
    assert 'href="#s-1-1"' in text
    assert 'id="s-1-1"' in text
    assert 'target="_blank" rel="noopener noreferrer"' in text


def test_each_source_leads_to_its_sentence_on_the_page_of_sources() -> None:
    page = opened()
    links = places(asked(page, QUESTION))
    (answer,) = page.session_state.turns
    assert [link["doc"] for link in links] == [citation.document_id for citation in answer.citations]
    assert all(link["section"] in citation.link for link, citation in zip(links, answer.citations, strict=True))
    assert [link["mark"] for link in links] == [citation.quote[: ui_html.MARKED] for citation in answer.citations]


def test_a_link_to_a_text_opens_it_from_the_front_page_too() -> None:
    page = opened(doc="om-slik")
    assert "Om SLIK</h1>" in shown(page)
    assert not page.chat_input


def test_what_is_copied_is_the_answer_with_its_sources_and_the_steps_as_words() -> None:
    answer = advice("Utforsk. [1]", Situation())
    answer = replace(answer, plan=None, next_steps=(*answer.next_steps, Step("Gå ut", "Spør dem.", None, Basis.STATED)))
    text = shown(opened(turns=(answer,)))
    assert copied(text) == [ui_html.steps_text(answer.next_steps), answer_plain(answer)]
    assert copied(text)[0].endswith("\n☐ Gå ut. Spør dem.")


@pytest.mark.weights
@pytest.mark.parametrize("language", list(Language))
def test_every_example_is_really_answered(language: Language) -> None:
    page = opened(language)
    for number in range(1, ui_ask.EXAMPLES + 1):
        asked(page, say(f"page_example_{number}", language))
        answer = page.session_state.turns[-1]
        assert (answer.outcome.has_evidence, answer.language) == (True, language), answer.question
        clicked(page, "new")


def test_a_follow_up_is_asked_with_a_click() -> None:
    page = opened()
    asked(page, QUESTION)
    follow_up = page.session_state.turns[0].suggestions[0]
    clicked(page, "chip-1-0")
    assert questions(page) == [QUESTION, follow_up]
    assert say("page_title", Language.NB) in clicked(page, "new")


def test_the_language_switch_changes_the_texts_and_keeps_the_conversation() -> None:
    page = opened()
    assert say("page_title", Language.NB) in shown(page)
    page.segmented_control(key="language").set_value(Language.NN).run()
    assert say("page_title", Language.NN) in shown(page)
    assert page.chat_input(key="question").placeholder == say("page_placeholder", Language.NN)
    asked(page, say("page_example_2", Language.NN))
    page.segmented_control(key="language").set_value(Language.EN).run()
    assert page.caption[0].value == say("page_notice", Language.EN)
    assert len(page.session_state.turns) == 1
    assert 'data-floke-language="en"' in shown(page), "the page's script is told, and remembers it"


def test_the_role_goes_with_the_question() -> None:
    page = opened()
    page.segmented_control(key="role").set_value(Role.NEWCOMER).run()
    asked(page, QUESTION)
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


def test_a_missing_index_is_a_calm_message_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise StaleIndexError("There is no index.", "Run: python -m assistant index")

    monkeypatch.setattr(ui_asking, "assistant", fail)
    text = asked(opened("nn"), "Kva er ein floke?")
    assert say("page_trouble", Language.NN) in text
    assert "python -m assistant index" in text
    assert "Traceback" not in text


def stopped_page() -> None:
    """Draw the page with a slow writer; the reader presses Stop when the first paragraph is there."""
    from collections.abc import Iterator

    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from assistant.answer import Answer
    from assistant.ui import show

    def write(answer: Answer) -> Iterator[str]:
        first, _, rest = answer.text.partition("\n\n")
        yield first
        context = get_script_run_ctx()
        assert context
        assert context.script_requests
        context.script_requests.request_stop()
        yield f"\n\n{rest[:9]}"
        yield rest[9:]

    show(write)


def broken_page() -> None:
    """Draw the page with a writer that breaks when the first paragraph is there."""
    from collections.abc import Iterator

    from assistant.answer import Answer
    from assistant.ui import show

    def write(answer: Answer) -> Iterator[str]:
        yield answer.text.partition("\n\n")[0]
        raise ConnectionError

    show(write)


@pytest.mark.parametrize("script", [stopped_page, broken_page])
def test_what_was_written_is_kept_when_an_answer_is_stopped(script: Callable[[], None], book: Conversations) -> None:
    page = opened(script=script)
    for number in (1, 2):
        page.chat_input(key="question").set_value(QUESTION).run()
        (kept,) = book.listed(ME)
        assert len(answers(book, kept.id)) == number, "kept before the page is drawn again"
        text = shown(page.run())
        answer = page.session_state.turns[-1]
        assert (answer.outcome, answer.reason) == (Outcome.PARTIAL, Reason.STOPPED)
        assert say("stopped", Language.NB) in text
        assert tuple(page.session_state.turns) == answers(book, kept.id)


@pytest.mark.parametrize("script", [stopped_page, broken_page])
def test_a_stopped_answer_says_what_was_written_and_nothing_more(script: Callable[[], None]) -> None:
    whole, page = opened(), opened(script=script)
    asked(whole, QUESTION)
    page.chat_input(key="question").set_value(QUESTION).run()
    page.run()
    (complete,), (cut,) = whole.session_state.turns, page.session_state.turns
    first = complete.text.partition("\n\n")[0]
    assert cut.text.startswith(first)
    assert len(first) <= cut.text.index(" …") <= len(first) + 11
    assert cut.statements == complete.statements[: len(cut.statements)]
    assert 0 < len(cut.statements) < len(complete.statements)
    assert not cut.next_steps


def test_a_question_stopped_before_its_answer_began_stands_in_the_field_again(
    monkeypatch: pytest.MonkeyPatch, book: Conversations
) -> None:
    page = opened()
    with monkeypatch.context() as patched:
        patched.setattr(ui_asking, "assistant", st.stop)  # as when the reader presses Stop
        asked(page, QUESTION)
    shown(page.run())
    assert page.chat_input(key="question").value == QUESTION
    assert (questions(page), everything(book)) == ([], [])
    asked(page, QUESTION)
    assert questions(page) == [QUESTION]


def answers(book: Conversations, identifier: str) -> tuple[Answer, ...]:
    kept = book.read(ME, identifier)
    assert kept
    return kept.answers


def everything(book: Conversations) -> list[str]:
    """Return all that is stored of conversations, whoever's they are."""
    with book._database.reading() as rows:
        return [item.answer for row in rows.find(ConversationRow) for item in row.turns]


def test_a_question_with_personal_data_is_held_back_before_anything_is_stored(book: Conversations) -> None:
    page = opened()
    text = asked(page, f"Ring {PHONE} eller {EMAIL} om frafallet.")
    kinds = ", ".join(say(f"privacy_{kind}", Language.NB) for kind in ("phone", "email"))
    assert say("privacy_found", Language.NB, kinds=kinds) in text
    assert page.text_area(key="held-text").value == "Ring [telefonnummer] eller [e-postadresse] om frafallet."
    assert (questions(page), everything(book)) == ([], [])
    assert PHONE not in text


def test_a_question_that_is_held_back_is_asked_without_the_data(book: Conversations) -> None:
    page = opened()
    asked(page, f"Ring {PHONE}. {QUESTION}")
    page.text_area(key="held-text").set_value(f"Ring {EMAIL}. {QUESTION}")
    text = clicked(page, "held-ask")
    assert say("privacy_found", Language.NB, kinds=say("privacy_email", Language.NB)) in text, "held back again"
    page.text_area(key="held-text").set_value(QUESTION)
    clicked(page, "held-ask")
    assert questions(page) == [QUESTION]
    (stored,) = everything(book)
    assert not [data for data in (PHONE, EMAIL) if data in stored]
    assert "held-ask" not in buttons(page)


def test_a_reader_may_ask_as_it_is_written(book: Conversations) -> None:
    page, text = opened(), f"Ring {PHONE}. {QUESTION}"
    asked(page, text)
    clicked(page, "held-as-written")
    assert questions(page) == [text]
    assert PHONE in everything(book)[0]
    assert "held-ask" not in buttons(page)
    asked(page, text)
    assert questions(page) == [text], "the next one is held back as well"


def test_a_question_that_is_held_back_can_be_let_go(book: Conversations) -> None:
    page = opened()
    asked(page, f"Ring {PHONE}. {QUESTION}")
    assert say("page_title", Language.NB) in clicked(page, "held-cancel")
    assert (questions(page), everything(book)) == ([], [])
    assert "held-ask" not in buttons(page)


def test_an_identity_number_is_never_asked_as_written_and_nowhere_shown_or_stored(book: Conversations) -> None:
    page = opened()
    text = asked(page, f"Ring {PHONE} om {ORDINARY}. {QUESTION}")
    assert ORDINARY not in text
    assert ORDINARY not in page.text_area(key="held-text").value
    assert buttons(page) >= {"held-ask", "held-cancel"}
    assert "held-as-written" not in buttons(page)
    assert ORDINARY not in clicked(page, "held-ask")
    assert len(questions(page)) == 1
    assert ORDINARY not in "".join(everything(book))


@pytest.mark.weights
def test_why_this_answer_tells_the_passages_that_were_used_and_those_that_were_not() -> None:
    page = opened()
    assert "fl-weighed" not in asked(page, QUESTION), "it is worked out when it is opened"
    page.session_state["why-1"] = True
    text = shown(page.run())
    (answer,) = page.session_state.turns
    used = {citation.passage_id for citation in answer.citations}
    hits = ui_asking.assistant().search(QUESTION, Language.NB).hits[: ui_why.WEIGHED]
    number = sum(hit.passage.id in used for hit in hits)
    assert 0 < number < len(hits)
    assert f"{say('why_searched', Language.NB)} <b>{QUESTION}</b>" in text
    assert text.count('<li class="fl-used">') == number
    assert text.count(say("why_unused", Language.NB)) == len(hits) - number
    weighed = [{"doc": hit.passage.document_id, "section": hit.passage.section_id} for hit in hits]
    assert [place for place in places(text) if "mark" not in place] == weighed


@pytest.mark.weights
def test_why_this_answer_tells_what_was_searched_for_when_the_conversation_filled_it_in() -> None:
    page = opened()
    asked(page, QUESTION)
    asked(page, "og hvem bør lede det?")
    page.session_state["why-2"] = True
    assert f"<b>{page.session_state.turns[1].resolved_question}</b>" in shown(page.run())


def test_a_conversation_is_taken_up_again_by_its_owner(book: Conversations) -> None:
    kept = book.append(ME, None, turn("Hvem passer på brannbilen?"))
    page = opened(c=kept)
    assert "Hvem passer på brannbilen?" in shown(page)
    asked(page, "Hva koster en bitcoin i dag?")
    assert [answer.question for answer in answers(book, kept)] == questions(page)
    assert len(book.listed(ME)) == 1
    assert page.query_params["c"] in (kept, [kept])


@pytest.mark.parametrize("owner", [SOMEBODY, NOBODY])
def test_to_anybody_else_a_conversation_does_not_exist(owner: str, book: Conversations) -> None:
    page = opened(owner=owner, c=book.append(ME, None, turn("Hvem passer på brannbilen?")))
    text = shown(page)
    assert say("page_not_kept", Language.NB) in text
    assert say("page_title", Language.NB) in text
    assert "brannbilen" not in text
    assert (questions(page), "c" in page.query_params) == ([], False)


@pytest.mark.parametrize("identifier", ["finnes-ikke", HOSTILE, "x" * 5_000])
def test_an_address_without_a_conversation_is_a_calm_note(identifier: str) -> None:
    text = shown(opened(c=identifier))
    assert say("page_not_kept", Language.NB) in text
    assert "<img" not in text


def test_without_a_cookie_the_answer_comes_and_nothing_is_kept(book: Conversations) -> None:
    page = opened(owner=NOBODY)
    asked(page, QUESTION)
    assert questions(page) == [QUESTION]
    assert (everything(book), "c" in page.query_params) == ([], False)


def test_a_long_conversation_shows_its_last_turns_and_the_earlier_ones_with_a_click() -> None:
    page = opened(turns=tuple(turn(f"Spørsmål nummer {number}") for number in range(1, 51)))
    text, hidden = shown(page), 50 - ui_ask.SHOWN
    assert text.count('class="fl-question"') == ui_ask.SHOWN
    assert f"nummer {hidden}<" not in text
    assert f"nummer {hidden + 1}<" in text
    assert page.button(key="earlier").label == say("page_earlier", Language.NB, number=hidden)
    assert clicked(page, "earlier").count('class="fl-question"') == 50
    assert "earlier" not in buttons(page)


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
    assert not page.get("download_button"), "they come when they are asked for"
    page.session_state["download-1"] = True
    shown(page.run())
    files = [say(f"download_{what}_{kind}", Language.NB) for what in ("answer", "note") for kind in ("docx", "md")]
    assert [button.proto.label for button in page.get("download_button")] == files


@pytest.mark.weights
def test_an_answer_to_flokes_question_is_added_to_what_was_told() -> None:
    page = opened()
    asked(page, VAGUE)
    (vague,) = page.session_state.turns
    clicked(page, "choice-1-1")
    answer, choice = page.session_state.turns[-1], vague.situation.choices[1]
    assert (answer.question, answer.resolved_question) == (choice, f"{VAGUE}\n{choice}")
    assert (answer.outcome, bool(answer.situation.approach)) == (Outcome.ANSWERED, True)


@pytest.mark.weights
def test_a_follow_up_is_understood_and_can_be_edited() -> None:
    page = opened()
    asked(page, QUESTION)
    text = asked(page, "og hvem bør lede det?")
    assert say("page_understood", Language.NB) in text
    resolved = page.session_state.turns[-1].resolved_question
    assert page.text_area(key="edited-2").value == resolved
    page.text_area(key="edited-2").set_value("Hvem bør lede innovasjonsarbeidet?")
    clicked(page, "ask-2")
    assert page.session_state.turns[-1].question == "Hvem bør lede innovasjonsarbeidet?"
    assert page.session_state.turns[-1].resolved_question is None


@pytest.mark.weights
def test_a_new_conversation_remembers_nothing_and_the_old_one_is_kept(book: Conversations) -> None:
    page = opened()
    asked(page, QUESTION)
    clicked(page, "new")
    assert "c" not in page.query_params
    asked(page, "og hvem bør lede det?")
    assert page.session_state.turns[-1].resolved_question is None
    assert len(book.listed(ME)) == 2


def advice(text: str, situation: Situation, reason: Reason | None = None) -> Answer:
    """Return an answer on a situation whose plan has a source of its own, hostile wherever it can be."""
    citations = tuple(
        Citation(number, "d", "d#s", HOSTILE, HOSTILE, HOSTILE, "https://x.no", LINK, Language.NB) for number in (1, 2)
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
    tags.feed(ui_html.understood(Answer("", Language.NB, Role.LEADER, Outcome.ERROR, "", resolved_question=HOSTILE)))
    tags.are_harmless()


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

    def are_harmless(self) -> None:
        """All is closed, nothing is loaded or run, and links lead to a source on the page or in Floke, or to the web."""
        assert not self.open
        assert not {tag for tag, _ in self.found} & {"img", "script", "svg", "iframe", "form"}
        assert not {name for _, found in self.found for name in found if name.startswith("on")}
        links = [found["href"] or "" for tag, found in self.found if tag == "a"]
        assert links
        assert not [link for link in links if not link.startswith(("#s-1-", "#content", "sources?", "https://x.no"))]


def test_a_conversation_cannot_smuggle_markup_into_the_page() -> None:
    """Everything of an answer that can be hostile is, and drawn by the page itself."""
    situation = replace(diagnosed((HOSTILE,), Approach.RENEWAL, HOSTILE), question=HOSTILE, choices=(HOSTILE,))
    answer = replace(advice(f"{HOSTILE} [1]", situation), resolved_question=HOSTILE, suggestions=(HOSTILE,))
    page, tags = opened(turns=(answer,)), Tags()
    page.session_state["why-1"] = True
    text = asked(page, f"{HOSTILE} {PHONE}")
    assert "held-ask" in buttons(page)
    assert text.count("&lt;script&gt;") > 10
    assert copied(text) == [answer_plain(answer)]
    assert {place["mark"] for place in places(text) if "mark" in place} == {HOSTILE[: ui_html.MARKED]}
    tags.feed(text)
    tags.are_harmless()


def test_what_was_stopped_cannot_smuggle_markup_into_the_page() -> None:
    tags = Tags()
    answer = stopped(advice(f"{HOSTILE} [1]\n\n- {HOSTILE}", diagnosed()), HOSTILE)
    tags.feed(ui_html.unfinished(answer, f"{HOSTILE} [1]\n\n- {HOSTILE[:9]}") + ui_html.declined(answer))
    assert {tag for tag, _ in tags.found} <= {"div", "p", "ul", "li", "b", "br"}
    assert not tags.open


def test_a_corpus_cannot_smuggle_markup_into_the_page() -> None:
    citation = Citation(1, "d", "d#s", HOSTILE, HOSTILE, HOSTILE, "javascript:alert(1)", LINK, Language.NB, (HOSTILE,))
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
    tags.are_harmless()
    assert ("ol", {"start": "3"}) in tags.found


def test_a_label_is_words_only() -> None:
    assert ui_html.plain_label("Hva er [N3](x) :red[a] $b$?") == r"Hva er \[N3\]\(x\) \:red\[a\] \$b\$?"
