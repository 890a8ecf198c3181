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
