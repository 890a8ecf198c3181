"""A reader's conversations are kept as they were, found again, and are nobody else's."""

import dataclasses
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Plan, Situation, Span, Statement, Step
from assistant.conversations import UNTITLED, Conversations, title_of
from assistant.database import Database, open_database
from assistant.domain import Approach, Basis, Language, Outcome, Reason, Role
from assistant.errors import DatabaseError
from assistant.feedback import FeedbackBook
from assistant.restoring import answer_from, answer_from_text
from assistant.settings import Settings
from assistant.tables import TITLE_CHARACTERS, TurnRow
from tests.database_rig import START, Clock
from tests.test_privacy import ORDINARY


@pytest.fixture
def kept(database: Database, clock: Clock) -> Conversations:
    """Return a book without conversations."""
    return Conversations(database, clock)


def turn(question: str, text: str = "Vet ikke.", **changes: Any) -> Answer:
    """Return an answer that needs no evidence."""
    return Answer(question, Language.NB, Role.LEADER, Outcome.ABSTAINED, text, Reason.NO_EVIDENCE, **changes)


STEP = Step("Gå ut", "Snakk med dem det gjelder.", 1, Basis.STATED)
FULL = Answer(
    question="Kva gjer vi no, då?",
    language=Language.NN,
    role=Role.FACILITATOR,
    outcome=Outcome.PARTIAL,
    text="«Snakk med dei det gjeld.» [1] 🪢\n\n- Ikkje anna.",
    reason=Reason.GUIDE_IS_SILENT,
    resolved_question="Kva gjer vi no i Nøtterøy?",
    statements=(Statement("Snakk med dei det gjeld.", (1, 2)),),
    citations=(
        Citation(
            1, "om-slik", "om-slik#om", "Om", "Kva", "Ord.", "https://e.no/", "?doc=om-slik", Language.NN, ("år",)
        ),
        Citation(2, "om-slik", "om-slik#om.2", "Om", "Kva", "Ord 2.", "https://e.no/", "?doc=om-slik", Language.NB),
    ),
    situation=Situation(
        approach=Approach.RENEWAL,
        scores={"fornyelse": 0.1 + 0.2, "kjent-floke": 1 - (0.1 + 0.2)},
        certain=True,
        signs=("nytt",),
        reasons=(Span("nytt", 0, 3, 1), Span("anna", 4, 7, None)),
        against=("haster",),
        runner_up=Approach.KNOWN_TANGLE,
        changed="fornyelse",
        question="Hastar det?",
        choices=("Ja", "Nei"),
    ),
    plan=Plan((STEP,), (STEP, STEP), (STEP,), (STEP,), Step("Plan", "Løft det.", None, Basis.DERIVED), "# Notat"),
    next_steps=(STEP,),
    cases=("inkludering-i-notteroy",),
    suggestions=("Kven bør vere med?",),
    engine="ein annan",
    elapsed_ms=12.75,
)


def titles(kept: Conversations, search: str = "", owner: str = "me", limit: int = 50) -> list[str]:
    return [summary.title for summary in kept.listed(owner, search, limit)]


def questions(kept: Conversations, identifier: str, owner: str = "me") -> list[str]:
    found = kept.read(owner, identifier)
    return [answer.question for answer in found.answers] if found else []


def test_an_answer_comes_back_equal_in_every_field(kept: Conversations) -> None:
    for field in dataclasses.fields(Answer):
        assert getattr(FULL, field.name) != field.default, f"{field.name} is not tried"
    identifier = kept.append("me", None, FULL)
    found = kept.read("me", identifier)
    assert found
    assert found.answers == (FULL,)
    assert found.answers[0].record() == FULL.record()


def test_a_conversation_takes_title_language_role_and_time_from_its_first_turn(
    kept: Conversations, clock: Clock
) -> None:
    identifier = kept.append("me", None, FULL)
    clock.passes(hours=1)
    assert kept.append("me", identifier, turn("Og så?")) == identifier
    found = kept.read("me", identifier)
    assert found
    assert found.summary == kept.listed("me")[0]
    assert (found.summary.title, found.summary.language, found.summary.role) == (
        "Kva gjer vi no, då?",
        Language.NN,
        Role.FACILITATOR,
    )
    assert (found.summary.created_at, found.summary.updated_at) == (START, START + timedelta(hours=1))
    assert questions(kept, identifier) == ["Kva gjer vi no, då?", "Og så?"]


def test_conversations_are_there_when_the_database_is_opened_again(empty: Settings) -> None:
    first = open_database(empty)
    identifier = Conversations(first).append("me", None, FULL)
    first.close()
    second = open_database(empty)
    found = Conversations(second).read("me", identifier)
    assert found
    assert found.answers == (FULL,)
    second.close()


def test_the_latest_come_first_and_no_more_than_asked_for(kept: Conversations, clock: Clock) -> None:
    identifiers = {}
    for question in ("En", "To", "Tre"):
        identifiers[question] = kept.append("me", None, turn(question))
        clock.passes(minutes=1)
    assert titles(kept) == ["Tre", "To", "En"]
    kept.append("me", identifiers["En"], turn("Mer"))
    assert titles(kept, limit=2) == ["En", "Tre"]


@pytest.mark.parametrize(
    "search",
    [
        "",
        "   ",
        "øl",
        "ØL",
        "Økonomi ÅR",
        "år økonomi",
        "o\u0308l",
        "A\u030aR",
        "100 %",
        "%",
        "a_b",
        "svaret",
        "Svar Økonomi",
    ],
)
def test_a_conversation_is_found_by_parts_of_words_in_any_case_and_order(kept: Conversations, search: str) -> None:
    kept.append("me", None, turn("Økonomi og øl i år: 100 % av a_b, töl?", "SVARET er nei."))
    assert len(titles(kept, search)) == 1


@pytest.mark.parametrize("search", ["_", "%", "/", "\\", "a%b", "økonomi fjord", "okonomi", "'", "100 %"])
def test_what_does_not_stand_there_is_not_found(kept: Conversations, search: str) -> None:
    kept.append("me", None, turn("Økonomi i år: 100 av ab?"))
    assert titles(kept, search) == []


def test_a_search_finds_later_turns_and_new_titles(kept: Conversations) -> None:
    identifier = kept.append("me", None, turn("Først"))
    kept.append("me", identifier, turn("Så fjorden"))
    kept.rename("me", identifier, "Brua")
    assert titles(kept, "fjord") == titles(kept, "BRUA") == ["Brua"]
    assert titles(kept, "brua fjord") == ["Brua"]


@pytest.mark.parametrize("search", ["a" * 100_000, "ord " * 10_000, "%" * 60_000, "\0", "\ud800 først"])
def test_a_pasted_page_is_no_harm_as_a_search(kept: Conversations, search: str) -> None:
    kept.append("me", None, turn("Først ord"))
    assert len(titles(kept, search)) in (0, 1)


WAYS: dict[str, Callable[[Conversations, str, str], object]] = {
    "read": lambda kept, owner, identifier: kept.read(owner, identifier),
    "rename": lambda kept, owner, identifier: kept.rename(owner, identifier, "Min"),
    "delete": lambda kept, owner, identifier: kept.delete(owner, identifier),
    "listed": lambda kept, owner, _: kept.listed(owner),
    "searched": lambda kept, owner, _: kept.listed(owner, "hemmelig"),
    "delete_all": lambda kept, owner, _: kept.delete_all(owner),
}


@pytest.mark.parametrize("way", WAYS)
def test_somebody_elses_conversation_is_as_if_it_were_not_there(kept: Conversations, way: str) -> None:
    identifier = kept.append("me", None, turn("Noe hemmelig"))
    assert not WAYS[way](kept, "you", identifier)
    assert titles(kept) == ["Noe hemmelig"]
    assert questions(kept, identifier) == ["Noe hemmelig"]
    assert WAYS[way](kept, "me", identifier), "the same does something for its own reader"


@pytest.mark.parametrize("identifier", ["", "\0", "a\0", "\ud800", "' OR 1=1 --", "%", "x" * 100_000, "borte"])
@pytest.mark.parametrize("way", ["read", "rename", "delete"])
def test_an_address_may_hold_anything_and_opens_nothing(kept: Conversations, way: str, identifier: str) -> None:
    kept.append("me", None, turn("Noe"))
    assert not WAYS[way](kept, "me", identifier)
    assert titles(kept) == ["Noe"]


@pytest.mark.parametrize("identifier", ["borte", "\0", ""])
def test_a_turn_of_a_conversation_that_is_gone_begins_a_new_one(kept: Conversations, identifier: str) -> None:
    found = kept.append("me", identifier, turn("Hva nå?"))
    assert found != identifier
    assert questions(kept, found) == ["Hva nå?"]


def test_a_turn_to_somebody_elses_conversation_begins_one_of_ones_own(kept: Conversations) -> None:
    mine = kept.append("me", None, turn("Min"))
    yours = kept.append("you", mine, turn("Din"))
    assert questions(kept, mine) == ["Min"]
    assert questions(kept, yours, "you") == ["Din"]
    assert yours != mine


def test_a_reader_without_a_name_has_nothing(kept: Conversations) -> None:
    with pytest.raises(ValueError, match="everybody"):
        kept.append("", None, turn("Hvem?"))


def test_another_title_is_shortened_and_an_empty_one_is_refused(kept: Conversations) -> None:
    identifier = kept.append("me", None, turn("Først"))
    assert kept.rename("me", identifier, f"  Ny\ntittel for {ORDINARY} ")
    assert titles(kept) == [f"Ny tittel for {'•' * 11}"]
    assert not kept.rename("me", identifier, " \n\u200b ")
    assert titles(kept) == [f"Ny tittel for {'•' * 11}"]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Hva er en floke?", "Hva er en floke?"),
        ("  Hva\n\ner \t en\u00a0floke?\r\n", "Hva er en floke?"),
        ("ord " * 200, "ord " * 19 + "ord…"),
        ("x" * 500, "x" * 79 + "…"),
        ("x" * 80, "x" * 80),
        ("", UNTITLED),
        ("\0\u200b\n", UNTITLED),
        (f"Gjelder {ORDINARY}", f"Gjelder {'•' * 11}"),
        ("…", "…"),
    ],
)
def test_a_title_is_one_short_line(question: str, title: str) -> None:
    assert title_of(question) == title
    assert len(title) <= TITLE_CHARACTERS


def test_an_empty_question_can_be_kept(kept: Conversations) -> None:
    kept.append("me", None, turn(""))
    assert titles(kept) == [UNTITLED]


def test_a_deleted_conversation_is_gone_and_the_others_stay(kept: Conversations) -> None:
    gone, stays = kept.append("me", None, turn("Bort")), kept.append("me", None, turn("Bli"))
    assert kept.delete("me", gone)
    assert not kept.delete("me", gone)
    assert kept.read("me", gone) is None
    assert questions(kept, stays) == ["Bli"]


def test_all_that_a_reader_has_left_can_be_deleted(kept: Conversations, database: Database) -> None:
    book = FeedbackBook(database)
    for owner in ("me", "me", "you"):
        identifier = kept.append(owner, None, turn("Hei"))
        book.give(owner, turn("Hei"), helpful=True, conversation_id=identifier, position=0)
    assert kept.delete_all("me") == 2
    assert titles(kept) == []
    assert titles(kept, owner="you") == ["Hei"]
    assert len(book.listed()) == 1
    assert kept.delete_all("me") == 0


def test_what_is_deleted_is_no_longer_in_the_files(tmp_path: Path) -> None:
    opened = open_database(Settings(data_dir=tmp_path))
    kept = Conversations(opened)
    kept.append("me-by-cookie", None, turn("Sladrehank " * 300, "løgn " * 3000))
    stays = kept.append("you", None, turn("Bli"))
    kept.delete_all("me-by-cookie")
    assert questions(kept, stays, "you") == ["Bli"]
    opened.close()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Bli" in left
    for words in ("Sladrehank", "sladrehank", "løgn", "me-by-cookie"):
        assert words.encode() not in left, words


def test_a_readers_cookie_is_not_in_the_files(tmp_path: Path) -> None:
    opened = open_database(Settings(data_dir=tmp_path))
    Conversations(opened).append("me-by-cookie", None, turn("Hei"))
    FeedbackBook(opened).give("me-by-cookie", turn("Hei"), helpful=True)
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"me-by-cookie" not in left
    opened.close()


def test_only_conversations_that_nobody_touched_are_forgotten(kept: Conversations, clock: Clock) -> None:
    kept.append("me", None, turn("Gammel"))
    touched = kept.append("me", None, turn("Brukt"))
    clock.passes(days=20)
    kept.append("me", touched, turn("Igjen"))
    kept.append("you", None, turn("Ny"))
    clock.passes(days=10)
    assert kept.forget_older_than(30) == 0, "to the second thirty days old is not older"
    clock.passes(seconds=1)
    assert kept.forget_older_than(30) == 1
    assert titles(kept) == ["Brukt"]
    assert titles(kept, owner="you") == ["Ny"]


@pytest.mark.parametrize("days", [0, -1, 999_999, 10**12])
def test_nothing_is_forgotten_without_a_time_or_before_the_calendar_began(
    kept: Conversations, clock: Clock, days: int
) -> None:
    kept.append("me", None, turn("Gammel"))
    clock.passes(days=10_000)
    assert kept.forget_older_than(days) == 0
    assert titles(kept) == ["Gammel"]


def test_two_tabs_add_to_one_conversation_at_once_and_lose_nothing(kept: Conversations) -> None:
    identifier = kept.append("me", None, turn("Først"))
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(lambda number: kept.append("me", identifier, turn(str(number))), range(18)))
    assert set(found) == {identifier}
    first, *others = questions(kept, identifier)
    assert first == "Først"
    assert sorted(others, key=int) == [str(number) for number in range(18)]


def test_conversations_begun_at_once_are_kept_apart(kept: Conversations) -> None:
    with ThreadPoolExecutor(6) as threads:
        found = list(
            threads.map(lambda number: kept.append(f"reader-{number % 3}", None, turn(str(number))), range(12))
        )
    assert len(set(found)) == 12
    for number, identifier in enumerate(found):
        assert questions(kept, identifier, f"reader-{number % 3}") == [str(number)]


def test_a_stored_answer_that_cannot_be_read_is_said_with_what_mends_it(
    kept: Conversations, database: Database
) -> None:
    identifier = kept.append("me", None, turn("Hei"))
    with database.writing() as rows:
        for row in rows.find(TurnRow):
            row.answer = '{"question": '
    with pytest.raises(DatabaseError, match="stored answer cannot be read") as caught:
        kept.read("me", identifier)
    assert "delete it" in caught.value.remedy
    assert titles(kept) == ["Hei"]
    assert kept.delete("me", identifier)


def test_an_answer_of_an_older_or_newer_floke_is_read() -> None:
    record = FULL.record()
    del record["suggestions"], record["situation"]["choices"]
    record["unknown"] = record["citations"][0]["unknown"] = {"a": [1]}
    assert FULL.situation
    situation = dataclasses.replace(FULL.situation, choices=())
    assert answer_from(record) == dataclasses.replace(FULL, suggestions=(), situation=situation)


def test_a_whole_number_is_read_where_a_fraction_could_stand() -> None:
    found = answer_from(FULL.record() | {"elapsed_ms": 12})
    assert (found.elapsed_ms, type(found.elapsed_ms)) == (12.0, float)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"question": None}, "question"),
        ({"outcome": "perhaps"}, "perhaps"),
        ({"elapsed_ms": "long"}, "elapsed_ms"),
        ({"elapsed_ms": True}, "elapsed_ms"),
        ({"cases": "om-slik"}, "cases"),
        ({"situation": []}, "Situation"),
        ({"statements": [{"text": "x"}]}, "citations"),
        ({"statements": [{"text": "x", "citations": [3]}]}, "do not exist"),
        ({"statements": []}, "without a citation"),
    ],
)
def test_a_record_that_does_not_fit_is_refused_and_the_place_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(DatabaseError, match=named):
        answer_from_text(json.dumps(FULL.record() | changes))


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", "{"])
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(DatabaseError, match="stored answer cannot be read"):
        answer_from_text(text)
