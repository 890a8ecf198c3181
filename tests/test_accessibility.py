"""Every page, as axe-core judges it in a real browser: in three languages, two lights, and on narrow and wide screens.

axe sees perhaps half of what WCAG asks for; `test_journeys` goes on with keyboard, zoom and what a screen reader is told,
and `docs/accessibility.md` says what neither has tried.
"""

from collections.abc import Callable, Iterable
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from assistant.domain import Language
from assistant.wording import say
from tests.browsing_rig import IN_A_BROWSER, Reader, ask, conversation_in, field, fits, settled

pytestmark = IN_A_BROWSER

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
"""What axe looks for: WCAG 2.1 on level A and AA, as the law asks for, and what it recommends beyond."""

NARROW, WIDE = 320, 1280
LIGHT, DARK = "light", "dark"
FOLLOW_UPS = {
    Language.NB: "og hvem bør lede det?",
    Language.NN: "og kven bør leie det?",
    Language.EN: "and who should lead it?",
}
PERSONAL = "Ring 99 88 77 66"

Visit = Callable[..., Reader]
Bring = Callable[["Visitor"], object]


class Visitor:
    """A reader of one language with a tab; what they have asked is there when they come back."""

    def __init__(self, reader: Reader, language: Language) -> None:
        self.reader, self.language = reader, language
        self.page = reader.open(f"?lang={language}")
        self.conversation = ""

    def go(self, path: str = "") -> Page:
        """Open a page by its address."""
        return self.reader.go(self.page, path)

    def talk(self, questions: Iterable[str]) -> None:
        """Hold a conversation, to come back to."""
        for turn, text in enumerate(questions, start=1):
            ask(self.page, text, turn)
        self.conversation = f"?c={conversation_in(self.page)}"

    def press(self, key: str, **values: object) -> None:
        """Press the last button that is called so."""
        self.page.get_by_role("button", name=say(key, self.language, **values), exact=True).last.click()

    def press_kind(self, kind: str) -> None:
        """Press the first button whose key begins so."""
        self.page.locator(f'[class*="st-key-{kind}"] button').first.click()

    def opened(self, place: str) -> None:
        """Wait for what opens."""
        self.page.locator(place).first.wait_for()
        settled(self.page)


def conversing(visitor: Visitor) -> None:
    """Show an answer, a situation with its plan, a follow-up as it was understood, and a refusal."""
    visitor.go(visitor.conversation)
    visitor.opened(".fl-plan")


def finding(visitor: Visitor) -> None:
    """Show an approach with its reasons and its plan."""
    visitor.go("approach")
    visitor.press_kind("approach-example-1")
    expect(visitor.page.get_by_role("textbox")).not_to_be_empty()
    visitor.press_kind("approach-ask")
    visitor.opened(".fl-verdict")


def deciding(visitor: Visitor) -> None:
    """Show what a reader thought of an answer to those who run Floke."""
    visitor.go(visitor.conversation)
    visitor.press_kind("feedback-down-1")
    visitor.opened(".st-key-feedback-1 form, .st-key-feedback-1 [data-testid='stForm']")
    visitor.go("quality")
    visitor.page.locator('[class*="st-key-triage-"] summary').first.click()
    visitor.opened(".fl-named")


CONTENT: dict[str, Bring] = {
    "a conversation": conversing,
    "an approach": finding,
    "the texts": lambda visitor: visitor.go("sources"),
    "a text at a place": lambda visitor: visitor.go(
        "sources?doc=om-slik&section=hva-er-slik&mark=SLIK+er+en+nettbasert"
    ),
    "a text in three languages": lambda visitor: visitor.go("sources?doc=om-slik&text=all"),
    "the glossary": lambda visitor: visitor.go("sources?view=glossary"),
    "what a search finds": lambda visitor: visitor.go("sources?q=floke"),
    "my conversations": lambda visitor: visitor.go("conversations"),
    "about Floke": lambda visitor: visitor.go("about"),
    "what readers thought": deciding,
}
"""Each page with content."""


def touring(visitor: Visitor) -> None:
    """Open the tour over the page."""
    visitor.go()
    visitor.press("tour_open")
    visitor.opened("[role=dialog] .fl-tour")


def editing(visitor: Visitor) -> None:
    """Open what lets a reader put right how a question was understood, and change it."""
    visitor.go(visitor.conversation)
    visitor.press("page_edit")
    visitor.page.get_by_label(say("page_edit_field", visitor.language)).fill("Hvem?")


def downloading(visitor: Visitor) -> None:
    """Open what can be taken away from an answer."""
    visitor.go(visitor.conversation)
    visitor.press("download")
    visitor.opened('[data-testid="stPopoverBody"] button')


def wondering(visitor: Visitor) -> None:
    """Unfold why the answer is what it is, and the form after a thumb down."""
    visitor.go(visitor.conversation)
    visitor.page.locator(".st-key-why-1 summary").click()
    visitor.opened(".fl-weighed")
    visitor.press_kind("feedback-down-1")
    visitor.opened(".st-key-feedback-1 textarea")


def held_back(visitor: Visitor) -> None:
    """Ask something with personal data in it."""
    visitor.go()
    field(visitor.page).fill(PERSONAL)
    field(visitor.page).press("Enter")
    visitor.opened(".st-key-held")


def in_dialog(doing: str) -> Bring:
    """Return what opens the dialog in which something is done with a conversation."""

    def bring(visitor: Visitor) -> None:
        visitor.go("conversations")
        visitor.press_kind(f"{doing}-")
        visitor.opened("[role=dialog]")

    return bring


def on_tab(key: str, shown: str) -> Bring:
    """Return what opens a part of the page for those who run Floke."""

    def bring(visitor: Visitor) -> None:
        visitor.go("quality")
        visitor.page.get_by_role("tab", name=say(f"quality_tab_{key}", visitor.language), exact=True).click()
        visitor.opened(f'.st-key-quality [role="tabpanel"] {shown}')

    return bring


OTHERS: dict[str, Bring] = {
    "nothing asked": lambda visitor: visitor.go(),
    "the tour": touring,
    "a question to put right": editing,
    "what can be downloaded": downloading,
    "why, and a thumb down": wondering,
    "personal data": held_back,
    "somebody else's conversation": lambda visitor: visitor.go("?c=AAAAAAAAAAAAAAAAAAAAAA"),
    "an approach to find": lambda visitor: visitor.go("approach"),
    "a text that is not there": lambda visitor: visitor.go("sources?doc=nothing"),
    "words that are not in the glossary": lambda visitor: visitor.go("sources?view=glossary&q=xyzzy"),
    "a name to give": in_dialog("rename"),
    "a conversation to take away": in_dialog("export"),
    "a conversation to delete": in_dialog("delete"),
    "figures": on_tab("figures", "table, .fl-note"),
    "the index": on_tab("index", "dl, .fl-named, table"),
    "a search to try": on_tab("search", "input, textarea"),
    "a text to look at": on_tab("passages", "input"),
}
"""What is empty, and what opens or goes wrong on the pages."""


def combination(number: int, language: Language) -> tuple[int, str]:
    """Return the width and the light in which a state is seen in a language: any two of the four meet somewhere."""
    at = number + list(Language).index(language)
    return (NARROW, WIDE)[(number // 2 + at) % 2], (LIGHT, DARK)[at % 2]


def faults(page: Page, where: str, lights: Iterable[str]) -> list[str]:
    """Return what axe finds wrong, and whether the page has to be scrolled sideways."""
    found = [] if fits(page) else [f"{where}: scrolled sideways"]
    for light in lights:
        page.emulate_media(color_scheme=light)
        page.wait_for_function(
            "light => getComputedStyle(document.querySelector('.stApp')).colorScheme === light", arg=light
        )
        options = {"runOnly": list(RULES), "resultTypes": ["violations"]}
        for violation in Axe().run(page, options=options).response["violations"]:
            places = "; ".join(f"{node['target']} {node['html'][:160]}" for node in violation["nodes"][:3])
            found.append(f"{where}, {light}: {violation['id']}: {places}")
    return found


def questions(language: Language) -> list[str]:
    """Return a question, a situation and something that the guide is not about."""
    return [say("page_example_2", language), say("approach_example_1_text", language), "Hva koster en bitcoin i dag?"]


@pytest.mark.parametrize("language", list(Language))
def test_every_page_with_content_on_a_narrow_screen_in_both_lights(visit: Visit, language: Language) -> None:
    visitor = Visitor(visit(width=NARROW), language)
    visitor.talk(questions(language))
    found = []
    for name, bring in CONTENT.items():
        bring(visitor)
        found += faults(visitor.page, name, (LIGHT, DARK))
    assert found == []


def test_every_page_with_content_on_a_wide_screen(visit: Visit) -> None:
    """In one language, the lights taking turns: what those do has been seen on the narrow screen."""
    visitor = Visitor(visit(width=WIDE), Language.NN)
    visitor.talk(questions(visitor.language))
    found = []
    for number, (name, bring) in enumerate(CONTENT.items()):
        bring(visitor)
        found += faults(visitor.page, name, [(LIGHT, DARK)[number % 2]])
    assert found == []


@pytest.mark.parametrize("language", list(Language))
def test_what_is_empty_opens_or_goes_wrong(visit: Visit, language: Language) -> None:
    visitor = Visitor(visit(), language)
    assert visitor.go("conversations").locator(".st-key-conversations-none").count() == 1
    found = faults(visitor.page, "no conversations", (LIGHT, DARK))
    visitor.go()
    visitor.talk([questions(language)[0], FOLLOW_UPS[language]])
    for number, (name, bring) in enumerate(OTHERS.items()):
        width, light = combination(number, language)
        visitor.page.set_viewport_size({"width": width, "height": 900})
        bring(visitor)
        found += faults(visitor.page, f"{name}, {width} px", [light])
    assert found == []


def test_any_two_of_state_language_width_and_light_meet() -> None:
    rows = [
        (name, language, *combination(number, language)) for number, name in enumerate(OTHERS) for language in Language
    ]
    kinds = [list(OTHERS), list(Language), [NARROW, WIDE], [LIGHT, DARK]]
    for one, other in ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)):
        met = {(row[one], row[other]) for row in rows}
        assert met == set(product(kinds[one], kinds[other])), (one, other)


def test_axe_sees_a_fault_where_there_is_one(visit: Visit) -> None:
    page = visit().open("about")
    assert faults(page, "about", [LIGHT]) == []
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<button></button>')")
    (fault,) = faults(page, "about", [LIGHT])
    assert "button-name" in fault
