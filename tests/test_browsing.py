"""The corpus as a reader sees it: which texts there are, what an address names, where a sentence stands."""

from pathlib import Path

import pytest

from assistant.browsing import (
    ALL,
    KINDS,
    LONGEST,
    Address,
    blocks,
    caveats_of,
    general_caveats,
    grouped,
    language_read,
    lead,
    marked,
    pieces_of,
    sources_of,
    versions,
)
from assistant.corpus import Corpus, read_corpus
from assistant.domain import Caveat, Document, Language, Section, Source
from assistant.index import Index
from assistant.settings import Settings
from assistant.ui_html import MARKED

BODY = "Broen er gammel, jf. rapporten. Den er trygg.\n\nDette trengs:\n\n- maling\n- en plan\n  for vinteren\n\n1. Se.\n2. Gjør."
SECTION = Section("broen", "Broen", BODY, 1)
PIECES = [
    "Broen er gammel, jf. rapporten.",
    "Den er trygg.",
    "Dette trengs:",
    "maling",
    "en plan for vinteren",
    "Se.",
    "Gjør.",
]


@pytest.fixture(scope="module")
def corpus(settings: Settings) -> Corpus:
    return read_corpus(settings.corpus_dir)


def document(identifier: str, title: str, kind: str, language: Language = Language.NB, body: str = BODY) -> Document:
    return Document(identifier, language, title, kind, (), (Section("broen", "Broen", body, 1),))


def corpus_of(*documents: Document) -> Corpus:
    return Corpus({(item.id, item.language): item for item in documents})


def test_an_address_says_what_it_was_made_of() -> None:
    address = Address(doc="a", section="b", mark="Broen er", text="nn", q="bro", view="glossary")
    assert Address.of(address.parameters | {"lang": "nb"}) == address
    assert Address().parameters == {}


def test_an_address_is_read_with_care() -> None:
    address = Address.of({"doc": "a\x00\u200bb\n c", "q": "x" * 10_000})
    assert (address.doc, len(address.q)) == ("a b c", LONGEST)


def test_a_link_to_a_place_keeps_the_language_that_is_read() -> None:
    assert Address(doc="a", q="x", text=ALL).place("b", "c").parameters == {"doc": "b", "section": "c", "text": ALL}


def test_texts_are_grouped_by_kind_and_sorted_as_norwegian_is() -> None:
    titles = [("1", "Ås"), ("2", "øre"), ("3", "Ære"), ("4", "zebra")]
    methods = [document(name, title, "method") for name, title in titles]
    groups = grouped(corpus_of(*methods, document("5", "N", "guide"), document("6", "X", "speech")), Language.NB)
    assert [group.kind for group in groups] == ["guide", "method", "speech"]
    assert [item.title for item in groups[1].documents] == ["zebra", "Ære", "øre", "Ås"]


@pytest.mark.parametrize("language", list(Language))
def test_every_text_stands_in_one_group(corpus: Corpus, language: Language) -> None:
    groups = grouped(corpus, language)
    assert [group.kind for group in groups] == list(KINDS)
    assert sorted(item.id for group in groups for item in group.documents) == list(corpus.ids)
    assert all(lead(item).endswith((".", ":")) for group in groups for item in group.documents)


def test_an_unknown_text_has_no_versions(corpus: Corpus) -> None:
    assert versions(corpus, "finnes-ikke") == {}
    assert list(versions(corpus, "n3-og-blt")) == list(Language)


def test_a_body_becomes_paragraphs_and_lists() -> None:
    found = blocks(SECTION)
    assert [(block.tag, len(block.lines)) for block in found] == [("p", 1), ("p", 1), ("ul", 2), ("ol", 2)]
    assert pieces_of(found) == PIECES


def test_what_is_neither_paragraph_nor_list_is_not_lost() -> None:
    (found,) = blocks(Section("s", "S", "| År | Tall |\n|---|---|\n| 1 | 2 |", 1))
    assert "År" in " ".join(pieces_of([found]))


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("Den er trygg.", {1}),
        ("er gammel, jf.", {0}),
        ("rapporten. Den er", {0, 1}),
        ("Broen er gammel, jf. rapporten, som er ny", {0}),
        ("en plan for", {4}),
        ("Noe helt annet", set()),
        ("", set()),
    ],
)
def test_a_quote_is_found_by_how_it_begins(mark: str, numbers: set[int]) -> None:
    assert marked(PIECES, mark) == numbers


@pytest.mark.parametrize("language", list(Language))
def test_the_beginning_of_every_quotable_piece_leads_to_it(index: Index, language: Language) -> None:
    for unit in (unit for unit in index.units if unit.language is language):
        passage = index.passage(unit.passage_id, language)
        section = index.corpus.document(passage.document_id, language).section(passage.section_id)
        assert section
        pieces = pieces_of(blocks(section))
        numbers = marked(pieces, unit.text[:MARKED])
        assert any(pieces[number].startswith(unit.text[:MARKED]) for number in numbers), unit.text


def test_a_text_is_read_in_the_language_of_the_marked_sentence_unless_another_is_chosen() -> None:
    nb, nn = document("a", "A", "case"), document("a", "A", "case", Language.NN, "Brua er gamal.")
    found = {Language.NB: nb, Language.NN: nn}
    quoted = Address(doc="a", section="broen", mark="Brua er gamal.")
    assert language_read(found, quoted, Language.NB) is Language.NN
    assert language_read(found, Address(doc="a"), Language.NB) is Language.NB
    assert language_read(found, Address(doc="a", mark="Brua er gamal.", text="nb"), Language.NN) is Language.NB
    assert language_read(found, Address(doc="a"), Language.EN) is Language.NB
    assert language_read(found, Address(doc="a", text="xx"), Language.NN) is Language.NN


def test_a_caveat_on_most_of_a_text_is_told_once() -> None:
    sections = tuple(Section(name, name, "En setning.", 1) for name in "abc")
    wide, narrow = Caveat("w", ("a", "b"), "Vid."), Caveat("n", ("a",), "Smal.")
    source = Source("T", "https://x.no", "alt", ("b",))
    told = Document("d", Language.NB, "D", "case", (), sections, sources=(source,), caveats=(wide, narrow))
    assert general_caveats(told) == [wide]
    assert [caveats_of(told, section) for section in sections] == [[narrow], [], []]
    assert [sources_of(told, section) for section in sections] == [[], [source], []]


@pytest.mark.parametrize("name", ["browsing", "finding"])
def test_reading_needs_no_streamlit(name: str) -> None:
    source = Path(__file__).parent.parent / "assistant" / f"{name}.py"
    assert "streamlit" not in source.read_text(encoding="utf-8")
