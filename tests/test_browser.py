"""The page in a real browser, served in both ways: each of its parts works, and nothing leaves the machine."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from assistant.domain import Language
from assistant.wording import say
from tests.browsing_rig import IN_A_BROWSER, Reader, answer_of, ask, choose, field, fits, serving

pytestmark = IN_A_BROWSER
NB, EN = Language.NB, Language.EN


@pytest.fixture(scope="module", params=["streamlit", "uvicorn"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the page in one of its two ways."""
    with serving(tmp_path_factory.mktemp("served") / "floke.db", request.param) as address:
        yield address


@pytest.fixture
def page(visit: Callable[..., Reader]) -> Iterator[Page]:
    """Open the page on a narrow screen; nothing has to be scrolled sideways in the end."""
    opened = visit(width=390).open()
    yield opened
    assert fits(opened)


@pytest.mark.parametrize("width", [1280, 390])
def test_asking_opening_a_source_and_switching_language(visit: Callable[..., Reader], width: int) -> None:
    page = visit(width=width).open()
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    card = ask(page, "Hva er en <b>floke</b>?")
    assert card.locator(".fl-question").inner_text() == "Hva er en <b>floke</b>?"

    second = card.locator(".fl-sources details").nth(1)
    assert not second.locator("blockquote").is_visible()
    second.locator("summary").click()
    expect(second.locator("blockquote")).to_be_visible()
    second.locator("summary").click()
    card.locator('.fl-mark[href="#s-1-2"]').first.click()
    expect(second.locator("blockquote")).to_be_visible()

    choose(page, say("page_language", NB), "English")
    page.get_by_text(say("page_notice", EN)).wait_for()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.locator(".fl-question").count() == 1
    assert fits(page)


def test_an_example_fills_the_field_and_is_asked_by_the_reader(page: Page) -> None:
    text = say("page_example_2", NB)
    page.get_by_role("button", name=text).click()
    expect(field(page)).to_have_value(text)
    expect(field(page)).to_be_focused()
    assert page.locator(".fl-question").count() == 0
    field(page).press("End")
    field(page).press_sequentially(" Og hvem?")
    field(page).press("Enter")
    assert answer_of(page, 1).locator(".fl-question").inner_text() == f"{text} Og hvem?"


def test_a_situation_gives_reasons_a_plan_and_a_note(page: Page) -> None:
    answer = ask(page, "Vi har prøvd mye mot frafallet i ti år, ingenting virker, og ingen vet hvorfor. Hva gjør vi?")
    answer.locator(".fl-approach").wait_for()
    assert answer.locator(".fl-scores li").count() == 5
    against = answer.locator(".fl-why details")
    assert not against.locator("li").first.is_visible()
    against.locator("summary").click()
    expect(against.locator("li").first).to_be_visible()

    answer.locator(".fl-plan summary", has_text=say("note_months", NB)).click()
    step = answer.locator(".fl-plan details").nth(1).locator(".fl-mark").last
    source = page.locator(str(step.get_attribute("href")))
    assert not source.is_visible()
    step.click()
    expect(source).to_be_visible()

    answer.get_by_role("button", name=say("download", NB), exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=say("download_note_md", NB)).click()
    assert download.value.suggested_filename.endswith(".md")
    assert download.value.path().read_text(encoding="utf-8").startswith("# ")
    page.keyboard.press("Escape")


def test_a_follow_up_keeps_the_context_and_can_be_edited(page: Page) -> None:
    ask(page, "Hva er en floke?", 1)
    second = ask(page, "og hvem bør lede det?", 2)
    expect(second.locator(".fl-understood")).to_contain_text("Hva er en floke?")
    second.get_by_role("button", name=say("page_edit", NB)).click()
    page.get_by_label(say("page_edit_field", NB)).fill("Hvem bør lede innovasjonsarbeidet?")
    page.get_by_role("button", name=say("page_ask", NB), exact=True).click()
    third = answer_of(page, 3)
    assert third.locator(".fl-question").inner_text() == "Hvem bør lede innovasjonsarbeidet?"
    assert not third.locator(".fl-understood").count()


def test_flokes_own_question_is_answered_with_a_click(page: Page) -> None:
    first = ask(page, "Vi vil bli mer innovative", 1)
    choice = first.locator(".st-key-choices-1 button").last
    text = choice.inner_text().strip()
    choice.click()
    second = answer_of(page, 2)
    assert second.locator(".fl-question").inner_text() == text
    second.locator(".fl-approach").wait_for()


def test_the_guided_path_leads_to_an_approach(visit: Callable[..., Reader]) -> None:
    page = visit(width=390).open("approach")
    find = page.get_by_role("button", name=say("approach_find", NB), exact=True)
    find.click()
    page.get_by_text(say("approach_empty", NB)).wait_for()
    for question in (0, 1, 2):
        group = page.locator('[class*="st-key-approach-question-"]').nth(question).get_by_role("radiogroup")
        group.locator("label").nth(0).click()
        page.get_by_text(say("approach_count", NB, number=question + 1, of=6)).wait_for()
    find.click()
    page.locator(".fl-verdict h2").wait_for()
    assert page.locator(".fl-chart li").count() == 5
    assert fits(page)
