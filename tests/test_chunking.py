"""Passages end where the text does, and every unit stands verbatim in its passage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chunking import MAX_CHARACTERS, blocks_of, passages_of, sentences_of, split_section, units_of
from assistant.domain import Document, Language, Passage, Section, UnitKind
from assistant.index import Index

PARAGRAPH = "Kommunen arbeider med dette. " * 30
LIST = "\n".join(f"- Punkt {number} om en sak som tar plass i listen og gjør den lang." for number in range(40))
TABLE = "| År | Tall |\n|---|---|\n" + "\n".join(f"| {1900 + row} | {row} personer i tabellen |" for row in range(90))


def passages(body: str) -> list[Passage]:
    section = Section("om", "Om", body, 1)
    return split_section(Document("doc", Language.NB, "Tittel", "method", (), (section,)), section)


def test_a_short_section_is_one_passage_with_the_section_s_own_id() -> None:
    assert [passage.id for passage in passages("En setning.\n\nEn til.")] == ["doc#om"]


def test_the_parts_of_a_long_section_are_numbered_from_2() -> None:
    found = passages("\n\n".join([PARAGRAPH] * 4))

    assert [passage.id for passage in found] == ["doc#om", "doc#om.2", "doc#om.3", "doc#om.4"]
    assert all(len(passage.text) <= MAX_CHARACTERS for passage in found)


@pytest.mark.parametrize("whole", [LIST, TABLE], ids=["list", "table"])
def test_a_list_or_table_is_never_cut(whole: str) -> None:
    found = passages(f"{PARAGRAPH}\n\n{whole}\n\n{PARAGRAPH}")

    assert len(whole) > MAX_CHARACTERS
    assert sum(whole in passage.text for passage in found) == 1


def test_a_lead_in_stays_with_what_it_leads_to() -> None:
    found = passages(f"{PARAGRAPH}\n\nDette er sakene:\n\n{LIST}")

    assert ["Dette er sakene:" in passage.text for passage in found] == [LIST in passage.text for passage in found]


def test_nothing_is_lost_or_moved() -> None:
    body = f"{PARAGRAPH.strip()}\n\nDisse:\n\n{LIST}\n\n{TABLE}\n\n{PARAGRAPH.strip()}"

    assert body == "\n\n".join(passage.text for passage in passages(body))


def test_blocks_carry_their_kind() -> None:
    kinds = [block.kind for block in blocks_of("Tekst.\n\n- a\n- b\n\n1. a\n2. b\n\n> sitat\n\n| a |\n|---|\n| b |")]

    assert kinds == ["paragraph", "bullet_list", "ordered_list", "blockquote", "table"]


def test_units_are_sentences_lead_ins_items_and_steps() -> None:
    (passage,) = passages("Først dette. Så dette:\n\n- sak\n\n1. gjør\n\n| a |\n|---|\n| b |")

    assert [(unit.kind, unit.text) for unit in units_of(passage)] == [
        (UnitKind.SENTENCE, "Først dette."),
        (UnitKind.LEAD_IN, "Så dette:"),
        (UnitKind.ITEM, "sak"),
        (UnitKind.STEP, "gjør"),
    ]


def test_a_sentence_over_two_lines_is_one_unit_and_found_with_its_line_break() -> None:
    (passage,) = passages("En setning som\ngår over to linjer. En til.")
    first = units_of(passage)[0]

    assert first.text == "En setning som går over to linjer."
    assert passage.text[first.start : first.end] == "En setning som\ngår over to linjer."


def test_the_same_sentence_twice_is_found_in_two_places() -> None:
    (passage,) = passages("Ja. Ja.")

    assert [(unit.start, unit.end) for unit in units_of(passage)] == [(0, 3), (4, 7)]


@pytest.mark.parametrize(
    "text",
    [
        "Se f.eks. Asker kommune.",
        "Det gjelder bl.a. Kongsvinger og Nøtterøy.",
        "Jf. Meld. St. 30 om offentlig innovasjon.",
        "Dr. A. Hansen skrev ca. 30 sider.",
        "Kl. 10 åpner de, jf. kap. 3 og nr. 4.",
        "See e.g. Asker, i.e. No. 3.",
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(text: str) -> None:
    assert [text] == sentences_of(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("En. To! Tre? Fire.", 4),
        ("Hun sa «ja.» Så gikk hun.", 2),
        ("I 2018. Deretter 2019.", 2),
        ("", 0),
        ("uten punktum", 1),
    ],
)
def test_sentences_end_at_their_marks(text: str, count: int) -> None:
    assert count == len(sentences_of(text))


@given(st.text(st.sampled_from("aÅ .:!?\n-|*>#`_1«»()[]\\"), max_size=120))
def test_any_markdown_is_cut_into_verbatim_units(body: str) -> None:
    for passage in passages(body):
        for unit in units_of(passage):
            assert unit.text == " ".join(passage.text[unit.start : unit.end].split())


def test_every_shipped_unit_stands_verbatim_in_its_passage(index: Index) -> None:
    for unit in index.units:
        passage = index.passage(unit.passage_id, unit.language)
        assert unit.text == " ".join(passage.text[unit.start : unit.end].split())


def test_shipped_passages_have_one_id_each(index: Index) -> None:
    keys = [passage.key for document in index.corpus.documents.values() for passage in passages_of(document)]

    assert len(keys) == len(set(keys))
