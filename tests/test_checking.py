"""An editor is told each problem of the corpus in one line: the file, what is wrong, and what to do."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.checking import problems
from assistant.domain import Language

CORPUS = Path(__file__).parent.parent / "corpus"
KOMINN = "\n## Hva er KomInn i Asker? {#kominn}\n"

Change = Callable[[str], str]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a copy that a test may break: two texts in three languages, on which method and glossary rest."""
    for file in ("method.yaml", "glossary.yaml"):
        text = (CORPUS / file).read_text(encoding="utf-8")
        text = re.sub(r'passage: "[^"]+"', 'passage: "asker#vedtaket"', text)
        (tmp_path / file).write_text(re.sub(r"cases: \[.+\]", "cases: [asker]", text), encoding="utf-8")
    for file in (f"{language}/{name}.md" for language in Language for name in ("asker", "flekkefjord")):
        text = (CORPUS / file).read_text(encoding="utf-8")
        other = "asker" if "flekkefjord" in file else "flekkefjord"
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(re.sub(r"(?m)^related: .*$", f"related: [{other}]", text), encoding="utf-8")
    return tmp_path


def put(old: str, new: str) -> Change:
    """Return a change of the first `old`, which must be there."""

    def change(text: str) -> str:
        assert old in text, f"the corpus no longer has {old!r}: choose another text to break"
        return text.replace(old, new, 1)

    return change


def sub(pattern: str, new: str) -> Change:
    """Return a change of what first matches the pattern, which must do so; `.` matches line breaks."""

    def change(text: str) -> str:
        changed, count = re.subn(pattern, new, text, count=1, flags=re.DOTALL | re.MULTILINE)
        assert count, f"the corpus no longer has {pattern!r}: choose another text to break"
        return changed

    return change


def broken(folder: Path, file: str, change: Change) -> list[str]:
    """Return the problems after the change of one file."""
    path = folder / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    return problems(folder)


def test_the_shipped_corpus_has_no_problems() -> None:
    assert problems(CORPUS) == []


def test_the_copy_has_no_problems_until_it_is_broken(copied: Path) -> None:
    assert problems(copied) == []


def test_a_folder_without_texts_is_told_with_the_setting(tmp_path: Path) -> None:
    (only,) = problems(tmp_path)

    assert str(tmp_path) in only
    assert "FLOKE_CORPUS_DIR" in only


FAULTS: dict[str, tuple[str, Change, str]] = {
    "no front matter": ("nb/asker.md", put("---\n", ""), "kan ikke leses"),
    "front matter that is not YAML": ("nb/asker.md", put("kind: case", "kind: [case"), "i linje 4"),
    "a field missing": ("nb/asker.md", put("kind: case\n", ""), "kan ikke leses (feltet «kind» mangler)"),
    "an unknown approach": ("nb/asker.md", put("[systematisk]", "[magi]"), "kan ikke leses"),
    "a heading without id": ("nb/asker.md", put(" {#kominn}", ""), "kan ikke leses"),
    "another id than the file's name": ("nb/asker.md", put("id: asker", "id: baerum"), "Skriv id: asker."),
    "an unknown kind": ("nb/asker.md", put("kind: case", "kind: poem"), "kind er «poem»"),
    "another heading than the title": ("nb/asker.md", put("\n# Asker:", "\n# Bærum:"), "ikke lik title"),
    "text above the first section": ("nb/asker.md", sub(r"^(# Asker:[^\n]*)", r"\1\n\nSkjult."), "«Skjult.»"),
    "a section with the id of another": ("nb/asker.md", put(KOMINN, f"{KOMINN}\nTekst.\n{KOMINN}"), "id-en «kominn»"),
    "a caveat with the id of another": (
        "nb/asker.md",
        put("id: to-strategiperioder", "id: innovasjonsmodellen-ikke-funnet"),
        "id-en «innovasjonsmodellen-ikke-funnet» står to ganger i caveats",
    ),
    "a gap with the id of another": ("nb/asker.md", put("- id: fagdiskusjonen", "- id: videoene"), "ganger i gaps"),
    "a premise with the id of another": (
        "nb/asker.md",
        put("- id: skala-til-5", "- id: asker-laget-n3"),
        "ganger i premises",
    ),
    "a field twice": ("nb/asker.md", put("kind: case\n", "kind: case\nkind: case\n"), "feltet «kind» står to ganger"),
    "questions to a section twice": ("nb/asker.md", put("\n  vedtaket:\n", "\n  kominn:\n"), "feltet «kominn»"),
    "a source that points nowhere": ("nb/asker.md", put("[innovasjonsplakaten]", "[plakaten]"), "kilden «Asker:"),
    "a caveat that points nowhere": (
        "nb/asker.md",
        put("sections: [innovasjonsmodellen]", "sections: [modellen]"),
        "forbeholdet «innovasjonsmodellen-ikke-funnet» peker til avsnittet «modellen»",
    ),
    "a gap that points nowhere": ("nb/asker.md", put("known: [innovasjonsmodellen]", "known: [x]"), "hullet «"),
    "a premise that points nowhere": ("nb/asker.md", put("section: vedtaket", "section: x"), "premisset «vedtatt-"),
    "questions to no section": (
        "nb/asker.md",
        put("\n  kominn:\n", "\n  komut:\n"),
        "questions peker til avsnittet «komut»",
    ),
    "a quote that is not verbatim": (
        "nb/asker.md",
        put('quote: "Asker var dessuten', 'quote: "Asker var også'),
        "premisset «asker-laget-n3» står ikke ordrett i avsnittet «asker-og-utviklingen»",
    ),
    "a section without questions": (
        "nb/asker.md",
        sub(r'^  kominn:\n(?:    - "[^\n]*\n)+', ""),
        "avsnittet «kominn» har ingen spørsmål",
    ),
    "a gap without questions": (
        "nb/asker.md",
        sub(r'(- id: videoene\n.*?    questions:)\n(?:      - "[^\n]*\n)+', r"\1 []\n"),
        "hullet «videoene» har ingen spørsmål",
    ),
    "a premise without claims": (
        "nb/asker.md",
        sub(r'(- id: asker-laget-n3\n.*?    claims:)\n(?:      - "[^\n]*\n)+', r"\1 []\n"),
        "premisset «asker-laget-n3» har ingen spørsmål",
    ),
    "a question that is not in a list": (
        "nb/asker.md",
        sub(r'^  kominn:\n(?:    - "[^\n]*\n)+', '  kominn: "Hva betyr KomInn?"\n'),
        "avsnittet «kominn» har spørsmål som ikke er tekst",
    ),
    "an unknown related text": ("nb/asker.md", put("related: [", "related: [drammen, "), "related nevner «drammen»"),
    "a text related to itself": ("nb/asker.md", put("related: [", "related: [asker, "), "nevner teksten selv"),
    "an empty section": ("nb/asker.md", sub(r"(\{#kominn\}\n).*?^## ", r"\1\n## "), "avsnittet «kominn» er tomt"),
    "a table": ("nb/asker.md", put(KOMINN, f"{KOMINN}\n| a | b |\n|---|---|\n| c | d |\n"), "har en tabell"),
    "a link": ("nb/asker.md", put(KOMINN, f"{KOMINN}\nSe [siden](https://asker.no).\n"), "har en lenke"),
    "a bare address": ("nb/asker.md", put(KOMINN, f"{KOMINN}\nSe https://asker.no for mer.\n"), "har en lenke"),
    "a heading inside a section": ("nb/asker.md", put(KOMINN, f"{KOMINN}\n### Mer\n"), "har en underoverskrift"),
    "emphasis": ("nb/asker.md", put(KOMINN, f"{KOMINN}\nDette er **viktig**.\n"), "har utheving"),
    "other figures than in bokmål": (
        "nn/asker.md",
        put("{#kominn}\n", "{#kominn}\n\nAsker starta i 1999.\n"),
        "avsnittet «kominn» har andre tall enn nb (bare her: 1999)",
    ),
    "other sections than in bokmål": (
        "en/asker.md",
        put("{#kominn}", "{#komut}"),
        "avsnittene er ikke som i nb (bare her: komut; bare i nb: kominn)",
    ),
    "another section order than in bokmål": (
        "nn/asker.md",
        sub(r"^(## [^\n]*\{#nettverkene\}.*?)^(## [^\n]*\{#kominn\}.*?)(?=^## )", r"\2\1"),
        "avsnittene er ikke som i nb (en annen rekkefølge)",
    ),
    "other references than in bokmål": (
        "en/asker.md",
        put("- id: asker-laget-n3", "- id: n3"),
        "premises er ikke som i nb",
    ),
    "a passage of the method that is gone": (
        "method.yaml",
        put('passage: "asker#vedtaket"', 'passage: "asker#vedtak"'),
        "peker til «asker#vedtak»",
    ),
    "a case of the method that is gone": ("method.yaml", put("cases: [asker]", "cases: [lier]"), "eksempelet «lier»"),
    "a method that cannot be read": ("method.yaml", put("approaches:", "tilnaerminger:"), "kan ikke leses"),
    "a passage of the glossary that is gone": (
        "glossary.yaml",
        put('passage: "asker#vedtaket"', 'passage: "ordliste#vedtaket"'),
        "kommunedirektor peker til «ordliste#vedtaket»",
    ),
    "a glossary that cannot be read": ("glossary.yaml", put("- id: floke", "- id: ["), "kan ikke leses"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_one_line_with_its_file_and_something_to_do(copied: Path, fault: str) -> None:
    file, change, says = FAULTS[fault]

    found = broken(copied, file, change)

    assert [line for line in found if line.startswith(f"{file}: ") and says in line], found
    for line in found:
        assert re.fullmatch(r"(?:(?:nb|nn|en)/[\w-]+\.md|method\.yaml|glossary\.yaml): \S.*\. [A-Z].*\.", line), line


def test_a_missing_language_is_told_once(copied: Path) -> None:
    (copied / "nn" / "asker.md").unlink()

    (only,) = problems(copied)

    assert only.startswith("nn/asker.md: filen mangler.")


def test_an_unreadable_text_does_not_hide_the_others(copied: Path) -> None:
    (copied / "nb" / "asker.md").write_bytes(b"\xff")

    found = broken(copied, "en/flekkefjord.md", put("related: [", "related: [drammen, "))

    assert {"nb/asker.md", "en/flekkefjord.md"} == {line.split(": ")[0] for line in found}


def test_the_numbers_of_a_list_are_not_figures(copied: Path) -> None:
    """One language may number what another one dots."""
    assert broken(copied, "nn/asker.md", lambda text: re.sub(r"(?m)^\d+\. ", "- ", text)) == []


def test_a_section_may_be_renamed_as_long_as_its_id_stays(copied: Path) -> None:
    assert broken(copied, "nb/asker.md", sub(r"^## [^\n]*\{#kominn\}", "## Et nytt navn {#kominn}")) == []


def test_windows_line_ends_are_no_problem(copied: Path) -> None:
    path = copied / "nb" / "asker.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert problems(copied) == []


def test_the_guide_for_editors_names_every_field_and_command() -> None:
    guide = (CORPUS / "README.md").read_text(encoding="utf-8")
    fields = re.findall(r"^([a-z]+):", (CORPUS / "nb" / "asker.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert [field for field in fields if f"`{field}`" not in guide] == []
    for command in ("check", "index", "calibrate", "ship"):
        assert f"`python -m assistant {command}`" in guide
