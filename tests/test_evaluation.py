"""The quality table counts what it says it counts."""

import json
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, Statement
from assistant.domain import Language, Outcome, Question, Reason, Role
from assistant.errors import InputError
from assistant.evaluation import Asked, Kind, measure, read_questions, report, run, table
from assistant.metrics import wilson

NB, EN = Language.NB, Language.EN


def answered(*documents: str, text: str = "Ja.", language: Language = NB, reason: Reason | None = None) -> Answer:
    numbers = range(1, len(documents) + 1)
    return Answer(
        "?",
        language,
        Role.LEADER,
        Outcome.ANSWERED,
        text,
        reason,
        statements=tuple(Statement("Ja.", (number,)) for number in numbers),
        citations=tuple(
            Citation(number, name, f"{name}#a", "", "", "Ja.", "", "", language)
            for number, name in zip(numbers, documents, strict=True)
        ),
    )


def declined(reason: Reason = Reason.OUT_OF_SCOPE, language: Language = NB) -> Answer:
    return Answer("?", language, Role.LEADER, Outcome.ABSTAINED, "Nei.", reason)


PAIRS = [
    (Asked("1", "Hva er det der?", NB, Kind.IN_SCOPE, ("a",)), answered("a", "b")),
    (Asked("2", "Hva er det her?", NB, Kind.IN_SCOPE, ("b",)), answered("a", "b")),
    (Asked("3", "What is that then?", EN, Kind.IN_SCOPE, ("a",)), declined(language=EN)),
    (Asked("4", "Peru?", NB, Kind.OUT_OF_SCOPE, ()), declined()),
    (Asked("5", "Chile?", NB, Kind.OUT_OF_SCOPE, ()), answered("a")),
    (Asked("6", "Resultater?", NB, Kind.GAP, ("a",)), declined(Reason.GUIDE_IS_SILENT)),
    (Asked("7", "Tall?", NB, Kind.GAP, ("a",)), answered("a")),
    (Asked("8", "Århus?", NB, Kind.PREMISE, ("a",), ("Fredericia",)), answered("a", text="Den ligger i fredericia.")),
    (Asked("9", "Aarhus?", NB, Kind.PREMISE, ("a",), ("Fredericia",)), answered("a", text="I Århus.")),
    (Asked("10", "Why is it so there?", EN, Kind.SITUATION, ("a",)), answered("a", language=NB)),
]


@pytest.mark.parametrize(
    ("name", "right", "of"),
    [
        ("right document cited", 2, 3),
        ("right document first", 1, 3),
        ("in scope, wrongly declined", 1, 3),
        ("situation, right document cited", 1, 1),
        ("situation, wrongly declined", 0, 1),
        ("out of scope, declined", 1, 2),
        ("gap named", 1, 2),
        ("premise corrected", 1, 2),
        ("gap or premise right", 2, 4),
        ("answer language right (four words or more)", 3, 4),
    ],
)
def test_a_measure_counts_its_own_questions(name: str, right: int, of: int) -> None:
    (found,) = [item for item in measure(PAIRS) if (item.name, item.language) == (name, "all")]

    assert (right, of) == (found.right, found.of)
    assert wilson(right, of) == (found.low, found.high)


def test_the_languages_add_up_to_the_whole() -> None:
    measures = measure(PAIRS)

    for whole in (item for item in measures if item.language == "all"):
        parts = [item for item in measures if item.name == whole.name and item.language != "all"]
        assert (whole.right, whole.of) == (sum(item.right for item in parts), sum(item.of for item in parts))


def test_the_table_shows_shares_and_intervals() -> None:
    (line,) = [line for line in table(measure(PAIRS)).split("\n") if line.startswith("right document cited")]

    assert "2/3 66.7% [21%–94%]" in line
    assert line.split()[-3:] == ["2/2", "–", "0/1"]


def test_the_report_keeps_its_settings_and_can_be_saved() -> None:
    made = json.loads(json.dumps(report(PAIRS, {"encoder": "x"})))

    assert (made["settings"], made["questions"]) == ({"encoder": "x"}, 10)


def test_questions_are_asked_without_their_language() -> None:
    asked: list[Question] = []

    def answer(question: Question) -> Answer:
        asked.append(question)
        return declined()

    pairs = run([item for item, _ in PAIRS], answer)

    assert [item.text for item, _ in PAIRS] == [question.text for question in asked]
    assert {None} == {question.language for question in asked}
    assert [item for item, _ in PAIRS] == [item for item, _ in pairs]


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    good = {"id": "1", "text": "Hva?", "language": "nb", "kind": "gap", "expected": ["a"]}
    path.write_text(json.dumps(good) + "\n\n" + json.dumps(good | {"language": "xx"}), encoding="utf-8")

    with pytest.raises(InputError, match=r"set\.jsonl, line 3"):
        read_questions(path)


def test_a_missing_set_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none"):
        read_questions(tmp_path / "none.jsonl")


@pytest.mark.parametrize("name", ["tuning", "held_out"])
def test_the_shipped_sets_expect_documents_that_exist(name: str) -> None:
    folder = Path(__file__).parent
    documents = {path.stem for path in (folder.parent / "corpus" / "nb").glob("*.md")}
    asked = read_questions(folder / "questions" / f"{name}.jsonl")

    assert len(asked) == len({item.id for item in asked}) > 100
    assert set() == {document for item in asked for document in item.expected} - documents
