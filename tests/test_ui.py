"""The page where one asks, driven without a browser; it needs the index that `make test` makes."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant import ui, ui_html
from assistant.answer import Answer, Citation, Statement
from assistant.domain import Language, Outcome, Reason, Role
from assistant.errors import StaleIndexError
from assistant.wording import keys, say

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

    monkeypatch.setattr(ui, "assistant", fail)
    text = asked(opened("nn"), "Kva er ein floke?")
    assert say("page_trouble", Language.NN) in text
    assert "python -m assistant index" in text
    assert "Traceback" not in text


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
