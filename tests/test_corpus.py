"""A text is read whole or refused by name; the shipped texts are the same text in three languages."""

import re
from collections import Counter
from pathlib import Path

import pytest

from assistant.corpus import Corpus, corpus_hash, read_corpus, read_document
from assistant.domain import Approach, Language
from assistant.errors import CorpusError
from assistant.settings import Settings

GOOD = """---
id: bro
title: "Bro"
kind: method
approaches: [fornyelse]
sources:
  - {title: "Kilde", url: "https://example.org/", supports: "alt", sections: [om]}
caveats: []
gaps: []
premises: []
questions: {om: ["Hva er en bro?"]}
related: []
---
## Om {#om}
En bro er lang.
## Mer {#mer}

Den er også bred.
"""


@pytest.fixture(scope="module")
def shipped(settings: Settings) -> Corpus:
    return read_corpus(settings.corpus_dir)


def written(folder: Path, text: str) -> Path:
    path = folder / "nb" / "bro.md"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def test_a_text_becomes_a_document(tmp_path: Path) -> None:
    document = read_document(written(tmp_path, GOOD), Language.NB)

    assert (document.id, document.title, document.approaches) == ("bro", "Bro", (Approach.RENEWAL,))
    assert [(section.id, section.heading, section.body) for section in document.sections] == [
        ("om", "Om", "En bro er lang."),
        ("mer", "Mer", "Den er også bred."),
    ]
    assert document.questions == {"om": ("Hva er en bro?",)}
    assert document.sources[0].sections == ("om",)


def test_windows_line_ends_make_no_difference(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    expected = read_document(path, Language.NB)
    path.write_bytes(GOOD.replace("\n", "\r\n").encode())

    assert expected == read_document(path, Language.NB)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("---\nid", "id"),
        ("id: bro\n", ""),
        ('title: "Bro"', 'title: "Bro'),
        ("[fornyelse]", "[ukjent]"),
        ("{#mer}", ""),
        ("caveats: []", "caveats: [{id: x}]"),
        ("premises: []", "premises: 7"),
        ("questions: {om:", "questions: [om,"),
    ],
)
def test_a_mistake_is_reported_with_the_name_of_the_file(tmp_path: Path, right: str, wrong: str) -> None:
    with pytest.raises(CorpusError, match=r"nb/bro\.md"):
        read_document(written(tmp_path, GOOD.replace(right, wrong, 1)), Language.NB)


def test_a_file_that_is_not_utf_8_is_reported_with_its_name(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    path.write_bytes(GOOD.encode("utf-16"))

    with pytest.raises(CorpusError, match=r"nb/bro\.md"):
        read_document(path, Language.NB)


def test_an_empty_folder_says_which_setting_to_change(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="FLOKE_CORPUS_DIR"):
        read_corpus(tmp_path)


def test_the_hash_follows_names_and_contents(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    first = corpus_hash(tmp_path)
    path.write_text(GOOD + " ", encoding="utf-8")
    second = corpus_hash(tmp_path)
    path.rename(path.with_name("bru.md"))

    assert len({first, second, corpus_hash(tmp_path)}) == 3


def test_every_shipped_document_exists_in_three_languages(shipped: Corpus) -> None:
    assert {(name, language) for name in shipped.ids for language in Language} == set(shipped.documents)


def test_the_three_languages_are_parallel(shipped: Corpus) -> None:
    """Sections, sources, caveats, gaps, premises and related texts correspond one to one."""
    for name in shipped.ids:
        forms = [
            (
                document.kind,
                document.approaches,
                document.related,
                [section.id for section in document.sections],
                [(source.url, source.sections) for source in document.sources],
                [(caveat.id, caveat.sections) for caveat in document.caveats],
                [(gap.id, gap.known) for gap in document.gaps],
                [(premise.id, premise.section) for premise in document.premises],
                set(document.questions),
            )
            for document in (shipped.document(name, language) for language in Language)
        ]
        assert forms[0] == forms[1] == forms[2], name


def figures(text: str) -> Counter[str]:
    """Return the numbers of a text, whatever the language puts between thousands and before decimals."""
    numbers = re.findall(r"\d+(?:[.,]\d+|[\u00a0\u202f ]\d{3}(?!\d))*", text)
    return Counter(re.sub(r"\D", "", number) for number in numbers)


def test_the_figures_are_the_same_in_three_languages(shipped: Corpus) -> None:
    """A year or share that differs between languages is a slip; figures of two digits or more are compared."""
    different = []
    for name in shipped.ids:
        for section in shipped.document(name, Language.NB).sections:
            texts = [shipped.document(name, language).section(section.id) for language in Language]
            found = [{number for number in figures(text.body) if len(number) > 1} for text in texts if text]
            if not found[0] == found[1] == found[2]:
                different.append((f"{name}#{section.id}", found))

    assert different == []


def test_what_a_document_points_to_exists(shipped: Corpus) -> None:
    wrong = []
    for document in shipped.documents.values():
        pointed = [*document.questions, *(premise.section for premise in document.premises)]
        pointed += [section for item in (*document.caveats, *document.sources) for section in item.sections]
        pointed += [section for gap in document.gaps for section in gap.known]
        wrong += [(document.id, section) for section in pointed if document.section(section) is None]
        wrong += [(document.id, other) for other in document.related if other not in shipped.ids]

    assert wrong == []


def test_a_correction_quotes_its_own_section(shipped: Corpus) -> None:
    for document in shipped.documents.values():
        for premise in document.premises:
            section = document.section(premise.section)
            assert section, (document.id, premise.id)
            assert " ".join(premise.quote.split()) in " ".join(section.body.split()), (document.language, premise.id)
