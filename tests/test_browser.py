"""The page in a real browser: ask, open a source, switch language; nothing fails and nothing leaves the machine."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assistant.domain import Language
from assistant.wording import say

playwright = pytest.importorskip("playwright.sync_api")
ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync""".split()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium: apt-get install chromium, or set CHROMIUM"),
]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module", params=["streamlit", "uvicorn"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """Serve the page in one of its two ways."""
    port = str(free_port())
    ways = {
        "streamlit": ["run", "app.py", "--server.port", port],
        "uvicorn": ["app:app", "--port", port, "--log-level", "warning"],
    }
    server = subprocess.Popen([sys.executable, "-m", request.param, *ways[request.param]], cwd=ROOT)
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(240):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"nothing answers at {url}")


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: "playwright.Browser", address: str) -> Iterator["playwright.Page"]:
    """Open the page in bokmål on a narrow screen; a fault in the console fails the test."""
    opened = browser.new_page(viewport={"width": 390, "height": 900}, locale="nb-NO")
    opened.set_default_timeout(60_000)
    troubles: list[str] = []
    opened.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.goto(address)
    opened.get_by_text(say("page_title", Language.NB)).wait_for()
    yield opened
    main = opened.locator('[data-testid="stMain"]')
    assert main.evaluate("element => element.scrollWidth <= element.clientWidth"), "the page scrolls sideways"
    opened.close()
    assert not troubles


def ask(page: "playwright.Page", text: str, turn: int) -> "playwright.Locator":
    """Ask, wait for the answer and return it."""
    field = page.locator('[data-testid="stChatInputTextArea"]')
    field.fill(text)
    field.press("Enter")
    return answer_of(page, turn)


def answer_of(page: "playwright.Page", turn: int) -> "playwright.Locator":
    card = page.locator(f".st-key-turn-{turn}")
    card.locator(".fl-answer").first.wait_for()
    return card


@pytest.mark.parametrize("width", [1280, 390])
def test_asking_opening_a_source_and_switching_language(
    browser: "playwright.Browser", address: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, locale="nb-NO")
    page.set_default_timeout(60_000)
    troubles: list[str] = []
    hosts: set[str | None] = set()
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.on("websocket", lambda socket: hosts.add(urlsplit(socket.url).hostname))

    page.goto(address)
    page.get_by_text(say("page_title", Language.NB)).wait_for()
    assert page.evaluate("document.documentElement.lang") == "nb"
    field = page.locator("textarea")
    field.fill("Hva er en <b>floke</b>?")
    field.press("Enter")
    page.locator(".fl-sources").wait_for()
    assert page.locator(".fl-question").inner_text() == "Hva er en <b>floke</b>?"

    second = page.locator(".fl-sources details").nth(1)
    assert not second.locator("blockquote").is_visible()
    second.locator("summary").click()
    assert second.locator("blockquote").is_visible()
    second.locator("summary").click()
    page.locator('.fl-mark[href="#s-1-2"]').first.click()
    playwright.expect(second.locator("blockquote")).to_be_visible()
    page.locator(".fl-steps input, .fl-answer").first.click()

    page.get_by_text("English", exact=True).first.click()
    page.get_by_text(say("page_notice", Language.EN)).wait_for()
    page.wait_for_function("document.documentElement.lang === 'en'")
    assert page.locator(".fl-question").count() == 1
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("element => element.scrollWidth <= element.clientWidth"), "the page scrolls sideways"

    page.reload()
    page.get_by_text(say("page_title", Language.EN)).wait_for()
    page.close()
    assert not troubles
    assert {host for host in hosts if host} == {"127.0.0.1"}


def test_a_situation_gives_reasons_a_plan_and_a_note(page: "playwright.Page") -> None:
    answer = ask(
        page, "Vi har prøvd mye mot frafallet i ti år, ingenting virker, og ingen vet hvorfor. Hva gjør vi?", 1
    )
    answer.locator(".fl-approach").wait_for()
    assert answer.locator(".fl-scores li").count() == 5
    against = answer.locator(".fl-why details")
    assert not against.locator("li").first.is_visible()
    against.locator("summary").click()
    assert against.locator("li").first.is_visible()

    answer.locator(".fl-plan summary", has_text=say("note_months", Language.NB)).click()
    step = answer.locator(".fl-plan details").nth(1).locator(".fl-mark").last
    source = page.locator(str(step.get_attribute("href")))
    assert not source.is_visible()
    step.click()
    playwright.expect(source).to_be_visible()

    with page.expect_download() as download:
        answer.get_by_role("button", name=say("page_note", Language.NB)).click()
    assert download.value.suggested_filename == "floke-notat.md"
    assert download.value.path().read_text(encoding="utf-8").startswith("# ")


def test_a_follow_up_keeps_the_context_and_can_be_edited(page: "playwright.Page") -> None:
    ask(page, "Hva er en floke?", 1)
    second = ask(page, "og hvem bør lede det?", 2)
    playwright.expect(second.locator(".fl-understood")).to_contain_text("Hva er en floke?")
    second.get_by_role("button", name=say("page_edit", Language.NB)).click()
    page.get_by_label(say("page_edit_field", Language.NB)).fill("Hvem bør lede innovasjonsarbeidet?")
    page.get_by_role("button", name=say("page_ask", Language.NB), exact=True).click()
    third = answer_of(page, 3)
    assert third.locator(".fl-question").inner_text() == "Hvem bør lede innovasjonsarbeidet?"
    assert not third.locator(".fl-understood").count()


def test_flokes_own_question_is_answered_with_a_click(page: "playwright.Page") -> None:
    first = ask(page, "Vi vil bli mer innovative", 1)
    choice = first.locator(".st-key-choices-1 button").last
    text = choice.inner_text()
    choice.click()
    second = answer_of(page, 2)
    assert second.locator(".fl-question").inner_text() == f"Vi vil bli mer innovative\n{text}"
    second.locator(".fl-approach").wait_for()


def test_the_guided_path_leads_to_an_approach(page: "playwright.Page") -> None:
    page.get_by_text(say("page_guided", Language.NB)).click()
    send = page.get_by_role("button", name=say("page_guided_ask", Language.NB), exact=True)
    send.click()
    page.get_by_text(say("page_guided_empty", Language.NB)).wait_for()
    groups = page.locator('[class*="st-key-guided-part-"]').get_by_role("radiogroup")
    for place in (1, 2, 3):
        groups.nth(place).locator("label").last.locator("xpath=../preceding-sibling::*[1]").click()
    send.click()
    answer = answer_of(page, 1)
    answer.locator(".fl-approach").wait_for()
    assert len(answer.locator(".fl-question").inner_text().split("\n")) == 3
