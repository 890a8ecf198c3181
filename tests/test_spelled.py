"""A moment, a period and a number as the reader writes them, in each language."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from assistant.domain import Language
from assistant.spelled import spelled_date, spelled_number, spelled_retention, spelled_time


@pytest.mark.parametrize(
    ("language", "written"),
    [(Language.NB, "1. mai 2026"), (Language.NN, "1. mai 2026"), (Language.EN, "1 May 2026")],
)
def test_a_date_is_written_as_the_language_writes_it(language: Language, written: str) -> None:
    assert written == spelled_date(date(2026, 5, 1), language)


@pytest.mark.parametrize(
    ("language", "ago", "expected"),
    [
        (Language.NB, 0, "I dag kl. 09.05"),
        (Language.NN, 1, "I går kl. 09.05"),
        (Language.EN, 0, "Today at 09:05"),
        (Language.NB, 2, "25. november 2026"),
    ],
)
def test_a_day_is_told_as_the_reader_says_it(language: Language, ago: int, expected: str) -> None:
    now = datetime(2026, 11, 27, 9, 5, tzinfo=UTC)
    assert spelled_time(now - timedelta(days=ago), now, language) == expected


def test_which_day_it_was_depends_on_where_the_reader_is() -> None:
    oslo = timezone(timedelta(hours=1))
    moment, now = datetime(2026, 11, 26, 23, 30, tzinfo=UTC), datetime(2026, 11, 27, 9, 5, tzinfo=oslo)
    assert spelled_time(moment, now, Language.NB) == "I dag kl. 00.30"
    assert spelled_time(moment, now.astimezone(UTC), Language.NB) == "I går kl. 23.30"


@pytest.mark.parametrize("language", list(Language))
def test_how_long_conversations_are_kept_names_the_days_unless_it_is_for_ever(language: Language) -> None:
    assert " 365 " in spelled_retention(language, 365)
    assert not any(character.isdigit() for character in spelled_retention(language, 0))


@pytest.mark.parametrize(
    ("value", "form", "language", "expected"),
    [
        (6.44, ".1f", Language.NB, "6,4"),
        (6.44, ".1f", Language.NN, "6,4"),
        (6.44, ".1f", Language.EN, "6.4"),
        (0.5, "+.2f", Language.NB, "+0,50"),
        (-0.5, "+.2f", Language.NB, "-0,50"),
        (3.0, ".0f", Language.NB, "3"),
    ],
)
def test_a_number_has_the_decimal_mark_of_the_language(
    value: float, form: str, language: Language, expected: str
) -> None:
    assert spelled_number(value, form, language) == expected
