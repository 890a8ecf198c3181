"""The machine's own Chromium against the page as it is served, with a database that nothing is left of."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from serving import served

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync --hide-scrollbars""".split()
WAIT_MS = 60_000
FIELD = '[data-testid="stChatInputTextArea"]'
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'
"""Streamlit has nothing left to draw."""


@contextmanager
def served_page(**settings: str) -> Iterator[tuple[Browser, str]]:
    """Serve the page and open a browser while the block lasts; yields it and the page's address."""
    if not CHROMIUM.exists():
        raise SystemExit(f"No Chromium at {CHROMIUM}: apt-get install chromium, or set CHROMIUM to where it is.")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        database = f"sqlite:///{Path(temporary) / 'floke.sqlite3'}"
        with served(**{"FLOKE_DATABASE_URL": database, **settings}) as address, sync_playwright() as engine:
            browser = engine.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
            try:
                yield browser, address
            finally:
                browser.close()


def finished(page: Page) -> None:
    """Wait until the page is drawn."""
    page.locator(DONE).wait_for()


def ask(page: Page, text: str) -> None:
    """Ask and wait for what becomes of it."""
    page.locator(FIELD).fill(text)
    page.locator(FIELD).press("Enter")
    page.locator('[class*="st-key-card-"] .fl-answer, .st-key-held').last.wait_for()
    finished(page)
