"""What the tests of the page in a browser share: a server with a database of its own, and readers with browsers of theirs."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync --accept-lang=nb-NO""".split()
"""A browser that asks nobody for anything by itself, and whose reader reads bokmål."""

IN_A_BROWSER = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium: apt-get install chromium, or set CHROMIUM"),
]
"""The marks of a module whose tests drive the page."""

PATIENCE = 30
"""Seconds that something may take on a busy machine with two cores; what is well takes a few."""

expect.set_options(timeout=PATIENCE * 1000)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(database: Path, way: str = "streamlit", app: str = "app", port: int | None = None) -> Iterator[str]:
    """Serve the page and yield its address: by `streamlit run`, or by uvicorn; the prepared encoder and index are shared."""
    port = port or free_port()
    ways = {
        "streamlit": ["streamlit", "run", f"{app}.py", "--server.port", str(port)],
        "uvicorn": ["uvicorn", f"{app}:app", "--port", str(port), "--log-level", "warning"],
    }
    settings = {
        "FLOKE_DATABASE_URL": f"sqlite:///{database}",
        "FLOKE_QUALITY_PAGE": "true",
        "STREAMLIT_LOGGER_LEVEL": "warning",
    }
    server = subprocess.Popen(
        [sys.executable, "-m", *ways[way]], cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(4 * PATIENCE):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"nothing answers at {url}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open the machine's Chromium."""
    with sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield opened
        opened.close()


class Reader:
    """Somebody with a browser of their own; what goes wrong in it and whom it asks is written down."""

    def __init__(self, browser: Browser, address: str, width: int = 1280, height: int = 900, scale: float = 1) -> None:
        self.address, self.troubles, self.hosts = address, list[str](), set[str]()
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        self.context.set_default_timeout(PATIENCE * 1000)
        self.context.on("request", lambda request: self._asked(request.url))
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda failure: self.troubles.append(str(failure.error)))

    def open(self, path: str = "") -> Page:
        """Open a page in a new tab."""
        page = self.context.new_page()
        page.on("websocket", lambda socket: self._asked(socket.url))
        return self.go(page, path)

    def go(self, page: Page, path: str = "") -> Page:
        """Open a page by its address."""
        page.goto(f"{self.address}/{path}")
        return settled(page)

    def leave(self) -> None:
        """Close the browser; nothing went wrong, and nobody outside was asked."""
        self.context.close()
        assert self.troubles == []
        assert self.hosts <= {"127.0.0.1"}

    def _asked(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob"):
            self.hosts.add(urlsplit(url).hostname or url)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.troubles.append(f"{message.text} {message.location.get('url', '')}")


def settled(page: Page) -> Page:
    """Return the page when it is drawn, and nothing more is on its way."""
    page.locator("h1").first.wait_for()
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    return page


def field(page: Page) -> Locator:
    """Return the field where one asks."""
    return page.locator('[data-testid="stChatInputTextArea"]')


def ask(page: Page, text: str, turn: int = 1) -> Locator:
    """Ask, wait for the answer and return it."""
    field(page).fill(text)
    field(page).press("Enter")
    return answer_of(page, turn)


def answer_of(page: Page, turn: int) -> Locator:
    """Return the answer with this number when it is there."""
    card = page.locator(f".st-key-turn-{turn}")
    card.locator(".fl-answer").first.wait_for()
    return card


def go_to(page: Page, name: str) -> Page:
    """Go to another page by the navigation, as a reader does; the session stays."""
    page.locator(".st-key-nav").get_by_role("link", name=name, exact=True).click()
    page.locator(".st-key-nav a[aria-current='page']").filter(has_text=name).wait_for()
    return settled(page)


def choose(page: Page, group: str, name: str) -> None:
    """Choose one of a row of choices in the head."""
    page.get_by_role("radiogroup", name=group, exact=True).get_by_text(name, exact=True).click()


def fits(page: Page) -> bool:
    """Return True where nothing has to be scrolled sideways."""
    return bool(
        page.evaluate(
            """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
                .every(element => element.scrollWidth <= element.clientWidth)"""
        )
    )


def conversation_in(page: Page) -> str:
    """Return the id of the conversation that the address names."""
    page.wait_for_url(re.compile(r"[?&]c="))
    return page.url.split("c=")[1].split("&")[0]
