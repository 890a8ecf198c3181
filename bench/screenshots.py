"""Pictures of every page, wide and narrow, light and dark, in the three languages; for eyes, no test compares them.

Words choose, each by page, language, width or light: `about sources nb dark` takes two pages in bokmål, in the dark,
in both widths. Without any, all are taken. The pictures land in .floke/screenshots, named like question-nb-390-dark.

python bench/screenshots.py question nb
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from browser import ask, finished, served_page
from measuring import ROOT, told
from PIL import Image
from playwright.sync_api import Browser, Page

from assistant.domain import Language
from assistant.wording import say

FOLDER, README_FOLDER = ROOT / ".floke" / "screenshots", ROOT / "docs" / "images"
WIDTHS = (1280, 390)
LIGHTS = ("light", "dark")
MAIN = '[data-testid="stMain"]'
HEIGHT, TALLEST = 860, 6000
"""Pixels: of a window, and of a picture that shows a page as long as it is."""

PERSONAL = {
    Language.NB: "Kan dere ringe Kari Nordmann på 412 34 567 om skolen? E-posten er kari.nordmann@example.no.",
    Language.NN: "Kan de ringje Kari Nordmann på 412 34 567 om skulen? E-posten er kari.nordmann@example.no.",
    Language.EN: "Could you call Kari Nordmann on 412 34 567 about the school? Her e-mail: kari.nordmann@example.no.",
}
OUTSIDE = {
    Language.NB: "Hva er hovedstaden i Frankrike?",
    Language.NN: "Kva er hovudstaden i Frankrike?",
    Language.EN: "What is the capital of France?",
}
SEARCHED = {Language.NB: "prøve ut antakelser", Language.NN: "prøve ut antakingar", Language.EN: "test assumptions"}

Scene = Callable[[Page, str, Language], None]
"""Leads a browser to what is to be seen; it has the page, the server's address and the language."""


def main() -> None:
    """Take the pictures that are asked for; a page is led to only where one of its pictures is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", metavar="WORD", help=f"one of: {', '.join(WORDS)}")
    parser.add_argument("--readme", action="store_true", help="only README.md's three pictures, into docs/images/")
    arguments = parser.parse_args()
    if unknown := set(arguments.words) - set(WORDS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    with served_page(FLOKE_QUALITY_PAGE="0" if arguments.readme else "1") as (browser, address):
        taken = list(_of_the_readme(browser, address) if arguments.readme else _all(browser, address, arguments.words))
    told(f"{len(taken)} pictures")


def _all(browser: Browser, address: str, words: Sequence[str]) -> Iterator[Path]:
    """Take the pictures language by language; each language is a reader of its own, with one session a page."""
    for language in Language:
        page = _reader(browser, language)
        for name, lead in SCENES.items():
            wanted = [
                (width, light)
                for light in LIGHTS
                for width in WIDTHS
                if _chosen(words, (name, language, str(width), light))
            ]
            if wanted:
                told(f"{name}, {language}")
                page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
                lead(page, address, language)
            for width, light in wanted:
                yield _taken(page, FOLDER / f"{name}-{language}-{width}-{light}.png", width, light)
        page.context.close()


def _chosen(words: Sequence[str], told: Sequence[str]) -> bool:
    """Return True where each of page, language, width and light is among the words, or none of its kind is."""
    kinds = (SCENES, set(Language), {str(width) for width in WIDTHS}, LIGHTS)
    return all(
        word in words or not any(other in kind for other in words) for word, kind in zip(told, kinds, strict=True)
    )


def _of_the_readme(browser: Browser, address: str) -> Iterator[Path]:
    """Take small pictures of what a reader sees first: an answer, an approach and the sources."""
    page = _reader(browser, Language.NB)
    for name in ("situation", "approach-result", "sources"):
        page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
        SCENES[name](page, address, Language.NB)
        page.wait_for_timeout(1000)
        page.locator(MAIN).evaluate("element => element.scrollTo(0, 0)")  # it has moved to the answer
        page.wait_for_timeout(200)
        path = README_FOLDER / f"{name}.webp"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.open(BytesIO(page.screenshot())).save(path, quality=82, method=6)
        yield path


def _reader(browser: Browser, language: Language) -> Page:
    page = browser.new_page(locale={"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}[language], reduced_motion="reduce")
    page.set_default_timeout(60_000)
    return page


def _taken(page: Page, path: Path, width: int, light: str) -> Path:
    """Take one picture as tall as the page is: it scrolls within the window, so the window grows."""
    page.emulate_media(color_scheme="dark" if light == "dark" else "light")
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.wait_for_timeout(250)  # Streamlit listens for both
    finished(page)
    tall = page.locator(MAIN).evaluate("element => element.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(max(tall, HEIGHT), TALLEST)})
    page.wait_for_timeout(250)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    if page.locator(MAIN).evaluate("element => element.scrollWidth > element.clientWidth"):
        told(f"{path.stem} scrolls sideways")
    return path


def _open(page: Page, address: str, language: Language, place: str = "", **parameters: str) -> None:
    from urllib.parse import urlencode

    page.goto(f"{address}/{place}?{urlencode({'lang': language, **parameters})}")
    page.locator("h1").first.wait_for()
    finished(page)


def _asked(text: Callable[[Language], str]) -> Scene:
    def lead(page: Page, address: str, language: Language) -> None:
        _open(page, address, language)
        ask(page, text(language))

    return lead


def _at(place: str, **parameters: str) -> Scene:
    return lambda page, address, language: _open(page, address, language, place, **parameters)


def _tour(page: Page, address: str, language: Language) -> None:
    _open(page, address, language)
    page.get_by_role("button", name=say("tour_open", language)).click()
    page.locator(".fl-tour").wait_for()


def _opened(page: Page, address: str, language: Language) -> None:
    """Open what folds in an answer: why it is so, and what was wrong with it."""
    _question(page, address, language)
    page.locator(".st-key-why-1 summary").click()
    page.locator(".fl-weighed").wait_for()
    page.locator(".st-key-thumbs-1 button").last.click()
    page.locator(".st-key-feedback-1 form, .st-key-feedback-1 [data-testid='stForm']").first.wait_for()
    finished(page)


def _approach_found(page: Page, address: str, language: Language) -> None:
    _open(page, address, language, "approach")
    page.locator(".st-key-approach-example-1 button").click()
    finished(page)
    page.locator(".st-key-approach-ask button").click()
    page.locator(".st-key-approach-verdict").wait_for()
    finished(page)


def _source_marked(page: Page, address: str, language: Language) -> None:
    """Follow an answer's first source to its place."""
    _question(page, address, language)
    place = page.locator(".fl-sources .fl-quoted a").first.get_attribute("href")
    page.goto(f"{address}/{place}")
    page.locator(".st-key-sources mark").first.wait_for()
    finished(page)


_question = _asked(lambda language: say("page_example_1", language))
SCENES: dict[str, Scene] = {
    "conversations-none": _at("conversations"),  # first: nothing has been asked yet
    "welcome": _at(""),
    "tour": _tour,
    "question": _question,
    "opened": _opened,
    "situation": _asked(lambda language: say("approach_example_1_text", language)),
    "declined": _asked(lambda language: OUTSIDE[language]),
    "personal": _asked(lambda language: PERSONAL[language]),
    "approach": _at("approach"),
    "approach-result": _approach_found,
    "sources": _at("sources"),
    "search": lambda page, address, language: _open(page, address, language, "sources", q=SEARCHED[language]),
    "glossary": _at("sources", view="glossary"),
    "source": _source_marked,
    "conversations": _at("conversations"),
    "about": _at("about"),
    "quality": _at("quality"),
}
WORDS = (*SCENES, *Language, *map(str, WIDTHS), *LIGHTS)

if __name__ == "__main__":
    main()
