"""What a reader waits for on the page: a click in a conversation of 50 turns, the next answer, and the first view.

The targets are 300 ms for a redraw and 2 s for the first view of a server that has answered before.

python bench/redraw.py
"""

import argparse
import os
import tempfile
from pathlib import Path

from asking import questions
from browser import DONE, FIELD, served_page
from measuring import ROOT, Spread, Watch, milliseconds, report, table, told
from playwright.sync_api import Browser, Page
from streamlit.testing.v1 import AppTest

from assistant.answer import Answer
from assistant.conversations import Conversations
from assistant.database import open_database
from assistant.opening import open_assistant
from assistant.page_headers import OWNER_COOKIE
from assistant.settings import load_settings
from assistant.ui_ask import SHOWN

OWNER = "b" * 43
SETTLE = ".st-key-settle button"
"""A hidden button of the page; a click on it changes nothing."""

TIMEOUT = 60
"""Seconds; a page that takes longer is broken, not slow."""

WAIT = """async ([click, seen, done]) => {
  const start = click ? performance.now() : 0; // 0 is the navigation's start
  if (click) document.querySelector(click).click();
  while (!document.querySelector(seen) || !document.querySelector(done)) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""

REDRAWN = """async (click) => {
  const app = document.querySelector('[data-testid="stApp"]'), start = performance.now();
  const state = () => app.dataset.testScriptState;
  const drawn = new Promise((done) => {
    let began = false;
    new MutationObserver((_, observer) => {
      began ||= state() !== "notRunning";
      if (began && state() === "notRunning") { observer.disconnect(); done(); }
    }).observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
  });
  document.querySelector(click).click();
  await drawn;
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""
"""The page's script, from a click that changes nothing to the first picture after it."""

Times = tuple[str, list[float]]
"""What was measured, and single times in milliseconds."""


def main() -> None:
    """Print what was measured on the server alone and in a browser as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=50, help="turns of the conversation")
    parser.add_argument("--rounds", type=int, default=7, help="how often each is repeated")
    arguments = parser.parse_args()
    watch = Watch.started()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        os.environ["FLOKE_DATABASE_URL"] = f"sqlite:///{Path(temporary) / 'floke.sqlite3'}"
        answers = _answers(arguments.turns)
        conversation = _kept(answers)
        rows = _on_the_server(answers, arguments.rounds)
        seen, company = _in_a_browser(conversation, arguments.turns, arguments.rounds, watch)
    head = [f"conversation of {arguments.turns} turns", "ms p50 / p95", "times"]
    report("Redraw", company, table(head, [[name, Spread.of(times), len(times)] for name, times in rows + seen]))


def _answers(count: int) -> list[Answer]:
    """Answer questions of all kinds and languages, each by itself; those with most to draw come last and are shown."""
    assistant = open_assistant(load_settings())
    asked = questions(count)
    told(f"{count} answers")
    return sorted(
        (assistant.answer(asked[place % len(asked)]) for place in range(count)),
        key=lambda answer: bool(answer.suggestions and answer.citations),
    )


def _kept(answers: list[Answer]) -> str:
    """Store them as one conversation and return its id."""
    book = Conversations(open_database(load_settings()))
    conversation = None
    for answer in answers:
        conversation = book.append(OWNER, conversation, answer)
    return str(conversation)


def _on_the_server(answers: list[Answer], rounds: int) -> list[Times]:
    """Return what Streamlit's own test client takes: the script and its messages, without a browser."""
    told("On the server")
    page = AppTest.from_file(str(ROOT / "assistant" / "pages" / "floke.py"), default_timeout=TIMEOUT)
    page.session_state.owner = OWNER
    page.session_state.turns = answers
    page.run()
    few = [milliseconds(page.run) for _ in range(rounds)]
    page.session_state.all_turns = True
    page.run()
    return [
        ("server: redraw", few),
        ("server: redraw, all turns unfolded", [milliseconds(page.run) for _ in range(rounds)]),
    ]


def _in_a_browser(conversation: str, turns: int, rounds: int, watch: Watch) -> tuple[list[Times], str]:
    """Return what a reader waits for, from the click or the address to a page that is drawn, and what else was going on."""
    with served_page(FLOKE_DATABASE_URL=os.environ["FLOKE_DATABASE_URL"]) as (browser, address):
        told("In a browser")
        _seen(_reader(browser, address), address, FIELD)  # the server opens the assistant
        views = [_seen(_reader(browser, address), address, FIELD) for _ in range(rounds)]
        place, newest = f"{address}/?c={conversation}", f".st-key-card-{turns} .fl-answer"
        page = _reader(browser, address)
        opened = [_seen(page, place, newest) for _ in range(rounds)]
        whys = [
            _clicked(page, f".st-key-why-{number} summary", f".st-key-why-{number} .fl-weighed")
            for number in range(turns, max(turns - min(rounds, SHOWN), 0), -1)
        ]
        _seen(page, place, newest)
        page.locator(SETTLE).wait_for(state="attached")  # the card may stand before the page's last element
        again = [float(page.evaluate(REDRAWN, SETTLE)) for _ in range(rounds)]
        chips = [
            _clicked(page, f".st-key-chips-{number} button", f".st-key-card-{number + 1} .fl-answer")
            for number in range(turns, turns + rounds)
        ]
        company = watch.line()  # while the browser lives: what it has computed is then known to be ours
    rows = [
        ("**browser: first view, new reader, warm server**", views),
        ("browser: the kept conversation opened", opened),
        ("browser: «why this answer» opened, searched anew", whys),
        ("**browser: redraw**", again),
        ("browser: a suggested question searched for, answered, kept and drawn", chips),
    ]
    return rows, company


def _reader(browser: Browser, address: str) -> Page:
    """Return a page of a browser that has nothing of Floke yet but the name under which the conversation is kept."""
    page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="nb-NO")
    page.set_default_timeout(TIMEOUT * 1000)
    page.context.add_cookies([{"name": OWNER_COOKIE, "value": OWNER, "url": address}])
    return page


def _seen(page: Page, address: str, what: str) -> float:
    """Return the milliseconds from the navigation's start until something is seen and the page is drawn."""
    page.goto(address, wait_until="commit")
    return float(page.evaluate(WAIT, ["", what, DONE]))


def _clicked(page: Page, what: str, then: str) -> float:
    """Return the milliseconds from a click until something is seen and the page is drawn."""
    page.locator(what).first.wait_for()
    return float(page.evaluate(WAIT, [what, then, DONE]))


if __name__ == "__main__":
    main()
