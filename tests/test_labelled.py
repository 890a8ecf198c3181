"""Labelled lines are read as records; a line that cannot be read is named, so that whoever wrote it can mend it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from assistant.abstention import Verdict
from assistant.domain import Approach, Language
from assistant.errors import CorpusError
from assistant.known_limits import Limit
from assistant.labelled import (
    PLAIN,
    SITUATION_LABELS,
    VAGUE,
    Labelled,
    LabelledSituation,
    read_labelled,
    read_situations,
)
from assistant.settings import Settings

QUESTIONS = Path(__file__).parent / "questions"
HELD_OUT = sorted(path for path in QUESTIONS.glob("*.jsonl") if not path.stem.endswith("tuning"))
"""Every set but the tuning ones, which may be learnt from."""

COMMON = 3
"""Words; so few («BLT?», «fortell mer», «kva tyder BLT?») are what anybody would write."""

SITUATION_SETS = [path for path in HELD_OUT if path.stem.startswith("situations_") and "turns" not in path.stem]

SITUATION = {
    "id": "x1",
    "text": "Bibliotekbussen står stille.",
    "language": "nb",
    "label": "kjent-floke",
    "second": None,
    "hard": False,
    "sector": "kultur",
    "style": "fragment",
    "writer": "test",
}


def written(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "rows.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_labelled_question_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, {"text": "Kva no?", "language": "nn", "label": "vague"}, "", "  ")

    assert read_labelled(path, Verdict) == [Labelled("Kva no?", Language.NN, Verdict.VAGUE)]


@pytest.mark.parametrize(
    "row",
    [
        {"text": "Hva nå?", "language": "nb"},
        {"text": "Hva nå?", "language": "nb", "label": "sometimes"},
        {"text": "Hva nå?", "language": "fi", "label": "vague"},
        "{torn",
        "[]",
        "7",
        "null",
    ],
)
def test_a_question_that_cannot_be_read_is_named_by_its_line(tmp_path: Path, row: object) -> None:
    path = written(tmp_path, {"text": "Hei", "language": "nb", "label": "vague"}, "", row)

    with pytest.raises(CorpusError, match=r"rows\.jsonl, line 3: "):
        read_labelled(path, Verdict)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["no file", "not UTF-8"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    if content:
        (tmp_path / "rows.jsonl").write_bytes(content)

    with pytest.raises(CorpusError, match=r"rows\.jsonl cannot be read"):
        read_situations(tmp_path / "rows.jsonl")


def test_a_line_separator_inside_a_text_does_not_end_the_line(tmp_path: Path) -> None:
    """JSON allows U+2028 and U+0085 in a string; only a line feed ends a line."""
    row = {"text": "Hva\u2028er\x85dette?", "language": "nb", "label": "vague"}

    (found,) = read_labelled(written(tmp_path, row), Verdict)

    assert found.text == row["text"]


@pytest.mark.parametrize("label", SITUATION_LABELS)
def test_a_situation_is_read(tmp_path: Path, label: str) -> None:
    (found,) = read_situations(written(tmp_path, SITUATION | {"label": label, "second": "fornyelse"}))

    assert found == LabelledSituation(**(SITUATION | {"label": label, "second": Approach.RENEWAL}))


@pytest.mark.parametrize(
    "change",
    [{"label": "krise"}, {"second": "vague"}, *({name: ...} for name in SITUATION)],
    ids="-".join,
)
def test_a_situation_that_cannot_be_read_is_named_by_its_line(tmp_path: Path, change: dict[str, object]) -> None:
    """A wrong label, a second that is no approach, or any field that is missing."""
    row = {name: value for name, value in (SITUATION | change).items() if value is not ...}

    with pytest.raises(CorpusError, match=r"rows\.jsonl, line 2: .*corpus/README\.md"):
        read_situations(written(tmp_path, SITUATION, row))


@pytest.mark.parametrize(("language", "expected"), [*zip(Language, Language, strict=True), ("da", "nb"), ("sv", "nb")])
def test_a_situation_in_danish_or_swedish_is_answered_in_bokmaal(
    tmp_path: Path, language: str, expected: Language
) -> None:
    (found,) = read_situations(written(tmp_path, SITUATION | {"language": language}))

    assert expected == found.answered_in


def test_the_labelled_sets_of_the_corpus_can_be_read(settings: Settings) -> None:
    folder = settings.corpus_dir

    assert {row.label for row in read_labelled(folder / "boundary.jsonl", Verdict)} == set(Verdict)
    assert {row.label for row in read_labelled(folder / "limits.jsonl", Limit)} <= set(Limit)


def test_the_situations_are_many_and_balanced(settings: Settings) -> None:
    """Of the brief: at least 400, balanced over approaches and languages, a fifth of them hard, by several writers."""
    situations = read_situations(settings.corpus_dir / "situations.jsonl")
    clear = [item for item in situations if item.label not in (VAGUE, PLAIN)]
    shares = {label: sum(item.label == label for item in clear) / len(clear) for label in Approach}

    assert len(clear) >= 400
    assert min(shares.values()) >= 0.1, shares
    assert sum(item.hard for item in clear) >= 0.2 * len(clear)
    assert len({item.writer for item in situations}) >= 4
    assert len({item.sector for item in clear}) >= 5
    assert len({item.style for item in clear}) >= 3
    assert {item.language for item in clear} == {"nb", "nn", "en", "da", "sv"}
    assert {VAGUE, PLAIN} <= {item.label for item in situations}


def test_no_id_is_used_twice_and_no_text_has_two_labels(settings: Settings) -> None:
    """Two writers may ask the same question; they may not disagree on what it is."""
    situations = read_situations(settings.corpus_dir / "situations.jsonl")

    assert len(situations) == len({item.id for item in situations})
    assert len({item.text for item in situations}) == len({(item.text, item.label) for item in situations})


def test_a_second_approach_is_another_than_the_first(settings: Settings) -> None:
    situations = read_situations(settings.corpus_dir / "situations.jsonl")

    assert not [item.id for item in situations if item.second == item.label]


@pytest.mark.parametrize("path", HELD_OUT, ids=lambda path: path.stem)
def test_nothing_is_learnt_from_what_is_measured_on(settings: Settings, path: Path) -> None:
    learnt = {bare(row["text"]) for file in settings.corpus_dir.glob("*.jsonl") for row in rows_of(file)}
    texts = [text for row in rows_of(path) for text in row.get("turns") or [row["text"]]]
    measured = {bare(text) for text in texts if len(text.split()) > COMMON}

    assert measured
    assert not measured & learnt


@pytest.mark.parametrize("path", SITUATION_SETS, ids=lambda path: path.stem)
def test_the_situations_that_are_measured_on_can_be_read(path: Path) -> None:
    found = read_situations(path)

    assert len(found) == len({item.id for item in found}) >= 40


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def bare(text: str) -> str:
    """Return the words alone: case and signs make no new text."""
    return " ".join(re.findall(r"\w+", text.casefold()))
