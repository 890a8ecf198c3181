"""The page of sources, driven without a browser: what an address shows, and that what is shown is in the address."""

from html import escape
from html.parser import HTMLParser
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from assistant import ui_sources, ui_sources_html
from assistant.browsing import KINDS, Address
from assistant.domain import Caveat, Document, Gap, Language, Section, Source
from assistant.errors import StaleIndexError
from assistant.finding import Words, found_in
from assistant.glossary import Entry, Wording
from assistant.index import Index
from assistant.pipeline import Assistant
from assistant.ui_html import MARKED, place_in_floke
from assistant.ui_sources_html import Place
from assistant.wording import keys, say
from tests.page_rig import page_for, shown

HOSTILE = '<img src=x onerror="alert(1)"> <script>alert(2)</script> [a](javascript:alert(3)) **b** $x$'
N3 = "n3-og-blt"
QUOTE = "Verktøyet N3 har tre deler: en kortfilm, en opplæringsdel og en praktisk del."


def opened(language: str = "nb", **parameters: str) -> AppTest:
    """Open the page at an address."""
    page = page_for(None, lang=language).run()
    page.switch_page("sources.py")
    return gone_to(page, parameters)


def gone_to(page: AppTest, parameters: dict[str, str]) -> AppTest:
    """Let the address be this one, as a link does it."""
    page.query_params.clear()
    page.query_params.update(parameters)
    return page.run()


def address(page: AppTest) -> dict[str, str]:
    """Return what the address says."""
    return {name: value[0] if isinstance(value, list) else value for name, value in page.query_params.items()}


def links(page: AppTest) -> list[tuple[str, dict[str, str]]]:
    """Return the links within the page: what each says, and its address."""
    found = [link.proto for link in page.get("page_link")]
    return [(link.label, dict(parse_qsl(link.query_string))) for link in found if link.query_string]


@pytest.mark.parametrize("language", list(Language))
def test_all_texts_are_offered_by_kind_each_with_an_address_of_its_own(language: Language, index: Index) -> None:
    page = opened(language)
    text = shown(page)
    places = [text.index(f"<h2>{say(f'sources_group_{kind}', language)}</h2>") for kind in KINDS]
    assert places == sorted(places)
    assert sorted(at["doc"] for _, at in links(page)) == list(index.corpus.ids)
    assert text.count("<h1") == 1


@pytest.mark.parametrize("language", list(Language))
def test_a_text_is_shown_with_all_that_belongs_to_it(language: Language, index: Index) -> None:
    document = index.corpus.document(N3, language)
    page = opened(language, doc=N3)
    text = shown(page)
    assert text.count("<h1") == 1
    assert f'<h1 lang="{language}">{document.title}</h1>' in text
    assert say("sources_rendering", language) in text
    assert all(f'id="p-{section.id}"' in text for section in document.sections)
    assert all(f'href="{source.url}" target="_blank"' in text for source in document.sources)
    assert all(escape(caveat.text) in text for caveat in document.caveats)
    assert all(escape(gap.text) in text for gap in document.gaps)
    assert [at["doc"] for _, at in links(page) if at["doc"] != N3] == list(document.related)


def test_every_text_can_be_read_in_all_languages(index: Index) -> None:
    page = opened()
    for document_id in index.corpus.ids:
        text = shown(gone_to(page, {"doc": document_id, "text": "all"}))
        assert text.count('<section class="fl-passage') == len(index.corpus.document(document_id, Language.NB).sections)


def test_every_passage_has_a_link_of_its_own_and_a_button_that_copies_it(index: Index) -> None:
    page = opened(doc=N3)
    sections = [section.id for section in index.corpus.document(N3, Language.NB).sections]
    wanted = [{"doc": N3, "section": name} for name in sections]
    assert [at for _, at in links(page) if "section" in at] == wanted
    assert all(f'data-floke-copy="sources?doc={N3}&amp;section={name}"' in shown(page) for name in sections)


def test_the_source_of_an_answer_opens_at_its_sentence() -> None:
    link = place_in_floke(f"?doc={N3}&section=hva-er-verktoyet", QUOTE)
    page = opened(**dict(parse_qsl(link.partition("?")[2])))
    text = shown(page)
    place = text.partition('data-floke-place="')[2].partition('"')[0]
    passage = text.partition(f'<section class="fl-passage fl-here" id="{place}">')[2].partition("</section>")[0]
    assert f"<mark>{QUOTE}</mark>" in passage
    assert text.count("<mark>") == 1
    assert say("sources_unknown_quote", Language.NB) not in text


def test_a_sentence_in_another_language_is_shown_where_it_stands() -> None:
    quote = "Verktøyet N3 har tre delar: ein kortfilm, ein opplæringsdel og ein praktisk del."
    page = opened("nb", doc=N3, section="hva-er-verktoyet", mark=quote[:MARKED])
    assert f"<mark>{quote}</mark>" in shown(page)
    assert page.segmented_control(key="sources-language").value == "nn"


def test_each_place_that_is_gone_to_has_a_new_name() -> None:
    """The page's script brings a name into view once; the reader may go to the same passage again."""
    page, names = opened(doc=N3, section="blt-i-tre-steg"), []
    for section in ("hva-betyr-n3", "blt-i-tre-steg"):
        names.append(shown(page).partition('data-floke-place="')[2].partition('"')[0])
        gone_to(page, {"doc": N3, "section": section})
    names.append(shown(page).partition('data-floke-place="')[2].partition('"')[0])
    assert len(set(names)) == 3
    assert all(names)


@pytest.mark.parametrize(
    ("parameters", "key", "heading"),
    [
        ({"doc": "finnes-ikke", "section": "x"}, "sources_unknown_text", "<h1>Kilder</h1>"),
        ({"doc": HOSTILE}, "sources_unknown_text", "<h1>Kilder</h1>"),
        ({"doc": N3, "section": "finnes-ikke"}, "sources_unknown_place", "N3 og BLT"),
        ({"doc": N3, "section": HOSTILE, "mark": HOSTILE}, "sources_unknown_place", "N3 og BLT"),
        ({"doc": N3, "section": "hva-betyr-n3", "mark": HOSTILE}, "sources_unknown_quote", "N3 og BLT"),
    ],
)
def test_what_is_not_there_is_said_calmly(parameters: dict[str, str], key: str, heading: str) -> None:
    text = shown(opened(**parameters))
    assert say(key, Language.NB) in text
    assert heading in text
    assert "<script" not in text
    assert "<img" not in text


def test_the_choice_of_language_stands_in_the_address_and_the_page_s_own_needs_no_word() -> None:
    page = opened(doc=N3)
    page.segmented_control(key="sources-language").set_value("en").run()
    assert address(page) == {"doc": N3, "text": "en"}
    assert "Hva betyr N3?" not in shown(page)
    assert {at.get("text") for _, at in links(page)} == {"en"}
    page.segmented_control(key="sources-language").set_value("nb").run()
    assert address(page) == {"doc": N3}


def test_a_reader_who_changes_the_page_s_language_keeps_the_text(index: Index) -> None:
    page = opened(doc=N3, section="hva-betyr-n3")
    page.segmented_control(key="language").set_value(Language.NN).run()
    section = index.corpus.document(N3, Language.NN).section("hva-betyr-n3")
    assert section
    assert f"<h2>{section.heading}</h2>" in shown(page)
    assert address(page)["section"] == "hva-betyr-n3"


def test_three_languages_stand_side_by_side_each_with_its_own_tongue(index: Index) -> None:
    page = opened(doc=N3)
    page.segmented_control(key="sources-language").set_value("all").run()
    text = shown(page)
    for language in Language:
        for section in index.corpus.document(N3, language).sections:
            assert f"<h2>{section.heading}</h2>" in text
        assert text.count(f"{ui_sources_html.TONGUES[language]}</p>") == len(
            index.corpus.document(N3, language).sections
        )
    assert text.count("<h1") == 1
    assert text.count('id="p-gaps"') == 1


@pytest.mark.weights
def test_a_search_stands_in_the_address_and_marks_its_words() -> None:
    page = opened()
    page.text_input(key="sources-q").set_value("rådmannens rolle")
    page.button(key="sources-search").click().run()
    assert address(page) == {"q": "rådmannens rolle"}
    text = shown(page)
    assert "<mark>Rådmannen</mark>" in text
    assert "<mark>kommunedirektør" in text
    assert len([at for _, at in links(page) if "section" in at]) == ui_sources.HITS
    page.button(key="sources-more").click().run()
    assert len([at for _, at in links(page) if "section" in at]) == 2 * ui_sources.HITS


@pytest.mark.weights
def test_what_a_search_found_opens_at_the_sentence_that_was_shown() -> None:
    page = opened(q="rådmannens rolle")
    at = next(at for _, at in links(page) if "mark" in at)
    text = shown(gone_to(page, at))
    assert f"<mark>{at['mark']}" in text
    assert page.text_input(key="sources-q").value == ""


@pytest.mark.weights
def test_a_search_for_nothing_known_says_so() -> None:
    assert say("sources_no_words", Language.EN, number=ui_sources.HITS) in shown(opened("en", q="qwxz"))


@pytest.mark.parametrize("text", ["", "  ", "?!"])
def test_a_search_for_nothing_shows_all_texts(text: str) -> None:
    page = opened(q=text)
    assert say("sources_group_guide", Language.NB) in shown(page)


def test_a_search_cannot_smuggle_markup_into_the_page() -> None:
    text = shown(opened(q=HOSTILE))
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text


def test_an_identity_number_is_neither_searched_for_nor_put_into_the_address() -> None:
    page = opened()
    page.text_input(key="sources-q").set_value("hva med 13097248022")
    page.button(key="sources-search").click().run()
    assert say("personal_data", Language.NB) in shown(page)
    assert address(page) == {}
    assert say("personal_data", Language.NB) in shown(opened(q="hva med 13097248022"))


def test_the_glossary_is_a_choice_with_a_search_of_its_own() -> None:
    page = opened()
    page.segmented_control(key="sources-view").set_value("glossary").run()
    assert address(page) == {"view": "glossary"}
    text = shown(page)
    assert text.count('class="fl-term"') > 50
    assert say("general_knowledge", Language.NB) in text
    page.text_input(key="sources-q").set_value("floke")
    page.button(key="sources-search").click().run()
    assert address(page) == {"view": "glossary", "q": "floke"}
    assert "<mark>floke</mark>" in shown(page)
    assert {"doc": "begreper", "section": "samfunnsfloke"} in [at for _, at in links(page)]
    page.text_input(key="sources-q").set_value("qwxz")
    page.button(key="sources-search").click().run()
    assert say("sources_terms_none", Language.NB, text="qwxz") in shown(page)
    page.segmented_control(key="sources-view").set_value("all").run()
    assert address(page) == {}


def test_a_missing_index_is_a_calm_message_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise StaleIndexError("There is no index.", "Run: python -m assistant index")

    monkeypatch.setattr(ui_sources, "assistant", fail)
    text = shown(opened("nn", doc=N3))
    assert say("page_trouble", Language.NN) in text
    assert "python -m assistant index" in text


def test_the_page_speaks_three_languages() -> None:
    spoken = {language: {key for key in keys(language) if key.startswith("sources_")} for language in Language}
    assert spoken[Language.NB] == spoken[Language.NN] == spoken[Language.EN]


class Tags(HTMLParser):
    """Collects what markup comes out, and whether it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.open += [] if tag == "br" else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def hostile_document() -> Document:
    sections = tuple(Section(name, HOSTILE, f"{HOSTILE}\n\n- {HOSTILE}", 1) for name in "abc")
    return Document(
        "d",
        Language.NB,
        HOSTILE,
        HOSTILE,
        (),
        sections,
        sources=(Source(HOSTILE, "javascript:alert(1)", HOSTILE, ("a",)),),
        caveats=(Caveat("c", ("a",), HOSTILE), Caveat("e", ("a", "b"), HOSTILE)),
        gaps=(Gap("g", ("a",), HOSTILE, ()),),
    )


def test_a_corpus_cannot_smuggle_markup_into_the_page() -> None:
    document, place = hostile_document(), Place("a", HOSTILE[:20], "place-1")
    wording = Wording(HOSTILE, (HOSTILE,), HOSTILE)
    entry = Entry("e", dict.fromkeys(Language, wording), None, True)
    language, tags = Language.NB, Tags()
    parts = [
        ui_sources_html.opening(HOSTILE, HOSTILE, "place-1", language),
        ui_sources_html.group_head(HOSTILE, language),
        ui_sources_html.text_head(document, language, place),
        ui_sources_html.contents(document, language, folded=True),
        ui_sources_html.contents(document, language, folded=False),
        ui_sources_html.caveats(document),
        ui_sources_html.passage([document, document], "a", place),
        ui_sources_html.rests_on(document.sources, language),
        ui_sources_html.copying(HOSTILE, HOSTILE, language),
        ui_sources_html.source_list(document, language),
        ui_sources_html.gaps(document, language),
        ui_sources_html.heading(HOSTILE, language, HOSTILE),
        ui_sources_html.term(entry, language, {HOSTILE: [(0, 4)]}),
    ]
    tags.feed("".join(parts))
    assert not tags.open
    assert not {tag for tag, _ in tags.found} & {"img", "script"}
    assert all((found["href"] or "").startswith("#p-") for tag, found in tags.found if tag == "a")
    assert "mark" in {tag for tag, _ in tags.found}


@pytest.mark.weights
def test_a_snippet_is_escaped_around_its_marks(assistant: Assistant) -> None:
    words = Words.of("floke", Language.NB, assistant.glossary)
    found = found_in(assistant.search("floke", Language.NB), words)[0]
    text = ui_sources_html.snippet(found, words.spans(found.snippet))
    tags = Tags()
    tags.feed(text)
    assert {tag for tag, _ in tags.found} == {"p", "mark"}
    assert ui_sources_html.with_marks("<a> & <b>", [(6, 9)]) == "&lt;a&gt; &amp; <mark>&lt;b&gt;</mark>"


def test_an_address_leads_to_one_thing_at_a_time() -> None:
    assert Address(doc="a", q="b", view="glossary").place("c").parameters == {"doc": "c"}
