"""What comes from outside is cleaned once: nothing unseen gets through, nothing readable is lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cleaning import clean, one_line


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("  hei  ", "hei"),
        ("hei\x00du", "hei du"),
        ("hei\x07du", "hei du"),
        ("flo\u200bke", "floke"),
        ("flo\u00adke", "floke"),
        ("\ufefffloke", "floke"),
        ("\u202efloke\u202c", "floke"),
        ("flo\ud800ke", "floke"),
        ("en\u2028to", "en\nto"),
        ("en\r\nto", "en\nto"),
        ("a\u030a", "å"),
        ("fl\U000e0061oke", "floke"),
    ],
)
def test_what_cannot_be_seen_is_taken_out(dirty: str, expected: str) -> None:
    assert expected == clean(dirty)


def test_ordinary_norwegian_is_left_alone() -> None:
    text = "Hva er «90-dagersprosessen» – og når, på Ærøya, åpner den? 100 % 😀"

    assert text == clean(text)


@given(st.text(st.characters(exclude_categories=[]), max_size=60))
def test_a_cleaned_text_can_be_stored_and_sent(text: str) -> None:
    """It encodes as UTF-8, is NFC, has no NUL, and cleaning it again changes nothing."""
    cleaned = clean(text)

    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == clean(cleaned)


def test_one_line_folds_all_white_space() -> None:
    assert one_line("  en\n\nto\ttre\u00a0 fire ") == "en to tre fire"
