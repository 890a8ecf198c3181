"""An identity number is found however it is written, and other long numbers are not mistaken for one."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.privacy import contains_identity_number, masked

FIRST, SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def check_digit(digits: str, weights: tuple[int, ...]) -> int:
    return (11 - sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11) % 11


def identity_number(day_and_month: str, year: str = "85", start: int = 100) -> str:
    """Return the first valid number for a birth date with individual number from `start`."""
    for individual in itertools.count(start):
        nine = f"{day_and_month}{year}{individual}"
        first = check_digit(nine, FIRST)
        second = check_digit(f"{nine}{first}", SECOND) if first < 10 else 10
        if second < 10:
            return f"{nine}{first}{second}"
    raise AssertionError


ORDINARY = identity_number("1703")
D_NUMBER = identity_number("5703")  # day + 40
TENOR = identity_number("1783")  # month + 80: Skatteetaten's test persons
NAV = identity_number("1743")  # month + 40: NAV's
NAV_NEW = identity_number("1768")  # month + 65: NAV's newer


@pytest.mark.parametrize(
    "number", [ORDINARY, D_NUMBER, TENOR, NAV, NAV_NEW], ids=["ordinary", "D", "+80", "+40", "+65"]
)
@pytest.mark.parametrize(
    "written",
    ["{0}", "{0:.6} {1}", "{0:.6}-{1}", "{0:.6}- {1}", "{0:.6}\u00a0{1}", "{0:.6}\u2013{1}", "fnr:{0}.", "«{0}»"],
)
def test_every_kind_of_number_is_found_however_it_is_written(number: str, written: str) -> None:
    text = f"Bruker {written.format(number, number[6:])} klager"

    assert contains_identity_number(text)
    assert number[6:] not in masked(text)
    assert "•" * 11 in masked(text)


def test_a_number_with_separators_between_all_parts_is_found() -> None:
    parts = [ORDINARY[:2], ORDINARY[2:4], ORDINARY[4:6], ORDINARY[6:9], ORDINARY[9:]]

    assert contains_identity_number(".".join(parts[:3]) + " " + " ".join(parts[3:]))


def test_a_hyphen_between_spaces_does_not_hide_a_number() -> None:
    assert contains_identity_number(f"Bruker {ORDINARY[:6]} - {ORDINARY[6:]} klager")


def test_a_number_in_digits_of_another_script_is_found() -> None:
    assert contains_identity_number("".join(chr(0x0660 + int(digit)) for digit in ORDINARY))


def test_two_numbers_are_both_masked() -> None:
    text = masked(f"{ORDINARY} og {D_NUMBER}")

    assert f"{'•' * 11} og {'•' * 11}" == text


def test_one_wrong_digit_makes_it_another_number() -> None:
    """The check digits decide: eleven digits alone do not."""
    wrong = ORDINARY[:-1] + str((int(ORDINARY[-1]) + 1) % 10)

    assert not contains_identity_number(wrong)
    assert wrong == masked(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "Ring 22 33 44 55 eller +47 911 22 333",
        "konto 1234.56.78903",
        "org.nr. 971 032 081",
        "KID 000123456789012345",
        "I 2019, 2020 og 2021 kom 123 av 456",
        f"1{ORDINARY}",
        f"{ORDINARY}7",
        "",
    ],
)
def test_phones_accounts_and_years_are_not_flagged(text: str) -> None:
    assert not contains_identity_number(text)
    assert text == masked(text)


@given(day=st.integers(1, 28), month=st.integers(1, 12), individual=st.integers(100, 480))
def test_any_valid_number_is_found(day: int, month: int, individual: int) -> None:
    number = identity_number(f"{day:02d}{month:02d}", start=individual)

    assert contains_identity_number(f"Gjelder {number[:6]} {number[6:]}.")
