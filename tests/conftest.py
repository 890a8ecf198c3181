"""What the tests share: the real assistant, opened once, and a corpus small enough to change."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.database import Database, open_database
from assistant.domain import Language
from assistant.index import Index
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.settings import Settings, load_settings
from tests.database_rig import KINDS, Clock, unopened
from tests.word_counts import WordCounts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browsing_rig import Reader

BRIDGE = {
    Language.NB: ("Broen over elva", "Bygging", "Broen ble bygget i 1950 av kommunen.", "Når ble broen bygget?"),
    Language.NN: ("Brua over elva", "Bygging", "Brua vart bygd i 1950 av kommunen.", "Når vart brua bygd?"),
    Language.EN: (
        "The bridge over the river",
        "Building",
        "The bridge was built in 1950.",
        "When was the bridge built?",
    ),
}
LIBRARY = {
    Language.NB: ("Biblioteket i byen", "Åpning", "Biblioteket åpner klokka ti hver dag.", "Når åpner biblioteket?"),
    Language.NN: ("Biblioteket i byen", "Opning", "Biblioteket opnar klokka ti kvar dag.", "Når opnar biblioteket?"),
    Language.EN: (
        "The library in town",
        "Opening",
        "The library opens at ten every day.",
        "When does the library open?",
    ),
}


def text_of(identifier: str, title: str, heading: str, sentence: str, question: str) -> str:
    """Return a text of the corpus in its file form: two sections, one foreseen question."""
    return f"""---
id: {identifier}
title: "{title}"
kind: method
approaches: [fornyelse]
sources: []
caveats: []
gaps: []
premises: []
questions:
  main:
    - "{question}"
related: []
---
## {heading} {{#main}}
{sentence}

## {title} {{#more}}
- {sentence}
- {title}.
"""


def write_text(corpus: Path, language: Language, identifier: str, words: tuple[str, str, str, str]) -> Path:
    """Write a text into a corpus and return its path."""
    path = corpus / language / f"{identifier}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text_of(identifier, *words), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Return the settings of this clone."""
    return load_settings()


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    """Return the real assistant: the index and the weights that `make test` prepares."""
    return open_assistant(settings)


@pytest.fixture(scope="session")
def index(assistant: Assistant) -> Index:
    """Return the real index."""
    return assistant.index()


@pytest.fixture
def encoder() -> WordCounts:
    """Return an encoder that needs no weights."""
    return WordCounts()


@pytest.fixture
def small_corpus(tmp_path: Path) -> Settings:
    """Return settings for a corpus of two documents in three languages, with nothing indexed yet."""
    corpus = tmp_path / "corpus"
    for language in Language:
        write_text(corpus, language, "bridge", BRIDGE[language])
        write_text(corpus, language, "library", LIBRARY[language])
    return Settings(corpus_dir=corpus, index_dir=tmp_path / "index", data_dir=tmp_path / "data")


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Return settings for a database that nobody has opened."""
    return unopened(request.param, tmp_path)


@pytest.fixture
def database(empty: Settings) -> Iterator[Database]:
    """Return an open database with nothing in it."""
    opened = open_database(empty)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still until it is told."""
    return Clock()


@pytest.fixture
def page_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Give the page a database of its own; the encoder stays where it is, for the tests after this one."""
    from assistant import ui_keeping

    monkeypatch.setenv("FLOKE_DATABASE_URL", f"sqlite:///{tmp_path / 'page.sqlite3'}")
    openers = (ui_keeping.database, ui_keeping.conversations, ui_keeping.feedback_book)
    for opener in openers:
        opener.clear()
    yield load_settings()
    for opener in openers:
        opener.clear()


@pytest.fixture
def page_database(page_settings: Settings) -> Iterator[Database]:
    """Return the page's database with nothing in it, opened by the test as well."""
    opened = open_database(page_settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the page for all tests in a browser: each reader has a cookie of their own, so nobody meets another."""
    from tests.browsing_rig import serving

    with serving(tmp_path_factory.mktemp("served") / "floke.db") as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Open the browser for a module: while it is open, asyncio can be used by nobody else."""
    from tests.browsing_rig import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser: "Browser", address: str) -> Iterator[Callable[..., "Reader"]]:
    """Return what lets one more reader come; when they leave, nothing went wrong and nobody outside was asked."""
    from tests.browsing_rig import Reader

    readers: list[Reader] = []

    def come(to: str = address, **window: float) -> Reader:
        readers.append(Reader(browser, to, **window))
        return readers[-1]

    yield come
    for reader in readers:
        reader.leave()
