"""What readers set out to do, from beginning to end, in a real browser; nothing fails and nothing leaves the machine."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.domain import Language
from assistant.wording import say
from tests.browsing_rig import (
    IN_A_BROWSER,
    Reader,
    answer_of,
    ask,
    choose,
    conversation_in,
    field,
    fits,
    free_port,
    go_to,
    serving,
    settled,
)

pytestmark = IN_A_BROWSER
NB, NN, EN = Language.NB, Language.NN, Language.EN
Visit = Callable[..., Reader]

FLOKE = "Hva er en floke?"
SITUATION = "Vi har prøvd mye mot frafallet i ti år, ingenting virker, og ingen vet hvorfor. Hva gjør vi?"
PHONE = "99 88 77 66"
PLACES = (
    "",
    "approach",
    "sources",
    "sources?doc=om-slik&section=hva-er-slik",
    "sources?doc=om-slik&text=all",
    "sources?view=glossary",
    "sources?q=floke",
    "conversations",
    "about",
    "quality",
)
"""Addresses that lead to every page, and to what the page of sources can show."""


def button(page: Page, key: str, **values: object) -> Locator:
    """Return the button that is called so."""
    return page.get_by_role("button", name=say(key, NB, **values), exact=True)


def kept(page: Page) -> Locator:
    """Return the titles on the page with the reader's conversations."""
    return page.locator('[class*="st-key-open-"] button')


def heard(page: Page) -> Locator:
    """Return what a screen reader is told when the page changes."""
    return page.locator('.fl-said[role="status"]')


def test_a_source_opens_at_the_place_and_the_conversation_is_found_on_the_way_back(visit: Visit) -> None:
    page = visit().open()
    card = ask(page, FLOKE)
    quote = card.locator("blockquote mark").first.inner_text()
    card.get_by_role("link", name=say("page_in_floke", NB)).first.click()
    page.wait_for_url(re.compile(r"/sources\?doc=.+&section=.+&mark=.+"))
    settled(page)
    here = page.locator(".fl-passage.fl-here")
    expect(here).to_be_focused()
    marked = here.locator("mark")
    assert marked.first.inner_text()[:30] == quote[:30]
    expect(here).to_be_in_viewport()
    expect(marked.first).to_be_in_viewport()
    outside = page.locator('.fl-rests a[target="_blank"]').first
    assert (outside.get_attribute("rel"), outside.get_attribute("href", timeout=0)[:4]) == (
        "noopener noreferrer",
        "http",
    )

    page.go_back()
    assert answer_of(settled(page), 1).locator(".fl-question").inner_text() == FLOKE
    second = ask(page, "og hvem bør lede det?", 2)
    expect(second.locator(".fl-understood")).to_contain_text(FLOKE)


def test_an_approach_is_found_and_its_note_taken_along_as_a_word_document(visit: Visit) -> None:
    page = visit().open("approach")
    page.get_by_role("textbox", name=say("approach_field", NB)).fill(SITUATION)
    button(page, "approach_find").click()
    name = page.locator(".fl-verdict h2")
    expect(name).to_be_focused()
    expect(name).to_be_in_viewport()
    with page.expect_download() as download:
        button(page, "download_note_docx").click()
    assert download.value.suggested_filename.endswith(".docx")
    note = docx.Document(str(download.value.path()))
    text = "\n".join(paragraph.text for paragraph in note.paragraphs)
    assert name.inner_text() in text
    assert SITUATION in text
    assert say("note_week", NB) in text

    button(page, "approach_take").click()
    assert answer_of(page, 1).locator(".fl-question").inner_text() == SITUATION


def test_a_conversation_is_exported_with_its_sources(visit: Visit) -> None:
    page = visit().open()
    cited = ask(page, FLOKE).locator("blockquote mark").first.inner_text()
    go_to(page, say("nav_conversations", NB))
    button(page, "conversations_export_which", title=FLOKE).click()
    found = {}
    for suffix in ("docx", "md", "json"):
        with page.expect_download() as download:
            button(page, f"conversations_export_{suffix}").click()
        found[suffix] = download.value
    paragraphs = docx.Document(str(found["docx"].path())).paragraphs
    assert cited in "\n".join(paragraph.text for paragraph in paragraphs)
    assert cited in found["md"].path().read_text(encoding="utf-8")
    assert json.loads(found["json"].path().read_text(encoding="utf-8"))
    page.get_by_role("dialog").get_by_role("button", name=say("page_close", NB)).last.click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_conversation_outlives_a_reload_and_is_found_in_a_new_tab(visit: Visit) -> None:
    reader = visit()
    page = reader.open()
    ask(page, FLOKE)
    identifier = conversation_in(page)
    page.reload()
    assert answer_of(settled(page), 1).locator(".fl-question").inner_text() == FLOKE

    other = reader.open("conversations")
    kept(other).get_by_text(FLOKE).click()
    assert answer_of(other, 1).locator(".fl-question").inner_text() == FLOKE
    assert conversation_in(other) == identifier
    ask(other, "Hvem bør være med?", 2)
    page.reload()
    assert answer_of(settled(page), 2).locator(".fl-question").inner_text() == "Hvem bør være med?"


def test_a_conversation_is_renamed_and_deleted_after_a_question(visit: Visit) -> None:
    page = visit().open()
    ask(page, FLOKE)
    go_to(page, say("nav_conversations", NB))
    button(page, "conversations_rename_which", title=FLOKE).click()
    page.get_by_role("textbox", name=say("conversations_new_title", NB)).fill("Om floker")
    expect(page.get_by_role("dialog")).to_contain_text(say("page_submit", NB).replace("%", "Enter"))
    button(page, "conversations_save").click()
    expect(kept(page)).to_have_text(["Om floker"])
    expect(heard(page)).to_contain_text(say("conversations_renamed", NB))

    button(page, "conversations_delete_which", title="Om floker").click()
    button(page, "conversations_cancel").click()
    expect(kept(page)).to_have_count(1)
    button(page, "conversations_delete_which", title="Om floker").click()
    button(page, "conversations_delete_yes").click()
    expect(kept(page)).to_have_count(0)
    page.get_by_text(say("conversations_none", NB)).wait_for()


def test_the_language_changes_in_the_middle_of_a_conversation(visit: Visit) -> None:
    page = visit().open()
    ask(page, FLOKE)
    for language, name in ((NN, "Nynorsk"), (EN, "English")):
        page.get_by_role("radiogroup").nth(1).get_by_text(name, exact=True).click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(field(page)).to_have_attribute("placeholder", say("page_placeholder", language))
        expect(field(page)).to_have_attribute("aria-label", say("page_placeholder", language))
        expect(page).to_have_title(re.compile(say("nav_ask", language)))
        question = answer_of(page, 1).locator(".fl-question")
        assert (question.inner_text(), question.get_attribute("lang")) == (FLOKE, "nb")
        expect(page.locator(".st-key-turn-1")).to_have_attribute("lang", "nb")
    page.reload()
    settled(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(field(page)).to_have_attribute("placeholder", say("page_placeholder", EN))
    assert answer_of(page, 1).locator(".fl-question").inner_text() == FLOKE
    for key in ("about", "conversations", "sources", "approach"):
        go_to(page, say(f"nav_{key}", EN))
        expect(page).to_have_title(re.compile(say(f"nav_{key}", EN)))
        expect(page.locator("h1").first.locator("xpath=ancestor-or-self::*[@lang][1]")).to_have_attribute("lang", "en")


def test_a_language_in_the_address_gives_way_to_the_one_that_is_chosen(visit: Visit) -> None:
    page = visit().open("?lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    choose(page, say("page_language", EN), "Nynorsk")
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    page.get_by_role("heading", name=say("page_title", NN)).wait_for()
    page.reload()
    settled(page)
    page.get_by_role("heading", name=say("page_title", NN)).wait_for()
    expect(page.locator("html")).to_have_attribute("lang", "nn")


def test_two_readers_at_once_never_see_each_others_conversations(visit: Visit) -> None:
    one, other = visit(), visit()
    first, second = one.open(), other.open()
    for page, text in ((first, FLOKE), (second, "Hvem bør være med i innovasjonsarbeidet?")):
        field(page).fill(text)
        field(page).press("Enter")
    for page, text in ((first, FLOKE), (second, "Hvem bør være med i innovasjonsarbeidet?")):
        assert answer_of(page, 1).locator(".fl-question").inner_text() == text

    address = f"?c={conversation_in(first)}"
    pasted = other.open(address)
    pasted.locator(".fl-note", has_text=say("page_not_kept", NB)).wait_for()
    assert pasted.locator(".fl-question").count() == 0
    assert "c=" not in pasted.url
    listed = other.open("conversations")
    expect(kept(listed)).to_have_text(["Hvem bør være med i innovasjonsarbeidet?"])
    assert answer_of(one.open(address), 1).locator(".fl-question").inner_text() == FLOKE


def test_personal_data_is_held_back_and_asked_without(visit: Visit) -> None:
    reader = visit()
    page = reader.open()
    field(page).fill(f"Hva er en floke? Ring meg på {PHONE}")
    field(page).press("Enter")
    without = page.get_by_role("textbox", name=say("privacy_text", NB))
    expect(without).to_have_value(re.compile(rf"^{re.escape(FLOKE)}.*{say('privacy_phone', NB)}"))
    expect(heard(page)).to_contain_text(say("privacy_phone", NB))
    assert PHONE not in without.input_value()
    expect(kept(reader.open("conversations"))).to_have_count(0)
    button(page, "privacy_ask").click()
    asked = answer_of(page, 1).locator(".fl-question").inner_text()
    assert (asked.startswith(FLOKE), PHONE in asked) == (True, False)

    field(page).fill("Hva gjør vi med 13097248022?")
    field(page).press("Enter")
    without.wait_for()
    assert button(page, "privacy_as_written").count() == 0
    button(page, "privacy_cancel").click()
    expect(without).to_have_count(0)


def test_what_a_reader_thinks_of_an_answer_reaches_those_who_run_floke(visit: Visit) -> None:
    page = visit().open()
    answer = ask(page, FLOKE)
    answer.get_by_role("button", name=say("feedback_down", NB), exact=True).click()
    expect(heard(page)).to_contain_text(say("feedback_thanks_more", NB))
    answer.get_by_text(say("feedback_other_source", NB)).click()
    answer.get_by_role("textbox", name=say("feedback_comment", NB)).fill("Jeg ventet siden om floker")
    answer.get_by_role("button", name=say("feedback_send", NB), exact=True).click()
    answer.get_by_text(say("feedback_thanks_sent", NB)).wait_for()

    go_to(page, say("nav_quality", NB))
    entry = page.locator('[class*="st-key-triage-"] summary').filter(has_text=FLOKE).first
    entry.click()
    page.locator(".fl-named").filter(has_text="Jeg ventet siden om floker").wait_for()


def test_an_answer_is_copied_with_its_sources(visit: Visit) -> None:
    page = visit().open()
    answer = ask(page, FLOKE)
    answer.get_by_role("button", name=say("page_copy", NB)).click()
    expect(page.locator(".fl-told")).to_have_text(say("page_copied", NB))
    expect(heard(page)).to_contain_text(say("page_copied", NB))
    assert answer.locator("blockquote mark").first.inner_text() in page.evaluate("navigator.clipboard.readText()")


def test_the_tour_is_taken_and_left(visit: Visit) -> None:
    page = visit().open()
    button(page, "tour_open").click()
    tour = page.get_by_role("dialog", name=say("tour_title", NB))
    first = tour.locator(".fl-tour").inner_text()
    tour.get_by_role("button", name=say("tour_next", NB)).click()
    expect(tour.locator(".fl-tour")).not_to_have_text(first)
    expect(heard(page)).to_contain_text(say("tour_step", NB, number=2, of=5))
    page.keyboard.press("Escape")
    expect(tour).to_have_count(0)
    expect(button(page, "tour_open")).to_be_focused()


@pytest.mark.parametrize("place", PLACES)
def test_every_page_opens_by_its_address_alone(visit: Visit, place: str) -> None:
    """No console message and no request to elsewhere: `leave` sees to it."""
    page = visit().open(place)
    assert page.locator("h1").count() == 1
    assert page.locator("main, [role=main]").count() == 1
    go_to(page, say("nav_conversations" if place == "about" else "nav_about", NB))
    page.go_back()
    settled(page)
    expect(page).to_have_url(re.compile(re.escape(place.replace("sources?view", "sources")) + r"|sources\?"))


@pytest.mark.parametrize(("width", "scale"), [(320, 1), (640, 2)], ids=["320 px", "200 % of 1280 px"])
def test_nothing_is_scrolled_sideways(visit: Visit, width: int, scale: int) -> None:
    """At 200 % a window of 1280 px has room for 640 CSS pixels, each drawn by two of the screen's."""
    reader = visit(width=width, height=720, scale=scale)
    page = reader.open()
    assert fits(page)
    ask(page, FLOKE, 1)
    ask(page, SITUATION, 2).locator(".fl-plan").wait_for()
    assert fits(page)
    for place in PLACES[1:]:
        assert fits(reader.go(page, place)), place


def test_room_between_letters_words_and_lines_hides_nothing(visit: Visit) -> None:
    """The distances of WCAG 2.1, 1.4.12: no text runs out of its box, and nothing is scrolled sideways."""
    reader = visit(width=320)
    page = reader.open()
    ask(page, SITUATION)
    for place in (None, *PLACES[1:]):
        if place is not None:
            reader.go(page, place)
        page.add_style_tag(
            content="""* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
            p { margin-bottom: 2em !important; }"""
        )
        assert page.evaluate(CUT) == [], place
        assert fits(page), place


CUT = """() => [...document.querySelectorAll('.stMain p, .stMain h1, .stMain h2, .stMain h3, .stMain li, .stMain button')]
    .filter(e => e.checkVisibility() && !e.closest('.fl-hidden, [data-testid="stMarkdownContainer"]')
        && getComputedStyle(e).overflow !== 'visible' && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
    .map(e => e.textContent.slice(0, 60))"""
"""Script: the texts that are cut off; those that only a screen reader shall meet are meant to be."""


@pytest.fixture(scope="module")
def slow_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the page with a slow writer behind the same seam."""
    with serving(tmp_path_factory.mktemp("slow") / "floke.db", "uvicorn", "tests.slow_page") as address:
        yield address


def stopped_while_written(page: Page) -> Locator:
    """Ask, stop when the first sentence stands, and return the answer."""
    field(page).fill(FLOKE)
    field(page).press("Enter")
    written = page.locator(".st-key-waiting .fl-answer")
    expect(written).to_contain_text("En kjent floke er et problem kommunen vet om, men der løsningen er ukjent.")
    button(page, "page_stop").click()
    answer = answer_of(page, 1)
    expect(answer).to_contain_text(say("stopped", NB))
    return answer


def test_a_stopped_answer_is_kept_as_far_as_it_was_written(visit: Visit, slow_address: str) -> None:
    page = visit(to=slow_address).open()
    answer = stopped_while_written(page)
    text = answer.locator(".fl-answer").first
    expect(text).to_contain_text("En kjent floke er et problem kommunen vet om, men der løsningen er ukjent.")
    assert "avgrenset eller grunnleggende" not in text.inner_text(), "the answer was whole before it was stopped"
    conversation_in(page)
    page.reload()
    expect(answer_of(settled(page), 1)).to_contain_text(say("stopped", NB))
    go_to(page, say("nav_conversations", NB))
    expect(kept(page)).to_have_text([FLOKE])


def test_a_conversation_goes_on_after_a_stop(visit: Visit, slow_address: str) -> None:
    page = visit(to=slow_address).open()
    stopped_while_written(page)
    field(page).fill("Hva koster en bitcoin?")
    field(page).press("Enter")
    expect(answer_of(page, 2).locator(".fl-calm")).to_be_visible()


def test_a_lost_connection_is_told_calmly_and_the_conversation_goes_on(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path / "floke.db", port=port) as address:
        reader = Reader(browser, address)
        page = reader.open()
        ask(page, FLOKE)
        conversation_in(page)
    told = page.locator(".fl-told")
    expect(told).to_have_text(say("page_lost", NB))
    expect(heard(page)).to_contain_text(say("page_lost", NB))
    page.wait_for_timeout(5000)  # by then Streamlit has said so in English, in a dialog over the page
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.locator(".fl-answer").first.is_visible()
    with serving(tmp_path / "floke.db", port=port):
        expect(told).to_be_empty()
        ask(page, "Hvem bør være med?", 2)  # with the first words of a session that the server does not know
        assert answer_of(page, 1).locator(".fl-question").inner_text() == FLOKE
        connecting = re.compile(r"ERR_CONNECTION|ERR_EMPTY|reaching server|not responding|WebSocket")
        reader.troubles = [text for text in reader.troubles if not connecting.search(text)]
        reader.leave()


class TestByKeyboard:
    """Everything is done without a mouse, and one sees where one is."""

    @pytest.fixture
    def page(self, visit: Visit) -> Page:
        """Open the page where one asks."""
        return visit().open()

    def test_the_first_stop_leads_past_the_head(self, page: Page) -> None:
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name=say("page_skip", NB))
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#content")).to_be_focused()
        page.keyboard.press("Tab")
        expect(button(page, "page_example_1")).to_be_focused()

    def test_the_order_is_that_of_the_page_and_each_stop_is_seen(self, page: Page) -> None:
        names = []
        while not names or "chat" not in names[-1][1]:
            page.keyboard.press("Tab")
            names.append(page.evaluate(FOCUSED))
            assert is_seen(page), names[-1]
            assert len(names) < 40
        examples = [say(f"page_example_{number}", NB) for number in range(1, 5)]
        pages = [say(f"nav_{name}", NB) for name in ("ask", "approach", "sources", "conversations", "about", "quality")]
        expected = [
            say("page_skip", NB),
            *pages,
            say("page_role_leader", NB),
            "Bokmål",
            *examples,
            say("tour_open", NB),
        ]
        assert [name for name, _ in names if name in expected] == expected

    def test_one_goes_to_a_page_asks_and_opens_a_source(self, page: Page) -> None:
        tab_to(page, page.locator(".st-key-nav").get_by_role("link", name=say("nav_about", NB)))
        page.keyboard.press("Enter")
        page.get_by_role("heading", level=1, name=re.compile("Floke")).wait_for()
        tab_to(page, page.locator(".st-key-nav").get_by_role("link", name=say("nav_ask", NB)), "Shift+Tab")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=say("page_title", NB)).wait_for()
        tab_to(page, field(page))
        page.keyboard.type(FLOKE)
        page.keyboard.press("Enter")
        card = answer_of(page, 1)
        expect(heard(page)).to_contain_text(say("page_ready", NB, number=1))
        expect(field(page)).to_be_focused()
        tab_to(page, card.locator(".fl-sources summary").nth(1), "Shift+Tab")
        page.keyboard.press("Enter")
        expect(card.locator(".fl-sources blockquote").nth(1)).to_be_visible()
        tab_to(page, card.get_by_role("link", name=say("page_in_floke", NB)).nth(1))
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/sources"))
        expect(page.locator(".fl-here")).to_be_focused()

    def test_the_form_for_the_approach_is_filled_in_and_sent(self, visit: Visit) -> None:
        page = visit().open("approach")
        tab_to(page, page.get_by_role("textbox", name=say("approach_field", NB)))
        page.keyboard.type(SITUATION)
        group = page.locator('[class*="st-key-approach-question-"]').first.get_by_role("radiogroup")
        tab_to(page, group.get_by_role("radio").first)
        page.keyboard.press("Space")
        page.get_by_text(say("approach_count", NB, number=1, of=6)).wait_for()
        page.keyboard.press("ArrowDown")
        expect(group.get_by_role("radio").nth(1)).to_be_checked()
        tab_to(page, button(page, "approach_find"))
        page.keyboard.press("Enter")
        expect(page.locator(".fl-verdict h2")).to_be_focused()

    def test_letters_outside_a_field_do_nothing(self, page: Page) -> None:
        """Streamlit would draw the page anew on «r» and offer to clear its cache on «c»."""
        runs = page.evaluate(
            """() => { window.runs = 0; new MutationObserver(() => window.runs++).observe(
                document.querySelector('[data-testid="stApp"]'), { attributeFilter: ["data-test-script-state"] }); }"""
        )
        assert runs is None
        tab_to(page, button(page, "page_example_1"))
        for letter in "rcRC":
            page.keyboard.press(letter)
        page.wait_for_timeout(500)
        assert page.evaluate("window.runs") == 0
        expect(page.get_by_role("dialog")).to_have_count(0)


FOCUSED = """() => {
    const element = document.activeElement;
    const name = element.getAttribute("aria-label") || element.closest("label")?.innerText || element.innerText || "";
    return [name.trim(), element.dataset.testid === "stChatInputTextArea" ? "chat" : element.tagName];
}"""
"""Script: what has the focus, by name."""


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab until the focus is where it is wanted."""
    wanted.first.wait_for(state="attached")
    for _ in range(80):
        page.keyboard.press(key)
        if wanted.first.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"no way by keyboard to {wanted}")


def is_seen(page: Page) -> bool:
    """Return True where the picture around the focus changes when the focus is taken away."""
    box = page.evaluate(
        """() => {
            const element = document.activeElement.closest("label, button, a, .stChatInput, .stTextInput, .stTextArea") ?? document.activeElement;
            element.scrollIntoView({ block: "nearest" });
            const { x, y, width, height } = element.getBoundingClientRect();
            return { x: Math.max(x - 8, 0), y: Math.max(y - 8, 0), width: width + 16, height: height + 16 };
        }"""
    )
    with_focus = page.screenshot(clip=box)
    page.evaluate("() => { window.was = document.activeElement; window.was.blur(); }")
    without = page.screenshot(clip=box)
    page.evaluate("() => window.was.focus({ focusVisible: true })")
    return with_focus != without
